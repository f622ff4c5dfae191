//! Takes accents, case and look-alikes out of text, so that one spelling matches all.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A folded character and whether it was a capital.
#[derive(Clone, Copy)]
pub(super) struct Folded {
    pub(super) char: char,
    pub(super) is_capital: bool,
}

/// Folds: compatibility forms (NFKD), no combining marks and invisible characters, lower case,
/// ASCII quotes, hyphens and digits, `ß` as `ss`.
pub(super) fn fold(text: &str) -> Vec<Folded> {
    let mut folded = Vec::with_capacity(text.len());
    for char in text.nfkd().filter(|&char| !is_combining_mark(char) && !is_invisible(char)) {
        let is_capital = char.is_uppercase();
        match simplified(char) {
            'ß' => folded.extend(['s', 's'].map(|char| Folded { char, is_capital })),
            char => folded.extend(char.to_lowercase().map(|char| Folded { char, is_capital })),
        }
    }
    folded
}

/// Folds text to text.
pub(in crate::redact) fn fold_text(text: &str) -> String {
    fold(text).into_iter().map(|folded| folded.char).collect()
}

/// Zero-width and direction characters, and the soft hyphen.
const fn is_invisible(char: char) -> bool {
    matches!(char, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn simplified(char: char) -> char {
    match char {
        '\u{2018}' | '\u{2019}' | '\u{02bc}' | '\u{00b4}' | '`' => '\'',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        'ẞ' => 'ß',
        _ => decimal_digit(char).unwrap_or(char),
    }
}

/// The ASCII digit for a decimal digit of the scripts that Whisper writes.
fn decimal_digit(char: char) -> Option<char> {
    const ZEROS: [u32; 11] =
        [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0e50];
    let code = u32::from(char);
    let zero = ZEROS.into_iter().find(|&zero| (zero..zero + 10).contains(&code))?;
    char::from_digit(code - zero, 10)
}

#[cfg(test)]
mod tests {
    use super::fold_text;

    #[test]
    fn accents_case_and_look_alikes_fold_away() {
        assert_eq!(fold_text("He\u{301}LÈNE’s"), "helene's");
        assert_eq!(fold_text("heiße ＨＩ ٤"), "heisse hi 4");
        assert_eq!(fold_text("a\u{200b}b\u{ad}c‑d"), "abc-d");
        assert_eq!(fold_text(""), "");
    }
}
