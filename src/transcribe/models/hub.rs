//! Gets a file over HTTPS: resumed where it was left, never longer than it should be, and checked.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::path::Path;
use std::thread;
use std::time::Duration;

use ureq::http::{Response, StatusCode, header};
use ureq::{Agent, Body};

use crate::packages::Sha256Sum;

use super::error::SourceError;

/// How long a closed network may keep us from the next source.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a server may be silent.
const SILENCE_TIMEOUT: Duration = Duration::from_secs(30);
/// Tries in a row that may bring nothing.
const FRUITLESS_TRIES: u32 = 3;

/// A file to be had.
pub(super) struct Download<'a> {
    /// Its address.
    pub(super) url: &'a str,
    /// Its size in bytes.
    pub(super) size_bytes: u64,
    /// Its sum.
    pub(super) sha256: Sha256Sum,
    /// Where it grows; what an earlier try left there is continued.
    pub(super) part: &'a Path,
}

impl Download<'_> {
    /// Gets the file into `part` and checks its sum; `progress` is told the bytes that are there.
    ///
    /// A connection that breaks is taken up again as long as each try brings something. What is
    /// there then stays for the next time; a file with the wrong sum does not.
    pub(super) fn run(&self, progress: &mut dyn FnMut(u64)) -> Result<(), SourceError> {
        let agent = agent();
        let mut fruitless = 0;
        let mut has_come = false;
        loop {
            let before = self.part_len()?;
            if before == self.size_bytes {
                return self.check();
            }
            let result = self.continue_from(before, &agent, progress);
            let brought = self.part_len()? > before;
            has_come |= brought;
            fruitless = if brought { 0 } else { fruitless + 1 };
            match result {
                Ok(()) if brought || fruitless < FRUITLESS_TRIES => {}
                Ok(()) => return Err(SourceError::Network("the server sends nothing".to_owned())),
                // Nothing ever came: the network is closed, and waiting would not open it.
                Err(Stop::Broken(reason)) if !has_come || fruitless >= FRUITLESS_TRIES => {
                    return Err(SourceError::Network(reason));
                }
                Err(Stop::Broken(reason)) => {
                    tracing::debug!(url = self.url, reason, "download broke off, will continue");
                    thread::sleep(Duration::from_millis(200) * (1 + fruitless));
                }
                Err(Stop::Final(error)) => return Err(error),
            }
        }
    }

    /// How much is there; a part that is too long is no part of this file.
    fn part_len(&self) -> Result<u64, SourceError> {
        let length = fs::metadata(self.part).map_or(0, |meta| meta.len());
        if length <= self.size_bytes {
            return Ok(length);
        }
        fs::remove_file(self.part).map_err(SourceError::io(self.part))?;
        Ok(0)
    }

    fn check(&self) -> Result<(), SourceError> {
        let found = Sha256Sum::of_file(self.part).map_err(SourceError::io(self.part))?;
        if found == self.sha256 {
            return Ok(());
        }
        fs::remove_file(self.part).map_err(SourceError::io(self.part))?;
        Err(SourceError::WrongSum(found))
    }

    fn continue_from(
        &self,
        offset: u64,
        agent: &Agent,
        progress: &mut dyn FnMut(u64),
    ) -> Result<(), Stop> {
        let mut request = agent.get(self.url).header(header::ACCEPT_ENCODING, "identity");
        if offset > 0 {
            request = request.header(header::RANGE, format!("bytes={offset}-"));
        }
        let response = request.call().map_err(|error| stop_of(&error))?;
        let offset = self.agreed_offset(&response, offset)?;
        self.receive(response, offset, progress)
    }

    /// From which byte on the server sends: a server without ranges begins again.
    fn agreed_offset(&self, response: &Response<Body>, asked: u64) -> Result<u64, Stop> {
        let length = number(response, header::CONTENT_LENGTH.as_str());
        let offset = if response.status() == StatusCode::PARTIAL_CONTENT {
            let range = response.headers().get(header::CONTENT_RANGE);
            let start = range.and_then(|range| range.to_str().ok()).and_then(range_start);
            if start != Some(asked) {
                return Err(other_file("another range than was asked for"));
            }
            asked
        } else {
            0
        };
        match length {
            Some(length) if length + offset != self.size_bytes => Err(other_file(&format!(
                "a file of {} bytes, not {}",
                length + offset,
                self.size_bytes
            ))),
            _ => Ok(offset),
        }
    }

    fn receive(
        &self,
        response: Response<Body>,
        offset: u64,
        progress: &mut dyn FnMut(u64),
    ) -> Result<(), Stop> {
        let disk = |error| Stop::Final(SourceError::io(self.part)(error));
        let mut file = open_at(self.part, offset).map_err(disk)?;
        let mut reader = response.into_body().into_reader();
        let mut piece = vec![0; 1 << 16];
        let mut length = offset;
        loop {
            progress(length);
            let count = reader.read(&mut piece).map_err(|error| Stop::Broken(error.to_string()))?;
            if count == 0 {
                return Ok(());
            }
            length += count as u64;
            if length > self.size_bytes {
                return Err(other_file("more bytes than the file has"));
            }
            file.write_all(&piece[..count])
                .map_err(|error| Stop::Final(SourceError::io(self.part)(error)))?;
        }
    }
}

/// Why a try ended before the file's end.
enum Stop {
    /// The connection: another try may go on.
    Broken(String),
    /// Another try would end the same way.
    Final(SourceError),
}

fn other_file(what: &str) -> Stop {
    Stop::Final(SourceError::Network(format!("the server has {what}")))
}

fn stop_of(error: &ureq::Error) -> Stop {
    match error {
        ureq::Error::StatusCode(status) => {
            Stop::Final(SourceError::Network(format!("the server answers {status}")))
        }
        other => Stop::Broken(other.to_string()),
    }
}

fn agent() -> Agent {
    Agent::config_builder()
        .timeout_resolve(Some(CONNECT_TIMEOUT))
        .timeout_connect(Some(CONNECT_TIMEOUT))
        .timeout_recv_response(Some(SILENCE_TIMEOUT))
        .timeout_per_read(Some(SILENCE_TIMEOUT))
        .user_agent(concat!("earmark/", env!("CARGO_PKG_VERSION")))
        .build()
        .into()
}

/// Opens the part for writing on from `offset`, without what lies behind it.
fn open_at(path: &Path, offset: u64) -> std::io::Result<File> {
    let file = OpenOptions::new().create(true).append(true).open(path)?;
    file.set_len(offset)?;
    Ok(file)
}

fn number(response: &Response<Body>, name: &str) -> Option<u64> {
    response.headers().get(name)?.to_str().ok()?.parse().ok()
}

/// The first byte of `bytes 5-9/10`.
fn range_start(range: &str) -> Option<u64> {
    range.strip_prefix("bytes ")?.split('-').next()?.parse().ok()
}
