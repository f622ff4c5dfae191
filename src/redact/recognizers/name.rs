//! Names after a cue: "my name is Jane Roe", "ich heiße …", "je m'appelle …", "me llamo …".
//!
//! Where the cue can't be meant otherwise, names count that Whisper wrote without a capital; after
//! "I'm", "this is" and the like only capitals do, and not every one.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::name_answers::answers;
use super::name_cues::{
    GREETED, KIN, LIKELY, MET, NAMED, POSSIBLE, RECALLED, SURE, TITLES, WHOLE, WHOM, WON,
};
use super::name_particle::with_particles;
use super::name_words::{is_of_nobles, is_office, is_particle, is_saint};
use super::patterns::compile;
use super::spelled::{spelled_out, spelling};
use super::{name_beside, name_called, name_known, name_not, name_row, name_said, name_somebody};
use crate::domain::EntityKind;
use crate::redact::canonical::{Lexicon, Stop, Token, is_caseless};
use crate::redact::vocabulary::{
    is_also_name, is_common, is_demonym, is_function, is_given_name, is_surname,
};
use crate::redact::{Canonical, Found, Recognizer, RedactError, Strength};

const MOST_WORDS: usize = 4;
/// From here on the model agrees that a word may be a name.
const HINT: f32 = 0.08;
/// From here on it takes it for one where nothing is written with a capital.
const CASELESS: f32 = 0.25;
/// How far before "I'm" and "this is" a greeting may stand: "good morning, this is".
const GREETING_REACH: usize = 5;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cue {
    Sure,
    /// A title.
    Title,
    Likely,
    Kin,
    Met,
    /// What people are greeted and thanked with.
    Greeted,
    /// What is done to somebody.
    Whom,
    /// A question after a name that one does not recall.
    Recalled,
    /// What somebody wins, and what is said before the name.
    Won,
    /// What comes before somebody known or two capitals, a comma between or none.
    Named,
    /// What comes before two capitals, or a given name that ends the clause.
    Whole,
    Self_,
    This,
}

/// What speaks for a name besides its look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    /// Nothing: it has a capital and is no common word.
    Plain,
    /// A title, a role or kinship: with a capital it may be a word that is a name too.
    Titled,
    /// All there is: it may have no capital.
    Sure,
}

/// Where nothing has a capital, none is asked for.
pub(super) fn trust_of_case(tokens: &[Token], at: usize) -> Trust {
    if is_caseless(tokens, at) { Trust::Sure } else { Trust::Titled }
}

/// Finds names after a cue, and their spelling.
pub(super) struct NameRecognizer {
    cues: Vec<(Cue, Regex)>,
}

impl NameRecognizer {
    pub(super) fn new() -> Result<Self, RedactError> {
        let mut cues = Vec::new();
        for (cue, patterns) in [
            (Cue::Sure, SURE),
            (Cue::Likely, LIKELY),
            (Cue::Kin, KIN),
            (Cue::Met, MET),
            (Cue::Greeted, GREETED),
            (Cue::Whom, WHOM),
            (Cue::Recalled, RECALLED),
            (Cue::Won, WON),
            (Cue::Named, NAMED),
            (Cue::Whole, WHOLE),
            (Cue::Self_, &POSSIBLE[..1]),
            (Cue::This, &POSSIBLE[1..]),
        ] {
            cues.extend(compile("name", patterns)?.into_iter().map(|pattern| (cue, pattern)));
        }
        let titles = TITLES.split_whitespace().collect::<Vec<_>>().join("|");
        let titles = format!(r"\b(?:{titles})\b");
        cues.extend(compile("name", &[&titles])?.into_iter().map(|title| (Cue::Title, title)));
        Ok(Self { cues })
    }
}

