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
        || is_ware(tokens, name)
        || is_of_bridge(tokens, name)
        || is_on_route(tokens, name)
}

/// "Andando de Lourdes a Fátima", "walked from Lourdes to Fatima", "von Lourdes nach Fátima": where one
/// goes from and to, though both are given names too.
fn is_on_route(tokens: &[Token], name: &Range<usize>) -> bool {
    let text = |at: usize| tokens.get(at).map_or("", Token::text);
    let leaves = |at: Option<usize>| {
        let from = at.filter(|&at| matches!(text(at), "de" | "desde" | "from" | "von" | "depuis"));
        from.is_some_and(|at| text(at) == "von" || goes_before(tokens, at))
    };
    let arrives = |at: usize| {
        let stops = tokens[at - 1].stop() != Stop::None;
        !stops && matches!(text(at), "a" | "hasta" | "to" | "nach" | "jusqu'a" | "bis")
    };
    let is_german_route = |at: usize, from: Option<usize>| {
        from.is_none_or(|from| text(from) != "von") || text(at) == "nach"
    };
    let from = name.start.checked_sub(1);
    let is_first = leaves(from) && arrives(name.end) && is_german_route(name.end, from);
    let origin = name.start.checked_sub(3);
    let is_second = name.start > 2
        && arrives(name.start - 1)
        && leaves(origin)
        && is_german_route(name.start - 1, origin);
    name.len() == 1 && (is_first || is_second)
}

/// Whether somebody goes, shortly before: "fuimos andando", "on est allés à pied".
fn goes_before(tokens: &[Token], at: usize) -> bool {
    const REACH: usize = 5;
    static GOING: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        vocabulary::words(
            "go goes going gone went walk walked walking drive drove driven driving travel travelled traveled \
             flew fly flying ride rode riding cycle cycled sail sailed ran road train bus trip journey way \
             aller alle alles allee allees va vais allons marche marcher marchait pied voyage voyager route trajet \
             train velo bus roule rouler \
             ir fui fue fuimos fueron vamos van voy andando andar anduvimos caminar caminando caminamos camino \
             viaje viajar viajamos viajo tren autobus pie bici ruta carretera trayecto",
        )
    });
    tokens[at.saturating_sub(REACH)..at].iter().any(|token| GOING.contains(token.text()))
}

/// Firms of which nobody bears the name: "I told Amazon". Renault, Leclerc and Siemens are people too.
fn is_ware(tokens: &[Token], name: &Range<usize>) -> bool {
    static WARES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        vocabulary::words(
            "amazon google netflix spotify facebook whatsapp youtube ikea lidl edeka rewe carrefour auchan \
             iberdrola endesa repsol mercadona movistar vodafone lufthansa ryanair airbus adidas",
        )
    });
    name.len() == 1 && WARES.contains(bare(&tokens[name.start]))
}

/// "The Nelson Mandela Bridge", "die Konrad-Adenauer-Brücke", "el puente Reina Sofía".
fn is_of_bridge(tokens: &[Token], name: &Range<usize>) -> bool {
    let is_work = |word: &str| {
        matches!(
            word,
            "bridge"
                | "tunnel"
                | "airport"
                | "stadium"
                | "brucke"
                | "gymnasium"
                | "grundschule"
                | "klinik"
                | "stadion"
                | "kaserne"
                | "ufer"
                | "platz"
                | "haus"
                | "hutte"
        )
    };
    let text = |at: usize| tokens.get(at).map_or("", Token::text);
    let before = name.start.checked_sub(1).map_or("", text);
    let article = name.start.checked_sub(2).map_or("", text);
    let is_joined =
        name.clone().skip(1).any(|at| tokens[at].joint() == Some('-') && is_work(text(at)));
    let is_after = before == "the"
        && tokens[name.end - 1].stop() == Stop::None
        && tokens.get(name.end).is_some_and(|next| next.is_capital() && is_work(next.text()));
    let is_before = matches!(article, "le" | "el" | "du" | "del" | "au" | "al")
        && matches!(
            before,
            "pont" | "puente" | "stade" | "estadio" | "lycee" | "aeropuerto" | "aeroport"
        );
    is_joined || is_after || is_before
}

/// What people are called who are not named, what stands for a word one can't think of, and yes.
static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "sweetheart sweetie sweetheart's honey hon darling babe baby dear dearie love buddy pal mate dude bro sis ma'am \
         mom mommy mum mummy mama mamma dad daddy papa pops grandma grandpa granny gran nana nan grandad granddad \
         cheri cherie coeur puce loulou pepe meme mamie mamy papi papy maman tonton tata tatie \
         schatz schatzi liebling liebes susse susser mausi spatz mutti vati oma opa omi opi \
         carino cielo corazon amor tesoro vida guapa guapo mami abuela abuelo abuelita abuelito yaya yayo \
         nee noe nope yep dings dingsda dingsbums machin machine truc bidule chisme cosa thingy whatsit thingamajig \
         cierto exacto correcto claro vale stimmt genau richtig exact exactement correct right absolutely exactly \
         usuario benutzer user username login identifiant utilisateur contrasena passwort password",
    )
});

