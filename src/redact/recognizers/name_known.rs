//! Names where hardly anything but somebody can stand, whom the model, which has learnt English above
//! all, does not know: "la madre de Pilar", "laut Kowalski", "cuando Itziar volvió".

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::name::{Trust, is_title, name_at};
use super::name_listed::{follows_article, is_noun, is_of_place};
use super::name_somebody::{begins_clause, is_listed, is_month, text};
use super::name_words::{ends_as_surname, is_adjective_too, is_brand, is_particle};
use super::{
    name_adjective, name_apposed, name_asked, name_cleft, name_family, name_given, name_greeting,
    name_lower, name_of, name_owner, name_paired, name_told,
};
use crate::redact::Canonical;
use crate::redact::canonical::{Lexicon, Stop, Token};
use crate::redact::vocabulary::{
    self, is_common, is_demonym, is_function, is_given_name, is_role, is_surname,
};

/// From here on the model takes a word for a place, where it is no likelier a name.
const PLACE: f32 = 0.2;
/// And where it stands as hardly any place does.
pub(super) const OF_PEOPLE: f32 = 0.6;
/// From here on it agrees that a word that no list holds may be a name.
pub(super) const HINT: f32 = 0.05;
/// And where any noun has a capital.
const LIKELY: f32 = 0.6;

/// Finds them.
pub(super) fn find(words: &Canonical) -> impl Iterator<Item = Range<usize>> + '_ {
    let tokens = words.tokens();
    (1..tokens.len())
        .filter(move |&at| may_begin(tokens, at))
        .filter_map(move |at| {
            within_sentence(words, at)
                .or_else(|| plain_word(words, at))
                .or_else(|| name_apposed::apposed(words, at))
                .or_else(|| name_of::of_somebody(words, at))
                .or_else(|| beside_somebody(words, at))
                .or_else(|| says_something(words, at))
        })
        .chain(name_asked::find(words))
        .chain(name_family::find(words))
        .chain(name_greeting::find(words))
        .chain(name_owner::find(words))
        .chain(name_cleft::find(words))
        .chain(name_paired::find(words))
        .chain(name_adjective::find(words))
        .chain(name_told::find(words))
        .chain(name_given::find(words))
        .chain((0..tokens.len()).filter_map(move |at| name_lower::in_lower_case(words, at)))
}

/// Whether a name may begin there: a capital that is not the sentence's, and belongs to no name of
/// something before it.
fn may_begin(tokens: &[Token], at: usize) -> bool {
    let (token, before) = (&tokens[at], &tokens[at - 1]);
    let word = token.text();
    let is_tied = before.stop() == Stop::None;
    let is_led = is_particle(word) && token.is_capital();
    let is_continued = is_tied
        && (before.is_digits()
            || is_of_place(before.text())
            || (before.is_capital() && !begins_sentence(tokens, at - 1)));
    let is_other = is_title(word) || is_demonym(word) || is_month(word) || is_brand(word);
    token.is_word()
        && token.is_capital()
        && !token.is_upper()
        && before.stop() != Stop::Sentence
        && (!is_function(word) || is_led)
        && !is_continued
        && !is_other
}

pub(super) fn begins_sentence(tokens: &[Token], at: usize) -> bool {
    at == 0 || tokens[at - 1].stop() == Stop::Sentence
}

