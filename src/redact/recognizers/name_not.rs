//! What looks like a name and is none: endearments, illnesses and companies that bear one, stations,
//! initials of things, accounts.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::handle::is_online;
use super::name_words::is_particle;
use crate::redact::Canonical;
use crate::redact::canonical::{Lexicon, Stop, Token, is_caseless};
use crate::redact::vocabulary::{self, is_given_name, is_surname};

/// Whether what was taken for a name is something else, by its words or by what stands around it.
pub(super) fn is_no_name(words: &Canonical, name: &Range<usize>) -> bool {
    let tokens = words.tokens();
    if name.is_empty() || (name.start > 0 && super::name::is_title(tokens[name.start - 1].text())) {
        return false;
    }
    is_word_for_somebody(tokens, name)
        || is_illness(tokens, name)
        || is_company(tokens, name)
        || is_of_initials(tokens, name)
        || is_stop(tokens, name)
        || is_account(tokens, name)
        || is_ruler(tokens, name)
        || is_participle(tokens, name)
}

/// What people are called who are not named, what stands for a word one can't think of, and yes.
static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "sweetheart sweetie sweetheart's honey hon darling babe baby dear dearie love buddy pal mate dude bro sis ma'am \
         mom mommy mum mummy mama mamma dad daddy papa pops grandma grandpa granny gran nana nan grandad granddad \
         cheri cherie coeur puce loulou pepe meme mamie mamy papi papy maman tonton tata tatie \
         schatz schatzi liebling liebes susse susser mausi spatz mutti vati oma opa omi opi \
         carino cielo corazon amor tesoro vida guapa guapo mami abuela abuelo abuelita abuelito yaya yayo \
         dings dingsda dingsbums machin machine truc bidule chisme cosa thingy whatsit thingamajig \
         cierto exacto correcto claro vale stimmt genau richtig exact exactement correct right absolutely exactly \
         usuario benutzer user username login identifiant utilisateur contrasena passwort password",
    )
});

fn is_word_for_somebody(tokens: &[Token], name: &Range<usize>) -> bool {
    let word = bare(&tokens[name.start]);
    name.len() == 1 && (WORDS.contains(word) || is_online(word))
}

/// A word without the ending of what is somebody's.
fn bare(token: &Token) -> &str {
    token.text().strip_suffix("'s").unwrap_or_else(|| token.text())
}

/// Illnesses that are called after those who described them.
fn is_illness(tokens: &[Token], name: &Range<usize>) -> bool {
    static ILLNESSES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        vocabulary::words(
            "parkinson alzheimer crohn hodgkin tourette asperger huntington hashimoto meniere \
             raynaud sjogren bechterew basedow graves cushing addison kawasaki lyme marfan korsakov \
             creutzfeldt bell scheuermann peyronie paget",
        )
    });
    // "Graves" and "Bell" are people too; an illness has its article, or ends in "'s".
    let last = &tokens[name.end - 1];
    let before = name.start.checked_sub(1).map_or("", |at| tokens[at].text());
    let is_named = name.len() > 1 && is_given_name(tokens[name.start].text());
    let is_had = last.text().ends_with("'s")
        || matches!(
            before,
            "un" | "le"
                | "du"
                | "de"
                | "el"
                | "a"
                | "with"
                | "mit"
                | "an"
                | "von"
                | "hat"
                | "hatte"
                | "had"
                | "has"
                | "tiene"
                | "tenia"
                | "tuvo"
                | "con"
                | "avait"
                | "morbus"
                | "from"
                | "diagnosticado"
                | "of"
                | "und"
                | "y"
                | "et"
                | "and"
                | "or"
                | "madre"
                | "padre"
        );
    let is_sure = matches!(bare(last), "parkinson" | "alzheimer" | "tourette" | "crohn");
    !is_named && ILLNESSES.contains(bare(last)) && (is_had || (is_sure && name.len() == 1))
}

/// Companies that are called after people, by two of their words, and what has initials in front.
fn is_company(tokens: &[Token], name: &Range<usize>) -> bool {
    static COMPANIES: LazyLock<HashSet<&str>> =
        LazyLock::new(|| include_str!("../words/companies.txt").lines().map(str::trim).collect());
    let parts: Vec<&str> = name.clone().map(|at| bare(&tokens[at])).collect();
    let is_initials = |token: &Token| token.is_upper() && token.text().len() >= 3;
    let is_whole = |at: usize| !tokens[at].is_upper();
    let has_initials = name.len() > 1
        && is_initials(&tokens[name.start])
        && name.clone().skip(1).any(is_whole)
        && !is_given_name(parts[0])
        && !is_surname(parts[0]);
    COMPANIES.contains(parts.join(" ").as_str()) || has_initials
}

/// "The ATM", "el CIF": capitals only, where words around have others.
fn is_of_initials(tokens: &[Token], name: &Range<usize>) -> bool {
    const LONGEST: usize = 4;
    const SIGHT: usize = 4;
    let own = || tokens[name.clone()].iter().filter(|token| !is_particle(token.text()));
    let is_initials = |token: &Token| token.is_upper() && token.text().chars().count() <= LONGEST;
    let around = name.start.saturating_sub(SIGHT)..tokens.len().min(name.end + SIGHT);
    let is_shouted = tokens[around]
        .iter()
        .filter(|token| token.is_word() && token.text().len() > 1)
        .all(Token::is_upper);
    let is_known = own().any(|token| is_given_name(token.text()) || is_surname(token.text()));
    own().all(is_initials) && !is_shouted && !is_known
}

