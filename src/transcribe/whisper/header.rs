//! Reads the head of a ggml Whisper file: what the model is, before whisper.cpp is given it.
//!
//! whisper.cpp ends the whole process on some mistakes, such as alignment heads of another model;
//! so which heads to use is read here rather than believed from a name.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use whisper_rs::DtwModelPreset;

/// `ggml` as a little-endian number, with which every such file begins.
const MAGIC: u32 = 0x6767_6d6c;
/// Magic, then 11 hyper-parameters (whisper.cpp, `whisper_model_load`).
const FIELDS: usize = 12;

/// What kind of model a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ModelHeader {
    vocabulary: u32,
    audio_layers: u32,
    text_heads: u32,
    text_layers: u32,
}

impl ModelHeader {
    /// Reads the file's head; the error says in words what is wrong and what to do.
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        let mut bytes = [0_u8; FIELDS * 4];
        File::open(path).and_then(|mut file| file.read_exact(&mut bytes)).map_err(|error| {
            let path = path.display();
            format!("can't read `{path}` ({error}): get it with `earmark models pull`")
        })?;
        Self::parse(&bytes).ok_or_else(|| {
            let path = path.display();
            format!("`{path}` is not a Whisper model in ggml format: pull it again")
        })
    }

    fn parse(bytes: &[u8; FIELDS * 4]) -> Option<Self> {
        let field = |index: usize| {
            let at = index * 4;
            u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
        };
        let header = Self {
            vocabulary: field(1),
            audio_layers: field(5),
            text_heads: field(8),
            text_layers: field(9),
        };
        let is_whisper = field(0) == MAGIC && (51_000..53_000).contains(&header.vocabulary);
        is_whisper.then_some(header)
    }

    /// The model's published alignment heads, if it is one of those that have them.
    pub(super) const fn alignment_heads(self) -> Option<DtwModelPreset> {
        let is_english = self.vocabulary == 51_864;
        Some(match (self.audio_layers, self.text_layers, is_english) {
            (4, 4, true) => DtwModelPreset::TinyEn,
            (4, 4, false) => DtwModelPreset::Tiny,
            (6, 6, true) => DtwModelPreset::BaseEn,
            (6, 6, false) => DtwModelPreset::Base,
            (12, 12, true) => DtwModelPreset::SmallEn,
            (12, 12, false) => DtwModelPreset::Small,
            (24, 24, true) => DtwModelPreset::MediumEn,
            (24, 24, false) => DtwModelPreset::Medium,
            (32, 4, false) => DtwModelPreset::LargeV3Turbo,
            (32, 32, false) if self.vocabulary == 51_866 => DtwModelPreset::LargeV3,
            (32, 32, false) => DtwModelPreset::LargeV2,
            _ => return None,
        })
    }

    /// How many tokens the model knows.
    pub(super) fn tokens(self) -> usize {
        usize::try_from(self.vocabulary).unwrap_or(0)
    }

    /// Whether it knows more languages than English.
    pub(super) const fn is_multilingual(self) -> bool {
        self.vocabulary > 51_864
    }

    /// How many layers the decoder has, and how many heads of attention in each.
    pub(super) fn decoder(self) -> (usize, usize) {
        let size = |field: u32| usize::try_from(field).unwrap_or(0);
        (size(self.text_layers), size(self.text_heads))
    }

    /// How many languages a multilingual model knows; its language tokens are numbered below this.
    pub(super) const fn languages(self) -> u32 {
        self.vocabulary.saturating_sub(51_766)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(fields: [u32; FIELDS]) -> [u8; FIELDS * 4] {
        let mut bytes = [0; FIELDS * 4];
        for (place, field) in bytes.chunks_exact_mut(4).zip(fields) {
            place.copy_from_slice(&field.to_le_bytes());
        }
        bytes
    }

    #[test]
    fn the_alignment_heads_follow_from_the_shape() {
        let base = head([MAGIC, 51_865, 1500, 512, 8, 6, 448, 512, 8, 6, 80, 9]);
        let header = ModelHeader::parse(&base).unwrap();
        assert!(matches!(header.alignment_heads(), Some(DtwModelPreset::Base)));
        assert_eq!(header.languages(), 99);
        let turbo = head([MAGIC, 51_866, 1500, 1280, 20, 32, 448, 1280, 20, 4, 128, 9]);
        let header = ModelHeader::parse(&turbo).unwrap();
        assert!(matches!(header.alignment_heads(), Some(DtwModelPreset::LargeV3Turbo)));
        assert_eq!(header.languages(), 100);
    }

    #[test]
    fn another_kind_of_file_is_refused_with_advice() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), vec![b'x'; 4096]).unwrap();
        assert!(ModelHeader::read(file.path()).unwrap_err().contains("pull it again"));
        std::fs::write(file.path(), b"lmgg").unwrap();
        assert!(ModelHeader::read(file.path()).unwrap_err().contains("earmark models pull"));
    }
}
