//! How far a commit has followed Postgres, kept in the commit itself.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{IndexError, SCHEMA_VERSION};

/// What a commit carries: written by tantivy together with the documents, or not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Watermark {
    /// The version of what is written.
    schema_version: u32,
    /// The log that is followed; `None` before the first commit.
    pub(super) log: Option<Uuid>,
    /// The last change that is in the index.
    pub(super) seq: i64,
}

impl Watermark {
    /// An index that has followed nothing yet.
    pub(super) const START: Self = Self { schema_version: SCHEMA_VERSION, log: None, seq: 0 };

    pub(super) const fn at(log: Uuid, seq: i64) -> Self {
        Self { log: Some(log), seq, ..Self::START }
    }

    pub(super) fn to_payload(self) -> String {
        serde_json::json!(self).to_string()
    }

    /// Reads a commit's payload; an index without a commit of ours is at 0.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] if it is not ours, [`IndexError::Incompatible`] if it is another
    /// version's.
    pub(super) fn from_payload(payload: Option<&str>) -> Result<Self, IndexError> {
        let Some(payload) = payload else { return Ok(Self::START) };
        let watermark: Self = serde_json::from_str(payload)
            .map_err(|_| IndexError::Damaged("the commit holds no watermark".to_owned()))?;
        if watermark.schema_version == SCHEMA_VERSION {
            Ok(watermark)
        } else {
            let found = watermark.schema_version;
            Err(IndexError::Incompatible(format!("version {found}, this one is {SCHEMA_VERSION}")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_watermark_survives_its_payload_and_another_versions_is_refused() {
        let watermark = Watermark::at(Uuid::from_u128(7), 42);
        assert_eq!(Watermark::from_payload(Some(&watermark.to_payload())).unwrap(), watermark);
        assert_eq!(Watermark::from_payload(None).unwrap(), Watermark::START);
        let other = r#"{"schema_version":0,"log":null,"seq":42}"#;
        assert!(matches!(
            Watermark::from_payload(Some(other)),
            Err(error @ IndexError::Incompatible(_)) if error.is_rebuildable()
        ));
        assert!(Watermark::from_payload(Some("{}")).is_err());
    }
}
