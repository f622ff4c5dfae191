//! Years of birth by themselves: "Jahrgang? Achtundfünfzig", "soy del cincuenta y ocho", and those in
//! which a thing came about, which are none: "le syndicat est né en 1936".

use std::ops::Range;

use super::age_cues;
use crate::redact::canonical::{Stop, Token};
use crate::redact::cues::Mention;
use crate::redact::dates::{Date, date_at};
use crate::redact::vocabulary::{is_function, is_given_name, is_role};

/// Finds years of two digits of which somebody is: "ich bin Jahrgang 58", "je suis de 58".
pub(super) fn told(tokens: &[Token]) -> impl Iterator<Item = Range<usize>> + '_ {
    (2..tokens.len()).filter_map(move |at| {
        let of_year = matches!(tokens[at - 1].text(), "jahrgang" | "annee" | "l'annee" | "ano");
        let from = matches!(tokens[at - 1].text(), "del" | "de");
        let is_of = (of_year || from) && tokens[at - 1].stop() == Stop::None;
        let is_told = is_of && is_short_year(tokens, at) && is_somebody(tokens, at - 1);
        let whole = || whole_year(tokens, at).filter(|_| is_of && is_somebody(tokens, at - 1));
        let short = (is_told || is_before_born(tokens, at)).then_some(at..at + 1);
        short.or_else(whole).or_else(|| of_child(tokens, at))
    })
}

/// A year of four digits that ends its clause: "soy del mil novecientos sesenta".
fn whole_year(tokens: &[Token], at: usize) -> Option<Range<usize>> {
    let end = end_of_year(tokens, at)?;
    let ends = end == tokens.len() || tokens[end - 1].stop() != Stop::None;
    ends.then_some(at..end)
}

/// Where a year that begins there ends, if it is no more than a year.
fn end_of_year(tokens: &[Token], at: usize) -> Option<usize> {
    let is_year = |date: &Date| date.day.is_none() && date.month.is_none();
    date_at(tokens, at).filter(is_year).map(|date| date.end)
}

/// "I'm a 1946 baby", "she's a 61 kid".
fn of_child(tokens: &[Token], at: usize) -> Option<Range<usize>> {
    let is_article = matches!(tokens[at - 1].text(), "a" | "an" | "un" | "une" | "ein" | "una");
    let is_being = matches!(
        tokens[at - 2].text(),
        "i'm" | "am" | "he's" | "she's" | "you're" | "is" | "was" | "suis" | "est" | "soy" | "es"
    );
    let short = || is_two_digits(tokens, at).then_some(at + 1);
    if !is_article || !is_being {
        return None;
    }
    let end = end_of_year(tokens, at).or_else(short)?;
    let is_child = |token: &Token| matches!(token.text(), "baby" | "kid" | "child" | "bebe");
    tokens.get(end).is_some_and(is_child).then_some(at..end)
}

/// Whether somebody is, as in "ich bin", close before `end`.
fn is_somebody(tokens: &[Token], end: usize) -> bool {
    const REACH: usize = 4;
    let before = tokens[end.saturating_sub(REACH)..end].iter().rev();
    let sentence = || before.clone().take_while(|token| token.stop() != Stop::Sentence);
    let is_self = |token: &Token| {
        matches!(
            token.text(),
            "soy" | "eres" | "somos" | "suis" | "sommes" | "j'suis" | "etes" | "bin" | "bist"
        )
    };
    let is_third = |token: &Token| {
        matches!(token.text(), "es" | "era" | "est" | "etait" | "ist" | "war" | "son" | "sind")
    };
    sentence().any(is_self) || (sentence().any(is_third) && sentence().any(is_kin))
}

/// Two digits that end what is said, and may be a year of birth.
fn is_short_year(tokens: &[Token], at: usize) -> bool {
    let ends = at + 1 == tokens.len() || tokens[at].stop() != Stop::None;
    let is_alone = at == 0 || !tokens[at - 1].is_digits();
    let goes_on = tokens.get(at + 1).is_some_and(Token::is_digits);
    ends && is_alone && !goes_on && is_two_digits(tokens, at)
}

fn is_two_digits(tokens: &[Token], at: usize) -> bool {
    const YEARS: std::ops::RangeInclusive<u32> = 20..=99;
    let year = tokens[at].text().parse::<u32>().ok().filter(|_| tokens[at].is_digits());
    year.is_some_and(|year| YEARS.contains(&year))
}

/// The two digits that answer a question for a birth: "De quelle année? // Quarante-sept".
pub(super) fn answer(tokens: &[Token], mention: &Mention) -> Option<Range<usize>> {
    const MOST_BEFORE: usize = 2;
    const REACH: usize = 8;
    let start = if mention.is_heard() {
        mention.end
    } else {
        let last = tokens.len().min(mention.end + REACH);
        let asked = (mention.end - 1..last).find(|&at| tokens[at].is_question())?;
        asked + 1
    };
    let last = tokens.len().min(start + MOST_BEFORE + 1);
    let at = (start..last).find(|&at| !is_function(tokens[at].text()))?;
    (mention.asks && is_short_year(tokens, at)).then_some(at..at + 1)
}

