//! The words of a Whisper vocabulary as bytes.

use std::collections::HashMap;

use super::{ConvertError, Words, malformed};

/// Where the special tokens begin; whisper.cpp adds them itself.
const FIRST_SPECIAL: &str = "<|endoftext|>";

/// The vocabulary's words up to the special tokens.
pub(super) fn words(file: &Words<'_>) -> Result<Vec<Vec<u8>>, ConvertError> {
    let listed: Vec<String> = match file {
        Words::Json(bytes) => serde_json::from_slice(bytes)
            .map_err(|error| malformed(format!("the vocabulary is not a list: {error}")))?,
        Words::Lines(bytes) => str::from_utf8(bytes)
            .map_err(|_| malformed("the vocabulary is not UTF-8"))?
            .split('\n')
            .map(str::to_owned)
            .collect(),
    };
    let end = listed
        .iter()
        .position(|word| word == FIRST_SPECIAL)
        .ok_or_else(|| malformed(format!("the vocabulary has no `{FIRST_SPECIAL}`")))?;
    let bytes_of = byte_alphabet();
    let decode = |word: &String| -> Result<Vec<u8>, ConvertError> {
        let byte = |letter: char| bytes_of.get(&letter).copied();
        let bytes: Option<Vec<u8>> = word.chars().map(byte).collect();
        bytes.ok_or_else(|| malformed("the vocabulary has a letter that stands for no byte"))
    };
    listed[..end].iter().map(decode).collect()
}

/// GPT-2's alphabet: a printable character for each byte (`bytes_to_unicode` in its encoder).
fn byte_alphabet() -> HashMap<char, u8> {
    let prints = |byte: u8| matches!(byte, 33..=126 | 161..=172 | 174..=255);
    let mut next = 256_u32;
    let mut letter_of = |byte: u8| {
        if prints(byte) {
            return char::from(byte);
        }
        next += 1;
        char::from_u32(next - 1).unwrap_or(char::REPLACEMENT_CHARACTER)
    };
    (0..=255).map(|byte| (letter_of(byte), byte)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_space_is_written_as_g_with_a_dot() {
        let lines = Words::Lines("Ġthe\nĊ\n!\n<|endoftext|>\n<|en|>".as_bytes());
        assert_eq!(words(&lines).unwrap(), [b" the".to_vec(), b"\n".to_vec(), b"!".to_vec()]);
    }

    #[test]
    fn both_forms_give_the_same_words() {
        let lines = words(&Words::Lines("Ã©\na\n<|endoftext|>".as_bytes())).unwrap();
        let json = words(&Words::Json(r#"["Ã©", "a", "<|endoftext|>"]"#.as_bytes())).unwrap();
        assert_eq!(lines, json);
        assert_eq!(lines[0], "é".as_bytes());
    }

    #[test]
    fn every_byte_has_a_letter() {
        assert_eq!(byte_alphabet().len(), 256);
    }
}
