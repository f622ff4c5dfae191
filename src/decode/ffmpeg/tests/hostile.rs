//! Files that name other files and hosts, inputs without end, and programs that misbehave.

use std::io::{self, Read, Seek, SeekFrom};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::super::super::testing::{Memory, wave};
use super::super::Ffmpeg;
use super::super::confinement::FfmpegLimits;
use super::references::{avi_with_playlist, mov_with_alias};
use super::{DecodeError, DecodeLimits, DecodeOptions, made, open, options, outcome};
use crate::source::MediaInput;

/// A loud file of this machine's that no recording may make us read.
fn secret(folder: &Path) -> PathBuf {
    let path = folder.join("secret.wav");
    std::fs::write(&path, wave(16_000, &[vec![0.9; 32_000]])).unwrap();
    path
}

const NAMES: [&str; 5] = ["avi", "mp3", "ts", "amr", "m3u8"];

#[test]
fn a_file_that_names_a_local_file_is_no_recording() {
    let Some(options) = options() else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = secret(folder.path()).display().to_string();
    let hls = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:2,\n";
    for text in [
        format!("{hls}file://{path}\n#EXT-X-ENDLIST\n"),
        format!("{hls}{path}\n#EXT-X-ENDLIST\n"),
        format!("{hls}concat:{path}\n#EXT-X-ENDLIST\n"),
        format!("ffconcat version 1.0\nfile '{path}'\n"),
        format!("ffconcat version 1.0\nfile 'file:{path}'\n"),
        format!("<?xml version=\"1.0\"?><MPD><BaseURL>{path}</BaseURL></MPD>"),
        format!("v=0\no=- 0 0 IN IP4 127.0.0.1\ns={path}\nc=IN IP4 127.0.0.1\nt=0 0\n"),
    ] {
        for name in NAMES {
            let result = outcome(Box::new(Memory::new(text.clone().into())), name, &options);
            let error = result.expect_err(&text);
            assert!(matches!(error, DecodeError::Malformed(_)), "{text}{error}");
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }
}

#[test]
fn a_file_that_names_a_host_makes_nobody_call_it() {
    let Some(options) = options() else { return };
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}/a.ts", listener.local_addr().unwrap());
    let hls = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:2,\n";
    for text in [
        format!("{hls}{url}\n#EXT-X-ENDLIST\n"),
        format!("ffconcat version 1.0\nfile '{url}'\n"),
        format!("[playlist]\nFile1={url}\n"),
        format!("[Reference]\nRef1={url}\n"),
    ] {
        for name in NAMES {
            let result = outcome(Box::new(Memory::new(text.clone().into())), name, &options);
            assert!(matches!(result, Err(DecodeError::Malformed(_))), "{text}{result:?}");
        }
    }
    let avi = avi_with_playlist(&format!("{hls}{url}\n#EXT-X-ENDLIST\n"));
    outcome(Box::new(Memory::new(avi)), "avi", &options).unwrap();
    assert!(listener.accept().is_err(), "somebody called");
}

#[test]
fn a_movie_whose_sound_lies_in_another_file_gives_none_of_it() {
    let Some(options) = options() else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = secret(folder.path());
    let quiet = "-f lavfi -i anullsrc=r=16000:cl=mono -t 1 -c:a adpcm_ima_wav a.mov";
    let mov = mov_with_alias(made(folder.path(), quiet), &path);
    assert!(mov.windows(10).any(|window| window == b"secret.wav"));
    if let Ok(mut decoder) = open(mov, "mov", &options) {
        while let Ok(Some(chunk)) = decoder.next_chunk() {
            assert!(chunk.channels.iter().flatten().all(|sample| sample.abs() < 0.1));
        }
    }
}

/// An input that says it is huge: its beginning, then the same bytes over and over, or nothing.
struct Endless {
    head: Vec<u8>,
    again: Vec<u8>,
    position: u64,
    is_over: Arc<AtomicBool>,
}

impl Endless {
    fn new(head: Vec<u8>, again: Vec<u8>) -> (Box<Self>, Arc<AtomicBool>) {
        let is_over = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&is_over);
        (Box::new(Self { head, again, position: 0, is_over }), flag)
    }
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let at = usize::try_from(self.position).unwrap();
        if let Some(left) = self.head.get(at..).filter(|left| !left.is_empty()) {
            let count = left.len().min(buffer.len());
            buffer[..count].copy_from_slice(&left[..count]);
            self.position += count as u64;
            return Ok(count);
        }
        if self.again.is_empty() && !buffer.is_empty() {
            while !self.is_over.load(Ordering::SeqCst) {
                std::thread::sleep(Duration::from_millis(10));
            }
        }
        if self.is_over.load(Ordering::SeqCst) {
            return Err(io::Error::other("called off"));
        }
        for (index, byte) in buffer.iter_mut().enumerate() {
            *byte = self.again[(at - self.head.len() + index) % self.again.len()];
        }
        self.position += buffer.len() as u64;
        Ok(buffer.len())
    }
}

impl Seek for Endless {
    fn seek(&mut self, target: SeekFrom) -> io::Result<u64> {
        let SeekFrom::Start(at) = target else { unreachable!("the handle seeks from the start") };
        self.position = at;
        Ok(at)
    }
}

impl MediaInput for Endless {
    fn byte_len(&self) -> u64 {
        1 << 50
    }
}

fn with_limits(options: DecodeOptions, limits: DecodeLimits) -> DecodeOptions {
    DecodeOptions { limits, ..options }
}

