//! Seconds to fetch, decode and keep a recording, by the delay of each request.

use std::path::Path;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

use bytes::Bytes;
use earmark::decode::{DecodeOptions, Decoder, Master, MasterOptions};
use earmark::domain::MediaKey;
use earmark::source::{ObjectStore, S3Options};
use secrecy::SecretString;

use super::{make, proxy};

const SECONDS: u32 = 1800;

pub(super) fn run(folder: &Path) {
    let Some(endpoint) = variable("EARMARK_S3_ENDPOINT") else {
        println!("network: SKIPPED, no S3 store: run this under `earmark dev --`");
        return;
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(measure(folder, &endpoint));
}

async fn measure(folder: &Path, endpoint: &str) {
    println!("{SECONDS} s of sound from S3: seconds by delay of a request, and bytes fetched");
    println!(
        "{:8} {:>8} {:>8} {:>8} {:>8} {:>8}",
        "file", "none", "50 ms", "100 ms", "200 ms", "bytes"
    );
    let near = store(endpoint).await;
    let bucket = format!("bench-{}", uuid::Uuid::new_v4().simple());
    near.ensure_bucket(&bucket).await.unwrap();
    for (name, arguments) in [("a.mp3", "-b:a 128k"), ("a.flac", ""), ("a.wav", "-ar 44100")] {
        make(folder, name, SECONDS, arguments);
        let key = MediaKey { bucket: bucket.clone(), key: name.to_owned() };
        let body = Bytes::from(std::fs::read(folder.join(name)).unwrap());
        let size = body.len();
        near.put(&key, body, "application/octet-stream").await.unwrap();
        print!("{name:8}");
        let mut share = 0.0_f64;
        for delay in [0, 50, 100, 200].map(Duration::from_millis) {
            let (endpoint, traffic) = proxy::slow_network(endpoint, delay).await;
            let far = store(&endpoint).await;
            let took = fetched(&far, &key).await;
            share = share.max(traffic.received.load(Relaxed) as f64 / size as f64);
            print!(" {took:8.2}");
        }
        println!(" {share:7.3}x");
        near.delete_prefix(&bucket, name).await.unwrap();
    }
}

async fn fetched(store: &ObjectStore, key: &MediaKey) -> f64 {
    let version = store.head(key).await.unwrap();
    let input = Box::new(store.open(key, &version));
    let begun = Instant::now();
    let work = tokio::task::spawn_blocking(move || {
        let decoder = Decoder::open(input, None, &DecodeOptions::default()).unwrap();
        Master::record(decoder, &MasterOptions::default(), |_| {}).unwrap()
    });
    drop(work.await.unwrap());
    begun.elapsed().as_secs_f64()
}

async fn store(endpoint: &str) -> ObjectStore {
    let secret = SecretString::from(variable("AWS_SECRET_ACCESS_KEY").unwrap());
    let credentials = Some((variable("AWS_ACCESS_KEY_ID").unwrap(), secret));
    let endpoint = Some(endpoint.to_owned());
    ObjectStore::connect(&S3Options { endpoint, credentials, ..Default::default() }).await
}

#[expect(clippy::disallowed_methods, reason = "what `earmark dev` sets")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
