//! Where the server listens and who may come in: closed unless somebody opened it on purpose.

use std::net::SocketAddr;

use secrecy::{ExposeSecret as _, SecretString};

/// The fewest characters an access token may have.
pub const MIN_TOKEN_CHARS: usize = 16;

/// How the server listens.
#[derive(Debug, Clone)]
pub struct ServerOptions {
    /// Address and port; port 0 lets the system choose.
    pub listen: SocketAddr,
    /// What people must enter to see anything; needed on anything but loopback.
    pub access_token: Option<SecretString>,
}

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServerError {
    /// The address can be reached by others and nothing keeps them out.
    #[error(
        "refusing to listen on `{0}` without an access token: whoever reaches that address could \
         hear the whole archive; set `access_token` under `[server]` (at least {MIN_TOKEN_CHARS} \
         characters), or listen on `127.0.0.1`"
    )]
    Exposed(SocketAddr),
    /// The token could be guessed.
    #[error(
        "the access token has {0} characters and needs at least {MIN_TOKEN_CHARS}; \
         `openssl rand -hex 24` makes a good one"
    )]
    WeakToken(usize),
    /// The address is taken or not ours.
    #[error("can't listen on `{listen}`: {reason}; choose another `listen` under `[server]`")]
    Bind {
        /// The address.
        listen: SocketAddr,
        /// The system's own words.
        reason: std::io::Error,
    },
}

impl ServerOptions {
    /// Checks that nobody is let in by accident.
    ///
    /// # Errors
    /// [`ServerError::Exposed`] and [`ServerError::WeakToken`], which say what to do.
    pub fn check(&self) -> Result<(), ServerError> {
        match &self.access_token {
            None if self.listen.ip().to_canonical().is_loopback() => Ok(()),
            None => Err(ServerError::Exposed(self.listen)),
            Some(token) => match token.expose_secret().trim().chars().count() {
                enough if enough >= MIN_TOKEN_CHARS => Ok(()),
                few => Err(ServerError::WeakToken(few)),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(listen: &str, token: Option<&str>) -> ServerOptions {
        ServerOptions {
            listen: listen.parse().unwrap(),
            access_token: token.map(|token| token.to_owned().into()),
        }
    }

    #[test]
    fn loopback_needs_no_token() {
        for listen in ["127.0.0.1:0", "[::1]:8484", "127.9.9.9:1", "[::ffff:127.0.0.1]:1"] {
            options(listen, None).check().unwrap();
        }
    }

    #[test]
    fn another_address_without_a_token_is_refused_with_what_to_do() {
        for listen in ["0.0.0.0:8484", "[::]:8484", "192.168.1.5:80"] {
            let error = options(listen, None).check().unwrap_err().to_string();
            assert!(error.contains(listen) && error.contains("access_token"), "{error}");
        }
    }

    #[test]
    fn a_short_token_is_refused_even_on_loopback_and_padding_does_not_count() {
        assert!(options("127.0.0.1:0", Some("short")).check().is_err());
        assert!(options("0.0.0.0:0", Some("short            ")).check().is_err());
        assert!(options("0.0.0.0:0", Some("0123456789abcdef")).check().is_ok());
    }

    #[test]
    fn the_token_is_not_shown_by_debug() {
        let shown = format!("{:?}", options("0.0.0.0:0", Some("0123456789abcdef")));
        assert!(!shown.contains("0123456789"), "{shown}");
    }
}
