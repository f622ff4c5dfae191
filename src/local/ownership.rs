//! Who answers for a server: the process that holds a lock in the server's folder.
//!
//! The system lets go of the lock when its holder dies, however it dies, so that the next process
//! takes the server over instead of leaving it running for ever.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::LocalError;

/// How long another process may take to start the server.
const PATIENCE: Duration = Duration::from_secs(90);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// What this process is to the server.
pub(super) enum Standing {
    /// It starts and stops the server; the file holds the lock.
    Owner(File),
    /// Another process does, and the server is ready.
    Guest,
}

/// Takes the folder's lock, or waits until its holder's server is ready.
pub(super) fn claim(dir: &Path, is_ready: impl Fn() -> bool) -> Result<Standing, LocalError> {
    let path = dir.join("owner.lock");
    let started = Instant::now();
    loop {
        let file = File::create(&path).map_err(LocalError::io(&path))?;
        match file.try_lock() {
            Ok(()) => return Ok(Standing::Owner(file)),
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => return Err(LocalError::io(&path)(error)),
        }
        if is_ready() {
            return Ok(Standing::Guest);
        }
        if started.elapsed() > PATIENCE {
            let reason = "another process holds this folder but its server does not get ready: \
                          stop that process, then try again";
            return Err(LocalError::Folder { path: dir.to_owned(), reason: reason.to_owned() });
        }
        thread::sleep(LOOK_EVERY);
    }
}
