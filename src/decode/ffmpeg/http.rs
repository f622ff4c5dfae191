//! The little of HTTP that reading a file by ranges takes (RFC 9110 14).

use std::io::{self, Read};
use std::ops::Range;

/// The longest head of a request, in bytes.
const MAX_HEAD: usize = 8192;

/// A request for bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) path: String,
    /// The first byte that is wanted, and the last if it is named.
    pub(super) range: Option<(u64, Option<u64>)>,
    /// Whether only the head of the answer is wanted.
    pub(super) is_head: bool,
}

/// Reads a request's head; `None` if it is none that is answered here.
pub(super) fn read_request(stream: &mut impl Read) -> io::Result<Option<Request>> {
    let mut head = Vec::new();
    let mut buffer = [0; 1024];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let count = stream.read(&mut buffer)?;
        if count == 0 || head.len() + count > MAX_HEAD {
            return Ok(None);
        }
        head.extend_from_slice(&buffer[..count]);
    }
    Ok(parse(&String::from_utf8_lossy(&head)))
}

fn parse(head: &str) -> Option<Request> {
    let mut lines = head.split("\r\n");
    let mut first = lines.next()?.split(' ');
    let (method, path) = (first.next()?, first.next()?);
    if !["GET", "HEAD"].contains(&method) {
        return None;
    }
    let header = |line: &str| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("range").then(|| value.trim().to_owned())
    };
    let range = match lines.find_map(header) {
        Some(value) => Some(parse_range(&value)?),
        None => None,
    };
    Some(Request { path: path.to_owned(), range, is_head: method == "HEAD" })
}

fn parse_range(value: &str) -> Option<(u64, Option<u64>)> {
    let (first, last) = value.strip_prefix("bytes=")?.split_once('-')?;
    let last = if last.is_empty() { None } else { Some(last.parse().ok()?) };
    Some((first.parse().ok()?, last))
}

/// The head of the answer, and the bytes that go after it.
pub(super) fn answer(request: &Request, byte_len: u64) -> (String, Range<u64>) {
    let fixed = "Accept-Ranges: bytes\r\nContent-Type: application/octet-stream\r\n\
                 Connection: close\r\n";
    let Some((first, last)) = request.range else {
        let head = format!("HTTP/1.1 200 OK\r\n{fixed}Content-Length: {byte_len}\r\n\r\n");
        return (head, 0..byte_len);
    };
    let end = last.map_or(byte_len, |last| last.saturating_add(1).min(byte_len));
    if first >= end {
        let head = format!(
            "HTTP/1.1 416 Range Not Satisfiable\r\n{fixed}Content-Range: bytes */{byte_len}\r\n\
             Content-Length: 0\r\n\r\n"
        );
        return (head, 0..0);
    }
    let head = format!(
        "HTTP/1.1 206 Partial Content\r\n{fixed}Content-Range: bytes {first}-{}/{byte_len}\r\n\
         Content-Length: {}\r\n\r\n",
        end - 1,
        end - first
    );
    (head, first..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_answered_within_the_object() {
        let request = parse("GET /t HTTP/1.1\r\nrange: bytes=5-\r\n\r\n").unwrap();
        assert_eq!(request.range, Some((5, None)));
        let (head, range) = answer(&request, 10);
        assert!(head.contains("bytes 5-9/10") && head.contains("Content-Length: 5"), "{head}");
        assert_eq!(range, 5..10);
        let beyond = Request { range: Some((10, Some(u64::MAX))), ..request };
        assert!(answer(&beyond, 10).0.starts_with("HTTP/1.1 416"));
    }

    #[test]
    fn what_is_no_request_for_bytes_is_not_answered() {
        assert_eq!(parse("POST /t HTTP/1.1\r\n\r\n"), None);
        assert_eq!(parse("GET\r\n\r\n"), None);
        assert_eq!(parse("GET /t HTTP/1.1\r\nRange: bytes=-5\r\n\r\n"), None);
        assert_eq!(read_request(&mut &b"GET /t HTTP/1.1\r\n"[..]).unwrap(), None);
        assert_eq!(read_request(&mut io::repeat(b'a')).unwrap(), None);
    }
}
