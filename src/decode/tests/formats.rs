//! Every format that the README names: made, decoded by the reader that it names, and compared
//! with what ffmpeg hears.

use std::path::Path;
use std::process::{Command, Stdio};

use super::{ffmpeg, files_below, heard, likeness, machines_ffmpeg, opened_with, shared, voice};
use crate::decode::{DecodeOptions, MediaInfo};

/// A row of the README's table, and how to make such a file from `voice.wav`.
struct Format {
    name: &'static str,
    reader: &'static str,
    remarks: &'static str,
    file: &'static str,
    /// Arguments for ffmpeg; `%` stands for a picture beside the voice.
    made: &'static str,
}

const SYMPHONIA: &str = "Symphonia";
const FFMPEG: &str = "ffmpeg";

/// The file that AMR is made of, since ffmpeg decodes it and can't encode it.
const NARROW: &str = "narrow.amr";
const WIDE: &str = "wide.amr";

#[rustfmt::skip]
const FORMATS: &[Format] = &[
    row("WAV (PCM, float, µ-law, A-law, ADPCM)", SYMPHONIA, "", "a.wav", "-i voice.wav -c:a pcm_mulaw"),
    row("AIFF", SYMPHONIA, "", "a.aiff", "-i voice.wav"),
    row("CAF (PCM, ALAC)", SYMPHONIA, "", "a.caf", "-i voice.wav -c:a alac"),
    row("FLAC", SYMPHONIA, "", "a.flac", "-i voice.wav"),
    row("MP3, MP2", SYMPHONIA, "", "a.mp3", "-i voice.wav -b:a 96k"),
    row("AAC (ADTS)", SYMPHONIA, "HE-AAC by its core", "a.aac", "-i voice.wav -c:a aac -b:a 128k"),
    row("M4A, MP4, MOV (AAC, ALAC, FLAC, Opus, PCM)", SYMPHONIA, "video too", "a.mp4", "% -c:v libx264 -c:a aac -b:a 128k"),
    row("Ogg (Vorbis, Opus, FLAC)", SYMPHONIA, "", "a.ogg", "-i voice.wav -c:a libvorbis -q:a 5"),
    row("Opus", SYMPHONIA, "", "a.opus", "-i voice.wav -c:a libopus -b:a 96k"),
    row("WebM, Matroska (Opus, Vorbis, FLAC, AAC, MP3)", SYMPHONIA, "video too", "a.webm", "% -c:v libvpx -c:a libopus -b:a 96k"),
    row("AMR narrow-band", FFMPEG, "recorders and calls", "copy.amr", "-i narrow.amr -c copy"),
    row("AMR wide-band", FFMPEG, "recorders and calls", "wide.awb", "-i wide.amr -c copy -f amr"),
    row("3GP (AMR)", FFMPEG, "", "a.3gp", "-i narrow.amr -c copy"),
    row("3GP (AMR wide-band)", FFMPEG, "", "wide.3gp", "-i wide.amr -c copy"),
    row("WMA", FFMPEG, "", "a.wma", "-i voice.wav -c:a wmav2 -b:a 128k"),
    row("WMV, ASF", FFMPEG, "video too", "a.wmv", "% -c:v wmv2 -c:a wmav2 -b:a 128k"),
    row("AVI", FFMPEG, "video too", "a.avi", "% -c:v mpeg4 -c:a libmp3lame -b:a 128k"),
    row("FLV", FFMPEG, "video too", "a.flv", "% -c:v flv -c:a aac -b:a 128k"),
    row("MPEG-TS", FFMPEG, "video too", "a.ts", "% -c:v mpeg2video -c:a aac -b:a 128k"),
    row("M2TS", FFMPEG, "video too", "a.m2ts", "% -c:v mpeg2video -c:a ac3 -mpegts_m2ts_mode 1"),
    row("MPEG-PS", FFMPEG, "video too", "a.mpg", "% -c:v mpeg2video -c:a mp2 -b:a 192k -f vob"),
    row("MP4, MOV (AC-3, Enhanced AC-3, DTS, …)", FFMPEG, "video too; not if encrypted", "ac3.mp4", "% -c:v libx264 -c:a ac3"),
    row("Matroska (AC-3, DTS, TrueHD, …)", FFMPEG, "video too", "ac3.mkv", "% -c:v mpeg4 -c:a ac3"),
    row("AC-3", FFMPEG, "", "a.ac3", "-i voice.wav -c:a ac3"),
    row("AU", FFMPEG, "", "a.au", "-i voice.wav"),
    row("Wave64", FFMPEG, "", "a.w64", "-i voice.wav"),
    row("RF64", FFMPEG, "WAV of more than 4 GB", "rf64.wav", "-i voice.wav -rf64 always"),
    row("WAV (GSM)", FFMPEG, "recorded calls", "gsm.wav", "-i voice.wav -ar 8000 -ac 1 -c:a libgsm_ms"),
    row("AAC of more than two channels", FFMPEG, "", "six.m4a", "-i voice.wav -ac 6 -c:a aac -b:a 384k"),
    row("Opus of more than two channels", FFMPEG, "", "six.opus", "-i voice.wav -ac 6 -c:a libopus -b:a 384k"),
    row("Speex", FFMPEG, "", "a.spx", "-i voice.wav -ar 16000 -ac 1 -c:a libspeex -q:a 10"),
    row("WavPack", FFMPEG, "", "a.wv", "-i voice.wav -c:a wavpack"),
    row("True Audio", FFMPEG, "", "a.tta", "-i voice.wav -c:a tta"),
    row("RealAudio", FFMPEG, "", "a.rm", "-i voice.wav -c:a ac3"),
    row("Creative Voice", FFMPEG, "", "a.voc", "-i voice.wav -c:a pcm_s16le"),
];

