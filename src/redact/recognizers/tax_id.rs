//! Tax numbers: eight to fifteen letters and digits said to be one.

use super::rules::CodeRule;
use crate::domain::EntityKind;
use crate::redact::canonical::Lexicon;
use crate::redact::{CodeRun, DigitCue, Strength};

pub(super) const TAX_ID: CodeRule = CodeRule { name: "tax id", kind: EntityKind::TaxId, rule };

fn rule(run: &CodeRun) -> Option<Strength> {
    let is_tax_id = run.cue == Some(DigitCue::Of(EntityKind::TaxId))
        && matches!(run.len(), 7..=30)
        && run.digits() >= 6;
    if is_tax_id {
        return Some(Strength::Cued);
    }
    let is_german = run.lexicon == Lexicon::German && run.cue != Some(DigitCue::Other);
    let is_unnamed = matches!(run.cue, None | Some(DigitCue::Number));
    (is_german && is_unnamed && is_steuer_id(&run.text)).then_some(Strength::Shape)
}

/// A German tax number: eleven digits, the last a check digit by ISO 7064, MOD 11,10.
fn is_steuer_id(text: &str) -> bool {
    if text.len() != 11 || text.starts_with('0') || !text.bytes().all(|byte| byte.is_ascii_digit())
    {
        return false;
    }
    let product = text.bytes().take(10).fold(10_u32, |product, byte| {
        let sum = (u32::from(byte - b'0') + product) % 10;
        if sum == 0 { 20 % 11 } else { sum * 2 % 11 }
    });
    text.bytes().last().map(|byte| u32::from(byte - b'0')) == Some((11 - product) % 10)
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn tax_numbers_are_masked_where_they_are_said_to_be_some() {
        check(
            EntityKind::TaxId,
            &[
                ("en", "our tax ID is {12-3456789}"),
                ("en", "the EIN is {one two, three four five six seven eight nine}"),
                ("fr", "mon numéro fiscal est {30 23 217 600 053}"),
                ("de", "meine Steuer-ID ist {86 095 742 719}"),
                ("de", "das ist die {86 095 742 719}"),
                ("es", "mi NIF es {12345678 Z}"),
                ("en", "the tax ID for the invoice is {00-1637161}"),
                ("en", "the tax rate was 12 percent in 2019"),
            ],
        );
    }
}
