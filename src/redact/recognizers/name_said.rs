//! Names by how the sentence is built around them: who does something, who is corrected, who is
//! called out, what somebody was called.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::name::{Trust, is_title, name_at};
use super::name_listed::{follows_article, is_noun};
use super::name_somebody;
use super::name_somebody::{
    HINT, begins_clause, ends_clause, is_listed, is_month, is_place, is_somebody, text,
};

use super::name_words::is_brand;
use crate::redact::Canonical;
use crate::redact::canonical::{Lexicon, Stop, Token};
use crate::redact::vocabulary::{
    self, is_also_name, is_common, is_demonym, is_function, is_given_name, is_role, is_surname,
};

/// Finds them.
pub(super) fn find(words: &Canonical) -> impl Iterator<Item = Range<usize>> + '_ {
    let tokens = words.tokens();
    (0..tokens.len()).filter(move |&at| tokens[at].is_capital()).filter_map(move |at| {
        does_something(words, at)
            .or_else(|| acts_unlisted(words, at))
            .or_else(|| is_spoken_to(words, at))
            .or_else(|| is_named_so(words, at))
            .or_else(|| is_called_out(words, at))
            .or_else(|| is_corrected(words, at))
            .or_else(|| somebody_who(words, at))
            .or_else(|| who_does(words, at))
            .or_else(|| introduces_oneself(words, at))
    })
}

fn before(tokens: &[Token], at: usize) -> &str {
    at.checked_sub(1).map_or("", |at| tokens[at].text())
}

/// "Torben macht die Folien", "Pilar llama al proveedor", "and that Mark is asleep", "die Zimmer macht
/// Finn".
fn does_something(words: &Canonical, at: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    let token = &tokens[at];
    let first = token.text();
    let is_known = is_given_name(first)
        || is_also_name(first)
        || (is_surname(first) && !is_brand(first) && !is_demonym(first));
    if !is_known || token.is_upper() || is_place(words, at) || is_month(first) || is_role(first) {
        return None;
    }
    let name = name_at(tokens, at, Trust::Titled).filter(|name| name.len() <= 2)?;
    let (last, next) = (&tokens[name.end - 1], tokens.get(name.end));
    let acts = last.stop() == Stop::None && next.is_some_and(|next| is_done_by(next, first));
    let is_joined = is_conjunction(before(tokens, at)) && at > 1;
    let is_led = is_joined || begins_clause(tokens, at);
    let is_german = token.lexicon() == Lexicon::German;
    // "Mark is asleep" may begin a sentence, as "Mark my words" does.
    let is_sure = !begins_clause(tokens, at) || !is_common(first) || is_german;
    // "Engin engagé": where a sentence begins any word has a capital, and "é" may end no verb.
    let is_french = token.lexicon() == Lexicon::French;
    let is_act = next.is_some_and(|next| ACTS.contains(next.text()));
    let is_doubted = is_french && begins_clause(tokens, at) && !is_act;
    let is_subject = is_led && acts && is_sure && (!is_doubted || words.evidence(at).name >= HINT);
    let is_alternative = is_joined
        && is_sure
        && ends_clause(tokens, name.end)
        && token.lexicon() == Lexicon::English
        && matches!(before(tokens, at), "or" | "and");
    let is_after_verb = is_german
        && is_given_name(first)
        && !is_common(first)
        && !is_noun(first)
        && at > 1
        && is_third_person(&tokens[at - 1])
        && ends_clause(tokens, name.end);
    let is_thing = is_german && follows_article(tokens, at);
    ((is_subject || is_alternative || is_after_verb) && !is_thing).then_some(name)
}

/// "Warte mal, Torben.", "¿qué opinas, Pilar?": a given name that is all of its clause.
fn is_spoken_to(words: &Canonical, at: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    let word = tokens[at].text();
    let is_apart = at > 0 && tokens[at - 1].stop() == Stop::Clause && ends_clause(tokens, at + 1);
    // What is called by a given name too.
    let is_thing =
        matches!(word, "mercedes" | "alexa" | "siri" | "lincoln" | "chelsea" | "florence");
    let is_name = is_given_name(word) && !is_common(word) && !is_noun(word) && !is_month(word);
    let is_odd = is_thing || tokens[at].is_upper() || is_role(word) || is_demonym(word);
    let gainsaid = words.evidence(at).place > words.evidence(at).name.max(0.1);
    (is_apart && is_name && !is_odd && !gainsaid).then_some(at..at + 1)
}

