//! Names that nothing announces, found by the model in their context: "I'll ask Okafor".

use std::ops::Range;

use crate::domain::EntityKind;
use crate::redact::canonical::{Lexicon, Stop, Token, is_caseless};
use crate::redact::recognizers::name::is_title;
use crate::redact::recognizers::name_listed;
use crate::redact::recognizers::name_not::is_no_name;
use crate::redact::recognizers::name_particle::with_particles;
use crate::redact::recognizers::name_words::{is_company_word, is_office, is_particle, is_saint};
use crate::redact::recognizers::spelled::spelling_of;
use crate::redact::vocabulary::{
    is_common, is_demonym, is_function, is_given_name, is_role, is_surname,
};
use crate::redact::{Canonical, Found, Recognizer, RedactError, Strength};

/// From here on a word is a name.
const LIKELY: f32 = 0.5;
/// From here on it is one beside one.
const BESIDE: f32 = 0.2;
/// From here on two are, side by side.
const PAIRED: f32 = 0.25;
/// A lone German noun must be as likely as this.
const NOUN: f32 = 0.85;
/// A word after "through" and the like must be as likely as this.
const CERTAIN: f32 = 0.95;
/// A common word, or one in lower case among capitals, must be as likely as this.
const SURE: f32 = 0.9;

/// Finds names by the model's evidence.
pub(super) struct PersonRecognizer;

impl Recognizer for PersonRecognizer {
    fn name(&self) -> &'static str {
        "person"
    }

    fn kind(&self) -> EntityKind {
        EntityKind::Name
    }

    fn find(&self, words: &Canonical) -> Result<Vec<Found>, RedactError> {
        let tokens = words.tokens();
        let mut found = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            if !is_likely(words, at) {
                at += 1;
                continue;
            }
            let name = around(words, at);
            at = name.end;
            let says_what =
                |at: usize| is_demonym(tokens[at].text()) || is_office(tokens[at].text());
            if is_organization(tokens, &name)
                || name.clone().all(says_what)
                || is_something_else(words, &name)
                || is_no_name(words, &name)
            {
                continue;
            }
            let spelled = spelling_of(tokens, &name);
            let name = with_particles(words, name);
            found.extend(std::iter::once(name).chain(spelled).map(|range| Found {
                kind: EntityKind::Name,
                words: words.words_of(range),
                strength: Strength::Shape,
            }));
        }
        Ok(found)
    }
}

/// Whether a lone word is more likely a place, a noun or a verb than a name: all of them the model,
/// which has learnt English above all, takes for names now and then.
fn is_something_else(words: &Canonical, name: &Range<usize>) -> bool {
    let tokens = words.tokens();
    let token = &tokens[name.start];
    let likely = words.evidence(name.start).name;
    let before = name.start.checked_sub(1).map(|at| &tokens[at]);
    let is_tied = before.is_some_and(|before| before.stop() == Stop::None);
    let starts_sentence = before.is_none_or(|before| before.stop() == Stop::Sentence);
    let next = tokens.get(name.end).filter(|_| tokens[name.end - 1].stop() == Stop::None);
    let is_whole = name.len() > 1 && is_given_name(token.text());
    let is_verb = starts_sentence && next.is_some_and(|next| is_imperative(token, next));
    if (is_verb && !is_whole) || token.text().bytes().any(|byte| byte.is_ascii_digit()) {
        return true;
    }
    if name.len() > 1 {
        return false;
    }
    let is_passed = is_tied && before.is_some_and(|before| passes(before.text()));
    let is_known = name_listed::is_name(words, name.start);
    let is_noun = token.lexicon() == Lexicon::German
        && !is_known
        && (likely < NOUN
            || has_noun_ending(token)
            || name_listed::follows_article(tokens, name.start));
    let is_tie = |next: &Token| matches!(next.joint(), Some('_'));
    (is_passed && likely < CERTAIN)
        || is_noun
        || (starts_sentence && !is_known && likely < SURE && is_foreign_start(token))
        || (!token.is_capital() && (is_verbal(token) || is_predicate(before, token)))
        || tokens.get(name.end).is_some_and(is_tie)
}

