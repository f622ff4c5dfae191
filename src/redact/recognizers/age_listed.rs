//! Ages after the number of those who are of them: "Two, five and nine", "trois filles, 4, 6 et 9 ans".

use crate::domain::EntityKind;
use crate::redact::canonical::{Stop, Token};
use crate::redact::{Canonical, Found, Strength};

/// Nobody tells the ages of more children in one breath.
const MOST: u32 = 9;

/// Finds them.
pub(super) fn find(words: &Canonical) -> impl Iterator<Item = Found> + '_ {
    let tokens = words.tokens();
    let listed = (0..tokens.len()).flat_map(move |at| ages_after(tokens, at));
    listed.map(move |at| Found {
        kind: EntityKind::Age,
        words: words.words_of(at..at + 1),
        strength: Strength::Cued,
    })
}

/// The ages that follow a number of children, or one that begins the sentence, as many as it says.
fn ages_after(tokens: &[Token], at: usize) -> Vec<usize> {
    const LONGEST: usize = 30;
    let named = tokens.get(at + 1).is_some_and(|token| is_child(token.text()));
    let named = named && tokens[at].stop() == Stop::None;
    let begins = named || at == 0 || tokens[at - 1].stop() == Stop::Sentence;
    let count = number(&tokens[at]).filter(|count| begins && (2..=MOST).contains(count));
    let Some(count) = count else { return Vec::new() };
    let last = at + usize::from(named);
    if tokens[last].stop() != Stop::Clause {
        return Vec::new();
    }
    let mut ages = Vec::new();
    for at in last + 1..tokens.len().min(last + LONGEST) {
        if number(&tokens[at]).is_some() {
            ages.push(at);
        } else if !is_between(tokens[at].text()) {
            return Vec::new();
        }
        if tokens[at].stop() == Stop::Sentence || at + 1 == tokens.len() {
            break;
        }
    }
    // "Two, 415, 555" is no list of them.
    let are_old = ages.iter().all(|&at| number(&tokens[at]).is_some_and(|years| years <= 110));
    let are_as_many = u32::try_from(ages.len()).is_ok_and(|listed| listed == count);
    let has_and = tokens[last..].iter().take(LONGEST).any(|token| is_and(token.text()));
    if are_old && are_as_many && has_and { ages } else { Vec::new() }
}

fn number(token: &Token) -> Option<u32> {
    token.text().parse().ok().filter(|_| token.is_digits() && token.joint().is_none())
}

fn is_and(word: &str) -> bool {
    matches!(word, "and" | "et" | "und" | "y")
}

fn is_between(word: &str) -> bool {
    is_and(word)
        || matches!(
            word,
            "de" | "von" | "aged" | "ans" | "anos" | "jahre" | "alt" | "years" | "old" | "ages"
        )
}

fn is_child(word: &str) -> bool {
    matches!(
        word,
        "kids"
            | "children"
            | "boys"
            | "girls"
            | "sons"
            | "daughters"
            | "kinder"
            | "jungs"
            | "jungen"
            | "madchen"
            | "sohne"
            | "tochter"
            | "enfants"
            | "filles"
            | "garcons"
            | "fils"
            | "hijos"
            | "hijas"
            | "ninos"
            | "ninas"
            | "chicos"
            | "chicas"
            | "enkel"
            | "nietos"
    )
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn ages_of_children_are_masked_as_many_as_there_are() {
        check(
            EntityKind::Age,
            &[
                ("en", "Two, {ninety-four} and {29}."),
                ("de", "Zwei Kinder, {sechzehn} und {vierundsechzig}."),
                ("fr", "Deux, {47} et {95} ans."),
                ("es", "Dos, de {cincuenta y seis} y {ochenta y dos} años."),
                ("de", "Wir haben drei Jungs, {elf, acht} und {fünf}."),
                ("es", "Tenemos tres chicos, de {once, ocho} y {cinco}."),
                ("en", "Two, five and nine and eleven."),
                ("en", "Two, and that is all."),
            ],
        );
    }
}
