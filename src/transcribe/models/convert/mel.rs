//! The mel filter bank that Whisper was trained with: triangles on Slaney's scale with Slaney's
//! norm, as librosa computes it (M. Slaney, Auditory Toolbox, 1998).

/// Samples a second.
const SAMPLE_RATE: f64 = 16_000.0;
/// Samples in a window of the Fourier transform.
const WINDOW: usize = 400;
/// The frequencies of the transform.
pub(super) const BINS: usize = WINDOW / 2 + 1;

/// The filters one after the other, each a weight for every frequency of the transform.
pub(super) fn filters(count: usize) -> Vec<f32> {
    let frequencies = evenly_spaced(0.0, SAMPLE_RATE / 2.0, BINS);
    let marks = evenly_spaced(to_mel(0.0), to_mel(SAMPLE_RATE / 2.0), count + 2);
    let edges: Vec<f64> = marks.into_iter().map(to_hertz).collect();
    let mut filters = Vec::with_capacity(count * BINS);
    for triangle in edges.windows(3) {
        let (left, middle, right) = (triangle[0], triangle[1], triangle[2]);
        let norm = 2.0 / (right - left);
        filters.extend(frequencies.iter().map(|frequency| {
            let rise = -(left - frequency) / (middle - left);
            let fall = (right - frequency) / (right - middle);
            narrow(positive(rise.min(fall)) * norm)
        }));
    }
    filters
}

/// `count` numbers from `first` to `last`.
fn evenly_spaced(first: f64, last: f64, count: usize) -> Vec<f64> {
    let step = (last - first) / (count - 1) as f64;
    let mut numbers: Vec<f64> = (0..count).map(|index| index as f64 * step + first).collect();
    numbers[count - 1] = last;
    numbers
}

/// Below 1000 Hz three mel are 200 Hz; above, 27 mel are a factor of 6.4.
fn to_mel(hertz: f64) -> f64 {
    if hertz < 1000.0 {
        hertz * 3.0 / 200.0
    } else {
        15.0 + (hertz / 1000.0).ln() * 27.0 / 6.4_f64.ln()
    }
}

fn to_hertz(mel: f64) -> f64 {
    if mel < 15.0 { mel * 200.0 / 3.0 } else { 1000.0 * ((mel - 15.0) * 6.4_f64.ln() / 27.0).exp() }
}

/// At least zero. A negative zero stays one, as where a filter begins at the first frequency: the
/// reference converter keeps it, and the file's pinned sum depends on it.
fn positive(value: f64) -> f64 {
    if value < 0.0 { 0.0 } else { value }
}

#[expect(clippy::cast_possible_truncation, reason = "the file holds 32-bit weights")]
fn narrow(weight: f64) -> f32 {
    weight as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_filter_is_one_triangle_whose_top_moves_up() {
        let filters = filters(80);
        let tops: Vec<usize> = filters
            .chunks(BINS)
            .map(|filter| {
                let top = filter.iter().copied().fold(0.0, f32::max);
                assert!(top > 0.0);
                filter.iter().position(|weight| *weight == top).unwrap()
            })
            .collect();
        assert!(tops.is_sorted() && tops.len() == 80, "{tops:?}");
    }

    #[test]
    fn the_first_weight_is_a_negative_zero() {
        let first = filters(80)[0];
        assert!(first == 0.0 && first.is_sign_negative());
    }

    #[test]
    fn the_scale_bends_at_1000_hertz_without_a_jump() {
        assert!((to_mel(999.999) - to_mel(1000.0)).abs() < 1e-4);
        assert!((to_hertz(to_mel(4321.0)) - 4321.0).abs() < 1e-6);
    }
}
