//! Whose something is, by the German genitive: "Anselms Handschrift", "das ist Wiebkes".

use std::ops::Range;

use super::name_listed::is_noun;
use super::name_somebody::{begins_clause, ends_clause, is_place, text};
use super::name_words::is_brand;
use crate::redact::Canonical;
use crate::redact::canonical::{Lexicon, Stop, Token};
use crate::redact::vocabulary::{is_common, is_demonym, is_given_name, is_role, is_surname};

/// Finds them.
pub(super) fn find(words: &Canonical) -> impl Iterator<Item = Range<usize>> + '_ {
    (0..words.tokens().len()).filter_map(move |at| owner(words, at))
}

/// A given name or a surname with the "s" of the genitive, before a noun or at the end of its clause. A
/// noun would have an article, and stand after what it owns.
fn owner(words: &Canonical, at: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    let (token, word) = (&tokens[at], tokens[at].text());
    let may_be = token.lexicon() == Lexicon::German && token.is_capital() && !token.is_upper();
    let one = word.strip_suffix("'s").or_else(|| word.strip_suffix('s')).filter(|_| may_be)?;
    let is_other = is_noun(one)
        || is_common(word)
        || is_brand(word)
        || is_brand(one)
        || is_demonym(one)
        || is_role(one)
        || is_land(one)
        || is_place(words, at);
    let is_whole = is_given_name(word) || is_surname(word);
    let is_given = is_given_name(one) && !is_common(one);
    let is_name =
        is_given || (is_surname(one) && !is_common(one) && !follows_determiner(tokens, at));
    if is_other || is_whole || !is_name || one.len() < 3 {
        return None;
    }
    let owns = token.stop() == Stop::None
        && tokens.get(at + 1).is_some_and(|next| next.is_word() && next.is_capital());
    let before = at.checked_sub(1).map_or("", |at| text(tokens, at));
    let is_theirs = !begins_clause(tokens, at)
        && ends_clause(tokens, at + 1)
        && matches!(before, "ist" | "sind" | "war" | "waren" | "das" | "nicht");
    (owns || is_theirs).then_some(at..at + 1)
}

/// "Des Meisters Werk", "eines alten Königs Krone".
fn follows_determiner(tokens: &[Token], at: usize) -> bool {
    let is_one = |at: usize| {
        let word = text(tokens, at);
        let ends = ["eines", "meines", "deines", "seines", "ihres", "unseres", "eures"];
        ends.contains(&word) || matches!(word, "des" | "dieses" | "jenes" | "jedes" | "keines")
    };
    (1..=2).filter_map(|back| at.checked_sub(back)).any(is_one)
}

/// Lands and towns that are given names too.
fn is_land(word: &str) -> bool {
    matches!(
        word,
        "israel"
            | "india"
            | "china"
            | "kenia"
            | "amerika"
            | "asia"
            | "florida"
            | "georgia"
            | "virginia"
            | "carolina"
            | "montana"
            | "austin"
            | "dallas"
            | "houston"
            | "london"
            | "paris"
            | "sofia"
            | "roma"
            | "valencia"
            | "florenz"
            | "milan"
            | "verona"
    )
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn whose_something_is_is_named_in_the_genitive() {
        check(
            EntityKind::Name,
            &[
                ("de", "Das war {Torstens} Fahrrad, nicht meins."),
                ("de", "Ich hab {Heikes} Buch verloren."),
                ("de", "Das da ist {Detlefs}."),
                ("de", "{Webers} Auto stand vor der Tür."),
                ("de", "Israels Regierung tagt, und Londons Straßen sind voll."),
                ("de", "Das ist des Meisters Werk."),
                ("de", "Das ist Erfolgs genug, des Lebens Lauf."),
            ],
        );
    }
}
