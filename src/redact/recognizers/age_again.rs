//! Ages that are said twice, as guesses and slips are: "what, twenty-two, twenty-three?", "eleven, nearly
//! twelve", "89 sein, oder 86".

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::domain::EntityKind;
use crate::redact::canonical::{Stop, Token};
use crate::redact::vocabulary::{self, is_function};
use crate::redact::{Canonical, Found, Strength};

const OLDEST: u32 = 125;

/// Finds the other readings of ages that were found.
pub(super) fn find(words: &Canonical, ages: &[Found]) -> Vec<Found> {
    let tokens = words.tokens();
    let is_found = |at: usize| {
        let own = words.words_of(at..at + 1);
        ages.iter().any(|age| age.words == own)
    };
    let known = (0..tokens.len()).filter(|&at| is_age(&tokens[at]) && is_found(at));
    let others = known.flat_map(|at| [after(tokens, at), before(tokens, at)]).flatten();
    let others = others.filter(|at| !is_found(*at));
    let found = |at| Found {
        kind: EntityKind::Age,
        words: words.words_of(at..at + 1),
        strength: Strength::Cued,
    };
    others.map(found).collect()
}

fn is_age(token: &Token) -> bool {
    let years = token.text().parse::<u32>();
    token.is_digits()
        && token.joint().is_none()
        && years.is_ok_and(|years| (1..=OLDEST).contains(&years))
}

/// What may stand between the readings, and what may end the first.
static BETWEEN: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "or maybe perhaps nearly almost going on soon no sorry possibly even say about \
         ou peut-etre presque bientot non pardon voire meme disons environ \
         oder vielleicht fast bald nein hochstens eher sogar knapp \
         o quizas quiza casi pronto no perdon incluso digamos tal vez",
    )
});

static ENDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "years year old ans jahre jahren alt anos sein gewesen now today jetzt heute maintenant ahora",
    )
});

/// The one that follows, in a clause of its own.
fn after(tokens: &[Token], age: usize) -> Option<usize> {
    const MOST: usize = 3;
    let tied = |at: usize| tokens[at - 1].stop() == Stop::None;
    let ends = (age + 1..tokens.len().min(age + 1 + MOST))
        .take_while(|&at| tied(at) && ENDS.contains(tokens[at].text()));
    let from = age + 1 + ends.count();
    let reach = from..tokens.len().min(from + MOST);
    let past = reach.take_while(|&at| BETWEEN.contains(tokens[at].text())).count();
    let next = from + past;
    let is_parted = tokens[from - 1].stop() == Stop::Clause
        || (past > 0 && tokens[from - 1].stop() == Stop::None);
    let token = tokens.get(next).filter(|token| is_parted && is_age(token))?;
    let is_unit = tokens
        .get(next + 1)
        .is_some_and(|unit| matches!(unit.text(), "ans" | "anos" | "jahre" | "years" | "year"));
    // "Fifty-four next week".
    let is_then = tokens.get(next + 1).is_some_and(|then| {
        matches!(
            then.text(),
            "next" | "this" | "in" | "im" | "nachste" | "nachsten" | "en" | "este" | "bientot"
        )
    });
    let ends = next + 1 == tokens.len() || token.stop() != Stop::None || is_unit || is_then;
    // "Seventy-nine, 4, 6" is a list.
    let is_list = tokens.get(next + 1).is_some_and(Token::is_digits);
    (ends && !is_list).then_some(next)
}

/// The one before it: "trente-sept, vingt-sept ans".
fn before(tokens: &[Token], age: usize) -> Option<usize> {
    let first = age.checked_sub(1)?;
    let lead = &tokens[first.checked_sub(1)?];
    let is_had = matches!(
        lead.text(),
        "avoir"
            | "tener"
            | "be"
            | "been"
            | "was"
            | "had"
            | "tiene"
            | "tendra"
            | "tendria"
            | "tenia"
    );
    let is_lead = lead.stop() == Stop::None
        && (is_had || is_function(lead.text()) || BETWEEN.contains(lead.text()));
    let is_parted = tokens[first].stop() == Stop::Clause;
    (is_lead && is_parted && is_age(&tokens[first])).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn both_readings_of_an_age_are_masked() {
        check(
            EntityKind::Age,
            &[
                ("en", "She must be what, {twenty-two, seventy-seven}?"),
                ("en", "He's {eleven}, nearly {twelve}."),
                ("en", "She's {six}, going on {sixteen}."),
                ("fr", "Elle doit avoir {trente-sept, vingt-sept} ans."),
                ("fr", "On devait avoir {neuf} ou {dix} ans, mon cousin et moi."),
                ("de", "Sie müsste so {neunundachtzig} sein, oder {26}."),
                ("de", "Die war vielleicht {fünfundzwanzig}, höchstens {dreißig}."),
                ("es", "Tendríamos {nueve} o {diez} años, mi primo y yo."),
                ("en", "She's {fifty-three, fifty-four} next week."),
                ("en", "I'm {42}, 15 people know it."),
                ("fr", "C'était il y a cinq ou dix ans."),
            ],
        );
    }
}