/// The two digits right after one is said to be born: "I was born in '54", "né en cinquante-neuf".
pub(super) fn short_after(tokens: &[Token], mention: &Mention) -> Option<Range<usize>> {
    const MOST_BEFORE: usize = 2;
    let last = tokens.len().min(mention.end + MOST_BEFORE + 1);
    let is_said = mention.end > mention.start && tokens[mention.end - 1].stop() == Stop::None;
    let is_in = |token: &Token| {
        matches!(
            token.text(),
            "in" | "en" | "el" | "im" | "jahr" | "jahre" | "ano" | "anno" | "l'an"
        )
    };
    let at = (mention.end..last).find(|&at| !is_in(&tokens[at])).filter(|_| is_said)?;
    let has_link = tokens[mention.end - 1..at].iter().any(is_in);
    let is_person = !is_of_thing(tokens, mention.start);
    (has_link && is_person && is_short_year(tokens, at)).then_some(at..at + 1)
}

/// "Ich bin 59 geboren", "mein Großvater ist 1898 geboren".
fn is_before_born(tokens: &[Token], at: usize) -> bool {
    const YEARS: std::ops::RangeInclusive<u32> = 1850..=2060;
    let year = tokens[at].text().parse::<u32>().ok().filter(|_| tokens[at].is_digits());
    let is_year = is_two_digits(tokens, at) || year.is_some_and(|year| YEARS.contains(&year));
    let is_born = tokens.get(at + 1).is_some_and(|next| next.text() == "geboren");
    let before = tokens[at.saturating_sub(4)..at].iter().rev();
    let mut sentence = before.take_while(|token| token.stop() != Stop::Sentence);
    let is_who = |token: &Token| {
        is_kin(token) || matches!(token.text(), "ich" | "er" | "sie" | "wir" | "du")
    };
    is_year && is_born && tokens[at].stop() == Stop::None && sentence.any(is_who)
}

/// Whether what was born, as said before `at`, is a thing: an article or the like and a word that is
/// nobody.
pub(super) fn is_of_thing(tokens: &[Token], at: usize) -> bool {
    const REACH: usize = 7;
    let before = tokens[at.saturating_sub(REACH)..at].iter().rev();
    let clause: Vec<&Token> = before.take_while(|token| token.stop() != Stop::Sentence).collect();
    let is_person = |token: &&&Token| is_kin(token) || is_pronoun(token.text());
    // "C'est né en 1968, cette histoire".
    if clause.first().is_some_and(|word| matches!(word.text(), "c'est" | "ca" | "cela")) {
        return true;
    }
    let subject = clause.iter().position(|token| !is_function(token.text()));
    let Some(subject) = subject.filter(|_| !clause.iter().any(|token| is_person(&token))) else {
        return false;
    };
    let has_article = clause.get(subject + 1).is_some_and(|word| is_determiner(word.text()));
    let is_elided = clause[subject].text().starts_with("l'");
    has_article || is_elided
}

fn is_determiner(word: &str) -> bool {
    matches!(
        word,
        "le" | "la"
            | "un"
            | "une"
            | "ce"
            | "cet"
            | "cette"
            | "notre"
            | "votre"
            | "leur"
            | "mon"
            | "ma"
            | "el"
            | "una"
            | "este"
            | "esta"
            | "ese"
            | "esa"
            | "nuestro"
            | "nuestra"
            | "su"
            | "mi"
            | "tu"
    )
}

fn is_pronoun(word: &str) -> bool {
    matches!(
        word,
        "je" | "tu" | "il" | "elle" | "on" | "nous" | "vous" | "yo" | "ella" | "usted" | "j'etais"
    )
}

fn is_kin(token: &Token) -> bool {
    let word = token.text().strip_prefix("l'").unwrap_or_else(|| token.text());
    age_cues::is_kin(token.lexicon(), word) || is_role(word) || is_given_name(word)
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn years_of_birth_are_masked_where_somebody_is_of_them() {
        check(
            EntityKind::DateOfBirth,
            &[
                ("de", "Ich bin Jahrgang {achtundfünfzig}."),
                ("de", "Jahrgang? {Dreizehnten achten zweiundsechzig}, ganz genau."),
                ("fr", "Je suis de {cinquante-huit}, moi."),
                ("fr", "Vous êtes de quelle année? {Quarante-sept}."),
                ("es", "Soy del {cincuenta y ocho}."),
                ("es", "¿De qué año es usted? Del {seis de octubre de 1943}."),
                ("en", "Which year were you born in? {Sixty-two}."),
                ("en", "I was born in {fifty-four}, the year of the big flood."),
                ("fr", "Je suis né en {cinquante-neuf}."),
                ("de", "Ich bin {neunundfünfzig} geboren."),
                ("de", "Mein Großvater ist {1898} geboren, der war im Krieg."),
                ("es", "Yo nací en el {cincuenta y nueve}."),
                ("fr", "C'est né en 1968, cette histoire."),
                ("fr", "Mon père est né en {1936}."),
                ("es", "Mi abuela paterna nació en {1911}."),
                ("fr", "Le syndicat est né en 1936, dans une cuisine."),
                ("fr", "L'idée est née en 2015, dans un train."),
                ("es", "El sindicato nació en mil novecientos treinta y siete."),
                ("es", "El tren sale del 58."),
                ("de", "Der Wein ist Jahrgang 58."),
            ],
        );
    }
}
