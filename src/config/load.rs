//! Reads the file, then the environment over it, then looks at the whole.

use std::path::{Path, PathBuf};

use secrecy::SecretString;

use super::{Config, check};

/// What is wrong with the configuration, and what to write instead.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The file can't be read.
    #[error("the configuration `{path}` can't be read: {reason}")]
    Unreadable {
        /// The file.
        path: String,
        /// Why.
        reason: String,
    },
    /// A key is unknown, or its value has the wrong form.
    #[error("the configuration `{path}` is wrong:\n{reason}")]
    Malformed {
        /// The file.
        path: String,
        /// Line, key and what would be right.
        reason: String,
    },
    /// A value is impossible.
    #[error("`{key}` {problem}")]
    Invalid {
        /// The key, such as `server.listen`.
        key: String,
        /// What is wrong and what to write instead.
        problem: String,
    },
}

impl Config {
    /// Reads `file`, or `earmark.toml` where it is there, or the defaults; the environment goes
    /// over it, and the whole is checked.
    ///
    /// # Errors
    /// Says which key is wrong and what to write instead.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let usual = PathBuf::from("earmark.toml");
        let file = file.or_else(|| usual.exists().then_some(usual.as_path()));
        let mut config = match file {
            Some(file) => Self::from_file(file)?,
            None => Self::default(),
        };
        config.apply_environment(variable)?;
        check::check(&config)?;
        Ok(config)
    }

    /// Reads and checks `file` as it stands, whatever the environment says.
    ///
    /// # Errors
    /// Says which key is wrong and what to write instead.
    pub fn load_exactly(file: &Path) -> Result<Self, ConfigError> {
        let config = Self::from_file(file)?;
        check::check(&config)?;
        Ok(config)
    }

    fn from_file(file: &Path) -> Result<Self, ConfigError> {
        let path = file.display().to_string();
        let text = std::fs::read_to_string(file).map_err(|error| ConfigError::Unreadable {
            path: path.clone(),
            reason: error.to_string(),
        })?;
        Self::from_toml(&text, &path)
    }

    /// Reads a configuration from TOML; `path` names it in errors. Values are not checked yet.
    ///
    /// # Errors
    /// [`ConfigError::Malformed`] with line and key.
    pub fn from_toml(text: &str, path: &str) -> Result<Self, ConfigError> {
        toml::from_str(text).map_err(|error| ConfigError::Malformed {
            path: path.to_owned(),
            // The rendering of the whole error would quote the line, and with it a secret.
            reason: located(text, &error),
        })
    }

    fn apply_environment(
        &mut self,
        get: impl Fn(&str) -> Option<String>,
    ) -> Result<(), ConfigError> {
        if let Some(folder) = get("EARMARK_DATA_DIR") {
            self.data_dir = folder.into();
        }
        if let Some(url) = get("DATABASE_URL") {
            self.database.url = Some(SecretString::from(url));
        }
        if let Some(endpoint) = get("EARMARK_S3_ENDPOINT") {
            self.s3.endpoint = Some(endpoint);
        }
        if let Some(model) = get("EARMARK_MODEL") {
            self.transcribe.model = model;
        }
        if let Some(engine) = get("EARMARK_ENGINE") {
            self.transcribe.engine = engine.parse().map_err(|error| ConfigError::Invalid {
                key: "EARMARK_ENGINE".to_owned(),
                problem: format!("is `{engine}` ({error})"),
            })?;
        }
        if let Some(folder) = get("EARMARK_MODELS_DIR") {
            self.transcribe.models_dir = Some(folder.into());
        }
        if let Some(threads) = get("EARMARK_THREADS") {
            self.transcribe.threads = threads.parse().map_err(|_| ConfigError::Invalid {
                key: "EARMARK_THREADS".to_owned(),
                problem: format!("is `{threads}`: write a whole number, 0 for one a core"),
            })?;
        }
        if let Some(listen) = get("EARMARK_LISTEN") {
            self.server.listen = listen;
        }
        if let Some(token) = get("EARMARK_ACCESS_TOKEN") {
            self.server.access_token = Some(SecretString::from(token));
        }
        Ok(())
    }
}

/// Reads a variable of the environment; empty counts as unset.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn located(text: &str, error: &toml::de::Error) -> String {
    let message = error.message();
    match error.span() {
        Some(span) => {
            let line = text.get(..span.start).map_or(1, |before| before.matches('\n').count() + 1);
            format!("  line {line}: {message}")
        }
        None => format!("  {message}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_named_with_its_line_and_the_known_ones() {
        let error = Config::from_toml("[server]\nlissten = \"x\"\n", "earmark.toml").unwrap_err();
        let message = error.to_string();
        assert!(message.contains("line 2"), "{message}");
        assert!(message.contains("lissten") && message.contains("listen"), "{message}");
    }

    #[test]
    fn a_malformed_secret_is_not_quoted() {
        let text = "[s3]\nsecret_access_key = 'hunter2\n";
        let message = Config::from_toml(text, "earmark.toml").unwrap_err().to_string();
        assert!(!message.contains("hunter2"), "{message}");
        let config = Config::from_toml("[s3]\nsecret_access_key = 'hunter2'\n", "e").unwrap();
        assert!(!format!("{config:?}").contains("hunter2"));
    }

    #[test]
    fn the_environment_goes_over_the_file() {
        let mut config = Config::from_toml("data_dir = 'a'", "e").unwrap();
        let get = |name: &str| (name == "EARMARK_DATA_DIR").then(|| "b".to_owned());
        config.apply_environment(get).unwrap();
        assert_eq!(config.data_dir, PathBuf::from("b"));
    }

    #[test]
    fn the_example_is_a_valid_configuration() {
        let config =
            Config::from_toml(include_str!("../../config.example.toml"), "example").unwrap();
        check::check(&config).unwrap();
        assert!(!config.collections.is_empty());
    }
}