impl Recognizer for NameRecognizer {
    fn name(&self) -> &'static str {
        "name"
    }

    fn kind(&self) -> EntityKind {
        EntityKind::Name
    }

    fn find(&self, words: &Canonical) -> Result<Vec<Found>, RedactError> {
        let mut names = Vec::new();
        for (cue, pattern) in &self.cues {
            for matched in pattern.find_iter(words.text()) {
                names.extend(names_after(words, &words.tokens_in(matched.range()), *cue));
            }
        }
        let others = answers(words)
            .chain(name_beside::find(words))
            .chain(name_called::find(words))
            .chain(name_said::find(words))
            .chain(name_known::find(words))
            .chain(spelled_out(words));
        let names = names.into_iter().chain(others);
        let names = names.filter(|name| !name_not::is_no_name(words, name));
        let names = names.map(|name| with_particles(words, name));
        let found = |range| Found {
            kind: EntityKind::Name,
            words: words.words_of(range),
            strength: Strength::Cued,
        };
        Ok(names.map(found).collect())
    }
}

/// The name after a cue, the fuller name after a comma ("Roe, Jane Roe"), and its spelling.
fn names_after(words: &Canonical, cue_tokens: &Range<usize>, cue: Cue) -> Vec<Range<usize>> {
    let (tokens, start) = (words.tokens(), cue_tokens.end);
    let name = first_name_after(words, cue_tokens, cue);
    let is_origin = |name: &Range<usize>| name.clone().all(|at| is_demonym(tokens[at].text()));
    let name = name.filter(|name| cue == Cue::Sure || !is_origin(name));
    let mut names: Vec<Range<usize>> = name.into_iter().collect();
    if let Some(first) = names.first().cloned() {
        names.extend(name_after_comma(tokens, &first));
        if matches!(cue, Cue::Sure | Cue::Likely | Cue::Met) {
            names.extend(name_row::after(words, &first));
        }
    }
    let is_given = !names.is_empty() && !matches!(cue, Cue::Greeted | Cue::Whom);
    if cue == Cue::Sure || is_given {
        names.extend(spelling(tokens, start));
    }
    names
}

/// The first name that a cue announces.
fn first_name_after(
    words: &Canonical,
    cue_tokens: &Range<usize>,
    cue: Cue,
) -> Option<Range<usize>> {
    let tokens = words.tokens();
    let start = cue_tokens.end;
    match cue {
        Cue::Sure => name_at(tokens, start, Trust::Sure),
        Cue::Recalled if tokens[start - 1].stop() == Stop::None => None,
        Cue::Recalled => name_at(tokens, start, Trust::Titled),
        Cue::Won => name_past_asides(tokens, start),
        Cue::Named | Cue::Whole if tokens[start - 1].stop() == Stop::Sentence => None,
        Cue::Named => name_at(tokens, start, Trust::Titled)
            .filter(|name| name_somebody::is_somebody(words, name)),
        Cue::Whole => name_somebody::whole(words, start),
        // "Soy" is an English word too.
        Cue::Likely if tokens[cue_tokens.start].text() == "soy" => {
            let is_spanish = tokens[cue_tokens.start].lexicon() == Lexicon::Spanish;
            name_at(tokens, start, Trust::Plain).filter(|_| is_spanish)
        }
        Cue::Likely if tokens[start - 1].stop() == Stop::Sentence => None,
        Cue::Likely => name_at(tokens, start, Trust::Plain)
            .or_else(|| name_without_case(words, start))
            .or_else(|| name_somebody::with_capital(words, start))
            .or_else(|| name_somebody::given_word(words, start))
            .or_else(|| name_somebody::born_as(words, start)),
        Cue::Greeted if tokens[start - 1].stop() == Stop::Sentence => None,
        Cue::Whom if tokens[start - 1].stop() != Stop::None => None,
        Cue::Greeted | Cue::Whom if tokens.get(start).is_some_and(|next| is_title(next.text())) => {
            None
        }
        Cue::Greeted | Cue::Whom => name_at(tokens, start, Trust::Titled).filter(|name| {
            let may_be = |at: usize| may_be_somebody(words, at);
            name.clone().any(may_be) || name_somebody::is_addressed(words, name)
        }),
        Cue::Kin => {
            name_at(tokens, start, Trust::Titled).filter(|_| tokens[start - 1].stop() == Stop::None)
        }
        Cue::Met => name_at(tokens, start, Trust::Plain).filter(|name| {
            let is_name =
                |at: usize| !is_common(tokens[at].text()) && !is_demonym(tokens[at].text());
            name.len() > 1 && name.clone().all(is_name)
        }),
        Cue::Title if tokens[start - 1].stop() != Stop::None => None,
        Cue::Title => name_at(tokens, start, trust_of_case(tokens, start))
            .or_else(|| name_somebody::after_title(words, start))
            .filter(|name| !is_office(tokens[name.start].text())),
        Cue::Self_ => name_at(tokens, start, Trust::Plain).filter(|name| {
            let is_origin = name.clone().any(|at| is_demonym(tokens[at].text()));
            let is_greeted = greets(tokens, cue_tokens.start) || speaks(tokens, name.end);
            !is_origin && (name.len() > 1 || is_greeted) && !is_german_noun(tokens, name)
        }),
        Cue::This => name_at(tokens, start, Trust::Plain).filter(|name| {
            let is_show = is_common(tokens[name.start].text())
                || name.clone().any(|at| is_demonym(tokens[at].text()));
            let reports = name.len() > 1 && reports(tokens, name.end);
            !is_show && (greets(tokens, cue_tokens.start) || speaks(tokens, name.end) || reports)
        }),
    }
}

