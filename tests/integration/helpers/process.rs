//! The real binary as a child process.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A running `earmark`; it is ended when this goes.
pub struct Earmark {
    child: Child,
    /// Held open: waiting for a child closes its own end, and it would stop at once.
    _stdin: ChildStdin,
    lines: Receiver<String>,
    /// Everything that it wrote to standard error.
    pub log: Arc<Mutex<String>>,
}

impl Earmark {
    pub fn start(arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_earmark"))
            .args(arguments)
            .envs(environment.iter().copied())
            .env("EARMARK_STOP_WITH_STDIN", "1")
            // The process ends by itself when the tests' end of this pipe is gone.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary was built by cargo");
        let (sender, lines) = mpsc::channel();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            stdout.lines().map_while(Result::ok).for_each(|line| drop(sender.send(line)));
        });
        let log = Arc::new(Mutex::new(String::new()));
        let (written, mut stderr) = (Arc::clone(&log), child.stderr.take().unwrap());
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = stderr.read(&mut buffer) {
                written.lock().unwrap().push_str(&String::from_utf8_lossy(&buffer[..count]));
            }
        });
        let stdin = child.stdin.take().unwrap();
        Self { child, _stdin: stdin, lines, log }
    }

    /// Waits for a line that `pick` takes something from.
    pub fn line<T>(&mut self, seconds: u64, pick: impl Fn(&str) -> Option<T>) -> T {
        let deadline = Instant::now() + Duration::from_secs(seconds);
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(line) => {
                    if let Some(found) = pick(&line) {
                        return found;
                    }
                }
                Err(_) => panic!("the line did not come; its log:\n{}", self.log.lock().unwrap()),
            }
        }
    }

    /// Waits for the address that the page is served on, as `http://127.0.0.1:PORT`.
    pub fn address(&mut self, seconds: u64) -> String {
        self.line(seconds, |line| {
            let start = line.find("http://")?;
            Some(line[start..].split_whitespace().next()?.trim_end_matches('/').to_owned())
        })
    }

    /// Waits for its end: status (-1 for a signal), the lines not yet read, standard error.
    pub fn wait(mut self) -> (i32, String, String) {
        let status = self.child.wait().unwrap().code().unwrap_or(-1);
        let lines: Vec<String> = self.lines.iter().collect();
        std::thread::sleep(Duration::from_millis(50));
        let log = self.log.lock().unwrap().clone();
        (status, lines.join("\n"), log)
    }

    /// Waits for its end and gives, beside the status and its log, the most memory that it held,
    /// in MiB, children left out.
    pub fn wait_and_weigh(mut self) -> (i32, String, u64) {
        let file = format!("/proc/{}/status", self.child.id());
        let mut peak = 0;
        let status = loop {
            let text = std::fs::read_to_string(&file).unwrap_or_default();
            let line = text.lines().find(|line| line.starts_with("VmHWM"));
            let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
            peak = peak.max(kib.unwrap_or(0) / 1024);
            if let Some(status) = self.child.try_wait().unwrap() {
                break status.code().unwrap_or(-1);
            }
            std::thread::sleep(Duration::from_millis(20));
        };
        (status, self.log.lock().unwrap().clone(), peak)
    }

    /// Ends it as a power cut would.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Asks it to end, as Ctrl-C does, and gives its status.
    pub fn interrupt(mut self) -> i32 {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
        self.child.wait().unwrap().code().unwrap_or(-1)
    }
}

impl Drop for Earmark {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Runs the binary to its end: status, stdout, stderr.
pub fn earmark(arguments: &[&str]) -> (i32, String, String) {
    Earmark::start(arguments, &[]).wait()
}