fn is_word_for_somebody(tokens: &[Token], name: &Range<usize>) -> bool {
    let word = bare(&tokens[name.start]);
    // "Pepe" is a grandfather in French, and somebody in Spanish.
    name.len() == 1 && !is_given_name(word) && (WORDS.contains(word) || is_online(word))
}

/// A word without the ending of what is somebody's.
fn bare(token: &Token) -> &str {
    token.text().strip_suffix("'s").unwrap_or_else(|| token.text())
}

/// Illnesses that are called after those who described them. Many have names that people have too:
/// such a name is an illness only where the word for one stands beside it.
fn is_illness(tokens: &[Token], name: &Range<usize>) -> bool {
    const SIGHT: usize = 2;
    static ILLNESSES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        vocabulary::words(
            "hodgkin asperger huntington hashimoto meniere raynaud sjogren bechterew basedow graves cushing \
             addison kawasaki lyme marfan korsakov creutzfeldt bell scheuermann peyronie paget",
        )
    });
    static WORDS_FOR_ONE: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        vocabulary::words(
            "disease syndrome palsy lymphoma maladie syndrome paralysie krankheit erkrankung morbus syndrom \
             enfermedad sindrome paralisis",
        )
    });
    let word = bare(&tokens[name.end - 1]);
    let around =
        tokens[name.start.saturating_sub(SIGHT)..tokens.len().min(name.end + SIGHT)].iter();
    let is_called_one = around.clone().any(|token| WORDS_FOR_ONE.contains(token.text()));
    let is_known = matches!(word, "parkinson" | "alzheimer" | "tourette" | "crohn");
    name.len() == 1 && (is_known || (is_called_one && ILLNESSES.contains(word)))
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

/// Airports and stations that are called after people, right after what leads to one: "landed at
/// Kennedy", "le métro jusqu'à Jean Jaurès". Whoever has but a given name is met there.
fn is_stop(tokens: &[Token], name: &Range<usize>) -> bool {
    let back = |back: usize| name.start.checked_sub(back).map_or("", |at| tokens[at].text());
    let is_met = name.len() == 1 && is_given_name(bare(&tokens[name.start]));
    let is_reached = matches!(
        (back(2), back(1)),
        ("landed" | "landing", "at" | "in")
            | ("atterri" | "atterrit" | "atterrir", "a")
            | ("aterrizamos" | "aterrizo" | "aterrizar" | "aterrizado", "en")
            | ("metro" | "rer" | "tram" | "tramway", "jusqu'a" | "hasta")
            | ("u-bahn" | "s-bahn", "bis")
            | (_, "gare" | "flughafen" | "haltestelle" | "aeropuerto" | "aeroport")
    );
    is_reached && !is_met
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
    // "J'ai", "m'ont"; in Spanish "a" stands before whom something is done to.
    let auxiliary = before.rsplit('\'').next().unwrap_or_default();
    let has_auxiliary = match first.lexicon() {
        Lexicon::French => {
            matches!(auxiliary, "ont" | "ai" | "as" | "a" | "avait" | "avons" | "avez")
        }
        Lexicon::German => matches!(auxiliary, "hat" | "habe" | "haben" | "hatte"),
        Lexicon::Spanish => matches!(auxiliary, "he" | "has" | "ha" | "han" | "habia"),
        Lexicon::English => false,
    };
    let is_spanish = first.lexicon() == Lexicon::Spanish
        && ["ada", "ado", "ida", "ido", "adas", "ados", "idas", "idos"]
            .iter()
            .any(|end| text.ends_with(end));
    is_caseless(tokens, name.start) && (has_auxiliary || is_spanish)
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
                ("es", "Caminamos de Lourdes a Santiago en mayo."),
                ("fr", "Le trajet de Lourdes à Fátima est long."),
                ("de", "Sie lief von Lourdes nach Santiago."),
                ("en", "Mister {Parkinson} called."),
                ("en", "She was told that it is Addison's disease."),
            ],
        );
    }

    #[test]
    fn who_bears_the_name_of_an_illness_or_is_met_at_a_station_is_somebody() {
        check(
            EntityKind::Name,
            &[
                ("en", "I spoke with {Addison} yesterday about the rent."),
                ("en", "{Bell's} house is on the corner, and {Bell} has three kids."),
                ("en", "I was at the station and I gave the keys to {Jordan}."),
                ("en", "After landing I called out to {Marshall} and {Anna}."),
                ("en", "We were flying home when I heard from {Hernandez}."),
                ("en", "She took the bus to {Marjorie's}."),
                ("es", "Ayer llamé a {Pepe} desde la estación."),
                ("fr", "Il est venu, et {Leclerc} a signé le contrat."),
                ("es", "{Julio} fue a casa de su madre."),
                ("de", "{Juli} hat angerufen."),
                ("en", "I told Netflix to stop it."),
            ],
        );
    }
}