/// "The winner is, come on up, Jane Roe": two names or more, past a few words between commas.
fn name_past_asides(tokens: &[Token], start: usize) -> Option<Range<usize>> {
    const REACH: usize = 6;
    (start..tokens.len().min(start + REACH)).find_map(|at| {
        let is_apart = at == start || tokens[at - 1].stop() == Stop::Clause;
        name_at(tokens, at, Trust::Plain).filter(|name| is_apart && name.len() > 1)
    })
}

/// Whether the model agrees that a word may be a name, and does not take it for a place above all.
fn may_be_somebody(words: &Canonical, at: usize) -> bool {
    const PLACE: f32 = 0.6;
    let evidence = words.evidence(at);
    evidence.name >= HINT && !(evidence.place >= PLACE && evidence.name < 0.2)
}

/// What comes where no word has a capital, as far as the model takes it for a name.
fn name_without_case(words: &Canonical, start: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    let name = Some(start).filter(|_| is_caseless(tokens, start));
    let name = name.and_then(|start| name_at(tokens, start, Trust::Sure))?;
    let end = name.clone().find(|&at| words.evidence(at).name < CASELESS).unwrap_or(name.end);
    (end > name.start).then_some(name.start..end)
}

/// Reads a name of up to four words from `start` on.
pub(super) fn name_at(tokens: &[Token], start: usize, trust: Trust) -> Option<Range<usize>> {
    let mut end = start;
    let mut count = 0;
    // "Von der Roe", "Del Río": after its particle a name may be any word.
    let mut is_led = false;
    for at in start..tokens.len().min(start + 2 * MOST_WORDS) {
        let token = &tokens[at];
        let is_first = count == 0 && !is_led;
        let is_leading = token.is_capital() || is_of_nobles(token.text());
        let is_part = trust == Trust::Sure || !is_first || is_leading;
        let is_particle = is_particle(token.text()) && is_part;
        let may_lead = is_title(token.text()) || is_particle;
        let leads = leads_to_name(&tokens[at + 1..], trust);
        let goes_on = token.stop() == Stop::None || is_saint(token.text());
        if may_lead && goes_on && leads {
            is_led |= is_particle;
            continue;
        }
        if !is_name_word(Some(token), trust, is_first) {
            break;
        }
        count += 1;
        end = at + 1;
        let is_initial = token.text().chars().count() == 1;
        let is_parted = token.stop() != Stop::None && !is_initial;
        // "Mark St. Clair".
        let is_abbreviated = is_saint(token.text()) && leads_to_name(&tokens[at + 1..], trust);
        if count == MOST_WORDS || (is_parted && !is_abbreviated) {
            break;
        }
    }
    (end > start).then_some(start..end)
}

