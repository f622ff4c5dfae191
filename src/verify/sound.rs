//! What the player is given, decoded again.

use std::sync::Arc;

use super::VerifyError;
use crate::decode::{DecodeOptions, Decoder, Master, MasterOptions};
use crate::domain::MediaKey;
use crate::ingest::Archive;

/// Fetches and decodes a rendition, into memory; blocks.
pub(super) fn record(
    archive: &Arc<dyn Archive>,
    media: &MediaKey,
    version: &crate::domain::ObjectVersion,
    options: &DecodeOptions,
) -> Result<Master, VerifyError> {
    let input = archive.open(media, version);
    let decoder = Decoder::open(input, media.extension().as_deref(), options)?;
    Ok(Master::record(decoder, &MasterOptions::default(), |_| {})?)
}
