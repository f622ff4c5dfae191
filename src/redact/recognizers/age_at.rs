//! Ages at which something happened, "he left at sixteen", "à seize ans", and those told in one breath with
//! another: "she was nineteen, I was twenty".

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::age_cues;
use crate::domain::EntityKind;
use crate::redact::canonical::{Lexicon, Stop, Token};
use crate::redact::vocabulary::{self, is_function, is_given_name, is_role};
use crate::redact::{Canonical, Found, Strength};

const OLDEST: u32 = 125;

/// Finds those at which something happened.
pub(super) fn find(words: &Canonical) -> impl Iterator<Item = Found> + '_ {
    let tokens = words.tokens();
    let is_age = move |at: &usize| is_age_at(tokens, *at);
    (1..tokens.len()).filter(is_age).map(move |at| found(words, at))
}

fn found(words: &Canonical, at: usize) -> Found {
    let words = words.words_of(at..at + 1);
    Found { kind: EntityKind::Age, words, strength: Strength::Cued }
}

fn years(token: &Token) -> Option<u32> {
    let years = token.text().parse().ok().filter(|years| (1..=OLDEST).contains(years))?;
    (token.is_digits() && token.mark().is_none()).then_some(years)
}

fn text(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", Token::text)
}

fn is_age_at(tokens: &[Token], at: usize) -> bool {
    let Some(age) = years(&tokens[at]).filter(|_| tokens[at - 1].stop() == Stop::None) else {
        return false;
    };
    let ends = tokens[at].stop() != Stop::None || at + 1 == tokens.len();
    let next = text(tokens, at + 1);
    let is_unit = matches!(next, "ans" | "anos" | "jahren");
    let after = text(tokens, at + 2);
    let back = |back: usize| at.checked_sub(back).map_or("", |at| tokens[at].text());
    match tokens[at].lexicon() {
        // A clock has no more than twelve hours.
        Lexicon::English => {
            let goes_on = ends || is_function(next);
            let is_told = is_lived(tokens, at) && tells_of_person(tokens, at);
            // "By thirty she had three kids".
            let is_by = back(1) == "by"
                && matches!(next, "i" | "he" | "she" | "they" | "you")
                && matches!(after, "had" | "was" | "were" | "owned" | "ran" | "could" | "spoke");
            age > 12 && (is_by || (back(1) == "at" && goes_on && is_told))
        }
        Lexicon::French => {
            let is_of = matches!(after, "de" | "d'" | "du");
            // "Il y a 62 ans".
            let is_ago = matches!(back(2), "y" | "ca" | "voila");
            let is_at = back(1) == "a" && is_unit && !is_of && !is_ago && !is_of_money(tokens, at);
            is_at && tells_of_person(tokens, at)
        }
        Lexicon::Spanish => {
            let is_at = (back(2), back(1)) == ("a", "los") && !matches!(after, "de" | "del");
            // "Con diecisiete me echaron".
            let is_with = back(1) == "con" && age > 9 && matches!(next, "me" | "se" | "ya" | "nos");
            (is_at || is_with)
                && (is_unit || ((ends || is_function(next)) && next != "de"))
                && is_lived(tokens, at)
        }
        Lexicon::German => {
            let goes_on = ends || is_function(next) || is_participle(next) || next == "weg";
            let is_told = goes_on && is_lived(tokens, at) && tells_of_person(tokens, at);
            back(1) == "mit"
                && age > 3
                && (is_told || is_before_verb(tokens, at) || is_become(tokens, at))
        }
    }
}

/// "Mit 55 schwamm sie noch": what begins the sentence, its verb, and who it is told of.
fn is_before_verb(tokens: &[Token], at: usize) -> bool {
    let begins = at < 2 || tokens[at - 2].stop() != Stop::None || is_link(text(tokens, at - 2));
    let verb = tokens.get(at + 1).filter(|_| tokens[at].stop() == Stop::None);
    let Some(verb) = verb.filter(|verb| verb.is_word() && !verb.is_capital()) else { return false };
    // "Mit 120 fuhr er über die Brücke".
    let is_speed =
        matches!(verb.text(), "fuhr" | "fahrt" | "fahre" | "fuhren" | "raste" | "rast" | "flog");
    let is_who = matches!(text(tokens, at + 2), "ich" | "er" | "sie" | "wir" | "man" | "du");
    begins && verb.stop() == Stop::None && is_who && !is_speed
}

