//! Looks for values that can't work together, before anything starts.

use std::net::{SocketAddr, ToSocketAddrs as _};
use std::str::FromStr as _;

use croner::Cron;
use secrecy::ExposeSecret as _;

use super::{Config, ConfigError, FfmpegChoice, redaction};

/// The shortest access token, in characters.
const MIN_TOKEN_CHARS: usize = 16;

pub(super) fn check(config: &Config) -> Result<(), ConfigError> {
    check_numbers(config)?;
    check_ffmpeg(config)?;
    listen_address(config)?;
    check_collections(config)?;
    if config.derived.bucket.is_empty() {
        return Err(invalid("derived.bucket", "is empty: name the bucket for renditions"));
    }
    if config.s3.access_key_id.is_some() != config.s3.secret_access_key.is_some() {
        return Err(invalid(
            "s3.access_key_id",
            "and `s3.secret_access_key` go together: set both, or neither to use AWS's own environment",
        ));
    }
    Ok(())
}

impl Config {
    /// The address that the page listens on.
    ///
    /// # Errors
    /// When it is not an address, or is open to others without an access token.
    pub fn listen_address(&self) -> Result<SocketAddr, ConfigError> {
        listen_address(self)
    }
}

fn listen_address(config: &Config) -> Result<SocketAddr, ConfigError> {
    let listen = &config.server.listen;
    let address =
        listen.to_socket_addrs().ok().and_then(|mut all| all.next()).ok_or_else(|| {
            invalid(
                "server.listen",
                &format!("is `{listen}`: write address and port, as `127.0.0.1:8484`"),
            )
        })?;
    let token_chars =
        config.server.access_token.as_ref().map(|token| token.expose_secret().chars().count());
    match token_chars {
        Some(n) if n < MIN_TOKEN_CHARS => Err(invalid(
            "server.access_token",
            &format!(
                "has {n} characters: use at least {MIN_TOKEN_CHARS}, for example from `openssl rand -hex 16`"
            ),
        )),
        None if !address.ip().is_loopback() => Err(invalid(
            "server.listen",
            &format!(
                "is `{listen}`, which others can reach, and `server.access_token` is not set: \
                 set a token, or listen on 127.0.0.1"
            ),
        )),
        _ => Ok(address),
    }
}

fn check_numbers(config: &Config) -> Result<(), ConfigError> {
    let at_least = |key: &str, value: u64, least: u64| {
        if value >= least {
            return Ok(());
        }
        Err(invalid(key, &format!("is {value}: it must be at least {least}")))
    };
    at_least("worker.concurrency", config.worker.concurrency as u64, 1)?;
    at_least("worker.lease_seconds", config.worker.lease_seconds, 3)?;
    at_least("worker.max_attempts", u64::from(config.worker.max_attempts), 1)?;
    at_least("limits.max_channels", u64::from(config.limits.max_channels), 1)?;
    at_least("limits.max_sample_rate", u64::from(config.limits.max_sample_rate), 8_000)?;
    at_least("limits.max_expansion", u64::from(config.limits.max_expansion), 10)?;
    at_least("limits.stall_seconds", config.limits.stall_seconds, 1)?;
    let hours = config.limits.max_duration_hours;
    if !(hours > 0.0 && hours <= 1000.0) {
        return Err(invalid("limits.max_duration_hours", "must lie between 0 and 1000"));
    }
    Ok(())
}

fn check_ffmpeg(config: &Config) -> Result<(), ConfigError> {
    let FfmpegChoice::At(path) = &config.decode.ffmpeg else { return Ok(()) };
    let missing = [path.clone(), path.with_file_name("ffprobe")].into_iter().find(|p| !p.is_file());
    let Some(missing) = missing else { return Ok(()) };
    let problem = format!(
        "needs `{}`, which is not there: write `auto`, `off`, or the path of ffmpeg with ffprobe \
         beside it",
        missing.display()
    );
    Err(invalid("decode.ffmpeg", &problem))
}

fn check_collections(config: &Config) -> Result<(), ConfigError> {
    for (index, collection) in config.collections.iter().enumerate() {
        let key = |field: &str| format!("collection.{}.{field}", collection.name);
        if config.collections[..index].iter().any(|other| other.name == collection.name) {
            return Err(invalid(
                &key("name"),
                "is used twice: every collection needs its own name",
            ));
        }
        if collection.bucket.is_empty() {
            return Err(invalid(&key("bucket"), "is empty: name the bucket to crawl"));
        }
        if let Some(cron) = &collection.schedule {
            Cron::from_str(cron).map_err(|error| {
                let problem = format!("is `{cron}`: {error}; write cron, such as `*/15 * * * *`");
                invalid(&key("schedule"), &problem)
            })?;
        }
        redaction::check(&collection.redaction)
            .map_err(|(field, problem)| invalid(&key(&field), &problem))?;
        if collection.redaction.enabled && collection.redaction.kinds.is_empty() {
            return Err(invalid(
                &key("redaction.kinds"),
                "is empty: name kinds, leave it out for all, or say `enabled = false`",
            ));
        }
        let derived = &config.derived;
        if collection.bucket == derived.bucket && derived.prefix.starts_with(&collection.prefix) {
            return Err(invalid(
                &key("prefix"),
                "holds `derived.prefix` in the same bucket: Earmark would crawl what it wrote; \
                 give `derived` another bucket or prefix",
            ));
        }
    }
    Ok(())
}

fn invalid(key: &str, problem: &str) -> ConfigError {
    ConfigError::Invalid { key: key.to_owned(), problem: problem.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem_of(text: &str) -> String {
        let config = Config::from_toml(text, "test").unwrap();
        check(&config).unwrap_err().to_string()
    }

    const COLLECTION: &str = "[[collection]]\nname = 'calls'\nbucket = 'b'\n";

    #[test]
    fn an_impossible_value_is_named_with_what_to_write_instead() {
        let cases = [
            ("[worker]\nconcurrency = 0".to_owned(), "`worker.concurrency` is 0"),
            ("[server]\nlisten = 'everywhere'".to_owned(), "`server.listen` is `everywhere`"),
            ("[server]\nlisten = '0.0.0.0:80'".to_owned(), "`server.access_token` is not set"),
            ("[server]\naccess_token = 'short'".to_owned(), "at least 16"),
            (format!("{COLLECTION}schedule = 'daily'"), "`collection.calls.schedule` is `daily`"),
            (format!("{COLLECTION}{COLLECTION}"), "used twice"),
            (format!("{COLLECTION}[derived]\nbucket = 'b'"), "would crawl what it wrote"),
            ("[s3]\naccess_key_id = 'k'".to_owned(), "go together"),
            ("[decode]\nffmpeg = '/nowhere/ffmpeg'".to_owned(), "`/nowhere/ffmpeg`, which is not"),
            ("[limits]\nstall_seconds = 0".to_owned(), "`limits.stall_seconds` is 0"),
            ("[limits]\nmax_duration_hours = nan".to_owned(), "`limits.max_duration_hours`"),
        ];
        for (text, expected) in cases {
            let problem = problem_of(&text);
            assert!(problem.contains(expected), "{text}\n{problem}");
        }
    }

    #[test]
    fn a_token_opens_the_server_to_others() {
        let text = "[server]\nlisten = '0.0.0.0:80'\naccess_token = '0123456789abcdef'";
        assert!(check(&Config::from_toml(text, "test").unwrap()).is_ok());
    }
}
