//! A wheel: what is pinned of it, and what lies in it.

use std::fs::{self, File, Permissions};
use std::io::{self, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use zip::ZipArchive;
use zip::read::ZipFile;

use super::{PackageError, Sha256Sum};

/// One file of a Python package, pinned.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wheel {
    /// The package's name in the index.
    pub package: String,
    /// Its version.
    pub version: String,
    /// The file's name, as pip saves it.
    pub file: String,
    /// The file's size in bytes.
    pub size_bytes: u64,
    /// The file's sum.
    pub sha256: Sha256Sum,
    /// The platform to ask pip for, where the package has one file a platform.
    #[serde(default)]
    pub platform: Option<String>,
}

impl Wheel {
    /// The package as pip takes it, such as `name==1.0`.
    #[must_use]
    pub fn requirement(&self) -> String {
        format!("{}=={}", self.package, self.version)
    }
}

/// An opened wheel whose sum was right.
pub struct WheelArchive {
    zip: ZipArchive<File>,
    file: String,
}

impl WheelArchive {
    /// Opens a file as `wheel`, if its sum is the pinned one.
    ///
    /// # Errors
    /// [`PackageError::WrongSum`], or the file can't be read as a zip.
    pub fn open(path: &Path, wheel: &Wheel) -> Result<Self, PackageError> {
        let found = Sha256Sum::of_file(path).map_err(PackageError::io(path))?;
        if found != wheel.sha256 {
            return Err(PackageError::WrongSum {
                file: wheel.file.clone(),
                expected: wheel.sha256,
                found,
            });
        }
        Self::open_checked(path)
    }

    /// Opens a wheel whose sum somebody else has found right.
    ///
    /// # Errors
    /// The file can't be read as a zip.
    pub fn open_checked(path: &Path) -> Result<Self, PackageError> {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let file = File::open(path).map_err(PackageError::io(path))?;
        match ZipArchive::new(file) {
            Ok(zip) => Ok(Self { zip, file: name }),
            Err(error) => Err(PackageError::Malformed { file: name, reason: error.to_string() }),
        }
    }

    /// Whether the wheel holds `entry`.
    #[must_use]
    pub fn holds(&mut self, entry: &str) -> bool {
        self.zip.by_name(entry).is_ok()
    }

    /// Appends `entry`'s bytes to `out`.
    ///
    /// # Errors
    /// [`PackageError::Malformed`] if it is not there or damaged.
    pub fn read_into(&mut self, entry: &str, out: &mut Vec<u8>) -> Result<(), PackageError> {
        let found = self.zip.by_name(entry);
        let result = found.map_err(|error| error.to_string()).and_then(|mut file| {
            out.reserve(usize::try_from(file.size()).unwrap_or(0));
            file.read_to_end(out).map_err(|error| error.to_string())
        });
        result.map(|_| ()).map_err(|reason| self.malformed(&format!("`{entry}`: {reason}")))
    }

    /// Unpacks all that lies under `prefix` into `into`, without the prefix, programs executable.
    ///
    /// # Errors
    /// A damaged wheel, or the disk.
    pub fn extract(&mut self, prefix: &str, into: &Path) -> Result<(), PackageError> {
        for index in 0..self.zip.len() {
            let (file, zip) = (&self.file, &mut self.zip);
            let malformed = |reason: String| PackageError::Malformed { file: file.clone(), reason };
            let mut entry = zip.by_index(index).map_err(|error| malformed(error.to_string()))?;
            // `enclosed_name` refuses paths that would leave the folder.
            let Some(name) = entry.enclosed_name() else {
                return Err(malformed("it holds a path that leads outside".to_owned()));
            };
            if let Ok(rest) = name.strip_prefix(prefix)
                && !rest.as_os_str().is_empty()
            {
                unpack(&mut entry, &into.join(rest))?;
            }
        }
        Ok(())
    }

    fn malformed(&self, reason: &str) -> PackageError {
        PackageError::Malformed { file: self.file.clone(), reason: reason.to_owned() }
    }
}

fn unpack(entry: &mut ZipFile<'_, File>, target: &PathBuf) -> Result<(), PackageError> {
    if entry.is_dir() {
        return fs::create_dir_all(target).map_err(PackageError::io(target));
    }
    let write = |entry: &mut ZipFile<'_, File>| -> io::Result<()> {
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        io::copy(entry, &mut File::create(target)?)?;
        let is_program = entry.unix_mode().is_some_and(|mode| mode & 0o100 != 0);
        fs::set_permissions(target, Permissions::from_mode(if is_program { 0o755 } else { 0o644 }))
    };
    write(entry).map_err(PackageError::io(target))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::write::SimpleFileOptions;

    use super::*;

    fn wheel_of(dir: &Path) -> (PathBuf, Wheel) {
        let path = dir.join("tool-1.0-py3-none-any.whl");
        let mut zip = zip::ZipWriter::new(File::create(&path).unwrap());
        for (name, mode) in [("tool/bin/run", 0o755), ("tool/share/note.txt", 0o644)] {
            zip.start_file(name, SimpleFileOptions::default().unix_permissions(mode)).unwrap();
            zip.write_all(name.as_bytes()).unwrap();
        }
        zip.finish().unwrap();
        let wheel = Wheel {
            package: "tool".into(),
            version: "1.0".into(),
            file: "tool-1.0-py3-none-any.whl".into(),
            size_bytes: fs::metadata(&path).unwrap().len(),
            sha256: Sha256Sum::of_file(&path).unwrap(),
            platform: None,
        };
        (path, wheel)
    }

    #[test]
    fn programs_are_unpacked_executable_and_the_rest_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let (path, wheel) = wheel_of(dir.path());
        let mut archive = WheelArchive::open(&path, &wheel).unwrap();
        archive.extract("tool", &dir.path().join("out")).unwrap();
        let mode = |name: &str| {
            fs::metadata(dir.path().join("out").join(name)).unwrap().permissions().mode() & 0o777
        };
        assert_eq!((mode("bin/run"), mode("share/note.txt")), (0o755, 0o644));
    }

    #[test]
    fn a_wheel_with_another_sum_is_not_opened() {
        let dir = tempfile::tempdir().unwrap();
        let (path, wheel) = wheel_of(dir.path());
        let mut bytes = fs::read(&path).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        fs::write(&path, bytes).unwrap();
        let error = WheelArchive::open(&path, &wheel).err().unwrap();
        assert!(matches!(error, PackageError::WrongSum { .. }), "{error}");
    }

    #[test]
    fn a_missing_entry_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let (path, wheel) = wheel_of(dir.path());
        let mut archive = WheelArchive::open(&path, &wheel).unwrap();
        let error = archive.read_into("tool/none", &mut Vec::new()).unwrap_err();
        assert!(error.to_string().contains("`tool/none`"), "{error}");
    }
}