/// "Tu te souviens de Brigitte ?", "lo firmó Itziar", "und dann kam Antje": a given name, where nouns have
/// no capital or an article.
fn within_sentence(words: &Canonical, at: usize) -> Option<Range<usize>> {
    /// From here on it is no noun of German, where the word before may be an adjective.
    const GERMAN: f32 = 0.04;
    let tokens = words.tokens();
    let (token, before) = (&tokens[at], &tokens[at - 1]);
    if !is_given_name(token.text()) || is_common(token.text()) || is_role(token.text()) {
        return None;
    }
    let evidence = words.evidence(at);
    let is_tied = before.stop() == Stop::None;
    let back = before_text(tokens, at - 1);
    let lives = matches!(back, "vit" | "vis" | "vivons" | "habite" | "habitons" | "vivo" | "vive");
    let may_be_place = evidence.place >= HINT && evidence.place > evidence.name;
    let is_there = is_tied && leads_to_place(before.text()) && (lives || may_be_place);
    let is_place = evidence.place >= PLACE && evidence.place > evidence.name;
    let is_named = match token.lexicon() {
        Lexicon::English => false,
        // "Unser Detlef hat gesungen": nobody's thing, for things are nouns.
        Lexicon::German if is_ours(before.text()) => !is_noun(token.text()),
        Lexicon::German if follows_article(tokens, at) => {
            // "Der Samir", "die kleine Antje".
            let is_his = matches!(before.text(), "der" | "die" | "dem" | "den" | "beim" | "vom");
            !is_noun(token.text()) && is_his && evidence.name >= GERMAN
        }
        Lexicon::German => {
            let is_adjective = !is_function(before.text()) && has_adjective_ending(before.text());
            !is_noun(token.text()) && (evidence.name >= GERMAN || (is_tied && !is_adjective))
        }
        Lexicon::French | Lexicon::Spanish => !is_called_so(tokens, at) && !is_some(tokens, at),
    };
    let is_somebodys = name_of::is_of(tokens, at) || is_told_to(tokens, at);
    (is_named && (is_somebodys || !(is_there || is_place)))
        .then(|| name_at(tokens, at, Trust::Titled))?
}

/// "She left him for Joy", "signed, Will Long": an English word that is a given name too, with the capital
/// that within a sentence only names have.
fn plain_word(words: &Canonical, at: usize) -> Option<Range<usize>> {
    const ALONE: f32 = 0.2;
    const PAIRED: f32 = 0.05;
    let tokens = words.tokens();
    let token = &tokens[at];
    let next = tokens.get(at + 1).filter(|_| token.stop() == Stop::None);
    let may_be = token.lexicon() == Lexicon::English && is_given_name(token.text());
    let evidence = words.evidence(at);
    let is_alone = next.is_none_or(|next| !next.is_capital()) && evidence.name >= ALONE;
    let is_surname = |next: &Token| {
        let is_initial = next.text().len() == 1 && next.text() != "i";
        next.is_capital() && (is_initial || (!next.is_upper() && !is_function(next.text())))
    };
    let is_pair = next.is_some_and(is_surname)
        && evidence.name.max(words.evidence(at + 1).name) >= PAIRED
        && !is_of_place(text(tokens, at + 1));
    let is_whole = may_be && evidence.place < PLACE;
    if is_whole && is_pair {
        let rest = name_at(tokens, at + 1, Trust::Titled).map_or(at + 2, |rest| rest.end);
        return Some(at..rest);
    }
    (is_whole && is_alone && is_common(token.text())).then_some(at..at + 1)
}

fn has_adjective_ending(word: &str) -> bool {
    ["e", "er", "es", "en", "em"].iter().any(|end| word.ends_with(end))
}

fn is_ours(word: &str) -> bool {
    let stem = word.strip_prefix("unser").or_else(|| word.strip_prefix("euer"));
    stem.is_some_and(|rest| matches!(rest, "" | "e" | "en" | "em" | "er"))
}

/// Before where somebody is or goes; "de" and "à" stand before people as well.
fn leads_to_place(word: &str) -> bool {
    matches!(
        word,
        "en" | "desde"
            | "hacia"
            | "vers"
            | "nach"
            | "in"
            | "aus"
            | "durch"
            | "depuis"
            | "a"
            | "bis"
    )
}

