//! Plates of vehicles: four to nine letters and digits said to be one.

use super::rules::CodeRule;
use crate::domain::EntityKind;
use crate::redact::canonical::Lexicon;
use crate::redact::{CodeRun, DigitCue, Strength};

pub(super) const PLATE: CodeRule = CodeRule { name: "plate", kind: EntityKind::LicensePlate, rule };

fn rule(run: &CodeRun) -> Option<Strength> {
    let is_plate = run.cue == Some(DigitCue::Of(EntityKind::LicensePlate))
        && matches!(run.len(), 4..=16)
        && run.digits() >= 1
        && !is_year(&run.text)
        // "The van has done 120,000".
        && !(run.is_weakly_named && run.digits() == run.len());
    let is_shaped = run.cue != Some(DigitCue::Other)
        && match run.lexicon {
            Lexicon::Spanish => is_spanish(&run.text),
            Lexicon::French => is_french(&run.text),
            _ => false,
        };
    if is_plate {
        return Some(Strength::Cued);
    }
    is_shaped.then_some(Strength::Shape)
}

/// Four digits and three consonants: "1234 BCD".
fn is_spanish(text: &str) -> bool {
    let is_consonant = |byte: &u8| b"bcdfghjklmnprstvwxyz".contains(byte);
    let bytes = text.as_bytes();
    bytes.len() == 7
        && bytes[..4].iter().all(u8::is_ascii_digit)
        && bytes[4..].iter().all(is_consonant)
}

/// Two letters, three digits and two letters: "AB-123-CD".
fn is_french(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 7
        && bytes[2..5].iter().all(u8::is_ascii_digit)
        && [&bytes[..2], &bytes[5..]].iter().all(|part| part.iter().all(u8::is_ascii_lowercase))
}

/// "The registration documents of 2022".
fn is_year(text: &str) -> bool {
    text.len() == 4 && text.parse::<u32>().is_ok_and(|year| (1900..2100).contains(&year))
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn plates_are_masked_where_they_are_said_to_be_some() {
        check(
            EntityKind::LicensePlate,
            &[
                ("de", "das Kennzeichen war {HH YK 676}."),
                ("en", "the license plate is {7ABC123}"),
                ("en", "plate number {bravo delta five one, sierra mike romeo}"),
                ("fr", "la plaque, c'est {AB-123-CD}"),
                ("de", "das Kennzeichen ist {M AB 1234}"),
                ("es", "la matrícula es {1234 BCD}"),
                ("en", "a plate of 12 oysters"),
            ],
        );
    }
}
