//! The `LIST INFO` chunks of a WAV file, which symphonia 0.6.1 reads and forgets, and of those that
//! come after the sound knows nothing.

use std::io::{self, Read, Seek, SeekFrom};

use super::guarded_input::GuardedInput;
use super::{MediaTag, TagKind};

/// So many chunks are looked at; a recorder writes ten at most.
const MAX_CHUNKS: usize = 64;

/// A list longer than this is no list of names.
const MAX_LIST_BYTES: u32 = 64 << 10;

const HEADER_BYTES: u64 = 8;

/// Reads the lists and leaves the input at its beginning. What is broken is as not there.
pub(super) fn read(input: &mut GuardedInput) -> Vec<MediaTag> {
    let mut tags: Vec<MediaTag> = Vec::new();
    // Where reading fails the source notes it: the demuxer comes upon the same.
    let _ = walk(input, &mut tags);
    let _ = input.rewind();
    tags
}

fn walk(input: &mut GuardedInput, tags: &mut Vec<MediaTag>) -> io::Result<()> {
    let mut head = [0; 12];
    input.read_exact(&mut head)?;
    if !matches!(&head[..4], b"RIFF" | b"RF64") || &head[8..] != b"WAVE" {
        return Ok(());
    }
    let mut at = head.len() as u64;
    for _ in 0..MAX_CHUNKS {
        if at + HEADER_BYTES > input.len() {
            return Ok(());
        }
        input.seek(SeekFrom::Start(at))?;
        let (id, size) = chunk_header(input)?;
        if &id == b"LIST" && (4..=MAX_LIST_BYTES).contains(&size) {
            let mut list = vec![0; size as usize];
            input.read_exact(&mut list)?;
            if let Some(items) = list.strip_prefix(b"INFO") {
                read_items(items, tags);
            }
        }
        at += HEADER_BYTES + u64::from(size) + u64::from(size % 2);
    }
    Ok(())
}

fn chunk_header(input: &mut impl Read) -> io::Result<([u8; 4], u32)> {
    let (mut id, mut size) = ([0; 4], [0; 4]);
    input.read_exact(&mut id)?;
    input.read_exact(&mut size)?;
    Ok((id, u32::from_le_bytes(size)))
}

fn read_items(mut items: &[u8], tags: &mut Vec<MediaTag>) {
    while let Ok((id, size)) = chunk_header(&mut items) {
        let size = size as usize;
        let value = String::from_utf8_lossy(&items[..size.min(items.len())]);
        if let Some(kind) = kind_of(&id) {
            let tag = MediaTag::new(kind, &value);
            if !tag.raw().is_empty() && tags.iter().all(|known| known.kind != kind) {
                tags.push(tag);
            }
        }
        items = items.get(size + size % 2..).unwrap_or_default();
    }
}

const fn kind_of(id: &[u8; 4]) -> Option<TagKind> {
    match id {
        b"INAM" | b"TITL" => Some(TagKind::Title),
        b"IART" => Some(TagKind::Artist),
        b"IPRD" => Some(TagKind::Album),
        b"ICRD" | b"YEAR" => Some(TagKind::Date),
        b"ICMT" | b"CMNT" | b"COMM" => Some(TagKind::Comment),
        _ => None,
    }
}