/// "La tempête Xynthia", "el bar Manolo": a noun with its article before the name of what it is.
fn is_called_so(tokens: &[Token], at: usize) -> bool {
    let noun = &tokens[at - 1];
    let article = at.checked_sub(2).map_or("", |at| tokens[at].text());
    let is_tied = noun.stop() == Stop::None && !noun.is_capital() && noun.is_word();
    let is_french = noun.lexicon() == Lexicon::French;
    // In Spanish "la" and "lo" are what something is done to as well: "la llama Pilar".
    let has_article = match article {
        "un" | "une" | "una" | "el" | "du" | "del" | "al" | "cette" | "ce" | "este" | "esta" => {
            true
        }
        "le" | "la" | "les" => is_french,
        _ => is_french && noun.text().starts_with("l'"),
    };
    let is_of_people = is_role(noun.text()) || NEARNESS.contains(noun.text());
    let is_something = noun.text().ends_with("cion") || noun.text().ends_with("dad");
    is_tied && !is_function(noun.text()) && !is_of_people && (has_article || is_something)
}

/// "Une Marguerite", "le Café de Flore": one of many, or part of what is called so.
fn is_some(tokens: &[Token], at: usize) -> bool {
    let (before, token) = (&tokens[at - 1], &tokens[at]);
    let is_french = token.lexicon() == Lexicon::French;
    let is_article = match before.text() {
        "un" | "une" | "una" | "des" | "unos" | "unas" | "du" => true,
        "le" | "la" | "les" | "au" => is_french,
        _ => false,
    };
    let is_part = matches!(before.text(), "de" | "du" | "del" | "la")
        && at > 2
        && tokens[at - 2].is_capital()
        && !begins_sentence(tokens, at - 2);
    before.stop() == Stop::None && (is_article || is_part)
}

/// What people are called with, that is neither a role nor kinship.
static NEARNESS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "petit petite grand grande vieux vieille jeune pauvre cher chere gros grosse nomme nommee dernier \
         derniere gentil gentille fameux fameuse belle beau bonne brave autre meme seul seule certain \
         pequeno pequena viejo vieja pobre joven gran querido querida famoso famosa buen buena otro otra \
         mismo misma tal pere mere fille fils femme mari bonhomme gamin gamine hijo hija madre padre tio tia \
         abuelo abuela hermano hermana mujer marido nino nina senor senora chico chica difunto difunta",
    )
});

/// "Según Campos", "laut Kowalski", "rendez-vous avec Traoré", "esperamos a Paz": after what is said of
/// people.
fn beside_somebody(words: &Canonical, at: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    if begins_clause(tokens, at) {
        return None;
    }
    let is_bare = is_said_of_people(tokens, at);
    let is_told = is_told_to(tokens, at);
    let name = Some(at).filter(|_| is_bare || is_told).and_then(|at| {
        let is_romance = matches!(tokens[at].lexicon(), Lexicon::French | Lexicon::Spanish);
        let is_hinted = is_romance && words.evidence(at).name >= HINT;
        whole_name(tokens, at).or_else(|| is_hinted.then_some(at..at + 1))
    })?;
    // Of places one says "à" and "en", and of people "avec".
    let is_with = matches!(text(tokens, at - 1), "avec" | "con" | "segun" | "selon" | "d'apres");
    let least = if is_with { OF_PEOPLE } else { PLACE };
    let evidence = words.evidence(at);
    let is_place = evidence.place >= least && evidence.place > evidence.name;
    // "Laut Schwarz": an adjective without an ending is none after a preposition.
    let is_adjective = text(tokens, at - 1) == "laut"
        && is_adjective_too(text(tokens, at))
        && ends_or_acts(tokens, name.end);
    let is_known =
        may_be_surname(words, &name) || (is_told && !is_common(text(tokens, at))) || is_adjective;
    (is_known && !is_place).then_some(name)
}