/// Whether a token may be part of a name: a capital that is no function word, or after a sure cue
/// what is no common word.
fn is_name_word(token: Option<&Token>, trust: Trust, is_first: bool) -> bool {
    let is_sure = trust == Trust::Sure;
    let Some(token) = token.filter(|token| token.is_word()) else { return false };
    let text = token.text();
    // "Meadow_61" is an account.
    if token.joint() == Some('_') || text.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let is_initial = token.is_capital() && text.chars().count() == 1 && text != "i";
    if is_function(text) && !is_initial && !(is_first && is_sure && is_word_too(token)) {
        return false;
    }
    if token.is_capital() {
        let is_known = is_also_name(text) || is_given_name(text) || is_surname(text);
        let may_be = trust == Trust::Titled && is_known;
        // "L'ascenseur".
        let is_elided = ["l'", "qu'", "j'", "n'", "c'"].iter().any(|head| text.starts_with(head));
        let is_plain = is_common(text) && !may_be;
        return is_sure || (!is_plain && !is_elided) || (!is_first && !is_demonym(text));
    }
    is_sure && !is_common(text) && text.chars().all(|char| char.is_alphabetic() || char == '\'')
}

/// Function words that are also given names.
fn is_word_too(token: &Token) -> bool {
    token.is_capital() && matches!(token.text(), "will" | "may" | "son" | "an" | "che")
}

/// Whether particles, if any, and a name with a capital come next.
pub(super) fn leads_to_name(tokens: &[Token], trust: Trust) -> bool {
    const MOST_PARTICLES: usize = 3;
    let particles =
        tokens.iter().take(MOST_PARTICLES).take_while(|token| is_particle(token.text())).count();
    let is_known = is_name_word(tokens.get(particles), Trust::Titled, false);
    // Where nothing has a capital.
    let is_bare = |token: &&Token| !token.is_capital() && token.text().len() > 3;
    let bare = tokens.get(particles).filter(is_bare);
    is_known || (trust == Trust::Sure && is_name_word(bare, trust, false))
}

/// Titles before a name.
pub(in crate::redact) fn is_title(text: &str) -> bool {
    static ALL: LazyLock<HashSet<&str>> = LazyLock::new(|| TITLES.split_whitespace().collect());
    ALL.contains(text)
}

/// "Roe, Jane Roe": what follows the comma after a name and holds a word of it.
fn name_after_comma(tokens: &[Token], first: &Range<usize>) -> Option<Range<usize>> {
    if tokens[first.end - 1].stop() != Stop::Clause {
        return None;
    }
    let name = name_at(tokens, first.end, Trust::Plain)?;
    let is_in_first = |at: usize| first.clone().any(|own| tokens[own].text() == tokens[at].text());
    name.clone().any(is_in_first).then_some(name)
}

/// Whether a greeting stands shortly before `start`.
fn greets(tokens: &[Token], start: usize) -> bool {
    tokens[start.saturating_sub(GREETING_REACH)..start].iter().any(|token| {
        matches!(
            token.text(),
            "hello"
                | "hi"
                | "hey"
                | "morning"
                | "afternoon"
                | "evening"
                | "welcome"
                | "greetings"
                | "bonjour"
                | "bonsoir"
                | "salut"
                | "hallo"
                | "moin"
                | "tag"
                | "abend"
                | "hola"
                | "buenos"
                | "buenas"
        )
    })
}

/// Whether what follows a name says that its bearer speaks: "Jane Roe speaking".
fn speaks(tokens: &[Token], next: usize) -> bool {
    tokens.get(next).is_some_and(|token| {
        matches!(
            token.text(),
            "speaking"
                | "calling"
                | "here"
                | "from"
                | "with"
                | "again"
                | "phoning"
                | "am"
                | "appareil"
                | "al"
        )
    })
}

/// Whether what follows a name says where its bearer is: "this is Jane Roe in Lagos".
fn reports(tokens: &[Token], next: usize) -> bool {
    let word = tokens.get(next).map_or("", Token::text);
    matches!(word, "in" | "at" | "reporting" | "live" | "en" | "aus" | "desde" | "depuis")
}

