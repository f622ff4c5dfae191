//! What says that the words speak of a number that was just said.

use crate::redact::canonical::{Stop, Token};

/// What begins to say what a number was: "that's", "so steht's", "esa es".
pub(in crate::redact) fn tells(token: &Token) -> bool {
    matches!(
        token.text(),
        "that's"
            | "that"
            | "this"
            | "is"
            | "it's"
            | "isn't"
            | "was"
            | "c'est"
            | "c'etait"
            | "est"
            | "n'est"
            | "wasn't"
            | "voila"
            | "ist"
            | "steht"
            | "steht's"
            | "es"
            | "ese"
            | "esa"
            | "eso"
            | "era"
    )
}

/// Whether a sentence that begins at `at` speaks of what was said before it: "That's my PIN", "Is
/// that the card?", "Das ist die Steuernummer?", "¿Y ese seguro social es de usted?".
pub(in crate::redact) fn points_back(tokens: &[Token], at: usize) -> bool {
    const REACH: usize = 4;
    let begins = tokens.iter().skip(at).take(REACH);
    let mut is_short = false;
    for token in begins {
        match token.text() {
            "that's" | "c'est" | "c'etait" => return true,
            "that" | "this" | "das" | "ca" | "cela" | "ese" | "esa" | "eso" | "este" | "esto"
            | "those" | "these" | "esos" => return true,
            "and" | "so" | "is" | "was" | "are" | "et" | "und" | "ist" | "war" | "y" | "es"
            | "era" | "est" | "ok" | "okay" | "ah" | "also" => {}
            _ if is_short => return false,
            _ => is_short = true,
        }
        if token.stop() == Stop::Sentence {
            return false;
        }
    }
    false
}
