//! What a recording costs the network: its own bytes, once, and nobody waits for them.

use std::process::Command;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use earmark::decode::{DecodeOptions, Decoder, Master, MasterOptions};
use earmark::domain::MediaKey;
use earmark::source::{ObjectStore, S3Options};
use secrecy::SecretString;

use crate::helpers::{Bed, proxy, variable};

/// Long enough that a second fetch of anything would show.
const SECONDS: u32 = 120;

async fn store_behind(endpoint: String) -> ObjectStore {
    let credentials =
        (variable("AWS_ACCESS_KEY_ID"), SecretString::from(variable("AWS_SECRET_ACCESS_KEY")));
    let options = S3Options {
        endpoint: Some(endpoint),
        credentials: Some(credentials),
        ..Default::default()
    };
    ObjectStore::connect(&options).await
}

fn make(folder: &std::path::Path, name: &str, arguments: &str) {
    let sound = format!("-f lavfi -i anoisesrc=d={SECONDS}:a=0.3:r=44100:seed=1");
    let status = Command::new("ffmpeg")
        .args(["-v", "error", "-nostdin", "-y"])
        .args(sound.split(' '))
        .args(arguments.split_whitespace())
        .arg(name)
        .current_dir(folder)
        .status();
    assert!(status.unwrap().success(), "{name}");
}

/// An MP4 has its index at the end, as cameras write it.
#[tokio::test(flavor = "multi_thread")]
async fn every_byte_is_fetched_about_once() {
    let bed = Bed::new().await;
    let folder = bed.folder.path();
    let picture = format!("-f lavfi -i testsrc2=d={SECONDS}:s=320x240:r=10");
    make(folder, "a.wav", "-ac 2");
    make(folder, "b.mp3", "-b:a 320k");
    make(folder, "c.flac", "-ac 1");
    make(folder, "d.mp4", &format!("{picture} -c:v mpeg4 -b:v 900k -c:a aac -b:a 192k"));
    let endpoint = variable("EARMARK_S3_ENDPOINT");
    let (endpoint, traffic) = proxy::slow_network(&endpoint, Duration::ZERO).await;
    let far = store_behind(endpoint).await;
    for name in ["a.wav", "b.mp3", "c.flac", "d.mp4"] {
        bed.put_file(name, &folder.join(name)).await;
        let key = MediaKey { bucket: bed.bucket.clone(), key: name.to_owned() };
        let version = far.head(&key).await.unwrap();
        traffic.received.store(0, Relaxed);
        let input = Box::new(far.open(&key, &version));
        let hear = move || {
            let decoder = Decoder::open(input, None, &DecodeOptions::default()).unwrap();
            Master::record(decoder, &MasterOptions::default(), |_| {}).unwrap()
        };
        let master = tokio::task::spawn_blocking(hear).await.unwrap();
        assert!(master.duration().as_millis().abs_diff(u64::from(SECONDS) * 1000) < 100, "{name}");
        let share = traffic.received.load(Relaxed) as f64 / version.size_bytes as f64;
        println!("{name}: {} bytes, {share:.3} of them fetched", version.size_bytes);
        assert!(share < 1.1, "{name}: {share}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_network_is_asked_for_what_comes_next_before_it_is_wanted() {
    let bed = Bed::new().await;
    bed.put("a.wav", vec![7; 24 << 20]).await;
    let delay = Duration::from_millis(100);
    let (endpoint, traffic) = proxy::slow_network(&variable("EARMARK_S3_ENDPOINT"), delay).await;
    let far = store_behind(endpoint).await;
    let key = MediaKey { bucket: bed.bucket.clone(), key: "a.wav".to_owned() };
    let version = far.head(&key).await.unwrap();
    let mut input = far.open(&key, &version);
    let read = tokio::task::spawn_blocking(move || {
        std::io::copy(&mut input, &mut std::io::sink()).unwrap()
    });
    assert_eq!(read.await.unwrap(), 24 << 20);
    let ahead = traffic.most_waiting.load(Relaxed);
    assert!(ahead >= 4, "{ahead} requests at a time");
}