const fn row(
    name: &'static str,
    reader: &'static str,
    remarks: &'static str,
    file: &'static str,
    made: &'static str,
) -> Format {
    Format { name, reader, remarks, file, made }
}

/// Makes the two AMR files: narrow-band by sox from the voice, wide-band recorded by others.
fn amr(folder: &Path) -> bool {
    std::fs::write(folder.join(WIDE), include_bytes!("fixtures/wideband.amr")).unwrap();
    let sox = ["voice.wav", "-r", "8000", "-c", "1", "-C", "7", "-t", "amr-nb", NARROW];
    let run = Command::new("sox").args(sox).current_dir(folder).stdin(Stdio::null()).status();
    let is_made = run.is_ok_and(|status| status.success());
    if !is_made {
        eprintln!("SKIPPED: sox can't make AMR; install sox to test it");
    }
    is_made
}

/// What ffmpeg hears: mono, 16 kHz, with late sound padded.
fn by_ffmpeg(path: &Path) -> Vec<f32> {
    let args = "-map 0:a:0 -af aresample=async=1:first_pts=0 -ac 1 -ar 16000 -f f32le -";
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-nostdin", "-i"])
        .arg(path)
        .args(args.split_whitespace())
        .output()
        .unwrap();
    let samples = output.stdout.chunks_exact(4);
    samples.map(|bytes| f32::from_le_bytes(bytes.try_into().unwrap())).collect()
}

/// Decodes and compares: what is wrong with it, if anything.
fn problem(format: &Format, path: &Path, options: &DecodeOptions) -> Result<MediaInfo, String> {
    let decoder = opened_with(path, options).map_err(|error| error.to_string())?;
    let info = decoder.info().clone();
    let reader = if decoder.is_by_ffmpeg() { FFMPEG } else { SYMPHONIA };
    if reader != format.reader {
        return Err(format!("is read by {reader}"));
    }
    // Ffmpeg mixes many channels by its own weights: one of them tells as much.
    let samples = heard(decoder, None).map_err(|error| error.to_string())?;
    let theirs = by_ffmpeg(path);
    let (alike, shift) = likeness(&theirs, &samples, 600);
    eprintln!("{:45} {reader:9} {alike:.4} late by {shift} of {}", format.name, samples.len());
    if alike < 0.99 || samples.len().abs_diff(theirs.len()) > 1600 || theirs.len() < 30_000 {
        return Err(format!("{alike:.4} late by {shift}, {} of {}", samples.len(), theirs.len()));
    }
    Ok(info)
}

#[test]
fn every_format_of_the_readme_is_read_as_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let Some(program) = machines_ffmpeg() else { return };
    if !voice(folder.path()) || !amr(folder.path()) {
        return;
    }
    let options = DecodeOptions { ffmpeg: Some(program), ..DecodeOptions::default() };
    let picture = "-f lavfi -i testsrc=s=64x64:d=4:r=25 -i voice.wav";
    let mut wrong = Vec::new();
    for format in FORMATS {
        let made = format.made.replace('%', picture);
        ffmpeg(folder.path(), &format!("{made} {}", format.file));
        let result = problem(format, &folder.path().join(format.file), &options);
        let has_picture = format.made.starts_with('%');
        match result {
            Err(problem) => wrong.push(format!("{}: {problem}", format.name)),
            Ok(info) if (info.kind == crate::domain::MediaKind::Video) != has_picture => {
                wrong.push(format!("{}: is {:?}", format.name, info.kind));
            }
            Ok(_) => (),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn recordings_of_telephones_made_by_others_are_heard() {
    let (Some(program), Some(folder)) = (machines_ffmpeg(), shared("audio")) else { return };
    let options = DecodeOptions { ffmpeg: Some(program), ..DecodeOptions::default() };
    let files = files_below(&folder);
    let amr = files.iter().filter(|path| path.extension().is_some_and(|end| end == "amr"));
    let mut count = 0;
    for path in amr {
        let decoder = opened_with(path, &options).unwrap();
        assert!(decoder.info().codec.starts_with("amr"), "{}", decoder.info().codec);
        let samples = heard(decoder, None).unwrap();
        let (alike, _) = likeness(&by_ffmpeg(path), &samples, 600);
        assert!(alike > 0.99 && samples.len() > 40_000, "{}: {alike}", path.display());
        count += 1;
    }
    assert!(count >= 3, "the folder's AMR files are gone");
}

#[test]
fn the_readme_names_the_formats_that_are_tested() {
    let readme = include_str!("../../../README.md");
    let section = readme.split("\n## ").find(|part| part.starts_with("Formats\n")).unwrap();
    let rows: Vec<&str> = section.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    let tested: Vec<String> = FORMATS
        .iter()
        .map(|format| format!("| {} | {} | {} |", format.name, format.reader, format.remarks))
        .collect();
    assert_eq!(rows, tested, "write into README.md:\n{}", tested.join("\n"));
}
