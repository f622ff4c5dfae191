//! Gives ffmpeg one object's bytes, by HTTP ranges on the loopback: nothing is copied to disk.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread::JoinHandle;
use std::time::Duration;

use uuid::Uuid;

use super::super::guarded_input::{GuardedInput, InputAccount};
use super::{http, peer};
use crate::source::MediaInput;

/// How long a client may take for its request.
const REQUEST_TIME: Duration = Duration::from_secs(10);

/// Connections at a time: ffmpeg opens the next before it closes the last.
const MAX_CONNECTIONS: usize = 16;

const BLOCK_BYTES: usize = 64 << 10;

/// One object on a port of the loopback, until this is dropped.
///
/// It answers only under a path that can't be guessed, and only to processes of our own user:
/// others are refused, and so is everybody where the kernel does not tell. A path alone would
/// stand in the list of processes.
pub(super) struct ByteServer {
    url: String,
    address: SocketAddr,
    shared: Arc<Shared>,
    accepting: Option<JoinHandle<()>>,
}

struct Shared {
    path: String,
    byte_len: u64,
    object: Mutex<GuardedInput>,
    account: Arc<InputAccount>,
    owner: u32,
    is_over: AtomicBool,
    connections: Mutex<Vec<TcpStream>>,
}

impl ByteServer {
    /// Serves `input`.
    ///
    /// # Errors
    /// When no port can be had, or no thread.
    pub(super) fn serve(input: Box<dyn MediaInput>) -> io::Result<Self> {
        Self::serve_to(rustix::process::geteuid().as_raw(), input)
    }

    /// Serves `input` to the user `owner`.
    pub(super) fn serve_to(owner: u32, input: Box<dyn MediaInput>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let path = format!("/{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
        let byte_len = input.byte_len();
        let (object, account) = GuardedInput::new(input);
        let shared = Arc::new(Shared {
            path,
            byte_len,
            object: Mutex::new(object),
            account,
            owner,
            is_over: AtomicBool::new(false),
            connections: Mutex::default(),
        });
        let url = format!("http://{address}{}", shared.path);
        let server = Arc::clone(&shared);
        let accepting = std::thread::Builder::new()
            .name("byte server".to_owned())
            .spawn(move || server.accept_all(&listener))?;
        Ok(Self { url, address, shared, accepting: Some(accepting) })
    }

    /// Where the object is. Secret: never to be logged or shown.
    #[must_use]
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// Takes the first error that the source met: then the file is not to blame.
    #[must_use]
    pub(super) fn take_failure(&self) -> Option<io::Error> {
        self.shared.account.take_failure()
    }

    /// Whether more was read than any file needs: the rest is refused.
    #[must_use]
    pub(super) fn is_exhausted(&self) -> bool {
        self.shared.account.is_exhausted()
    }

    /// Asks the source whether it still wants to be read, by a read of nothing; a source that is
    /// busy is. After `false` there is a failure to take.
    #[must_use]
    pub(super) fn is_wanted(&self) -> bool {
        let mut object = match self.shared.object.try_lock() {
            Ok(object) => object,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return true,
        };
        object.read(&mut []).is_ok()
    }
}

impl Drop for ByteServer {
    fn drop(&mut self) {
        self.shared.is_over.store(true, Ordering::SeqCst);
        for connection in lock(&self.shared.connections).drain(..) {
            let _ = connection.shutdown(Shutdown::Both);
        }
        // Wakes the thread that waits for connections. One that reads from a slow source ends by
        // itself, when the source has answered.
        let is_awake = TcpStream::connect_timeout(&self.address, REQUEST_TIME).is_ok();
        if let Some(accepting) = self.accepting.take().filter(|_| is_awake) {
            let _ = accepting.join();
        }
    }
}

impl Shared {
    fn accept_all(self: Arc<Self>, listener: &TcpListener) {
        while !self.is_over.load(Ordering::SeqCst) {
            let Ok((stream, peer)) = listener.accept() else {
                // Out of file handles, most likely: others will give some back.
                std::thread::sleep(Duration::from_millis(20));
                continue;
            };
            if !self.is_over.load(Ordering::SeqCst) && self.is_welcome(&stream, peer) {
                let shared = Arc::clone(&self);
                let name = std::thread::Builder::new().name("byte server".to_owned());
                let _ = name.spawn(move || shared.answer(stream));
            }
        }
    }

    fn is_welcome(&self, stream: &TcpStream, peer: SocketAddr) -> bool {
        let local = match stream.local_addr() {
            Ok(local) if peer.ip().is_loopback() => local,
            _ => return false,
        };
        let is_ours = peer::belongs_to(self.owner, peer, local).unwrap_or_else(|error| {
            self.account.fail(io::Error::new(error.kind(), "the kernel does not tell who asks"));
            false
        });
        let mut connections = lock(&self.connections);
        if !is_ours || connections.len() >= MAX_CONNECTIONS {
            return false;
        }
        stream.try_clone().is_ok_and(|stream| {
            connections.push(stream);
            true
        })
    }

    fn answer(&self, mut stream: TcpStream) {
        // The client going away in the middle is how it seeks.
        let _ = self.try_answer(&mut stream);
        let address = stream.peer_addr().ok();
        lock(&self.connections).retain(|other| other.peer_addr().ok() != address);
        let _ = stream.shutdown(Shutdown::Both);
    }

    fn try_answer(&self, stream: &mut TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(REQUEST_TIME))?;
        stream.set_nodelay(true)?;
        let Some(request) = http::read_request(stream)? else { return Ok(()) };
        if request.path != self.path {
            return stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        }
        let (head, range) = http::answer(&request, self.byte_len);
        stream.write_all(head.as_bytes())?;
        let mut at = range.start;
        let mut buffer = vec![0; BLOCK_BYTES];
        while at < range.end && !request.is_head && !self.is_over.load(Ordering::SeqCst) {
            let most = usize::try_from(range.end - at).unwrap_or(BLOCK_BYTES).min(BLOCK_BYTES);
            let count = self.read_at(at, &mut buffer[..most])?;
            if count == 0 {
                break;
            }
            stream.write_all(&buffer[..count])?;
            at += count as u64;
        }
        Ok(())
    }

    fn read_at(&self, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let mut object = lock(&self.object);
        object.seek(SeekFrom::Start(at))?;
        let count = object.read(buffer)?;
        // Whether sound comes of it in time is watched at the other end.
        self.account.progress();
        Ok(count)
    }
}

impl std::fmt::Debug for ByteServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let byte_len = self.shared.byte_len;
        f.debug_struct("ByteServer").field("byte_len", &byte_len).finish_non_exhaustive()
    }
}

/// The values are whole after every statement, so a panic elsewhere can't have torn them.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
