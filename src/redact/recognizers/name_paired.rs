//! Who is named in one breath with somebody: "Jane and I", "mit Jana und einem aus der Buchhaltung",
//! "thanks to my boss and of course to Jane", "Hope, Dawn, the whole street".

use std::ops::Range;

use super::name::{Trust, is_title, name_at};
use super::name_listed::{follows_article, is_noun};
use super::name_somebody::{HINT, begins_clause, ends_clause, is_listed, is_month, is_place, text};
use super::name_words::is_brand;
use crate::redact::Canonical;
use crate::redact::canonical::{Lexicon, Stop};
use crate::redact::vocabulary::{
    is_also_name, is_common, is_demonym, is_function, is_given_name, is_role, is_surname,
};

/// Finds them.
pub(super) fn find(words: &Canonical) -> impl Iterator<Item = Range<usize>> + '_ {
    let tokens = words.tokens();
    let may_be = move |at: &usize| {
        let (token, word) = (&tokens[*at], tokens[*at].text());
        let is_other = is_title(word) || is_demonym(word) || is_month(word) || is_brand(word);
        token.is_word()
            && token.is_capital()
            && !token.is_upper()
            && !is_function(word)
            && !is_role(word)
            && !is_other
    };
    (0..tokens.len()).filter(may_be).filter_map(move |at| {
        with_oneself(words, at)
            .or_else(|| with_another(words, at))
            .or_else(|| thanked_too(words, at))
            .or_else(|| in_a_row(words, at))
            .or_else(|| before_initial(words, at))
    })
}

/// "Torsten und ich", "Chelo y yo", "between Jane and me".
fn with_oneself(words: &Canonical, at: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    let name = name_at(tokens, at, Trust::Titled).filter(|name| name.len() <= 2)?;
    let next = |ahead: usize| text(tokens, name.end + ahead);
    let is_me = matches!(
        (next(0), next(1)),
        ("and", "i" | "me" | "myself")
            | ("et", "moi")
            | ("und", "ich" | "mir" | "mich")
            | ("y", "yo")
    );
    let is_tied = tokens[name.end - 1].stop() == Stop::None;
    let word = tokens[at].text();
    let is_given = is_given_name(word) && !(is_common(word) && next(1) != "i");
    let is_listed_so = is_given || (is_listed(word) && !is_common(word) && !is_noun(word));
    let is_foreign = tokens[at].lexicon() != Lexicon::German;
    // Where a sentence begins, and in German anywhere, any word may have a capital.
    let is_unlisted = is_foreign && !begins_clause(tokens, at) && !is_common(word);
    let is_hinted = words.evidence(at).name >= HINT && !is_common(word);
    let is_name = is_listed_so || is_unlisted || is_hinted;
    (is_me && is_tied && is_name && !follows_article(tokens, at) && !is_place(words, at))
        .then_some(name)
}

/// "Mit Ernst und einem aus der Buchhaltung": a given name that is a noun too, beside somebody.
fn with_another(words: &Canonical, at: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    let next = |ahead: usize| text(tokens, at + ahead);
    let is_somebody = matches!(
        (next(1), next(2), next(3)),
        ("und", "einem" | "einer", "aus" | "von" | "vom" | "der" | "die" | "namens")
            | ("und", "jemandem" | "seinem" | "seiner" | "ihrem" | "ihrer", _)
    );
    let before = at.checked_sub(1).map_or("", |at| text(tokens, at));
    let is_with = matches!(before, "mit" | "von" | "bei" | "neben" | "zwischen" | "zu");
    let is_tied = tokens[at].stop() == Stop::None;
    (is_somebody && is_with && is_tied && is_given_name(text(tokens, at))).then_some(at..at + 1)
}

