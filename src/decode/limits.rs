//! How much a single recording may ask of the machine.

use std::time::Duration;

use super::DecodeError;

/// Bounds that hold whatever a file claims about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecodeLimits {
    /// The longest recording.
    pub max_duration: Duration,
    /// The most channels.
    pub max_channels: u16,
    /// The highest rate, in samples a second.
    pub max_sample_rate: u32,
    /// How many times as big as the file its sound may be, counted in samples of 16 bits.
    pub max_expansion: u32,
    /// How long ffmpeg may work without any sound coming of it.
    pub stall: Duration,
}

/// Sound that no file is too small for, in bytes: short silences may take next to none.
const EXPANSION_FLOOR: u64 = 64 << 20;

/// Below this rate, in samples a second, no speech is left: such a claim is damage.
const MIN_SAMPLE_RATE: u32 = 1_000;

/// Fewer bits a second than any sound takes: a length that would need fewer is not believed.
const MIN_PLAUSIBLE_BITRATE: u64 = 200;

impl Default for DecodeLimits {
    fn default() -> Self {
        Self {
            max_duration: Duration::from_secs(12 * 3600),
            max_channels: 16,
            max_sample_rate: 384_000,
            // Silence is what takes least: in FLAC 1/1200 of its size, in AMR 1/320.
            max_expansion: 2_000,
            stall: Duration::from_secs(60),
        }
    }
}

impl DecodeLimits {
    /// Checks a rate and a number of channels that a header claims or a decoder gives.
    pub(super) fn check_format(&self, rate: u32, channels: usize) -> Result<(), DecodeError> {
        if channels == 0 {
            return Err(DecodeError::Malformed("it has no channels".to_owned()));
        }
        if rate < MIN_SAMPLE_RATE {
            return Err(DecodeError::Malformed(format!("a sample rate of `{rate}` Hz")));
        }
        if channels > usize::from(self.max_channels) {
            let max = self.max_channels;
            return Err(DecodeError::LimitReached(format!("`{channels}` channels, at most {max}")));
        }
        if rate > self.max_sample_rate {
            let max = self.max_sample_rate;
            return Err(DecodeError::LimitReached(format!("`{rate}` Hz, at most {max} Hz")));
        }
        Ok(())
    }

    /// Checks the length so far, in samples at `rate`.
    pub(super) fn check_length(&self, samples: u64, rate: u32) -> Result<(), DecodeError> {
        if u128::from(samples) * 1000 > self.max_duration.as_millis() * u128::from(rate) {
            return Err(self.too_long());
        }
        Ok(())
    }

    /// Checks the length that a header claims for a file of `byte_len` bytes.
    ///
    /// Writers that stream put the largest number there is, so a claim that the bytes can't hold
    /// is left to the check while decoding.
    pub(super) fn check_claim(&self, claim: Duration, byte_len: u64) -> Result<(), DecodeError> {
        if claim > self.max_duration && is_plausible(claim, byte_len) {
            return Err(self.too_long());
        }
        Ok(())
    }

    /// Checks how much sound came of a file of `byte_len` bytes: `samples` of each channel.
    pub(super) fn check_expansion(
        &self,
        samples: u64,
        channels: u16,
        byte_len: u64,
    ) -> Result<(), DecodeError> {
        let decoded = samples.saturating_mul(2 * u64::from(channels));
        let max = byte_len.saturating_mul(self.max_expansion.into()).max(EXPANSION_FLOOR);
        if decoded > max {
            let times = self.max_expansion;
            let problem = format!("its sound is more than {times} times as big as the file");
            return Err(DecodeError::LimitReached(problem));
        }
        Ok(())
    }

    fn too_long(&self) -> DecodeError {
        let minutes = self.max_duration.as_secs() / 60;
        DecodeError::LimitReached(format!("it is longer than {minutes} minutes"))
    }
}

/// Whether `byte_len` bytes can hold sound for so long.
pub(super) fn is_plausible(claim: Duration, byte_len: u64) -> bool {
    byte_len.saturating_mul(8) / MIN_PLAUSIBLE_BITRATE >= claim.as_secs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_that_the_bytes_cannot_hold_is_left_to_the_decoding() {
        let limits = DecodeLimits::default();
        let week = Duration::from_secs(7 * 24 * 3600);
        assert!(limits.check_claim(week, 1_000_000).is_ok());
        assert!(matches!(
            limits.check_claim(week, 1_000_000_000),
            Err(DecodeError::LimitReached(_))
        ));
    }

    #[test]
    fn the_length_is_checked_in_samples() {
        let limits = DecodeLimits { max_duration: Duration::from_secs(1), ..Default::default() };
        assert!(limits.check_length(16_000, 16_000).is_ok());
        assert!(limits.check_length(16_017, 16_000).is_err());
    }

    #[test]
    fn a_small_file_that_becomes_a_flood_is_stopped() {
        let limits = DecodeLimits { max_expansion: 10, ..Default::default() };
        let floor_samples = EXPANSION_FLOOR / 4;
        assert!(limits.check_expansion(floor_samples, 2, 100).is_ok());
        assert!(limits.check_expansion(floor_samples + 1, 2, 100).is_err());
        assert!(limits.check_expansion(floor_samples + 1, 2, EXPANSION_FLOOR).is_ok());
        assert!(limits.check_expansion(u64::MAX, 2, u64::MAX).is_ok());
    }
}
