//! Hides a broken ID3v2 tag at a file's beginning from the demuxers: its reader gives up at the
//! first frame that is wrong, and the recording behind it may be whole.

use std::io::{Read, Seek, SeekFrom};

use super::DecodeError;
use super::guarded_input::GuardedInput;

const HEADER_BYTES: usize = 10;

/// Opens `input`, and where that fails with a tag at its beginning, what comes after the tag.
pub(super) fn past_broken_tag<T>(
    mut input: GuardedInput,
    open: impl Fn(GuardedInput) -> Result<T, DecodeError>,
) -> Result<T, DecodeError> {
    let Some(end) = end_of_tag(&mut input) else { return open(input) };
    let spare = input.share();
    open(input).or_else(|error| {
        tracing::debug!(%error, "its tag is passed over");
        open(spare.from(end)?)
    })
}

/// Where the tag ends, if there is one; right behind its header where its size is none.
fn end_of_tag(input: &mut GuardedInput) -> Option<u64> {
    let mut header = [0; HEADER_BYTES];
    let is_read = input.read_exact(&mut header).is_ok();
    input.seek(SeekFrom::Start(0)).ok()?;
    if !is_read || !header.starts_with(b"ID3") {
        return None;
    }
    let size = header[6..].iter().fold(0_u64, |size, byte| size << 7 | u64::from(byte & 0x7f));
    let end = HEADER_BYTES as u64 + size;
    Some(if end < input.len() { end } else { HEADER_BYTES as u64 })
}
