//! A slow network in front of the S3 store, which counts what comes through it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

/// What came through.
#[derive(Default)]
pub struct Traffic {
    /// Bytes that the store answered, its headers included.
    pub received: AtomicU64,
    /// Requests that were on their way at the same time, now and at most.
    waiting: AtomicU64,
    pub most_waiting: AtomicU64,
}

/// Listens on loopback, passes everything on to `target` and holds each request for `delay`.
/// Returns the endpoint to use instead; it ends with the test's runtime.
pub async fn slow_network(target: &str, delay: Duration) -> (String, Arc<Traffic>) {
    let target = target.trim_start_matches("http://").to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let traffic = Arc::new(Traffic::default());
    let counted = traffic.clone();
    tokio::spawn(async move {
        while let Ok((near, _)) = listener.accept().await {
            let far = TcpStream::connect(&target).await.unwrap();
            let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
            tokio::spawn(requests(near_in, far_out, delay, counted.clone()));
            tokio::spawn(answers(far_in, near_out, counted.clone()));
        }
    });
    (endpoint, traffic)
}

async fn requests(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    delay: Duration,
    traffic: Arc<Traffic>,
) {
    let mut buffer = vec![0; 64 << 10];
    while let Ok(count @ 1..) = from.read(&mut buffer).await {
        let waiting = traffic.waiting.fetch_add(1, Relaxed) + 1;
        traffic.most_waiting.fetch_max(waiting, Relaxed);
        tokio::time::sleep(delay).await;
        traffic.waiting.fetch_sub(1, Relaxed);
        if to.write_all(&buffer[..count]).await.is_err() {
            return;
        }
    }
}

async fn answers(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, traffic: Arc<Traffic>) {
    let mut buffer = vec![0; 64 << 10];
    while let Ok(count @ 1..) = from.read(&mut buffer).await {
        traffic.received.fetch_add(count as u64, Relaxed);
        if to.write_all(&buffer[..count]).await.is_err() {
            return;
        }
    }
}