/// German writes nouns with a capital: "ich bin Lehrer" is no name, "ich bin Peter Schmidt" is.
fn is_german_noun(tokens: &[Token], name: &Range<usize>) -> bool {
    tokens[name.start].lexicon() == Lexicon::German && name.len() == 1
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn names_are_masked_after_a_cue() {
        check(
            EntityKind::Name,
            &[
                ("en", "My name is {Miriam Castellan}, and I left."),
                ("en", "My name is {Miriam Castelon} and I left."),
                ("en", "my name is {miriam castellan}"),
                ("en", "my name's {Jane}. Hello."),
                ("en", "my name is, um, {Jane Roe} calling about a bill"),
                ("en", "Hello, this is {Dana Reyes}."),
                ("en", "this is {Dana Reyes} speaking"),
                ("en", "I'm speaking with {Dana Reyes} today"),
                ("en", "I'm {Jane Roe}, from accounts"),
                ("en", "Hi, I'm {Dana}."),
                ("en", "I'm called {Dana}"),
                ("en", "His name was {Otto von Adler}."),
                ("en", "My mother's name was {Ruth}."),
                ("en", "My name is {J. R. Castellan}."),
                ("en", "my name is {Roe, Jane Roe}."),
                ("en", "my name is {Castellan}, spelled {C A S T E L L A N}"),
                ("en", "my name is {Will}"),
                ("en", "the name is {Castellan}"),
                ("fr", "Je m'appelle {Éline Vasseur} et j'arrive."),
                ("fr", "bonjour, je suis {Hélène Vasseur}"),
                ("fr", "mon nom est {Vasseur}."),
                ("de", "Mein Name ist {Peter Schmidt}."),
                ("de", "ich heiße {Jana von Roth} und komme"),
                ("de", "Ich bin {Peter Schmidt}, guten Tag."),
                ("es", "Me llamo {Ignacio Belmar} y vivo aquí"),
                ("es", "mi nombre es {Ana de la Cruz}."),
                ("es", "soy {Ignacio Belmar}"),
                ("en", "I asked Mister {Okafer} about it, sir."),
                ("en", "so doctor {okafor} said no"),
                ("fr", "Madame {Vasseur} est là."),
                ("de", "Guten Tag, Herr {Schmidt}."),
                ("es", "la señora {Belmar} vino a vernos"),
                ("es", "la señora {Belmar} llamó"),
                ("es", "nuestra prima {Itziar} volvió"),
                ("es", "hablé el jueves con {Baltasar Ayala} y me dijo"),
                ("fr", "nous écoutons maintenant {Bastien Guillemard}"),
                ("de", "wir hören jetzt {Ansgar Ruppert} und dann Sie"),
                ("fr", "mon frère {Régis} habite là-bas"),
                ("de", "unsere Cousine {Sönke} ist zurück"),
                ("en", "our cousin {Desmond} moved back"),
                ("en", "Could you spell the surname? Sure, it's {Sandoval, S A N D O V A L}."),
                ("de", "Wer sind Sie bitte? {Torsten Brandstetter}."),
                ("es", "¿Quién es usted? {Milagros Llorente}."),
            ],
        );
    }

    #[test]
    fn other_words_are_not_taken_for_names() {
        check(
            EntityKind::Name,
            &[
                ("en", "This is Radio Harbour from London."),
                ("en", "Good evening, this is Radio Harbour."),
                ("en", "this is the end"),
                ("en", "this is Wednesday"),
                ("en", "my name is on the list"),
                ("en", "my name is not important"),
                ("en", "my name is spelled wrong"),
                ("en", "I'm Irish, and so is he"),
                ("en", "I'm South African by birth"),
                ("en", "I am happy. The boat left."),
                ("en", "speaking with people"),
                ("en", "talking to the council"),
                ("en", "the name is unknown"),
                ("en", "This is it."),
                ("es", "mi abuela vivió allí"),
                ("de", "mein Vater Arbeit suchte"),
                ("en", "Who are you? Nobody you know."),
                ("de", "Können Sie das buchstabieren? Ja, Moment bitte."),
                ("en", "Soy Inc is here"),
                ("en", "I'm a doctor in Boston"),
                ("fr", "je suis content"),
                ("de", "Ich bin Lehrer in Berlin"),
                ("de", "ich heiße Sie willkommen"),
                ("es", "soy de Madrid"),
                ("es", "soy profesor"),
                ("en", "Thank you, Mister Chairman. Yes, sir. No, miss."),
            ],
        );
    }
}
