//! Media files that point elsewhere, made byte by byte.

use std::path::Path;

fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut bytes = kind.to_vec();
    bytes.extend(u32::try_from(content.len()).unwrap().to_le_bytes());
    bytes.extend(content);
    bytes.resize(bytes.len().next_multiple_of(2), 0);
    bytes
}

fn list(kind: &[u8; 4], of: &[u8; 4], parts: &[Vec<u8>]) -> Vec<u8> {
    chunk(kind, &[of.to_vec(), parts.concat()].concat())
}

fn stream(kind: &[u8; 4], rate: u32, format: &[u8]) -> Vec<u8> {
    let mut header = kind.to_vec();
    header.resize(56, 0);
    header[20..24].copy_from_slice(&1_u32.to_le_bytes());
    header[24..28].copy_from_slice(&rate.to_le_bytes());
    header[32..36].copy_from_slice(&16_000_u32.to_le_bytes());
    header[44..48].copy_from_slice(&2_u32.to_le_bytes());
    list(b"LIST", b"strl", &[chunk(b"strh", &header), chunk(b"strf", format)])
}

/// An AVI whose subtitles, in a file within the file, are a playlist.
pub(super) fn avi_with_playlist(playlist: &str) -> Vec<u8> {
    let mut avih = vec![0; 56];
    avih[24..28].copy_from_slice(&2_u32.to_le_bytes());
    // PCM, mono, 16 kHz, 16 bits.
    let pcm = [1, 0, 1, 0, 0x80, 0x3e, 0, 0, 0, 0x7d, 0, 0, 2, 0, 16, 0];
    let streams = [chunk(b"avih", &avih), stream(b"auds", 16_000, &pcm), stream(b"txts", 1, &[])];
    let mut gab2 = b"GAB2\0\x02\0".to_vec();
    gab2.extend(2_u32.to_le_bytes());
    gab2.extend(b"a\0\x04\0");
    gab2.extend(u32::try_from(playlist.len()).unwrap().to_le_bytes());
    gab2.extend(playlist.as_bytes());
    let sound = [0x40, 0x10].repeat(16_000);
    let movie = [chunk(b"01tx", &gab2), chunk(b"00wb", &sound)];
    let lists = [list(b"LIST", b"hdrl", &streams), list(b"LIST", b"movi", &movie)];
    list(b"RIFF", b"AVI ", &lists)
}

/// `mov`, of one track and with its index at the end, with its sound said to lie in `path`.
pub(super) fn mov_with_alias(mut mov: Vec<u8>, path: &Path) -> Vec<u8> {
    let path = path.display().to_string();
    let mut alias = vec![0; 10];
    alias.extend([4]);
    alias.extend(b"disk");
    alias.resize(10 + 28 + 12, 0);
    alias.extend([10]);
    alias.extend(b"secret.wav");
    alias.resize(10 + 28 + 12 + 64 + 16, 0);
    // Levels from and to, 16 bytes of nothing, then the path, and the end.
    alias.extend([0, 1, 0, 1]);
    alias.resize(alias.len() + 16, 0);
    for (kind, value) in [(2_u16, path.replace('/', ":")), (18, path)] {
        alias.extend(kind.to_be_bytes());
        alias.extend(u16::try_from(value.len()).unwrap().to_be_bytes());
        alias.extend(value.as_bytes());
        alias.resize(alias.len().next_multiple_of(2), 0);
    }
    alias.extend([0xff, 0xff, 0, 0]);
    let dref = find(&mov, b"dref");
    let entry = dref + 12;
    let old = u32::from_be_bytes(mov[entry..entry + 4].try_into().unwrap());
    let new = u32::try_from(alias.len() + 12).unwrap();
    let bytes = [&new.to_be_bytes()[..], b"alis\0\0\0\0", &alias].concat();
    mov.splice(entry..entry + old as usize, bytes);
    for kind in [b"moov", b"trak", b"mdia", b"minf", b"dinf", b"dref"] {
        // The sound's own `minf` is the last before its `dref`.
        let at = find(&mov[..dref + 4], kind) - 4;
        let size = u32::from_be_bytes(mov[at..at + 4].try_into().unwrap()) + new - old;
        mov[at..at + 4].copy_from_slice(&size.to_be_bytes());
    }
    mov
}

fn find(bytes: &[u8], kind: &[u8; 4]) -> usize {
    bytes.windows(4).rposition(|window| window == kind).unwrap()
}
