//! Finds Postgres's programs: on the path, where distributions put them, or in our own folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::home::Home;
use crate::local::LocalError;
use crate::local::process::when_not_busy;
use crate::local::tools::{Tool, on_path};

/// Folders of one version each: Debian's, then Red Hat's and Alpine's.
const VERSION_FOLDERS: [&str; 3] = ["/usr/lib/postgresql", "/usr", "/usr/libexec"];

/// The programs of one version.
#[derive(Debug)]
pub(super) struct Programs {
    bin: PathBuf,
}

impl Programs {
    /// Finds programs of the major version `wanted`, or the first there are.
    pub(super) fn find(home: &Home, wanted: Option<u32>) -> Result<Self, LocalError> {
        let candidates = candidates(home);
        let found = candidates.iter().find(|bin| {
            let version = version_of(bin);
            version.is_some() && (wanted.is_none() || version == wanted)
        });
        if let Some(bin) = found {
            return Ok(Self { bin: bin.clone() });
        }
        let hint = match wanted {
            Some(version) => format!(
                "the cluster in `{}` is of Postgres {version}: run `apt-get install \
                 postgresql-{version}`, or move the folder away to begin a new one",
                home.dir.display()
            ),
            None => "run `apt-get install postgresql`, or set `database.url`".to_owned(),
        };
        Err(LocalError::Missing { program: "postgres".to_owned(), hint })
    }

    /// The server's program.
    pub(super) fn postgres(&self) -> PathBuf {
        self.bin.join("postgres")
    }

    /// The program that makes a cluster.
    pub(super) fn initdb(&self) -> PathBuf {
        self.bin.join("initdb")
    }
}

/// Folders that may hold the programs, the best first.
fn candidates(home: &Home) -> Vec<PathBuf> {
    let mut candidates = Vec::new();
    if let Some(initdb) = on_path("initdb")
        && let Ok(program) = initdb.canonicalize()
        && let Some(bin) = program.parent()
    {
        candidates.push(bin.to_owned());
    }
    for folder in VERSION_FOLDERS {
        candidates.extend(newest_first(Path::new(folder)));
    }
    candidates.push(Tool::named("postgres").dir(&home.tools()).join("bin"));
    candidates
}

/// The `bin` folders under `15`, `pgsql-15` or `postgresql15`, the highest number first.
fn newest_first(folder: &Path) -> Vec<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let number = name.trim_start_matches("pgsql-").trim_start_matches("postgresql");
        if let Ok(number) = number.parse() {
            versions.push((number, entry.path()));
        }
    }
    versions.sort();
    versions.into_iter().rev().flat_map(|(_, path)| [path.join("bin"), path]).collect()
}

/// The major version of the programs in `bin`, if both that we need are there and run.
fn version_of(bin: &Path) -> Option<u32> {
    if !bin.join("initdb").is_file() {
        return None;
    }
    let said = when_not_busy(|| Command::new(bin.join("postgres")).arg("--version").output());
    let said = String::from_utf8(said.ok()?.stdout).ok()?;
    // "postgres (PostgreSQL) 15.13 (Debian 15.13-0+deb12u1)", or "18beta1" in place of the number.
    let number = said.split("PostgreSQL) ").nth(1)?;
    number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}