/// "Danke an meine Produzentin und natürlich an Gerlinde": where somebody is thanked, whoever else is.
fn thanked_too(words: &Canonical, at: usize) -> Option<Range<usize>> {
    const REACH: usize = 16;
    let tokens = words.tokens();
    let first = at.saturating_sub(REACH);
    let start = (first..at).rev().find(|&at| tokens[at].stop() == Stop::Sentence);
    let before = &tokens[start.map_or(first, |at| at + 1)..at];
    let is_thanks = before.iter().any(|token| {
        matches!(
            token.text(),
            "thanks"
                | "grace"
                | "thank"
                | "merci"
                | "remercie"
                | "remerciements"
                | "danke"
                | "dank"
                | "gracias"
                | "agradezco"
        )
    });
    let is_to = before.last().is_some_and(|token| matches!(token.text(), "to" | "a" | "an"));
    let is_whom = is_thanks && is_to && !begins_clause(tokens, at);
    let word = text(tokens, at);
    let is_known = is_given_name(word) || (is_surname(word) && !is_place(words, at));
    let name = Some(at).filter(|_| is_whom && is_known)?;
    name_at(tokens, name, Trust::Titled).filter(|name| name.len() <= 3)
}

/// "They'd all come round: Hope, Dawn, the whole street": English words that are given names too, with
/// the capital that within a sentence only names have, one after the other.
fn in_a_row(words: &Canonical, at: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    let is_alone = |at: usize| {
        let (token, word) = (&tokens[at], tokens[at].text());
        let is_name = is_given_name(word) && !is_month(word) && !is_place(words, at);
        token.is_capital() && is_name && begins_clause(tokens, at) && ends_clause(tokens, at + 1)
    };
    let is_english = tokens[at].lexicon() == Lexicon::English;
    let is_within = at > 0 && tokens[at - 1].stop() == Stop::Clause;
    let has_other = (at > 1 && tokens[at - 1].stop() == Stop::Clause && is_alone(at - 1))
        || (at + 1 < tokens.len() && tokens[at].stop() == Stop::Clause && is_alone(at + 1));
    (is_english && is_within && is_alone(at) && has_other).then_some(at..at + 1)
}

/// "Hope T. Roe": a word that is a given name too, before an initial and a surname.
fn before_initial(words: &Canonical, at: usize) -> Option<Range<usize>> {
    const LIKELY: f32 = 0.3;
    let tokens = words.tokens();
    let word = text(tokens, at);
    let (initial, last) = (tokens.get(at + 1)?, tokens.get(at + 2)?);
    let is_initial = initial.is_capital()
        && initial.is_word()
        && initial.text().chars().count() == 1
        && initial.text() != "i";
    let is_whole = last.is_word() && last.is_capital() && !last.is_upper() && last.text().len() > 2;
    let is_tied = tokens[at].stop() == Stop::None && is_whole && !is_function(last.text());
    let is_given = is_given_name(word)
        || (is_also_name(word) && is_listed(last.text()) && words.evidence(at + 2).name >= LIKELY);
    (is_initial && is_tied && is_given).then_some(at..at + 3)
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn who_is_named_in_one_breath_with_somebody_is_masked() {
        check(
            EntityKind::Name,
            &[
                ("de", "{Detlef} und ich waren in einer Klasse."),
                ("es", "{Remedios} y yo íbamos juntas al colegio."),
                ("en", "{Faith} and I took the bus."),
                ("fr", "{Solange} et moi, on partait le matin."),
                ("de", "Ich fuhr mit {Ernst} und einem von der Bank."),
                ("de", "Er sagte das mit Ernst und einem Lächeln."),
                ("de", "Dank an die Technik und besonders an {Ernst} am Pult."),
                ("fr", "Merci à l'équipe, et surtout à {Solange} au montage."),
                ("en", "Everybody came: {Hope, Faith}, half the street."),
                ("en", "The form was signed by {Faith T. Sandoval} herself."),
                ("en", "Work and I are no friends, and God and I neither."),
                ("en", "Bring Plan B Sheets, please."),
                ("de", "Der Hund und ich gehen spazieren."),
            ],
        );
    }
}
