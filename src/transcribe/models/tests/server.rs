//! A small HTTP server that can be told to misbehave.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What the server does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// Serves ranges, as it should.
    Ranges,
    /// Sends the whole file whatever is asked.
    IgnoresRange,
    /// Serves ranges but closes each connection after so many bytes.
    DropsAfter(usize),
    /// Says 404.
    NotFound,
}

/// A server of one file, on a port of its own, for as long as the test runs.
pub(super) struct Server {
    /// The file's address.
    pub(super) url: String,
    asked: Arc<Mutex<Vec<Option<usize>>>>,
}

impl Server {
    pub(super) fn start(file: Vec<u8>, manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/model.bin", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let offset = read_request(&stream);
                log.lock().unwrap().push(offset);
                // A client that hangs up early is the test's own doing.
                let _ = answer(stream, &file, offset, manner);
            }
        });
        Self { url, asked }
    }

    /// From which byte each request asked for the file; `None` for the whole.
    pub(super) fn asked(&self) -> Vec<Option<usize>> {
        self.asked.lock().unwrap().clone()
    }
}

fn read_request(stream: &TcpStream) -> Option<usize> {
    let mut offset = None;
    for line in BufReader::new(stream).lines().map_while(Result::ok) {
        if line.is_empty() {
            break;
        }
        let range = line.to_ascii_lowercase();
        if let Some(range) = range.strip_prefix("range: bytes=") {
            offset = range.trim_end_matches('-').parse().ok();
        }
    }
    offset
}

fn answer(
    mut stream: TcpStream,
    file: &[u8],
    offset: Option<usize>,
    manner: Manner,
) -> std::io::Result<()> {
    let offset = if manner == Manner::IgnoresRange { None } else { offset };
    let body = &file[offset.unwrap_or(0)..];
    let head = match (manner, offset) {
        (Manner::NotFound, _) => {
            return write!(stream, "HTTP/1.1 404 No\r\ncontent-length: 0\r\n\r\n");
        }
        (_, None) => "HTTP/1.1 200 OK\r\n".to_owned(),
        (_, Some(offset)) => format!(
            "HTTP/1.1 206 Part\r\ncontent-range: bytes {offset}-{}/{}\r\n",
            file.len() - 1,
            file.len()
        ),
    };
    write!(stream, "{head}content-length: {}\r\nconnection: close\r\n\r\n", body.len())?;
    let sent =
        if let Manner::DropsAfter(count) = manner { count.min(body.len()) } else { body.len() };
    stream.write_all(&body[..sent])
}