/// "Eneko llama al proveedor", "que suele llevar Ainhoa", "Culpepper passes to …": whom no list holds.
fn acts_unlisted(words: &Canonical, at: usize) -> Option<Range<usize>> {
    const AFTER_VERB: f32 = 0.1;
    const PLAYS: f32 = 0.02;
    let tokens = words.tokens();
    let (token, evidence) = (&tokens[at], words.evidence(at));
    let word = token.text();
    let is_plain = is_common(word) && !is_listed(word);
    if is_plain || is_demonym(word) || token.is_upper() || evidence.place > evidence.name.max(0.2) {
        return None;
    }
    let name = name_at(tokens, at, Trust::Titled).filter(|name| name.len() <= 2)?;
    let is_tied = tokens[name.end - 1].stop() == Stop::None;
    let next = tokens.get(name.end).filter(|next| is_tied && !next.is_capital());
    let next = next.map_or("", Token::text);
    let is_romance = matches!(token.lexicon(), Lexicon::French | Lexicon::Spanish);
    let begins = begins_clause(tokens, at);
    let acts = is_romance && begins && evidence.name >= HINT && ACTS.contains(next);
    let is_known = evidence.name >= PLAYS || is_listed(word);
    let plays = begins && is_known && PLAYED.contains(next);
    let verb = before(tokens, at);
    let is_verb = ["ar", "er", "ir"].iter().any(|end| verb.ends_with(end)) && verb.len() > 3;
    let follows_verb = token.lexicon() == Lexicon::Spanish
        && !begins
        && is_verb
        && evidence.name >= AFTER_VERB
        && ends_clause(tokens, name.end);
    (acts || plays || follows_verb).then_some(name)
}

/// What is done with a ball.
static PLAYED: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "passes shoots scores dribbles tackles crosses heads volleys equalizes \
         tire marque dribble centre frappe egalise tacle \
         schiesst flankt kopft passt dribbelt verwandelt \
         dispara remata centra regatea marca chuta cabecea",
    )
});

/// What joins a clause that begins with who acts.
fn is_conjunction(word: &str) -> bool {
    static ALL: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        vocabulary::words(
            "that and or but if when because since while so then unless until why what where how \
             que et ou si quand mais car puisque comme pendant \
             und oder dass ob wenn weil aber damit y e o pero porque cuando mientras",
        )
    });
    ALL.contains(word)
}

/// "Macht", "ruft": a German verb of the third person.
fn is_third_person(token: &Token) -> bool {
    let text = token.text();
    token.is_word()
        && !token.is_capital()
        && token.stop() == Stop::None
        && text.len() > 3
        && text.ends_with('t')
        && !is_function(text)
        && !matches!(
            text,
            "nicht"
                | "jetzt"
                | "dort"
                | "erst"
                | "fast"
                | "sonst"
                | "heisst"
                | "kostet"
                | "zuletzt"
        )
}

/// What people do, by language: German and the Romance languages by the ending.
fn is_done_by(verb: &Token, who: &str) -> bool {
    let text = verb.text();
    if verb.is_capital() || !verb.is_word() {
        return false;
    }
    let ends = |endings: &[&str]| endings.iter().any(|end| text.ends_with(end));
    let is_plain = is_function(text);
    match verb.lexicon() {
        Lexicon::English => ACTS.contains(text),
        Lexicon::German if is_noun(who) => ACTS.contains(text),
        Lexicon::German => {
            is_third_person(verb)
                || matches!(
                    text,
                    "hat"
                        | "ist"
                        | "war"
                        | "kann"
                        | "will"
                        | "soll"
                        | "muss"
                        | "wird"
                        | "hatte"
                        | "darf"
                        | "kam"
                        | "ging"
                        | "rief"
                )
        }
        Lexicon::Spanish => {
            (ends(&["a", "e", "o"]) && !is_plain && text.len() > 2)
                || matches!(
                    text,
                    "es" | "esta"
                        | "ha"
                        | "tiene"
                        | "va"
                        | "no"
                        | "se"
                        | "lo"
                        | "la"
                        | "le"
                        | "me"
                        | "te"
                        | "nos"
                        | "ya"
                )
        }
        Lexicon::French => {
            (ends(&["e", "t", "a", "d"]) && !is_plain && text.len() > 3)
                || matches!(
                    text,
                    "est" | "a" | "va" | "n'a" | "n'est" | "s'est" | "avait" | "etait"
                )
        }
    }
}