/// "Mit 48 Oma geworden".
fn is_become(tokens: &[Token], at: usize) -> bool {
    const MOST_BETWEEN: usize = 3;
    let is_tied = |at: &usize| tokens[*at - 1].stop() == Stop::None;
    let clause = (at + 1..tokens.len().min(at + 1 + MOST_BETWEEN)).take_while(is_tied);
    clause.into_iter().any(|at| text(tokens, at) == "geworden")
}

fn is_participle(word: &str) -> bool {
    word.ends_with("en") || (word.starts_with("ge") && word.ends_with('t'))
}

/// The sentence around a token.
fn sentence(tokens: &[Token], at: usize) -> Range<usize> {
    const REACH: usize = 14;
    let ends = |at: &usize| tokens[*at].stop() == Stop::Sentence;
    let first = at.saturating_sub(REACH);
    let start = (first..at).rev().find(ends).map_or(first, |at| at + 1);
    let last = tokens.len().min(at + REACH);
    start..(at..last).find(ends).map_or(last, |at| at + 1)
}

/// Whether it is told of somebody.
fn tells_of_person(tokens: &[Token], at: usize) -> bool {
    tokens[sentence(tokens, at)].iter().any(|token| {
        let is_pronoun = matches!(
            token.text(),
            "i" | "he"
                | "she"
                | "we"
                | "they"
                | "je"
                | "j'ai"
                | "j'avais"
                | "j'etais"
                | "il"
                | "elle"
                | "on"
                | "nous"
                | "ils"
                | "elles"
                | "ich"
                | "er"
                | "sie"
                | "wir"
                | "qu'il"
                | "qu'elle"
                | "who"
                | "qui"
                | "me"
                | "m'a"
                | "j'y"
        );
        is_pronoun || is_kin(token) || is_role(token.text())
    })
}

fn is_kin(token: &Token) -> bool {
    age_cues::is_kin(token.lexicon(), token.text())
        || (token.is_capital() && is_given_name(token.text()))
}

/// Whether the sentence tells what one does at some age.
fn is_lived(tokens: &[Token], at: usize) -> bool {
    static LIVED: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        vocabulary::words(
            "left died retired married quit enlisted emigrated joined started began moved learned \
         learnt became graduated kid baby pregnant widowed orphaned drove lost gestorben starb verstorben weg \
         ausgezogen geheiratet heiratete angefangen fing begann gegangen gekommen geworden \
         gelernt ausgewandert eingezogen verlassen zog rente pension gemacht lehrling lehre murio \
         fallecio fui fue caso case casaron casamos jubilo jubile echaron operaron empece empezo deje dejo entre \
         entro sali salio emigro emigre tuve tuvo aprendi aprendio vine vino quede quedo enviudo \
         marche marcho perdi perdio embarque embarco aprendiz ya habia tenia",
        )
    });
    tokens[sentence(tokens, at)].iter().any(|token| LIVED.contains(token.text()))
}

/// "Un prêt à vingt ans".
fn is_of_money(tokens: &[Token], at: usize) -> bool {
    tokens[sentence(tokens, at)].iter().any(|token| {
        matches!(
            token.text(),
            "pret"
                | "emprunt"
                | "credit"
                | "taux"
                | "obligation"
                | "obligations"
                | "bail"
                | "garantie"
                | "contrat"
                | "dette"
                | "maturite"
                | "echeance"
                | "perpetuite"
                | "prison"
                | "condamne"
                | "horizon"
        )
    })
}

