//! For tests of servers: a process that starts one and is killed, and a look at who runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const WORD: &str = "starter.word";

/// A process of its own that starts a server in a folder and waits to be killed.
pub(super) struct Starter {
    child: Child,
    dir: PathBuf,
}

impl Starter {
    /// Runs this test program again for one ignored test, in `dir`.
    pub(super) fn run(test: &str, dir: &Path) -> Self {
        fs::write(dir.join(WORD), "").unwrap();
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", test])
            .current_dir(dir)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        Self { child, dir: dir.to_owned() }
    }

    /// What that test does: starts a server, says a word about it, and waits.
    pub(super) fn be<S>(start: impl FnOnce(&Path) -> (String, S)) {
        let dir = std::env::current_dir().unwrap();
        if !dir.join(WORD).exists() {
            return; // Run by hand, without the other half.
        }
        let (word, _server) = start(&dir);
        fs::write(dir.join("word.new"), word).unwrap();
        fs::rename(dir.join("word.new"), dir.join(WORD)).unwrap();
        thread::sleep(Duration::from_secs(120));
    }

    /// The word, once it is said.
    pub(super) fn wait_for_word(&self) -> String {
        let started = Instant::now();
        loop {
            let word = fs::read_to_string(self.dir.join(WORD)).unwrap_or_default();
            if !word.is_empty() {
                return word;
            }
            assert!(started.elapsed().as_secs() < 110, "the starter said nothing");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Kills it, without a chance to clear up.
    pub(super) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// The processes that have `argument` among their arguments.
pub(super) fn processes_with(argument: &Path) -> Vec<i32> {
    let wanted = argument.as_os_str().as_encoded_bytes();
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc").unwrap().flatten() {
        let Ok(pid) = entry.file_name().to_string_lossy().parse() else { continue };
        let arguments = fs::read(entry.path().join("cmdline")).unwrap_or_default();
        if arguments.split(|byte| *byte == 0).any(|argument| argument == wanted) {
            found.push(pid);
        }
    }
    found
}
