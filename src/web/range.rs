//! The `Range` header (RFC 9110, section 14), as media elements send it: one range of bytes.

/// What part of an object is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Requested {
    /// All of it.
    Whole,
    /// The bytes from `first` up to and including `last`, both inside the object.
    Part {
        /// The first byte.
        first: u64,
        /// The last byte.
        last: u64,
    },
    /// Nothing that the object has.
    Unsatisfiable,
}

/// Reads a `Range` header for an object of `total` bytes.
///
/// What is malformed, in another unit, or asks for several ranges is answered with the whole
/// object, as the standard allows.
pub(super) fn requested(header: Option<&str>, total: u64) -> Requested {
    let Some(ranges) = header.and_then(|header| header.trim().strip_prefix("bytes=")) else {
        return Requested::Whole;
    };
    let Some((first, last)) = ranges.trim().split_once('-') else { return Requested::Whole };
    let (first, last) = (first.trim(), last.trim());
    match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last => part(first, last, total),
        (Some(first), None) if last.is_empty() => part(first, u64::MAX, total),
        (None, Some(suffix)) if first.is_empty() => match suffix.min(total) {
            0 => Requested::Unsatisfiable,
            len => Requested::Part { first: total - len, last: total - 1 },
        },
        _ => Requested::Whole,
    }
}

fn part(first: u64, last: u64, total: u64) -> Requested {
    if first < total {
        Requested::Part { first, last: last.min(total - 1) }
    } else {
        Requested::Unsatisfiable
    }
}

/// Digits only: `u64::from_str` would take a plus sign too. What is too large means the end.
fn number(text: &str) -> Option<u64> {
    let is_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part_of(header: &str, total: u64) -> Option<(u64, u64)> {
        match requested(Some(header), total) {
            Requested::Part { first, last } => Some((first, last)),
            _ => None,
        }
    }

    #[test]
    fn the_forms_that_players_send_are_read() {
        assert_eq!(part_of("bytes=0-", 100), Some((0, 99)));
        assert_eq!(part_of("bytes=0-1", 100), Some((0, 1)));
        assert_eq!(part_of("bytes=90-1000", 100), Some((90, 99)));
        assert_eq!(part_of("bytes=-10", 100), Some((90, 99)));
        assert_eq!(part_of("bytes=-1000", 100), Some((0, 99)));
        assert_eq!(part_of("bytes=5-99999999999999999999999", 100), Some((5, 99)));
    }

    #[test]
    fn what_lies_beyond_the_end_is_unsatisfiable() {
        for header in ["bytes=100-", "bytes=100-200", "bytes=-0", "bytes=99999999999999999999-"] {
            assert_eq!(requested(Some(header), 100), Requested::Unsatisfiable, "{header}");
        }
        assert_eq!(requested(Some("bytes=0-"), 0), Requested::Unsatisfiable);
        assert_eq!(requested(Some("bytes=-1"), 0), Requested::Unsatisfiable);
    }

    #[test]
    fn what_is_malformed_or_several_gets_the_whole() {
        let odd = ["bytes=", "bytes=-", "bytes=a-b", "bytes=5-2", "bytes=+1-2", "items=0-1", "x"];
        for header in odd.into_iter().chain(["bytes=0-1,5-6", "bytes=0-1, 5-"]) {
            assert_eq!(requested(Some(header), 100), Requested::Whole, "{header}");
        }
        assert_eq!(requested(None, 100), Requested::Whole);
    }
}