/// Airports and stations that are called after people: "landed at Kennedy", "le métro jusqu'à Jean
/// Jaurès".
fn is_stop(tokens: &[Token], name: &Range<usize>) -> bool {
    const REACH: usize = 8;
    static TRAVEL: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        vocabulary::words(
            "landed landing flew fly flying airport terminal station subway metro tube tram platform \
             atterri atterrit atterrir decolle decoller aeroport gare arret station tramway rer bus \
             gelandet landen landete flughafen bahnhof haltestelle u-bahn s-bahn umsteigen umgestiegen \
             aterrizamos aterrizo aterrizar aterrizado despegamos aeropuerto estacion parada tranvia",
        )
    });
    let before = name.start.checked_sub(1).map_or("", |at| tokens[at].text());
    let leads_there = matches!(
        before,
        "a" | "at"
            | "in"
            | "to"
            | "from"
            | "jusqu'a"
            | "until"
            | "en"
            | "de"
            | "desde"
            | "hasta"
            | "nach"
            | "bis"
            | "von"
            | "aus"
            | "station"
            | "airport"
            | "gare"
            | "aeroport"
            | "via"
            | "estacion"
            | "aeropuerto"
            | "parada"
            | "arret"
            | "flughafen"
            | "haltestelle"
    );
    let first = name.start.saturating_sub(REACH);
    let clause = tokens[first..name.start].iter().rev();
    let clause = clause.take_while(|token| token.stop() != Stop::Sentence);
    let is_reached = clause.into_iter().any(|token| TRAVEL.contains(token.text()));
    leads_there && is_reached
}

/// "Gurke Unterstrich 05": an account.
fn is_account(tokens: &[Token], name: &Range<usize>) -> bool {
    let text = |at: usize| tokens.get(at).map_or("", Token::text);
    let is_line = |at: usize| {
        matches!(text(at), "underscore" | "unterstrich" | "souligne")
            || matches!((text(at), text(at + 1)), ("guion", "bajo") | ("tiret", "bas" | "du"))
    };
    let is_tied = tokens.get(name.end).is_some_and(|next| next.joint() == Some('_'));
    is_tied || (name.start..=name.end).any(is_line)
}

/// "Der Kaiser von China", "the King of Spain".
fn is_ruler(tokens: &[Token], name: &Range<usize>) -> bool {
    let before = name.start.checked_sub(1).map_or("", |at| tokens[at].text());
    let after = tokens.get(name.start + 1).map_or("", Token::text);
    matches!(before, "der" | "dem" | "den" | "die" | "the" | "le" | "la" | "el" | "al" | "vom")
        && matches!(after, "von" | "of" | "de" | "du" | "des" | "d'")
        && matches!(
            tokens[name.start].text(),
            "kaiser"
                | "kaiserin"
                | "konig"
                | "konigin"
                | "furst"
                | "graf"
                | "prinz"
                | "papst"
                | "king"
                | "queen"
                | "prince"
                | "duke"
                | "earl"
                | "pope"
                | "emperor"
                | "roi"
                | "reine"
                | "rey"
                | "reina"
                | "duque"
                | "conde"
                | "comte"
                | "duc"
        )
}

/// "Ils m'ont dit", "nuestra invitada nacida": where nothing has a capital, verbs may look like names.
fn is_participle(tokens: &[Token], name: &Range<usize>) -> bool {
    let first = &tokens[name.start];
    let text = first.text();
    if first.is_capital() || name.len() > 1 || is_given_name(text) || is_surname(text) {
        return false;
    }
    let before = name.start.checked_sub(1).map_or("", |at| tokens[at].text());
    let has_auxiliary = ["ont", "ai", "avait", "avons", "avez", "haben", "hatte", "han", "habia"]
        .iter()
        .any(|end| before.ends_with(end))
        || matches!(before, "a" | "as" | "hat" | "habe" | "ha" | "has" | "he" | "have" | "had");
    let is_spanish = first.lexicon() == Lexicon::Spanish
        && ["ada", "ado", "ida", "ido", "adas", "ados", "idas", "idos"]
            .iter()
            .any(|end| text.ends_with(end));
    let is_name_cue = first.lexicon() == Lexicon::English;
    is_caseless(tokens, name.start) && !is_name_cue && (has_auxiliary || is_spanish)
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn what_is_called_after_people_is_nobody() {
        check(
            EntityKind::Name,
            &[
                ("en", "What time is it, darling?"),
                ("en", "His uncle had Tourette's and his aunt has Crohn's."),
                ("en", "Goldman Sachs and Merrill Lynch both cut their targets."),
                ("en", "I lost my PIN, so I asked at the FAQ desk of the NHS."),
                ("en", "We landed at Kennedy around noon."),
                ("en", "The King of Spain has arrived."),
                ("fr", "On a pris le métro jusqu'à Victor Hugo."),
                ("fr", "Mon oncle avait un Parkinson."),
                ("de", "Meine Oma hatte Alzheimer."),
                ("de", "Da kam der König von Spanien."),
                ("de", "Gib mir mal das, na, Dingsbums."),
                ("es", "Aterrizamos en Josep Tarradellas a las nueve."),
                ("es", "Vale, cariño, hasta luego."),
                ("en", "Mister {Parkinson} called."),
            ],
        );
    }
}