/// "L'ascenseur", "Cóbreme", "¿Alergias?": what has a capital since it begins a sentence.
fn is_foreign_start(token: &Token) -> bool {
    let ends = |endings: &[&str]| endings.iter().any(|ending| token.text().ends_with(ending));
    match token.lexicon() {
        Lexicon::French => ends(&["ez", "ons", "ment", "tion", "eur", "euse"]),
        Lexicon::Spanish => {
            token.text().len() > 4
                && ends(&[
                    "me", "nos", "selo", "sela", "melo", "mela", "guelo", "guela", "quelo",
                    "quela", "gelo", "gale", "gase", "tese", "dese", "melos", "mente", "cion",
                    "dad", "gias", "ados", "idos", "ando", "iendo", "emos", "amos",
                ])
        }
        _ => false,
    }
}

/// "Klingeln Sie", "soyons francs", "hagan llegar".
fn is_imperative(verb: &Token, next: &Token) -> bool {
    let (text, after) = (verb.text(), next.text());
    let ends = |text: &str, endings: &[&str]| endings.iter().any(|ending| text.ends_with(ending));
    match verb.lexicon() {
        Lexicon::German => matches!(after, "sie" | "wir" | "mal" | "bitte" | "doch" | "ihr"),
        Lexicon::French => ends(text, &["ons", "ez"]) && !next.is_capital(),
        Lexicon::Spanish => {
            let is_told =
                ends(text, &["an", "en", "le", "les", "lo", "los", "la", "las", "me", "nos"]);
            let is_object = matches!(
                after,
                "a" | "al"
                    | "el"
                    | "la"
                    | "los"
                    | "las"
                    | "un"
                    | "una"
                    | "su"
                    | "sus"
                    | "mi"
                    | "en"
                    | "con"
                    | "por"
                    | "que"
                    | "lo"
                    | "esto"
                    | "eso"
            );
            let is_verb = is_told && is_object && !is_given_name(text) && !is_surname(text);
            (is_verb || ends(after, &["ar", "er", "ir", "ando", "iendo"])) && !next.is_capital()
        }
        Lexicon::English => false,
    }
}

/// Where one goes through.
fn passes(word: &str) -> bool {
    matches!(
        word,
        "durch" | "en" | "via" | "through" | "near" | "nahe" | "por" | "towards" | "nach" | "bis"
    )
}

/// The endings of German nouns that name things, states and people by what they do.
fn has_noun_ending(token: &Token) -> bool {
    const ENDINGS: [&str; 31] = [
        "ziffer", "nummer", "datum", "karte", "schein", "erin", "antin", "entin", "istin", "orin",
        "ung", "ungen", "heit", "keit", "schaft", "tion", "tat", "nis", "tum", "geld", "zeug",
        "strich", "kraft", "kasten", "zettel", "zimmer", "meister", "arzt", "leute", "gerat",
        "dienst",
    ];
    ENDINGS.iter().any(|ending| token.text().ends_with(ending))
}

/// An English verb or adverb by its ending, where nothing is written with a capital.
fn is_verbal(token: &Token) -> bool {
    token.lexicon() == Lexicon::English
        && ["ing", "ingly", "edly", "tion", "ness"].iter().any(|end| token.text().ends_with(end))
}

/// "He drank": what follows who does it.
fn is_predicate(before: Option<&Token>, token: &Token) -> bool {
    let is_who = |before: &Token| {
        before.stop() == Stop::None
            && matches!(before.text(), "he" | "she" | "they" | "we" | "i" | "who")
    };
    token.lexicon() == Lexicon::English && before.is_some_and(is_who)
}

/// Whether the token is a name by itself.
fn is_likely(words: &Canonical, at: usize) -> bool {
    let token = &words.tokens()[at];
    let text = token.text();
    let likely = words.evidence(at).name;
    let is_relation = token.lexicon() != Lexicon::English && is_role(text);
    if !may_be_name(token) || is_demonym(text) || is_elided(token) || is_relation {
        return false;
    }
    if name_listed::is_name(words, at) {
        return true;
    }
    if likely < LIKELY && !is_of_pair(words, at) {
        return false;
    }
    // "Violette d'Almeida".
    let is_elided_too = text.starts_with("d'") && likely >= SURE && at > 0 && {
        let before = &words.tokens()[at - 1];
        before.stop() == Stop::None && (before.is_capital() || is_title(before.text()))
    };
    if is_elided_too {
        return true;
    }
    let is_plain = !token.is_capital() && !is_caseless(words.tokens(), at);
    let starts_sentence = at == 0 || words.tokens()[at - 1].stop() == Stop::Sentence;
    // Whisper gives names their capital, and German gives one to every noun.
    let is_foreign = token.lexicon() != Lexicon::English;
    let is_german = token.lexicon() == Lexicon::German;
    if is_foreign && (is_plain || (is_common(text) && (starts_sentence || is_german))) {
        return false;
    }
    if is_plain || is_title(text) || (is_common(text) && (starts_sentence || !token.is_capital())) {
        return likely >= SURE && !(is_plain && is_common(text));
    }
    true
}

