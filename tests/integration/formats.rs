//! Whatever container and codec a recording comes in, the same words are found in it.

use std::path::Path;
use std::process::Command;

use crate::helpers::{Bed, edits, shared_data, sound};

/// File name and what ffmpeg must be told to write it; telephone codecs take 8 kHz.
const FORMATS: &[(&str, &str)] = &[
    ("mp3.mp3", ""),
    ("flac.flac", ""),
    ("aiff.aiff", ""),
    ("aac.m4a", "-c:a aac"),
    ("adts.aac", "-c:a aac"),
    ("alac.m4a", "-c:a alac"),
    ("vorbis.ogg", "-c:a libvorbis"),
    ("opus.opus", "-c:a libopus"),
    ("opus.webm", "-c:a libopus"),
    ("mka.mka", "-c:a libvorbis"),
    ("caf.caf", "-c:a pcm_s16le"),
    ("alaw.wav", "-c:a pcm_alaw -ar 8000"),
    ("gsm.wav", "-c:a libgsm_ms -ar 8000"),
    ("wma.wma", "-c:a wmav2"),
    ("avi.avi", "-f lavfi -i color=s=64x64:r=5 -shortest -c:v mpeg4 -c:a libmp3lame"),
    ("flv.flv", "-c:a libmp3lame -ar 44100"),
    ("ts.ts", "-c:a mp2"),
    ("ac3.ac3", "-c:a ac3"),
    ("au.au", ""),
    ("w64.w64", ""),
    ("3gp.3gp", "-c:a aac"),
    ("wv.wv", "-c:a wavpack"),
    ("6ch.m4a", "-ac 6 -c:a aac"),
];

#[tokio::test]
async fn every_format_says_what_the_same_speech_in_wav_says() {
    let bed = Bed::new().await;
    let folder = bed.folder.path();
    std::fs::write(folder.join("source.wav"), sound::call_clip(1, 10_550, 16_500)).unwrap();
    bed.put_file("source.wav", &folder.join("source.wav")).await;
    for (name, arguments) in FORMATS {
        ffmpeg(folder, "source.wav", arguments, name);
        bed.put_file(name, &folder.join(name)).await;
    }
    let pairs = put_telephone_recordings(&bed).await;
    for command in [&["crawl", "--now"][..], &["work", "--until-idle"]] {
        let (status, _, log) = bed.run(command);
        assert_eq!(status, 0, "{log}");
    }
    let expected = words(&bed, "source.wav").await;
    assert!(expected.join(" ").contains("suitcase never arrived"), "{expected:?}");
    let mut wrong = Vec::new();
    for (name, _) in FORMATS {
        let heard = words(&bed, name).await;
        if edits(&expected, &heard) > expected.len() / 8 {
            wrong.push(format!("{name}: {}", heard.join(" ")));
        }
    }
    for (name, reference) in &pairs {
        let (heard, expected) = (words(&bed, name).await, words(&bed, reference).await);
        if expected.is_empty() || edits(&expected, &heard) > expected.len() / 8 {
            wrong.push(format!("{name}: {} ({})", heard.join(" "), expected.join(" ")));
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", expected.join(" "), wrong.join("\n"));
}

/// AMR can't be written by Debian's ffmpeg: real ones lie beside the project, and are compared
/// with what ffmpeg reads in them.
async fn put_telephone_recordings(bed: &Bed) -> Vec<(String, String)> {
    let Some(data) = shared_data() else { return Vec::new() };
    let mut pairs = Vec::new();
    for name in ["ExoPlayer__sample_nb.amr", "ExoPlayer__sample_wb.amr"] {
        let file = data.join("audio").join(name);
        let reference = format!("{name}.wav");
        ffmpeg(bed.folder.path(), file.to_str().unwrap(), "", &reference);
        bed.put_file(name, &file).await;
        bed.put_file(&reference, &bed.folder.path().join(&reference)).await;
        pairs.push((name.to_owned(), reference));
    }
    pairs
}

fn ffmpeg(folder: &Path, source: &str, arguments: &str, name: &str) {
    let status = Command::new("ffmpeg")
        .args(["-v", "error", "-nostdin", "-y", "-i", source])
        .args(arguments.split_whitespace())
        .arg(name)
        .current_dir(folder)
        .status();
    assert!(status.unwrap().success(), "{name}");
}

/// What is kept of a recording, as plain words.
async fn words(bed: &Bed, key: &str) -> Vec<String> {
    let text: Option<String> = sqlx::query_scalar(
        "SELECT string_agg(s.text, ' ' ORDER BY s.ordinal)
         FROM segments s JOIN transcripts t ON t.id = s.transcript_id
         JOIN recordings r ON r.id = t.recording_id WHERE r.key = $1",
    )
    .bind(key)
    .fetch_one(&bed.pool)
    .await
    .unwrap();
    let text = text.unwrap_or_default().to_lowercase();
    let plain = text.replace(|c: char| !c.is_alphanumeric(), " ");
    plain.split_whitespace().map(str::to_owned).collect()
}