/// What is done by people, and by hardly any German noun without an article.
static ACTS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "is was has had isn't wasn't says said thinks thought wants wanted knows knew asked asks called told \
         will won't can can't could would should does doesn't didn't went goes came comes left lives lived \
         works worked needs needed gets got takes took made makes wrote sent phoned rang brought \
         handles handled looks keeps kept loves loved likes hates slept sleeps \
         macht ruft schreibt schickt fragt sagt meint hakt ubernimmt kummert bringt holt pruft redet \
         erledigt bucht bestellt organisiert weiss denkt glaubt hilft kocht fahrt telefoniert",
    )
});

/// "Schulze hieß der", "Frost he was called", "Roe, se llamaba".
fn is_named_so(words: &Canonical, at: usize) -> Option<Range<usize>> {
    const LONGEST: usize = 3;
    let tokens = words.tokens();
    let name = name_at(tokens, at, Trust::Titled).filter(|name| name.len() <= LONGEST)?;
    let next = |ahead: usize| text(tokens, name.end + ahead);
    let (count, is_named) = match (next(0), next(1), next(2)) {
        ("he" | "she" | "they", "was" | "is" | "were" | "got", "called" | "named") => (3, true),
        ("was" | "is", "his" | "her" | "their", "name") => (3, true),
        ("was" | "is", "the", "name") => (3, true),
        ("hiess" | "heisst" | "hiessen", "der" | "die" | "er" | "sie", _) => (2, true),
        ("nannte" | "nannten", "er" | "sie" | "man", "sich" | "ihn") => (3, true),
        ("war" | "ist", "sein" | "ihr" | "der", "name") => (3, true),
        ("il" | "elle" | "ils", "s'appelait" | "s'appelle", _) => (2, true),
        ("qu'il" | "qu'elle", "s'appelait" | "s'appelle", _) => (2, true),
        ("c'etait" | "c'est", "son" | "leur", "nom" | "prenom") => (3, true),
        ("se", "llamaba" | "llama", _) => (2, true),
        ("le", "decian" | "llamaban" | "deciamos" | "llamabamos", _) => (2, true),
        ("era" | "es", "su", "nombre" | "apellido") => (3, true),
        _ => (0, false),
    };
    let ends = is_named && ends_clause(tokens, name.end + count);
    let is_thing = follows_article(tokens, at) && tokens[at].lexicon() == Lexicon::German;
    let is_plain = is_common(text(tokens, at)) && !is_listed(text(tokens, at));
    (ends && begins_clause(tokens, at) && !is_thing && !is_plain).then_some(name)
}

/// "Jana Roe bitte zum Schalter", "Jane Roe, please report to the desk", "Roe est attendu".
fn is_called_out(words: &Canonical, at: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    if !begins_clause(tokens, at) || is_title(text(tokens, at)) {
        return None;
    }
    let name = name_at(tokens, at, Trust::Titled).filter(|name| name.len() > 1)?;
    let next = |ahead: usize| text(tokens, name.end + ahead);
    let is_called = matches!(
        (next(0), next(1)),
        (
            "bitte",
            "zum"
                | "zur"
                | "ans"
                | "an"
                | "in"
                | "ins"
                | "melden"
                | "kommen"
                | "sofort"
                | "umgehend"
        ) | ("wird", "gebeten" | "gesucht" | "erwartet" | "ausgerufen")
            | (
                "please",
                "report"
                    | "come"
                    | "go"
                    | "proceed"
                    | "return"
                    | "contact"
                    | "see"
                    | "meet"
                    | "call"
                    | "make"
            )
            | ("to" | "report", "the" | "reception" | "to")
            | ("is", "requested" | "wanted" | "asked")
            | ("est", "attendu" | "attendue" | "demande" | "demandee" | "prie" | "priee")
            | ("vous", "etes")
            | ("acuda" | "presentese" | "personese" | "dirijase" | "pase" | "preguntan", _)
            | ("por", "favor")
    );
    (is_called && is_somebody(words, &name)).then_some(name)
}