/// Whether the word before is said of people above all: "according to", "avec", "laut".
fn is_said_of_people(tokens: &[Token], at: usize) -> bool {
    match tokens[at].lexicon() {
        Lexicon::English => {
            let back = at.checked_sub(2).map_or("", |at| tokens[at].text());
            matches!(
                (back, text(tokens, at - 1)),
                ("according", "to") | ("seconded" | "proposed" | "chaired", "by") | (_, "except")
            )
        }
        Lexicon::French => matches!(
            text(tokens, at - 1),
            "selon"
                | "d'apres"
                | "chez"
                | "avec"
                | "sauf"
                | "plutot"
                | "c'etait"
                | "pauvre"
                | "sans"
        ),
        Lexicon::Spanish => matches!(
            text(tokens, at - 1),
            "segun" | "con" | "salvo" | "excepto" | "menos" | "era" | "fue" | "a" | "al" | "sin"
        ),
        Lexicon::German if text(tokens, at - 1) == "auf" => {
            let back = at.checked_sub(2).map_or("", |at| tokens[at].text());
            matches!(back, "lauft" | "gebucht" | "reserviert" | "bestellt" | "angemeldet")
        }
        Lexicon::German => matches!(
            text(tokens, at - 1),
            "laut"
                | "bei"
                | "beim"
                | "mit"
                | "von"
                | "vom"
                | "ausser"
                | "ohne"
                | "wegen"
                | "an"
                | "hat"
                | "dem"
        ),
    }
}

/// Whether nothing with a capital follows: "laut Schwarz war das so".
fn ends_or_acts(tokens: &[Token], end: usize) -> bool {
    tokens.get(end).is_none_or(|next| !next.is_capital() || tokens[end - 1].stop() != Stop::None)
}

fn before_text(tokens: &[Token], at: usize) -> &str {
    at.checked_sub(1).map_or("", |at| tokens[at].text())
}

/// "Ce qu'il a raconté à Ndiaye".
pub(super) fn is_told_to(tokens: &[Token], at: usize) -> bool {
    const REACH: usize = 4;
    let is_french = tokens[at].lexicon() == Lexicon::French && before_text(tokens, at) == "a";
    let mut before = tokens[at.saturating_sub(REACH)..at].iter();
    is_french
        && before.any(|token| {
            matches!(
                token.text(),
                "dit"
                    | "raconte"
                    | "demande"
                    | "donne"
                    | "parle"
                    | "parler"
                    | "demander"
                    | "ecrit"
                    | "telephone"
                    | "prete"
                    | "laisse"
                    | "envoye"
                    | "montre"
                    | "explique"
                    | "promis"
                    | "confie"
                    | "rendu"
            )
        })
}

/// A name that is all that has a capital there.
pub(super) fn whole_name(tokens: &[Token], at: usize) -> Option<Range<usize>> {
    let name = name_at(tokens, at, Trust::Titled).filter(|name| name.len() <= 4)?;
    // "Hat Kowalski den Antrag gestellt": an article between, and no "von der".
    let is_article = |at: &usize| matches!(tokens[*at].text(), "der" | "den" | "des");
    let is_led = |at: usize| matches!(tokens[at - 1].text(), "von" | "van" | "zu");
    let cut = (name.start + 1..name.end).find(|at| is_article(at) && !is_led(*at));
    Some(name.start..cut.unwrap_or(name.end))
}

/// Whether the lists, the model or its ending know a word of it for a name.
pub(super) fn may_be_surname(words: &Canonical, name: &Range<usize>) -> bool {
    let tokens = words.tokens();
    name.clone().any(|at| {
        let word = tokens[at].text();
        let is_german = tokens[at].lexicon() == Lexicon::German;
        let is_known = if is_german {
            (is_given_name(word) || is_surname(word)) && !is_noun(word)
        } else {
            is_listed(word)
        };
        let evidence = words.evidence(at);
        let least = if is_german { LIKELY } else { HINT };
        let is_thing = is_german && (follows_article(tokens, at) || word.ends_with("erin"));
        let is_hinted = !is_common(word) && !is_thing && evidence.name >= least;
        is_known
            || ends_as_surname(word)
            || (is_hinted && evidence.name > evidence.place && !is_brand(word))
    })
}

