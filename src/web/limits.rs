//! Bounds of parameters: what lies beyond them is refused rather than cut, so that nobody takes a
//! part of an answer for the whole.

use std::fmt::Display;
use std::ops::RangeInclusive;

use super::error::ApiError;

/// A parameter's value, if it was given and lies within its bounds.
pub(super) fn within<T: PartialOrd + Display>(
    name: &str,
    value: Option<T>,
    bounds: RangeInclusive<T>,
) -> Result<Option<T>, ApiError> {
    match value {
        Some(value) if !bounds.contains(&value) => {
            let (least, most) = bounds.into_inner();
            let message = format!("`{name}` must be from {least} to {most}");
            Err(ApiError::InvalidParameter(message))
        }
        value => Ok(value),
    }
}

/// A text that Postgres can take: any but one that holds the character of the number 0.
pub(super) fn without_nul<'a>(
    name: &str,
    value: Option<&'a str>,
) -> Result<Option<&'a str>, ApiError> {
    match value {
        Some(text) if text.contains('\0') => {
            let message = format!("`{name}` holds a character that no text has (U+0000)");
            Err(ApiError::InvalidParameter(message))
        }
        value => Ok(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_beyond_its_bounds_is_refused_with_them() {
        assert_eq!(within("limit", Some(100), 1..=100), Ok(Some(100)));
        assert_eq!(within("limit", None, 1..=100), Ok(None));
        let error = within("limit", Some(101), 1..=100).unwrap_err().to_string();
        assert_eq!(error, "`limit` must be from 1 to 100");
        assert!(without_nul("title", Some("a\0b")).is_err());
    }
}