/// "I didn't say Jane, I said Joan", "j'ai pas dit Jeanne, j'ai dit Josiane", "nicht Jana, sondern Jonas".
fn is_corrected(words: &Canonical, at: usize) -> Option<Range<usize>> {
    const LONGEST: usize = 3;
    let tokens = words.tokens();
    let back = |back: usize| at.checked_sub(back).map_or("", |at| tokens[at].text());
    let is_said = matches!(
        (back(2), back(1)),
        ("didn't" | "not" | "i" | "you" | "never" | "don't", "say" | "said")
            | ("pas" | "j'ai" | "avez" | "ai" | "bien", "dit")
            | ("je" | "j'", "dis")
            | ("no" | "yo" | "he", "digo" | "dicho")
            | (_, "dije")
    );
    let name = name_at(tokens, at, Trust::Titled).filter(|name| name.len() <= LONGEST)?;
    let is_tied = !begins_clause(tokens, at);
    let next = |ahead: usize| text(tokens, name.end + ahead);
    let ends = ends_clause(tokens, name.end);
    let is_german_said = is_tied
        && matches!(back(1), "nicht" | "sondern" | "habe" | "hab" | "sagte" | "meinte")
        && (matches!(next(0), "gesagt" | "gemeint")
            || (ends && (next(0) == "sondern" || back(1) == "sondern")));
    let is_month = name.len() == 1 && is_month(text(tokens, at));
    let is_corrected = (is_said && is_tied && ends) || is_german_said;
    (is_corrected && !is_month && is_somebody(words, &name)).then_some(name)
}

/// "And somebody else, Jane, who sang", "y alguien más, Juana, que cantaba".
fn somebody_who(words: &Canonical, at: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    let name = name_at(tokens, at, Trust::Titled).filter(|name| name.len() <= 2)?;
    let is_apart = at > 1 && tokens[at - 1].stop() == Stop::Clause && ends_clause(tokens, name.end);
    let is_anybody = (1..=3).filter_map(|back| at.checked_sub(back)).any(|at| {
        matches!(
            text(tokens, at),
            "someone"
                | "somebody"
                | "woman"
                | "man"
                | "guy"
                | "girl"
                | "fellow"
                | "bloke"
                | "lad"
                | "chap"
                | "quelqu'un"
                | "type"
                | "gars"
                | "fille"
                | "dame"
                | "monsieur"
                | "jemand"
                | "jemanden"
                | "mann"
                | "frau"
                | "kerl"
                | "typ"
                | "alguien"
                | "mujer"
                | "hombre"
                | "chico"
                | "chica"
                | "tipo"
                | "muchacho"
                | "muchacha"
        )
    });
    (is_apart && is_anybody && is_somebody(words, &name)).then_some(name)
}

/// "It came from Okafor, who shot": of things one says "which".
fn who_does(words: &Canonical, at: usize) -> Option<Range<usize>> {
    const KNOWN: f32 = 0.02;
    let tokens = words.tokens();
    let name = name_at(tokens, at, Trust::Titled).filter(|name| name.len() <= 3)?;
    let word = text(tokens, at);
    let is_who = tokens[name.end - 1].stop() == Stop::Clause
        && matches!(text(tokens, name.end), "who" | "whom" | "quien")
        && !matches!(before(tokens, at), "the" | "los" | "las");
    let is_known = is_listed(word) || words.evidence(at).name >= KNOWN;
    let is_other = is_demonym(word) || is_role(word) || is_title(word) || is_brand(word);
    (is_who && is_known && !is_other && name_somebody::is_whole_word(words, at)).then_some(name)
}

/// "Hey Clive, it's Summer, nothing urgent", "Coucou, c'est Prune".
fn introduces_oneself(words: &Canonical, at: usize) -> Option<Range<usize>> {
    const REACH: usize = 6;
    let tokens = words.tokens();
    let is_it = matches!(before(tokens, at), "it's" | "c'est" | "here's")
        || (before(tokens, at) == "is" && at > 1 && matches!(tokens[at - 2].text(), "it" | "this"))
        || (before(tokens, at) == "ist"
            && at > 1
            && matches!(tokens[at - 2].text(), "hier" | "da"))
        || before(tokens, at) == "soy";
    if !is_it || begins_clause(tokens, at) {
        return None;
    }
    let name = name_at(tokens, at, Trust::Titled).filter(|name| name.len() <= 3)?;
    let first = (at - 1).saturating_sub(REACH);
    let is_greeted = tokens[first..at].iter().any(|token| GREETINGS.contains(token.text()));
    let ends = ends_clause(tokens, name.end);
    let is_plain = is_common(text(tokens, at)) && !is_listed(text(tokens, at));
    (is_greeted && ends && !is_plain && is_somebody(words, &name)).then_some(name)
}

static GREETINGS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "hello hi hey morning afternoon evening howdy bonjour bonsoir salut coucou allo hallo moin servus \
         hola buenos buenas mom mum dad maman papa mama guten",
    )
});
