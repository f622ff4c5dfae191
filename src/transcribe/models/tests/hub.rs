//! Downloads, one file at a time.

use std::fs;
use std::path::{Path, PathBuf};

use super::super::error::SourceError;
use super::super::hub::Download;
use super::server::{Manner, Server};
use crate::packages::Sha256Sum;

/// A file of 300,000 bytes with no repetition that a mistake in an offset would survive.
fn file() -> Vec<u8> {
    (0..75_000_u32).flat_map(|number| number.wrapping_mul(2_654_435_761).to_le_bytes()).collect()
}

fn sum_of(dir: &Path, bytes: &[u8]) -> Sha256Sum {
    let path = dir.join("sum");
    fs::write(&path, bytes).unwrap();
    Sha256Sum::of_file(&path).unwrap()
}

/// Downloads `file()` and returns the part's path and what came of it.
fn download(dir: &Path, server: &Server) -> (PathBuf, Result<(), SourceError>) {
    let part = dir.join("part");
    let sha256 = sum_of(dir, &file());
    let size_bytes = file().len() as u64;
    let download = Download { url: &server.url, size_bytes, sha256, part: &part };
    let mut last = 0;
    let result = download.run(&mut |bytes| last = bytes);
    if result.is_ok() && !server.asked().is_empty() {
        assert_eq!(last, size_bytes, "the progress ends at the file's size");
    }
    (part, result)
}

#[test]
fn a_file_comes_whole() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::start(file(), Manner::Ranges);
    let (part, result) = download(dir.path(), &server);
    result.unwrap();
    assert_eq!(fs::read(part).unwrap(), file());
    assert_eq!(server.asked(), [None]);
}

#[test]
fn a_part_is_continued_where_it_ends() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("part"), &file()[..100_001]).unwrap();
    let server = Server::start(file(), Manner::Ranges);
    let (part, result) = download(dir.path(), &server);
    result.unwrap();
    assert_eq!(fs::read(part).unwrap(), file());
    assert_eq!(server.asked(), [Some(100_001)]);
}

#[test]
fn a_part_that_is_whole_is_not_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("part"), file()).unwrap();
    let server = Server::start(file(), Manner::Ranges);
    download(dir.path(), &server).1.unwrap();
    assert!(server.asked().is_empty());
}

#[test]
fn a_server_without_ranges_makes_it_begin_again() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("part"), b"not the beginning of the file").unwrap();
    let server = Server::start(file(), Manner::IgnoresRange);
    let (part, result) = download(dir.path(), &server);
    result.unwrap();
    assert_eq!(fs::read(part).unwrap(), file());
}

#[test]
fn dropped_connections_are_taken_up_again() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::start(file(), Manner::DropsAfter(90_000));
    let (part, result) = download(dir.path(), &server);
    result.unwrap();
    assert_eq!(fs::read(part).unwrap(), file());
    assert_eq!(server.asked().len(), 4, "{:?}", server.asked());
}

#[test]
fn a_server_that_sends_nothing_is_given_up() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::start(file(), Manner::DropsAfter(0));
    let (_, result) = download(dir.path(), &server);
    assert!(matches!(result, Err(SourceError::Network(_))), "{result:?}");
    assert!(server.asked().len() <= 3, "{:?}", server.asked());
}

#[test]
fn a_part_of_another_file_is_thrown_away_with_the_whole() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("part"), b"not the beginning of the file").unwrap();
    let server = Server::start(file(), Manner::Ranges);
    let (part, result) = download(dir.path(), &server);
    assert!(matches!(result, Err(SourceError::WrongSum(_))), "{result:?}");
    assert!(!part.exists());
}

#[test]
fn a_file_of_another_size_is_not_even_begun() {
    let dir = tempfile::tempdir().unwrap();
    for other in [[file(), b"more".to_vec()].concat(), file()[1..].to_vec()] {
        let server = Server::start(other, Manner::Ranges);
        let (part, result) = download(dir.path(), &server);
        assert!(matches!(result, Err(SourceError::Network(_))), "{result:?}");
        assert!(!part.exists());
    }
}

#[test]
fn a_missing_file_and_a_closed_port_fail_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::start(file(), Manner::NotFound);
    let (_, result) = download(dir.path(), &server);
    assert!(result.unwrap_err().to_string().contains("404"));
    assert_eq!(server.asked().len(), 1);

    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (part, url) = (dir.path().join("closed"), format!("http://{closed}/"));
    let sha256 = sum_of(dir.path(), b"");
    let download = Download { url: &url, size_bytes: 1, sha256, part: &part };
    let started = std::time::Instant::now();
    assert!(download.run(&mut |_| ()).is_err());
    assert!(started.elapsed().as_secs() < 5);
}
