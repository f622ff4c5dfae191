//! Numbers that countries give people, said to be one, or known by their check digits.

use super::rules::CodeRule;
use crate::domain::EntityKind;
use crate::redact::canonical::Lexicon;
use crate::redact::{CodeRun, DigitCue, Strength};

pub(super) const NATIONAL_ID: CodeRule =
    CodeRule { name: "national id", kind: EntityKind::NationalId, rule };

fn rule(run: &CodeRun) -> Option<Strength> {
    let is_named = run.cue == Some(DigitCue::Of(EntityKind::NationalId))
        && matches!(run.len(), 7..=34)
        && run.digits() >= 2;
    let is_other = run.cue == Some(DigitCue::Other);
    if is_named {
        return Some(Strength::Cued);
    }
    if !is_other && (is_nino(&run.text) || is_dni(&run.text)) {
        return Some(Strength::Shape);
    }
    let is_french = run.lexicon == Lexicon::French && !is_other && is_nir(&run.text);
    is_french.then_some(Strength::Cued)
}

/// A British national insurance number: two letters, six digits, and a letter from A to D.
fn is_nino(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 9
        && bytes[..2].iter().all(|byte| b"abceghjklmnoprstwxyz".contains(byte))
        && bytes[2..8].iter().all(u8::is_ascii_digit)
        && (b'a'..=b'd').contains(&bytes[8])
}

/// A Spanish DNI, eight digits and a letter, or NIE, with X, Y or Z for the first digit: the letter
/// is given by the number modulo 23.
fn is_dni(text: &str) -> bool {
    const LETTERS: &[u8] = b"trwagmyfpdxbnjzsqvhlcke";
    let bytes = text.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    if bytes.len() != 9 || !bytes[1..8].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let first = match first {
        b'0'..=b'9' => first - b'0',
        b'x'..=b'z' => first - b'x',
        _ => return false,
    };
    let number = bytes[1..8]
        .iter()
        .fold(u32::from(first), |number, byte| number * 10 + u32::from(byte - b'0'));
    LETTERS.get((number % 23) as usize) == Some(last)
}

/// A French NIR: 13 digits, the first 1 or 2, and 97 less their remainder by 97 as a key.
fn is_nir(text: &str) -> bool {
    let is_one = text.len() == 15 && text.starts_with(['1', '2']);
    let number = text.get(..13).and_then(|number| number.parse::<u64>().ok());
    let key = text.get(13..).and_then(|key| key.parse::<u64>().ok());
    is_one && number.zip(key).is_some_and(|(number, key)| key == 97 - number % 97)
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn national_numbers_are_masked_where_they_are_said_to_be_some() {
        check(
            EntityKind::NationalId,
            &[
                ("en", "my national insurance number is {QQ 12 34 56 C}"),
                ("en", "national insurance, {Q Q, twelve, thirty-four, fifty-six, C}"),
                ("en", "your social insurance number? It's {049 732 217}"),
                ("fr", "le formulaire américain, numéro de sécurité sociale {SSN|956-34-2296}"),
                ("fr", "mon numéro de sécurité sociale est le {2 62 05 75 108 123 45}"),
                ("de", "meine Ausweisnummer ist {L01X00T47}"),
                ("es", "mi DNI es {12345678 Z}"),
                ("es", "mi NIE es {X 1234567 L}"),
                ("es", "apunte, {12345678-Z}, por favor"),
                ("es", "el {12345678 Z}"),
                ("en", "it is {AB 12 34 56 C}"),
                ("fr", "c'est le {2 55 08 14 168 025 38}"),
                ("es", "el modelo 12345678 A"),
            ],
        );
    }
}
