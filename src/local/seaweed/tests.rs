use std::net::Ipv4Addr;
use std::time::Instant;

use aws_sdk_s3::Client;
use aws_sdk_s3::config::{BehaviorVersion, Credentials, Region};

use super::*;
use crate::local::test_support::{Starter, processes_with};

/// A data folder with SeaweedFS in it, or `None`, loudly, where it can't be had.
fn data_dir() -> Option<tempfile::TempDir> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("var");
    if let Err(error) = PrivateS3::ensure_installed(&shared) {
        eprintln!("SKIPPED: no SeaweedFS on this machine: {error}");
        return None;
    }
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(shared.join("tools")).unwrap();
    std::os::unix::fs::symlink(shared.join("tools"), dir.path().join("tools")).unwrap();
    Some(dir)
}

fn mark(dir: &Path) -> PathBuf {
    PathBuf::from(format!("-dir={}/s3/data", dir.canonicalize().unwrap().display()))
}

fn client(endpoint: &str, id: &str, secret: &str) -> Client {
    let config = aws_sdk_s3::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .endpoint_url(endpoint)
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new(id, secret, None, None, "test"))
        .force_path_style(true)
        .http_client(aws_smithy_http_client::Builder::new().build_http());
    Client::from_conf(config.build())
}

fn keyed(store: &PrivateS3) -> Client {
    client(store.endpoint(), store.access_key_id(), store.secret_access_key())
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(work)
}

fn put(client: &Client) {
    block_on(async {
        client.create_bucket().bucket("archive").send().await.unwrap();
        let body = b"what was said".to_vec().into();
        client.put_object().bucket("archive").key("a/b").body(body).send().await.unwrap();
    });
}

fn get(client: &Client) -> Vec<u8> {
    block_on(async {
        let object = client.get_object().bucket("archive").key("a/b").send().await.unwrap();
        object.body.collect().await.unwrap().to_vec()
    })
}

/// The status of a plain GET without any key.
fn status_of(port: u16, path: &str) -> String {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    write!(stream, "GET {path} HTTP/1.0\r\n\r\n").unwrap();
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    answer.split(' ').nth(1).unwrap_or_default().to_owned()
}

#[test]
fn what_is_put_is_there_after_a_stop_and_nobody_without_the_key_sees_it() {
    let Some(dir) = data_dir() else { return };
    let started = Instant::now();
    let store = PrivateS3::start(dir.path()).unwrap();
    eprintln!("first start: {:?}", started.elapsed());
    put(&keyed(&store));
    let stranger = client(store.endpoint(), store.access_key_id(), "not the secret");
    assert!(block_on(stranger.list_buckets().send()).is_err());
    for (flag, port) in store.owned.as_ref().unwrap().ports.flags() {
        if flag == "s3.port" || flag == "filer.port" {
            let status = status_of(port, "/buckets/archive/a/b");
            assert!(matches!(&*status, "401" | "403" | "404"), "{flag}: {status}");
        }
    }
    let endpoint = store.endpoint().to_owned();
    let started = Instant::now();
    store.stop();
    eprintln!("stop: {:?}", started.elapsed());
    assert_eq!(processes_with(&mark(dir.path())), Vec::<i32>::new());

    let started = Instant::now();
    let store = PrivateS3::start(dir.path()).unwrap();
    eprintln!("second start: {:?}", started.elapsed());
    assert_eq!(store.endpoint(), endpoint, "the address stays while its port is free");
    assert_eq!(get(&keyed(&store)), b"what was said");
}

#[test]
fn the_server_of_a_killed_process_is_taken_over_and_stopped_in_the_end() {
    let Some(dir) = data_dir() else { return };
    let starter = Starter::run("local::seaweed::tests::starts_and_waits_to_be_killed", dir.path());
    starter.wait_for_word();
    let before = processes_with(&mark(dir.path()));
    assert_eq!(before.len(), 1);
    starter.kill();

    let store = PrivateS3::start(dir.path()).unwrap();
    assert!(store.is_owner());
    assert_eq!(processes_with(&mark(dir.path())), before, "it is the same server");
    put(&keyed(&store));
    store.stop();
    assert_eq!(processes_with(&mark(dir.path())), Vec::<i32>::new());
}

#[test]
#[ignore = "the other half of the test above, run by it"]
fn starts_and_waits_to_be_killed() {
    Starter::be(|dir| {
        let store = PrivateS3::start(dir).unwrap();
        (store.endpoint().to_owned(), store)
    });
}

#[test]
fn a_second_start_shares_the_server_and_does_not_stop_it() {
    let Some(dir) = data_dir() else { return };
    let owner = PrivateS3::start(dir.path()).unwrap();
    let guest = PrivateS3::start(dir.path()).unwrap();
    assert!(owner.is_owner() && !guest.is_owner());
    put(&keyed(&guest));
    guest.stop();
    assert_eq!(get(&keyed(&owner)), b"what was said");
}

#[test]
fn a_server_that_dies_at_once_says_why() {
    let Some(dir) = data_dir() else { return };
    // A file where the store wants to have a folder.
    fs::create_dir_all(dir.path().join("s3/data")).unwrap();
    fs::write(dir.path().join("s3/data/filerldb2"), "not a folder").unwrap();
    let error = PrivateS3::start(dir.path()).err().unwrap();
    let text = error.to_string();
    assert!(text.contains("weed.log") && text.contains("filerldb2"), "{text}");
    assert_eq!(processes_with(&mark(dir.path())), Vec::<i32>::new());
}

#[test]
fn the_keys_are_for_our_eyes_only() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let keys = store.keys().unwrap();
    assert_eq!(store.keys().unwrap().access_key_id, keys.access_key_id);
    let mode = |name: &str| {
        fs::metadata(dir.path().join("s3").join(name)).unwrap().permissions().mode() & 0o777
    };
    assert_eq!((mode(""), mode("credentials.json")), (0o700, 0o600));
}
