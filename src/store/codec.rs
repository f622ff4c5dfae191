//! Between Postgres's signed numbers and texts, and the types of the domain.

use chrono::{DateTime, Utc};

use crate::domain::{MediaTime, ObjectVersion, ParseError, TimeSpan};

/// A count or size as Postgres keeps it; what is beyond becomes its largest.
pub(super) fn to_bigint(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// A count or size as it was kept; a negative one, which no check lets in, becomes zero.
pub(super) fn from_bigint(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

pub(super) fn time(millis: i64) -> MediaTime {
    MediaTime::from_millis(from_bigint(millis))
}

pub(super) fn span(start_ms: i64, end_ms: i64) -> TimeSpan {
    TimeSpan::new(time(start_ms), time(end_ms))
}

pub(super) fn channel(value: Option<i32>) -> Result<Option<u16>, ParseError> {
    let unknown = |value| ParseError(format!("`{value}` is not a channel"));
    value.map(|value| u16::try_from(value).map_err(|_| unknown(value))).transpose()
}

pub(super) fn ordinal(value: i32) -> Result<u32, ParseError> {
    u32::try_from(value).map_err(|_| ParseError(format!("`{value}` is not an ordinal")))
}

/// The columns of a version, as several tables have them.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct VersionRow {
    etag: Option<String>,
    version_id: Option<String>,
    size_bytes: i64,
    last_modified: Option<DateTime<Utc>>,
}

impl From<VersionRow> for ObjectVersion {
    fn from(row: VersionRow) -> Self {
        Self {
            etag: row.etag,
            version_id: row.version_id,
            size_bytes: from_bigint(row.size_bytes),
            last_modified: row.last_modified,
        }
    }
}