/// Ages beside those that were found: "the kids are five and nine", "she was nineteen, I was twenty".
pub(super) fn also(words: &Canonical, ages: &[Found]) -> Vec<Found> {
    let tokens = words.tokens();
    let is_found = |at: usize| {
        let own = words.words_of(at..at + 1);
        ages.iter().any(|age| age.words == own)
    };
    let mut more: Vec<usize> = Vec::new();
    for at in 0..tokens.len() {
        if years(&tokens[at]).is_none() || !(is_found(at) || more.contains(&at)) {
            continue;
        }
        more.extend(next_age(tokens, at).filter(|next| !is_found(*next)));
        let is_and = at > 1 && is_link(text(tokens, at - 1)) && tokens[at - 1].stop() == Stop::None;
        let before = (at.wrapping_sub(2)..at).next().filter(|_| is_and);
        let is_bare =
            |at: &usize| years(&tokens[*at]).is_some() && tokens[*at].stop() == Stop::None;
        let is_first = |at: &usize| *at > 0 && !tokens[*at - 1].is_digits();
        more.extend(before.filter(is_bare).filter(is_first).filter(|at| !is_found(*at)));
    }
    more.into_iter().map(|at| found(words, at)).collect()
}

fn is_link(word: &str) -> bool {
    matches!(word, "and" | "et" | "und" | "y" | "e" | "or" | "ou" | "oder" | "o")
}

/// What stands between two ages: who is of the second, and "is" and the like.
static SMALL: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "is was war ist mit con a avait tenia tiene the my his her mein meine der die das el la \
         mi mon ma le lui moi toi yo ella ellos i i'm he she he's she's ich er sie elle il bin am \
         other autre l'autre otro otra andere",
    )
});

/// The age that follows another, past who is of it.
fn next_age(tokens: &[Token], age: usize) -> Option<usize> {
    const MOST_BETWEEN: usize = 5;
    let is_unit = |at: usize| {
        matches!(
            text(tokens, at),
            "ans" | "anos" | "jahre" | "jahren" | "years" | "year" | "old" | "alt"
        )
    };
    let mut at = age + 1;
    while is_unit(at) && tokens[at - 1].stop() == Stop::None {
        at += 1;
    }
    let is_parted = tokens[at - 1].stop() == Stop::Clause;
    if tokens[at - 1].stop() == Stop::Sentence || !(is_parted || is_link(text(tokens, at))) {
        return None;
    }
    let next = (at..tokens.len().min(at + MOST_BETWEEN)).find(|&at| tokens[at].is_digits())?;
    let between = &tokens[at..next];
    let is_said = between.iter().all(|token| {
        let is_small = SMALL.contains(token.text()) || is_link(token.text());
        token.stop() == Stop::None && (is_small || is_kin(token))
    });
    let has_who = !between.is_empty();
    let unit = usize::from(is_unit(next + 1) && tokens[next].stop() == Stop::None);
    let ends =
        next + unit + 1 >= tokens.len() || tokens[next + unit].stop() != Stop::None || unit > 0;
    (years(&tokens[next]).is_some() && is_said && has_who && ends).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn ages_at_which_something_happened_are_masked() {
        check(
            EntityKind::Age,
            &[
                ("en", "I left the farm at {sixteen} with nothing."),
                ("fr", "Il est parti de la maison à {dix-huit} ans."),
                ("fr", "À {vingt} ans, j'avais déjà deux enfants."),
                ("de", "Ich bin mit {sechzehn} von zu Hause weg."),
                ("es", "Mi abuelo murió a los {81}."),
                ("en", "By {thirty} she had three kids."),
                ("de", "Mit {fünfundfünfzig} schwamm sie noch jeden Morgen."),
                ("de", "Mit {48} Oma geworden, das muss man sich mal vorstellen."),
                ("de", "Mit {67} rechnet man nicht mehr damit."),
                ("es", "Con {diecisiete} me echaron del colegio."),
                ("de", "Mit 55 Prozent wurde sie gewählt."),
                ("de", "Mit 120 fuhr er über die Brücke."),
                ("es", "Con 55 votos salió elegida."),
                ("en", "By ten they were gone."),
                ("en", "We met at 14 sharp."),
                ("fr", "un prêt à vingt ans"),
                ("de", "Ich komme mit 20 Leuten."),
                ("de", "Wir wohnen im elften Stock."),
            ],
        );
    }

    #[test]
    fn ages_in_one_breath_are_masked() {
        check(
            EntityKind::Age,
            &[
                ("en", "She was {19}, I was {20}."),
                ("fr", "Elle avait {19} ans, moi {vingt}."),
                ("es", "Mis hijos tienen {cuatro} y {nueve} años."),
                ("de", "Sie war {19}, ich {20}."),
                ("en", "The kids are {five} and {nine}, so we need two seats."),
            ],
        );
    }
}
