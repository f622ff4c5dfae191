//! A video is shown with its picture, the redacted sound, and nothing else of what it held.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::helpers::{Api, Bed, Browser, eventually, sound};

/// In tags, chapters and subtitles of the originals.
const SECRET: &str = "Persimmon Quillfeather";

/// Where the name is said in the clip, in milliseconds; see `demo/truth/missing-suitcase.json`.
const CLIP: (u64, u64) = (19_000, 27_000);
const NAME: (u64, u64) = (22_525, 23_325);

/// Containers of all three kinds: played as they are, copied into another, encoded anew.
const VIDEOS: [(&str, &str, &str); 4] = [
    ("shown.mp4", "-c:v libx264 -pix_fmt yuv420p -c:a aac -c:s mov_text", "h264"),
    ("copied.mkv", "-c:v libx264 -pix_fmt yuv420p -c:a libvorbis -c:s srt", "h264"),
    ("web.webm", "-c:v libvpx -c:a libopus -c:s webvtt", "vp8"),
    ("encoded.avi", "-c:v mpeg4 -c:a libmp3lame -sn", "h264"),
];

#[tokio::test]
async fn a_video_keeps_its_picture_and_loses_what_was_redacted() {
    let bed = Bed::new().await;
    bed.configure("base", "schedule = '* * * * * *'\n");
    let folder = bed.folder.path();
    make_parts(folder);
    for (name, arguments, _) in VIDEOS {
        make(folder, name, arguments);
        bed.put_file(name, &folder.join(name)).await;
    }
    let mut up = bed.start(&["up"]);
    let api = Api::new(up.address(60));
    let sql = "SELECT count(*) FROM recordings WHERE state = 'searchable'";
    eventually("all videos are searchable", 180, async || {
        (bed.count(sql).await == VIDEOS.len() as i64).then_some(())
    })
    .await;
    let list = api.json("/api/v1/recordings").await;
    for (name, _, codec) in VIDEOS {
        let all = list["recordings"].as_array().unwrap();
        let one = all.iter().find(|one| one["media"]["key"] == name).unwrap();
        let id = one["id"].as_str().unwrap();
        let recording = api.json(&format!("/api/v1/recordings/{id}")).await;
        let mime = recording["playback"]["mime"].as_str().unwrap();
        assert!(mime.starts_with("video/"), "{name}: {mime}");
        let media = api.get(&format!("/api/v1/recordings/{id}/media")).await.bytes().await.unwrap();
        check_video(folder, name, &media, codec);
        check_sound(name, &media, &recording);
    }
    for one in list["recordings"].as_array().unwrap() {
        plays(&format!("{}/recordings/{}", api.address, one["id"].as_str().unwrap())).await;
    }
}

/// The browser shows the picture, and can go to any second of it.
async fn plays(address: &str) {
    let browser = Browser::start().await;
    browser.page.goto(address).await.unwrap();
    eventually("the picture is shown", 20, async || {
        let width = browser.number("document.querySelector('video')?.videoWidth ?? 0").await;
        (width == 128.0).then_some(())
    })
    .await;
    browser.run("document.querySelector('video').currentTime = 6").await;
    eventually("the video goes to the sixth second", 20, async || {
        let video = "document.querySelector('video')";
        let at = browser.number(&format!("{video}.seeking ? 0 : {video}.currentTime")).await;
        (5.9..6.5).contains(&at).then_some(())
    })
    .await;
}

/// Sound in which a name is said, subtitles and chapters that say another.
fn make_parts(folder: &Path) {
    std::fs::write(folder.join("speech.wav"), sound::call_clip(1, CLIP.0, CLIP.1)).unwrap();
    let subtitles = format!("1\n00:00:01,000 --> 00:00:03,000\n{SECRET} says hello\n");
    std::fs::write(folder.join("said.srt"), subtitles).unwrap();
    let chapters = format!(
        ";FFMETADATA1\ntitle={SECRET}\nartist={SECRET}\ncomment=by {SECRET}\n\
         [CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=2000\ntitle={SECRET}\n"
    );
    std::fs::write(folder.join("tags.txt"), chapters).unwrap();
}

fn make(folder: &Path, name: &str, arguments: &str) {
    let inputs = "-f lavfi -i testsrc2=s=128x96:r=10 -i speech.wav -i said.srt -i tags.txt";
    let maps = "-map 0:v -map 1:a -map 2:s -map_metadata 3 -map_chapters 3 -t 8";
    let status = Command::new("ffmpeg")
        .args(["-v", "error", "-nostdin", "-y"])
        .args(inputs.split(' '))
        .args(maps.split(' '))
        .args(arguments.split(' '))
        .args(["-metadata:s:v", &format!("title={SECRET}")])
        .args(["-metadata:s:a", &format!("handler_name={SECRET}"), name])
        .current_dir(folder)
        .status();
    assert!(status.unwrap().success(), "{name}");
    let bytes = std::fs::read(folder.join(name)).unwrap();
    assert!(holds(&bytes, SECRET), "{name} is no test of what it should lose");
}

/// One picture, one sound, no other stream, no chapter, and no trace of the tags.
fn check_video(folder: &Path, name: &str, media: &[u8], codec: &str) {
    assert!(!holds(media, SECRET), "{name}: tags or subtitles are kept");
    let file = folder.join(format!("{name}.shown"));
    std::fs::write(&file, media).unwrap();
    let probed = Command::new("ffprobe")
        .args(["-v", "error", "-show_streams", "-show_chapters", "-of", "json"])
        .arg(&file)
        .output()
        .unwrap();
    let probed: Value = serde_json::from_slice(&probed.stdout).unwrap();
    let streams = probed["streams"].as_array().unwrap();
    let kinds: Vec<_> = streams.iter().map(|s| s["codec_type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["video", "audio"], "{name}");
    assert_eq!(streams[0]["codec_name"], codec, "{name}");
    assert_eq!(probed["chapters"].as_array().map(Vec::len), Some(0), "{name}");
}

/// The name is silent, and what is said around it is not.
fn check_sound(name: &str, media: &[u8], recording: &Value) {
    let spans = recording["redacted_spans"].as_array().unwrap();
    let (start, end) = (NAME.0 - CLIP.0, NAME.1 - CLIP.0);
    let middle = u64::midpoint(start, end);
    let covers = |span: &&Value| {
        let span = &span["span"];
        span["start"].as_u64().unwrap() < middle && middle < span["end"].as_u64().unwrap()
    };
    assert!(spans.iter().any(|span| covers(&span)), "{name}: {spans:?}");
    let heard = sound::decoded(media);
    let silent = sound::peak(&heard[0], middle - 150, middle + 150);
    assert!(silent < 0.01, "{name}: the name is heard, {silent}");
    assert!(sound::peak(&heard[0], 0, start - 500) > 0.05, "{name}: nothing else is heard");
}

fn holds(bytes: &[u8], text: &str) -> bool {
    memchr::memmem::find(bytes, text.as_bytes()).is_some()
}