/// "Quand Régis est revenu", "que Bravo propuso", "hat Kowalski gesagt": who says or does what people do.
fn says_something(words: &Canonical, at: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    let name = whole_name(tokens, at)?;
    if tokens[name.end - 1].stop() != Stop::None || follows_article(tokens, at) {
        return None;
    }
    let next = |ahead: usize| text(tokens, name.end + ahead);
    let is_said = match tokens[at].lexicon() {
        Lexicon::French => {
            let verb = if matches!(next(0), "a" | "n'a" | "avait" | "m'a" | "nous" | "lui" | "te") {
                next(1)
            } else {
                next(0)
            };
            let came = matches!(next(0), "est" | "etait" | "n'est") && COME.contains(next(1));
            SAID.contains(verb) || came
        }
        Lexicon::Spanish => {
            let is_to = matches!(next(0), "me" | "le" | "les" | "nos" | "te" | "se" | "lo" | "no");
            SAID.contains(if is_to { next(1) } else { next(0) })
        }
        Lexicon::English | Lexicon::German => SAID.contains(next(0)),
    };
    // Firms propose, and hardly second.
    let is_sure = matches!(next(0), "seconded" | "abstained" | "shrugged" | "nodded" | "smiled");
    let is_sure = is_sure && begins_clause(tokens, at) && !is_common(text(tokens, at));
    (is_said && (is_sure || may_be_surname(words, &name))).then_some(name)
}

/// What people say and do.
static SAID: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "proposed seconded objected abstained replied answered shrugged nodded laughed smiled cried \
         dit raconte propose appuye demande repondu repond explique ajoute promis jure crie avoue pense croit \
         disait racontait pensait vote refuse accepte vu pris \
         dijo conto propuso secundo pregunto contesto respondio explico anadio prometio juro grito penso \
         llego vino volvio murio nacio cree dice quiere sabe piensa trajo llamo salio firmo voto acepto \
         sagte meinte fragte antwortete erzahlte rief lachte wusste kam ging starb meint sagt fragt erzahlt",
    )
});

/// What people have done that came and went.
static COME: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "arrive arrivee venu venue parti partie rentre rentree revenu revenue mort morte ne nee passe passee \
         tombe tombee reste restee sorti sortie la malade",
    )
});

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn given_names_within_a_sentence_are_masked() {
        check(
            EntityKind::Name,
            &[
                ("fr", "Tu te souviens de {Solange} ?"),
                ("fr", "On attend {Thierry}, et on commence."),
                ("es", "Lo firmó {Itziar}, no yo."),
                ("es", "Una carta de {Remedios}, la última."),
                ("de", "Und dann kam {Heike}, und alles wurde anders."),
                ("de", "Da war nur noch der {Samir}, sonst keiner."),
                ("en", "She left him for {Joy}, can you believe it."),
                ("es", "Soy de Madrid y vivo en Florencia."),
                ("de", "Dann kam eine Rose, und die Linde blühte."),
            ],
        );
    }

    #[test]
    fn who_stands_where_people_stand_is_masked() {
        check(
            EntityKind::Name,
            &[
                ("fr", "La mère de {Picard} tenait la poste."),
                ("fr", "J'ai rendez-vous avec {Traoré} demain."),
                ("fr", "Il l'a raconté à {Ndiaye} hier."),
                ("es", "Según {Echeverría}, las cuentas no salen."),
                ("es", "Esperamos a {Paz} y empezamos."),
                ("de", "Die Frau vom {Schäfer} hatte die Post."),
                ("de", "Laut {Kowalski} stimmt das nicht."),
            ],
        );
    }

    #[test]
    fn what_is_no_person_is_left() {
        check(
            EntityKind::Name,
            &[
                ("fr", "Selon Renault, les prix montent."),
                ("es", "Según Iberdrola, los precios suben."),
                ("de", "Laut Liste sind es zehn, ohne Zucker."),
                ("en", "According to the city, the bridge is safe."),
                ("es", "con esperanza y con paciencia"),
            ],
        );
    }
}
