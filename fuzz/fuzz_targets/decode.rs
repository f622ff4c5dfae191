//! Any bytes, from the first look at them to the sound kept in memory: samples or a typed error.

#![no_main]

use std::io::{Cursor, Read, Result, Seek, SeekFrom};
use std::sync::Once;
use std::time::Duration;

use earmark::decode::{DecodeLimits, DecodeOptions, Decoder, Master, MasterOptions};
use earmark::source::MediaInput;
use libfuzzer_sys::fuzz_target;

/// What the file may be called.
const EXTENSIONS: [Option<&str>; 8] = [
    None,
    Some("mp3"),
    Some("m4a"),
    Some("flac"),
    Some("ogg"),
    Some("wav"),
    Some("webm"),
    Some("aac"),
];

struct Memory(Cursor<Vec<u8>>);

impl Read for Memory {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        self.0.read(buffer)
    }
}

impl Seek for Memory {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        self.0.seek(to)
    }
}

impl MediaInput for Memory {
    fn byte_len(&self) -> u64 {
        self.0.get_ref().len() as u64
    }
}

/// The fuzzer's own hook ends the program at any panic; those that `decode` catches are no find.
/// One that nobody catches still is.
static CAUGHT_PANICS: Once = Once::new();

fuzz_target!(|data: &[u8]| {
    CAUGHT_PANICS.call_once(|| std::panic::set_hook(Box::new(|_| {})));
    let Some((name, bytes)) = data.split_first() else { return };
    let input = Box::new(Memory(Cursor::new(bytes.to_vec())));
    let limits = DecodeLimits { max_duration: Duration::from_secs(20), ..DecodeLimits::default() };
    // Without ffmpeg: it is another process, with fuzzers of its own.
    let options = DecodeOptions { limits, ffmpeg: None };
    let extension = EXTENSIONS[usize::from(*name) % EXTENSIONS.len()];
    if let Ok(decoder) = Decoder::open(input, extension, &options) {
        let _ = Master::record(decoder, &MasterOptions::default(), |_| {});
    }
});
