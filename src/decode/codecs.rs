//! Which codecs are decoded, and by what.

use std::sync::LazyLock;

use symphonia::core::codecs::audio::well_known::{CODEC_ID_AAC, CODEC_ID_OPUS, CODEC_ID_VORBIS};
use symphonia::core::codecs::audio::{
    AudioCodecId, AudioCodecParameters, AudioDecoder, AudioDecoderOptions,
};
use symphonia::core::codecs::registry::CodecRegistry;
use symphonia::core::errors::Result;
use symphonia_adapter_libopus::OpusDecoder;

static CODECS: LazyLock<CodecRegistry> = LazyLock::new(|| {
    let mut registry = CodecRegistry::new();
    symphonia::default::register_enabled_codecs(&mut registry);
    registry.register_audio_decoder::<OpusDecoder>();
    registry
});

/// The rate that Opus is always decoded at (RFC 7845 5.1), whatever the header names.
const OPUS_RATE: u32 = 48_000;

/// Where the pre-skip lies in an `OpusHead` (RFC 7845 5.1).
const OPUS_PRE_SKIP: std::ops::Range<usize> = 10..12;

/// Whether there is a decoder for a codec.
pub(super) fn is_known(codec: AudioCodecId) -> bool {
    CODECS.get_audio_decoder(codec).is_some()
}

/// Whether the decoder itself drops what lies before the sound's beginning.
pub(super) fn trims_itself(codec: AudioCodecId) -> bool {
    // Vorbis packets overlap: only the decoder knows what the first one holds.
    codec == CODEC_ID_VORBIS
}

/// The samples before the sound's beginning that an `OpusHead` names.
pub(super) fn opus_pre_skip(params: &AudioCodecParameters) -> Option<u32> {
    let head = params.extra_data.as_deref().filter(|_| params.codec == CODEC_ID_OPUS)?;
    let bytes = head.get(OPUS_PRE_SKIP)?.try_into().ok()?;
    Some(u16::from_le_bytes(bytes).into())
}

/// Makes the decoder for a track.
pub(super) fn make_decoder(params: &AudioCodecParameters) -> Result<Box<dyn AudioDecoder>> {
    let mut params = params.clone();
    if params.codec == CODEC_ID_OPUS {
        params.sample_rate = Some(OPUS_RATE);
        // The adapter would drop the pre-skip from the first packet only, and it may be longer:
        // the timeline drops it.
        if let Some(bytes) = params.extra_data.as_deref_mut().and_then(|h| h.get_mut(OPUS_PRE_SKIP))
        {
            bytes.fill(0);
        }
    }
    if params.codec == CODEC_ID_AAC {
        let core = params.extra_data.as_deref().and_then(aac_core_config);
        params.extra_data = core.or(params.extra_data);
    }
    let options = AudioDecoderOptions::default().gapless(trims_itself(params.codec));
    CODECS.make_audio_decoder(&params, &options)
}

/// The configuration of the AAC-LC core of an HE-AAC stream (ISO 14496-3 1.6.2.1).
///
/// HE-AAC is AAC-LC at half the rate plus a recipe for the upper half of the spectrum. The core
/// alone holds all of speech, and it is all that symphonia decodes.
fn aac_core_config(config: &[u8]) -> Option<Box<[u8]>> {
    const LC: u64 = 2;
    const SBR: u64 = 5;
    const PS: u64 = 29;
    const LITERAL_RATE: u64 = 15;

    let mut padded = [0; 8];
    let held = config.len().min(8);
    padded[..held].copy_from_slice(&config[..held]);
    let bits = u64::from_be_bytes(padded);
    let field = |at: u32, width: u32| bits << at >> (64 - width);

    let (kind, rate, channels) = (field(0, 5), field(5, 4), field(9, 4));
    // After the channels: the extended rate and the core's kind (HE), or the core's own flags (LC).
    let (core, flags) = match kind {
        SBR | PS if field(13, 4) != LITERAL_RATE => (field(17, 5), field(22, 3)),
        LC => (LC, field(13, 3)),
        _ => return None,
    };
    if core != LC || rate == LITERAL_RATE {
        return None;
    }
    let word = u16::try_from(LC << 11 | rate << 7 | channels << 3 | flags).ok()?;
    Some(word.to_be_bytes().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn he_aac_is_decoded_by_its_core() {
        // HE-AAC v1: SBR, 22.05 kHz core, stereo, 44.1 kHz, LC.
        assert_eq!(aac_core_config(&[0x2b, 0x92, 0x08, 0x00]).as_deref(), Some(&[0x13, 0x90][..]));
        // Plain LC at 44.1 kHz, stereo, with a backward-compatible SBR extension behind it.
        let extended = [0x12, 0x10, 0x56, 0xe5, 0x00];
        assert_eq!(aac_core_config(&extended).as_deref(), Some(&[0x12, 0x10][..]));
        assert_eq!(aac_core_config(&[]), None);
    }
}