#[test]
fn sound_without_end_stops_at_the_longest_recording() {
    let Some(options) = options() else { return };
    let limits = DecodeLimits { max_duration: Duration::from_secs(90), ..Default::default() };
    let frame = [&[0x3c_u8][..], &[0x5a; 31]].concat();
    let (input, _) = Endless::new(b"#!AMR\n".to_vec(), frame);
    let begun = Instant::now();
    let error = outcome(input, "amr", &with_limits(options, limits)).unwrap_err();
    assert!(matches!(&error, DecodeError::LimitReached(_)), "{error}");
    assert!(begun.elapsed() < Duration::from_secs(20));
}

#[test]
fn an_input_that_goes_on_without_sound_is_given_up_on() {
    let Some(options) = options() else { return };
    let folder = tempfile::tempdir().unwrap();
    let stream = made(folder.path(), "-f lavfi -i sine=d=6 -c:a aac a.ts");
    // Null packets, as transmitters send them to fill the line; and nothing at all.
    let null = [&[0x47_u8, 0x1f, 0xff, 0x10][..], &[0xff; 184]].concat();
    for again in [null, Vec::new()] {
        let limits = DecodeLimits { stall: Duration::from_secs(2), ..Default::default() };
        let (input, flag) = Endless::new(stream.clone(), again);
        let begun = Instant::now();
        let error = outcome(input, "ts", &with_limits(options.clone(), limits)).unwrap_err();
        flag.store(true, Ordering::SeqCst);
        let is_stall = error.to_string().contains("no sound came for 2 seconds");
        assert!(matches!(error, DecodeError::LimitReached(_)) && is_stall, "{error}");
        assert!(begun.elapsed() < Duration::from_secs(20));
    }
}

#[test]
fn work_that_is_called_off_ends_before_any_patience_does() {
    let Some(options) = options() else { return };
    let folder = tempfile::tempdir().unwrap();
    let stream = made(folder.path(), "-f lavfi -i sine=d=6 -c:a aac a.ts");
    let null = [&[0x47_u8, 0x1f, 0xff, 0x10][..], &[0xff; 184]].concat();
    let (input, flag) = Endless::new(stream, null);
    let caller = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_secs(2));
        flag.store(true, Ordering::SeqCst);
    });
    let begun = Instant::now();
    let error = outcome(input, "ts", &options).unwrap_err();
    caller.join().unwrap();
    assert!(matches!(error, DecodeError::Io(_)), "{error}");
    assert!(begun.elapsed() < Duration::from_secs(8));
}

/// Programs that are shell scripts.
fn stub(folder: &Path, ffmpeg: &str, ffprobe: &str) -> Ffmpeg {
    for (name, text) in [("ffmpeg", ffmpeg), ("ffprobe", ffprobe)] {
        let path = folder.join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    Ffmpeg::at(&folder.join("ffmpeg")).unwrap()
}

#[test]
fn a_program_that_hangs_is_killed_with_its_children() {
    let folder = tempfile::tempdir().unwrap();
    let note = folder.path().join("note").display().to_string();
    let hangs = format!("/bin/sleep 1000 & echo $! | /usr/bin/tee /dev/fd/2 > {note}; wait");
    // Files are not for ffmpeg, so the note of the child's id stays empty: look it up by its group.
    let ffmpeg = stub(folder.path(), &hangs, &hangs);
    let limits = DecodeLimits { stall: Duration::from_secs(1), ..Default::default() };
    let options = DecodeOptions { limits, ffmpeg: Some(ffmpeg) };
    let error = open(b"#!AMR\n\x3c".to_vec(), "amr", &options).err().unwrap();
    assert!(matches!(error, DecodeError::LimitReached(_)), "{error}");
    assert_eq!(std::fs::read_to_string(&note).unwrap_or_default(), "");
    let is_left = || {
        let processes = std::fs::read_dir("/proc").unwrap().flatten();
        let lines = processes.map(|process| std::fs::read(process.path().join("cmdline")));
        lines.flatten().any(|line| line.starts_with(b"/bin/sleep\x001000\0"))
    };
    let begun = Instant::now();
    while is_left() && begun.elapsed() < Duration::from_secs(5) {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(!is_left(), "a child is left");
}

#[test]
fn what_is_no_media_is_not_handed_on() {
    let folder = tempfile::tempdir().unwrap();
    let note = folder.path().join("note");
    let notes = format!(": > {}; exit 1", note.display());
    let options = DecodeOptions {
        ffmpeg: Some(stub(folder.path(), &notes, &notes)),
        ..DecodeOptions::default()
    };
    for bytes in [&b""[..], b"%PDF-1.7", b"PK\x03\x04", b"\x89PNG", b"<!DOCTYPE html>", b"MThd"] {
        assert!(open(bytes.to_vec(), "mp3", &options).is_err());
    }
    assert!(!note.exists());
    assert!(open(b"#!AMR\n\x3c".to_vec(), "mp3", &options).is_err());
    assert!(note.exists());
}

#[test]
fn ffmpeg_runs_with_nothing_of_ours() {
    let folder = tempfile::tempdir().unwrap();
    let tells = "/usr/bin/env; pwd; ulimit -v; ulimit -t; ulimit -f; ulimit -n";
    let ffmpeg = stub(folder.path(), tells, "");
    let limits = FfmpegLimits {
        memory_bytes: 1 << 30,
        processor: Duration::from_secs(77),
        file_bytes: 1024,
    };
    let output = ffmpeg.command(&limits).stdout(Stdio::piped()).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<_> = said.lines().collect();
    // The shell sets these two by itself.
    let (set, rest): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| line.contains('='));
    assert!(set.iter().all(|line| line.starts_with("PWD=") || line.starts_with("_=")), "{set:?}");
    assert_eq!(rest, ["/", "1048576", "77", "2", "64"]);
}
