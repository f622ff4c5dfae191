//! A server's process: ours by birth, or taken over from a process of ours that was killed.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

const LOOK_EVERY: Duration = Duration::from_millis(10);
/// How long a program may be busy that was unpacked a moment ago.
const BUSY_PATIENCE: Duration = Duration::from_secs(5);
/// A log is begun anew once it is longer than this many bytes.
const LOG_LIMIT: u64 = 4 << 20;

/// A running server.
pub(super) struct ServerProcess {
    pid: Pid,
    child: Option<Child>,
    mark: String,
}

impl ServerProcess {
    /// Starts `command` in a process group of its own, so that Ctrl-C reaches us alone and the
    /// servers outlive what uses them. What it says goes to `log`. `mark` is one of its arguments.
    pub(super) fn spawn(command: &mut Command, log: &Path, mark: &str) -> io::Result<Self> {
        let log = open_log(log)?;
        command.process_group(0);
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let child = when_not_busy(|| command.spawn())?;
        Ok(Self { pid: Pid::from_child(&child), child: Some(child), mark: mark.to_owned() })
    }

    /// Takes over the process `pid` if it runs and has `mark` among its arguments.
    pub(super) fn adopt(pid: i32, mark: &str) -> Option<Self> {
        let pid = Pid::from_raw(pid)?;
        runs(pid, mark).then(|| Self { pid, child: None, mark: mark.to_owned() })
    }

    /// The process id.
    pub(super) fn id(&self) -> i32 {
        self.pid.as_raw_nonzero().get()
    }

    /// Whether it still runs.
    pub(super) fn is_alive(&mut self) -> bool {
        match &mut self.child {
            Some(child) => matches!(child.try_wait(), Ok(None)),
            None => runs(self.pid, &self.mark),
        }
    }

    /// Sends each signal in turn until the process is gone, waiting as long as it says.
    pub(super) fn stop(&mut self, signals: &[(Signal, Duration)]) {
        for (signal, patience) in signals {
            if !self.is_alive() {
                return;
            }
            // It may be gone between the look and the signal, which is as well.
            let _ = kill_process(self.pid, *signal);
            let started = Instant::now();
            while self.is_alive() && started.elapsed() < *patience {
                thread::sleep(LOOK_EVERY);
            }
        }
    }
}

/// Whether a process runs under this id with `mark` among its arguments; a dead one that nobody
/// waited for has none.
fn runs(pid: Pid, mark: &str) -> bool {
    let arguments = fs::read(format!("/proc/{}/cmdline", pid.as_raw_nonzero()));
    arguments.is_ok_and(|bytes| {
        bytes.split(|byte| *byte == 0).any(|argument| argument == mark.as_bytes())
    })
}

/// Whether anything runs under this process id.
pub(super) fn exists(pid: i32) -> bool {
    Path::new("/proc").join(pid.to_string()).exists()
}

/// Waits until `is_ready`, or the process ends, or `patience` does.
pub(super) fn wait_until_ready(
    process: &mut ServerProcess,
    patience: Duration,
    is_ready: impl Fn() -> bool,
) -> Result<(), &'static str> {
    let started = Instant::now();
    while !is_ready() {
        if !process.is_alive() {
            return Err("it ended");
        }
        if started.elapsed() > patience {
            return Err("it does not answer");
        }
        thread::sleep(LOOK_EVERY);
    }
    Ok(())
}

/// Starts a program that this process may have unpacked a moment ago.
///
/// A child that another thread forked meanwhile has the file open for writing until it becomes its
/// own program, and the system runs no file that is being written: `ETXTBSY`.
pub(super) fn when_not_busy<T>(mut start: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    let begun = Instant::now();
    loop {
        match start() {
            Err(error)
                if error.kind() == io::ErrorKind::ExecutableFileBusy
                    && begun.elapsed() < BUSY_PATIENCE =>
            {
                thread::sleep(LOOK_EVERY);
            }
            other => return other,
        }
    }
}

fn open_log(path: &Path) -> io::Result<File> {
    let is_long = fs::metadata(path).is_ok_and(|meta| meta.len() > LOG_LIMIT);
    let file = OpenOptions::new().create(true).append(true).open(path)?;
    if is_long {
        file.set_len(0)?;
    }
    Ok(file)
}

/// The last lines of a log, in one.
pub(super) fn last_words(log: &Path) -> String {
    let tail = || -> io::Result<String> {
        let mut file = File::open(log)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(4096)))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    let tail = tail().unwrap_or_default();
    let lines: Vec<_> = tail.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let last = &lines[lines.len().saturating_sub(4)..];
    if last.is_empty() { "it said nothing".to_owned() } else { last.join(" | ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_being_written_starts_when_it_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let program = dir.path().join("true");
        fs::copy("/bin/true", &program).unwrap();
        let writer = OpenOptions::new().append(true).open(&program).unwrap();
        let busy = Command::new(&program).spawn().unwrap_err();
        assert_eq!(busy.kind(), io::ErrorKind::ExecutableFileBusy);
        let done = thread::spawn(move || {
            thread::sleep(Duration::from_millis(100));
            drop(writer);
        });
        let log = dir.path().join("log");
        let mut server = ServerProcess::spawn(&mut Command::new(&program), &log, "true").unwrap();
        done.join().unwrap();
        server.stop(&[(Signal::KILL, Duration::from_secs(5))]);
        assert!(!server.is_alive());
    }
}
