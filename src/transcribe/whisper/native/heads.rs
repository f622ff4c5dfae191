//! The heads of cross attention that follow the sound, by which words get their times (OpenAI's
//! `_ALIGNMENT_HEADS`, in the reading of whisper.cpp's `g_aheads_*`).

use whisper_rs::DtwModelPreset;

use super::super::header::ModelHeader;

/// Layer and head.
type Heads = &'static [[usize; 2]];

const TINY_EN: Heads = &[[1, 0], [2, 0], [2, 5], [3, 0], [3, 1], [3, 2], [3, 3], [3, 4]];
const TINY: Heads = &[[2, 2], [3, 0], [3, 2], [3, 3], [3, 4], [3, 5]];
const BASE_EN: Heads = &[[3, 3], [4, 7], [5, 1], [5, 5], [5, 7]];
const BASE: Heads = &[[3, 1], [4, 2], [4, 3], [4, 7], [5, 1], [5, 2], [5, 4], [5, 6]];
const SMALL: Heads =
    &[[5, 3], [5, 9], [8, 0], [8, 4], [8, 7], [8, 8], [9, 0], [9, 7], [9, 9], [10, 5]];
const MEDIUM: Heads = &[[13, 15], [15, 4], [15, 15], [16, 1], [20, 0], [23, 4]];
const LARGE_V3: Heads =
    &[[7, 0], [10, 17], [12, 18], [13, 12], [16, 1], [17, 14], [19, 11], [21, 4], [24, 1], [25, 6]];
const LARGE_V3_TURBO: Heads = &[[2, 4], [2, 11], [3, 3], [3, 6], [3, 11], [3, 14]];

/// The model's heads; all of the later half of its layers where none are published or listed here,
/// as OpenAI does.
pub(super) fn of(header: ModelHeader) -> Vec<[usize; 2]> {
    let known = match header.alignment_heads() {
        Some(DtwModelPreset::TinyEn) => TINY_EN,
        Some(DtwModelPreset::Tiny) => TINY,
        Some(DtwModelPreset::BaseEn) => BASE_EN,
        Some(DtwModelPreset::Base) => BASE,
        Some(DtwModelPreset::Small) => SMALL,
        Some(DtwModelPreset::Medium) => MEDIUM,
        Some(DtwModelPreset::LargeV3) => LARGE_V3,
        Some(DtwModelPreset::LargeV3Turbo) => LARGE_V3_TURBO,
        _ => &[],
    };
    if !known.is_empty() {
        return known.to_vec();
    }
    let (layers, heads) = header.decoder();
    (layers / 2..layers).flat_map(|layer| (0..heads).map(move |head| [layer, head])).collect()
}
