//! How much of Whisper's window a batch takes.

use super::features::HOP;

/// Frames of 10 ms in Whisper's window of 30 s.
pub(super) const ALL_FRAMES: usize = 3_000;
/// Silence after the sound, in frames, without which Whisper repeats itself.
const MARGIN: usize = 100;
/// Sound is filled up with silence to a multiple of so many frames; the least of them is not less
/// than a clip of a second or two wants in order not to be misheard.
const STEP: usize = 50;
const LEAST: usize = 800;

/// Frames worth looking at for so many samples.
pub(super) fn frames_of(samples: usize) -> usize {
    let frames = samples.div_ceil(HOP) + MARGIN;
    frames.next_multiple_of(STEP).clamp(LEAST, ALL_FRAMES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_sound_takes_a_part_of_the_window_and_long_sound_all_of_it() {
        assert_eq!([1, 14, 28].map(|seconds| frames_of(seconds * 16_000)), [800, 1_500, 2_900]);
    }
}
