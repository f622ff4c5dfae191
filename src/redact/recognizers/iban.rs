//! International bank account numbers (ISO 13616), by their check digits or said to be one.

use super::rules::CodeRule;
use crate::domain::EntityKind;
use crate::redact::digits::begins_as_iban;
use crate::redact::{CodeRun, DigitCue, Strength};

/// Norway's has 15 signs, the longest allowed 34.
const FEWEST_SIGNS: usize = 15;
const MOST_SIGNS: usize = 34;

pub(super) const IBAN: CodeRule = CodeRule { name: "iban", kind: EntityKind::Iban, rule };

fn rule(run: &CodeRun) -> Option<Strength> {
    // Whisper leaves signs out and hears others twice.
    let is_named = run.cue == Some(DigitCue::Of(EntityKind::Iban)) && matches!(run.len(), 8..=40);
    let is_valid =
        (FEWEST_SIGNS..=MOST_SIGNS).contains(&run.len()) && passes_mod_97(run.text.as_bytes());
    if is_named || is_valid {
        return Some(Strength::Cued);
    }
    (run.cue != Some(DigitCue::Other) && looks_like_one(&run.text)).then_some(Strength::Shape)
}

/// Whether it begins as one of the countries that have most of them, though a sign was misheard.
fn looks_like_one(text: &str) -> bool {
    let digits = text.bytes().skip(2).filter(u8::is_ascii_digit).count();
    begins_as_iban(text) && (FEWEST_SIGNS..=MOST_SIGNS + 6).contains(&text.len()) && digits >= 10
}

/// Whether two letters, two digits and more pass the check of ISO 7064, MOD 97-10.
fn passes_mod_97(text: &[u8]) -> bool {
    let has_head = text.len() > 4
        && text[..2].iter().all(u8::is_ascii_lowercase)
        && text[2..4].iter().all(u8::is_ascii_digit);
    let rotated = text.iter().skip(4).chain(text.iter().take(4));
    let remainder = rotated.fold(0_u32, |remainder, &byte| match byte {
        b'0'..=b'9' => (remainder * 10 + u32::from(byte - b'0')) % 97,
        _ => (remainder * 100 + u32::from(byte.saturating_sub(b'a')) + 10) % 97,
    });
    has_head && remainder == 1
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use super::passes_mod_97;
    use crate::domain::EntityKind;

    #[test]
    fn ibans_are_masked_however_they_are_said_or_written() {
        check(
            EntityKind::Iban,
            &[
                ("en", "pay it to {GB82 WEST 1234 5698 7654 32}, please"),
                ("en", "IBAN {GB82WEST12345698765432}"),
                ("de", "meine IBAN ist {D E 89, 3704 0044 0532 0130 00}"),
                (
                    "de",
                    "IBAN {D E neunundachtzig, drei sieben null vier, null null vier vier, null fünf drei zwei, null eins drei null, null null}",
                ),
                ("fr", "mon IBAN c'est {FR76 3000 6000 0112 3456 7890 189}"),
                ("es", "el IBAN es {ES 91 2100 0418 4502 0005 1332}"),
            ],
        );
        assert!(passes_mod_97(b"gb82west12345698765432"));
        assert!(!passes_mod_97(b"gb82west12345698765431"));
    }
}
