//! The input as the demuxer sees it: counts what is read, so that no file can keep it reading
//! forever, and keeps the first failure of the source, which the demuxer may swallow.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use symphonia::core::io::MediaSource;

use crate::source::MediaInput;

/// Bytes that may be read, all in all, beyond a few times the file's own length.
const TOTAL_SLACK: u64 = 64 << 20;

/// How many times over a file may be read: boxes at the end and small seeks read some twice.
const TOTAL_TIMES: u64 = 8;

/// Bytes that may be read between two pieces of sound; video lies in between.
const STALL_BYTES: u64 = 1 << 30;

/// What a read or seek costs at least, so that empty ones end too.
const CALL_COST: u64 = 256;

#[derive(Default)]
struct Account {
    spent: u64,
    spent_at_progress: u64,
    exhausted: bool,
    failure: Option<io::Error>,
}

/// What the decoder and its input share.
pub(super) struct InputAccount {
    budget: u64,
    account: Mutex<Account>,
}

impl InputAccount {
    fn new(byte_len: u64) -> Self {
        let budget = byte_len.saturating_mul(TOTAL_TIMES).saturating_add(TOTAL_SLACK);
        Self { budget, account: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, Account> {
        // The account is whole after every statement, so a panic elsewhere can't have torn it.
        self.account.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that sound came out.
    pub(super) fn progress(&self) {
        let mut account = self.lock();
        account.spent_at_progress = account.spent;
    }

    /// Takes the source's failure, if it had one.
    pub(super) fn take_failure(&self) -> Option<io::Error> {
        self.lock().failure.take()
    }

    /// Whether more was read than any sound file needs.
    pub(super) fn is_exhausted(&self) -> bool {
        self.lock().exhausted
    }

    fn spend(&self, bytes: u64) -> io::Result<()> {
        let mut account = self.lock();
        account.spent = account.spent.saturating_add(bytes.max(CALL_COST));
        let stalled = account.spent - account.spent_at_progress > STALL_BYTES;
        if stalled || account.spent > self.budget {
            account.exhausted = true;
            return Err(io::Error::other("read too much without sound"));
        }
        Ok(())
    }

    /// Notes a failure of the source, and gives a copy for whoever reads.
    pub(super) fn fail(&self, error: io::Error) -> io::Error {
        let copy = io::Error::new(error.kind(), "the source failed");
        self.lock().failure.get_or_insert(error);
        copy
    }
}

/// A [`MediaInput`] that keeps account.
pub(super) struct GuardedInput {
    /// Shared for a second try; only one of those that share it reads.
    inner: Arc<Mutex<Box<dyn MediaInput>>>,
    account: Arc<InputAccount>,
    byte_len: u64,
    /// Where it begins in `inner`.
    start: u64,
}

impl GuardedInput {
    /// Guards `inner`, and gives the account to watch.
    pub(super) fn new(inner: Box<dyn MediaInput>) -> (Self, Arc<InputAccount>) {
        let byte_len = inner.byte_len();
        let account = Arc::new(InputAccount::new(byte_len));
        let inner = Arc::new(Mutex::new(inner));
        (Self { inner, account: Arc::clone(&account), byte_len, start: 0 }, account)
    }

    /// The same input once more, for when this one was given away and is done with.
    pub(super) fn share(&self) -> Self {
        let (inner, account) = (Arc::clone(&self.inner), Arc::clone(&self.account));
        Self { inner, account, byte_len: self.byte_len, start: self.start }
    }

    /// What lies from `start` on, as an input of its own that stands at its beginning.
    pub(super) fn from(self, start: u64) -> io::Result<Self> {
        let mut rest = Self {
            start: self.start + start,
            byte_len: self.byte_len.saturating_sub(start),
            ..self
        };
        rest.rewind()?;
        Ok(rest)
    }

    /// Its length in bytes.
    pub(super) const fn len(&self) -> u64 {
        self.byte_len
    }

    fn inner(&self) -> MutexGuard<'_, Box<dyn MediaInput>> {
        // A panic while it was read leaves it where it stood, and whoever comes next seeks.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Read for GuardedInput {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.inner().read(buf);
            match read {
                Ok(count) => return self.account.spend(count as u64).map(|()| count),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                    self.account.spend(0)?;
                }
                Err(error) => return Err(self.account.fail(error)),
            }
        }
    }
}

impl Seek for GuardedInput {
    fn seek(&mut self, target: SeekFrom) -> io::Result<u64> {
        self.account.spend(0)?;
        // A target before the start or far beyond the end comes from the file, not the source.
        let target = match target {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(offset) => self.byte_len.checked_add_signed(offset),
            SeekFrom::Current(offset) => {
                let position = self.inner().stream_position()?.saturating_sub(self.start);
                position.checked_add_signed(offset)
            }
        };
        let target = target.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        let target = target.min(self.byte_len);
        let sought = self.inner().seek(SeekFrom::Start(self.start + target));
        sought.map(|_| target).map_err(|error| self.account.fail(error))
    }
}

impl MediaInput for GuardedInput {
    fn byte_len(&self) -> u64 {
        self.byte_len
    }
}

impl MediaSource for GuardedInput {
    fn is_seekable(&self) -> bool {
        true
    }

    fn byte_len(&self) -> Option<u64> {
        Some(self.byte_len)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::Memory;
    use super::*;

    #[test]
    fn reading_the_same_bytes_forever_ends() {
        let (mut input, account) = GuardedInput::new(Box::new(Memory::new(vec![0; 4096])));
        let mut buf = [0; 4096];
        let mut rounds = 0;
        while input.seek(SeekFrom::Start(0)).and_then(|_| input.read(&mut buf)).is_ok() {
            rounds += 1;
            assert!(rounds < 1_000_000, "never ends");
        }
        assert!(account.is_exhausted());
    }

    #[test]
    fn the_first_failure_of_the_source_is_kept() {
        let (mut input, account) = GuardedInput::new(Box::new(Memory::failing_at(vec![0; 64], 8)));
        assert!(input.read_exact(&mut [0; 16]).is_err());
        assert!(account.take_failure().is_some());
    }
}
