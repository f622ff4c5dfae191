//! A run of ffmpeg or ffprobe: what it writes block by block, and how it ended. Killed on drop.

use std::io::{self, Read};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

use super::super::DecodeError;
use super::byte_server::ByteServer;
use super::words::Complaint;

/// What is read from the pipe at a time, in bytes.
const BLOCK_BYTES: usize = 64 << 10;

/// Blocks that wait for the listener; then ffmpeg waits.
const BLOCKS_AHEAD: usize = 4;

/// How often a wait looks whether the work was called off.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// How long a program may take to end once its output has.
const END_TIME: Duration = Duration::from_secs(10);

/// What is kept of the messages: their end, in bytes.
const SAID_BYTES: usize = 8192;

/// What ffmpeg answers when a signal told it to end.
const TOLD_TO_END: i32 = 255;

/// A program that reads from a byte server.
pub(super) struct Running {
    child: Child,
    blocks: Receiver<io::Result<Vec<u8>>>,
    said: Option<JoinHandle<Vec<u8>>>,
    started: Instant,
    processor: Duration,
}

impl Running {
    /// Starts `command`, which may take `processor` of time.
    pub(super) fn start(command: &mut Command, processor: Duration) -> Result<Self, DecodeError> {
        let failed = |error: io::Error| DecodeError::Crashed(format!("it does not start: {error}"));
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(failed)?;
        let (sender, blocks) = sync_channel(BLOCKS_AHEAD);
        let (output, messages) = (child.stdout.take(), child.stderr.take());
        // From here on a failure drops, and so ends, the child.
        let mut running = Self { child, blocks, said: None, started: Instant::now(), processor };
        let thread = |name: &str| std::thread::Builder::new().name(name.to_owned());
        if let Some(output) = output {
            thread("ffmpeg sound").spawn(move || pass_on(output, &sender)).map_err(failed)?;
        }
        if let Some(messages) = messages {
            let said = thread("ffmpeg words").spawn(move || last_words(messages));
            running.said = Some(said.map_err(failed)?);
        }
        Ok(running)
    }

    /// The process, for tests.
    #[cfg(test)]
    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Gives the next block of output, or `None` at its end.
    pub(super) fn next_block(
        &mut self,
        server: &ByteServer,
        patience: Duration,
    ) -> Result<Option<Vec<u8>>, DecodeError> {
        let begun = Instant::now();
        loop {
            match self.blocks.recv_timeout(LOOK_EVERY.min(patience)) {
                Ok(block) => return Ok(Some(block?)),
                Err(RecvTimeoutError::Disconnected) => return Ok(None),
                Err(RecvTimeoutError::Timeout) => (),
            }
            let is_wanted = server.is_wanted();
            if let Some(failure) = server.take_failure() {
                return Err(failure.into());
            }
            if !is_wanted || begun.elapsed() >= patience {
                let seconds = patience.as_secs();
                let problem = format!("no sound came for {seconds} seconds");
                return Err(DecodeError::LimitReached(problem));
            }
        }
    }

    /// Waits for the end, after the last block, and tells whether all went well.
    ///
    /// A failure of the source goes before all else, then what the machine did to the program.
    pub(super) fn finish(&mut self, server: &ByteServer) -> Result<(), DecodeError> {
        let status = self.wait()?;
        let said = self.said.take().and_then(|thread| thread.join().ok()).unwrap_or_default();
        if let Some(failure) = server.take_failure() {
            return Err(failure.into());
        }
        if server.is_exhausted() {
            let problem = "reading on and on gives no sound".to_owned();
            return Err(DecodeError::Malformed(problem));
        }
        self.judge(status, &String::from_utf8_lossy(&said))
    }

    fn judge(&self, status: ExitStatus, said: &str) -> Result<(), DecodeError> {
        let signal = status.signal();
        if signal.is_some() || status.code() == Some(TOLD_TO_END) {
            // At the limit of processor time the kernel tells it to end; it has a thread or two.
            if self.started.elapsed() >= self.processor / 2 {
                let seconds = self.processor.as_secs();
                let problem = format!("decoding takes more than {seconds} seconds of work");
                return Err(DecodeError::LimitReached(problem));
            }
            let how = signal.map_or("it was told to end".to_owned(), |n| format!("signal {n}"));
            return Err(DecodeError::Crashed(how));
        }
        if status.success() {
            return Ok(());
        }
        Err(match Complaint::in_words(said) {
            Complaint::NoSound => DecodeError::NoAudio,
            Complaint::Format => DecodeError::Malformed("nothing known in it".to_owned()),
            Complaint::File(words) => DecodeError::Malformed(words.to_owned()),
        })
    }

    fn wait(&mut self) -> Result<ExitStatus, DecodeError> {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            if begun.elapsed() > END_TIME {
                return Err(DecodeError::Crashed("it does not end".to_owned()));
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !matches!(self.child.try_wait(), Ok(None)) {
            return;
        }
        // The group first, while its number is certainly ours: the child is not waited for yet.
        let _ = kill_process_group(Pid::from_child(&self.child), Signal::KILL);
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Passes output on until it ends or nobody listens.
fn pass_on(mut output: impl Read, listener: &SyncSender<io::Result<Vec<u8>>>) {
    loop {
        let mut block = vec![0; BLOCK_BYTES];
        let read = match output.read(&mut block) {
            Ok(0) => return,
            Ok(count) => {
                block.truncate(count);
                Ok(block)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => Err(error),
        };
        let is_over = read.is_err();
        if listener.send(read).is_err() || is_over {
            return;
        }
    }
}

/// Reads all messages, and keeps the last.
fn last_words(mut messages: impl Read) -> Vec<u8> {
    let mut kept = Vec::new();
    let mut buffer = [0; 1024];
    while let Ok(count @ 1..) = messages.read(&mut buffer) {
        kept.extend_from_slice(&buffer[..count]);
        let surplus = kept.len().saturating_sub(SAID_BYTES);
        kept.drain(..surplus);
    }
    kept
}