/// Whether two words with a capital, of which either may be a name or a place, stand together: of
/// people the model knows English ones best.
fn is_of_pair(words: &Canonical, at: usize) -> bool {
    let tokens = words.tokens();
    let may_be = |at: usize| {
        let token = &tokens[at];
        let may_be = token.lexicon() != Lexicon::English && words.evidence(at).name >= PAIRED;
        may_be && token.is_capital() && may_be_name(token) && !is_common(token.text())
    };
    let is_tied = |first: usize| tokens[first].stop() == Stop::None;
    may_be(at)
        && ((at > 0 && is_tied(at - 1) && may_be(at - 1))
            || (at + 1 < tokens.len() && is_tied(at) && may_be(at + 1)))
}

/// "L'IBAN": what an article is tied to.
fn is_elided(token: &Token) -> bool {
    token.lexicon() == Lexicon::French
        && ["l'", "qu'", "j'", "n'", "c'", "s'", "m'"]
            .iter()
            .any(|head| token.text().starts_with(head))
}

/// A word of letters that is no function word and no lone letter.
fn may_be_name(token: &Token) -> bool {
    let text = token.text();
    let letters = text.chars().filter(|char| char.is_alphabetic()).count();
    token.is_word() && letters > 1 && !is_function(text)
}

/// The whole name around a token that is one: initials, particles and what is one beside it.
fn around(words: &Canonical, at: usize) -> Range<usize> {
    let tokens = words.tokens();
    let mut start = at;
    let goes_on = |at: usize| tokens[at].stop() == Stop::None || is_saint(tokens[at].text());
    while start > 0 && goes_on(start - 1) && joins(words, start - 1) {
        start -= 1;
    }
    if start > 1 && name_listed::leads(words, start - 1) {
        start -= 1;
    }
    let is_part = |at: usize| {
        is_particle(tokens[at].text()) && words.evidence(at).name >= LIKELY && goes_on(at)
    };
    while start > 0 && is_part(start - 1) {
        start -= 1;
    }
    let mut end = at + 1;
    while end < tokens.len() && goes_on(end - 1) {
        let particles = tokens[end..].iter().take(3).take_while(|token| is_particle(token.text()));
        let next = end + particles.count();
        if next >= tokens.len() || !(joins(words, next) || name_listed::follows(words, end, next)) {
            break;
        }
        end = next + 1;
    }
    start..end
}

/// Whether the token is part of a name beside it.
fn joins(words: &Canonical, at: usize) -> bool {
    let token = &words.tokens()[at];
    let is_initial = token.is_capital() && token.text().chars().count() == 1;
    // "Meine Schwägerin Jana".
    let is_beside =
        words.evidence(at).name >= BESIDE && may_be_name(token) && !is_role(token.text());
    let is_elided = token.text().starts_with("d'") && words.evidence(at).name >= SURE;
    let is_cased = token.is_capital() || is_elided || is_caseless(words.tokens(), at);
    token.is_word() && ((is_initial && token.text() != "i") || (is_beside && is_cased))
}

/// Whether words beside the name say that it is a company's, a school's or a place's.
fn is_organization(tokens: &[Token], name: &Range<usize>) -> bool {
    let is_tied = tokens[name.end - 1].stop() == Stop::None;
    let next = tokens.get(name.end).filter(|_| is_tied).map_or("", Token::text);
    is_company_word(next)
        || matches!(
            next,
            "llp"
                | "university"
                | "college"
                | "school"
                | "hospital"
                | "orchestra"
                | "stadium"
                | "airport"
        )
}
