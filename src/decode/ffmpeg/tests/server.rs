//! Who gets bytes from the server, and when it stops.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use super::super::byte_server::ByteServer;
use super::Memory;

/// What the server says to a request of this user's.
fn asked(address: &str, path: &str, range: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\n{range}\r\n");
    // A refused connection may be reset before all is written.
    let _ = stream.write_all(request.as_bytes());
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

fn parts(url: &str) -> (String, String) {
    let (address, token) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
    (address.to_owned(), format!("/{token}"))
}

#[test]
fn the_one_object_is_given_by_ranges_under_its_secret_path() {
    let server = ByteServer::serve(Box::new(Memory::new(b"0123456789".to_vec()))).unwrap();
    let (address, path) = parts(server.url());
    assert!(path.len() > 60, "too short to be secret");
    assert!(asked(&address, &path, "").ends_with("\r\n\r\n0123456789"));
    let part = asked(&address, &path, "Range: bytes=3-5\r\n");
    assert!(part.starts_with("HTTP/1.1 206") && part.ends_with("\r\n\r\n345"), "{part}");
    assert!(asked(&address, &path, "Range: bytes=10-\r\n").starts_with("HTTP/1.1 416"));
    for guess in ["/", "/etc/passwd", &path[..path.len() - 1]] {
        let answer = asked(&address, guess, "");
        assert!(answer.starts_with("HTTP/1.1 404") && !answer.contains("0123"), "{answer}");
    }
    assert!(!format!("{server:?}").contains(&path));
}

#[test]
fn a_stranger_gets_nothing_even_with_the_path() {
    // The server is told that another user is its own, so that this one is the stranger.
    let us = rustix::process::geteuid().as_raw();
    let input = Box::new(Memory::new(b"0123456789".to_vec()));
    let server = ByteServer::serve_to(us + 1, input).unwrap();
    let (address, path) = parts(server.url());
    assert_eq!(asked(&address, &path, ""), "");
    assert!(server.take_failure().is_none(), "a stranger is not the source's failure");
}

#[test]
fn the_server_stops_when_it_is_dropped_and_a_reader_with_it() {
    let server = ByteServer::serve(Box::new(Memory::new(vec![7; 64 << 20]))).unwrap();
    let (address, path) = parts(server.url());
    let mut stream = TcpStream::connect(&address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\n\r\n").unwrap();
    stream.read_exact(&mut [0; 100]).unwrap();
    drop(server);
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest);
    assert!(rest.len() < 64 << 20, "it went on");
    assert!(TcpStream::connect(&address).is_err(), "it still listens");
}

#[test]
fn a_source_that_fails_is_remembered() {
    let input = Memory::failing_at(vec![0; 100], 50);
    let server = ByteServer::serve(Box::new(input)).unwrap();
    let (address, path) = parts(server.url());
    asked(&address, &path, "");
    assert!(server.take_failure().is_some());
}
