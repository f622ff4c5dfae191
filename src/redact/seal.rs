//! How a checkpoint leaves memory: sealed with a key that is made of the recording itself.
//!
//! A word that nothing marks as personal may turn out to be a name an hour later. So that it stands
//! in no database until then, not even in a row that was since written over, checkpoints can be
//! read only by who can read the recording, and so could hear it.

use std::collections::HashSet;
use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, Salt};
use ring::rand::{SecureRandom as _, SystemRandom};

use super::{Checkpoint, RedactError};

/// Says what the key is for, and the form of what is sealed.
const PURPOSE: &[u8] = b"earmark checkpoint 1";
/// A recording's bytes are taken for a secret where so many pieces of 16 bytes differ in them.
const FEWEST_PIECES: usize = 512;
const PIECE: usize = 16;
/// More than any recording's words take: what claims to be larger is not ours.
const MOST_BYTES: u64 = 256 << 20;

/// Opens and seals the checkpoints of one recording.
pub struct SealKey(LessSafeKey);

/// A checkpoint that can be kept: without the recording it can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedCheckpoint(Vec<u8>);

impl SealKey {
    /// Makes the key from bytes of a recording, always the same; `None` where they are so uniform
    /// that they might be guessed, as those of silence.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let pieces: HashSet<&[u8]> = bytes.chunks_exact(PIECE).take(1 << 16).collect();
        if pieces.len() < FEWEST_PIECES {
            return None;
        }
        let secret = Salt::new(HKDF_SHA256, PURPOSE).extract(bytes);
        let key = secret.expand(&[PURPOSE], &CHACHA20_POLY1305).ok()?;
        Some(Self(LessSafeKey::new(UnboundKey::from(key))))
    }
}

impl SealedCheckpoint {
    /// The bytes to keep.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl Checkpoint {
    /// Seals it. `basis` is all that it depends on: with another it can't be opened.
    ///
    /// # Errors
    /// [`RedactError::Seal`], which nobody should ever see.
    pub fn seal(&self, key: &SealKey, basis: &[u8]) -> Result<SealedCheckpoint, RedactError> {
        let json = serde_json::to_vec(self).map_err(|_| RedactError::Seal)?;
        let mut packer = DeflateEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(&json).map_err(|_| RedactError::Seal)?;
        let mut body = packer.finish().map_err(|_| RedactError::Seal)?;
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce).map_err(|_| RedactError::Seal)?;
        key.0
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(basis),
                &mut body,
            )
            .map_err(|_| RedactError::Seal)?;
        Ok(SealedCheckpoint([&nonce[..], &body].concat()))
    }

    /// Opens what was sealed; `None` where it was sealed for something else, or is damaged.
    #[must_use]
    pub fn open(sealed: &[u8], key: &SealKey, basis: &[u8]) -> Option<Self> {
        let (nonce, body) = sealed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut body = body.to_vec();
        let packed = key.0.open_in_place(nonce, Aad::from(basis), &mut body).ok()?;
        let mut json = Vec::new();
        DeflateDecoder::new(&*packed).take(MOST_BYTES).read_to_end(&mut json).ok()?;
        serde_json::from_slice(&json).ok()
    }
}
