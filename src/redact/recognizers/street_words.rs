//! How streets are called in four languages, and what is said around them.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::redact::vocabulary;

/// Endings of German streets that are of little else.
const SURE_ENDINGS: [&str; 32] = [
    "strasse",
    "str",
    "allee",
    "gasse",
    "chaussee",
    "steig",
    "steige",
    "stieg",
    "stiege",
    "halde",
    "zeile",
    "twiete",
    "promenade",
    "leite",
    "damm",
    "ufer",
    "ring",
    "weg",
    "platz",
    "pfad",
    "redder",
    "brink",
    "rain",
    "anger",
    "winkel",
    "kehre",
    "staffel",
    "gasschen",
    "wiete",
    "stig",
    "passage",
    "terrasse",
];

/// Endings that are of much else too.
const ENDINGS: [&str; 25] = [
    "hof", "berg", "feld", "park", "markt", "tor", "wall", "graben", "hang", "garten", "kamp",
    "wiese", "wiesen", "brucke", "hohe", "grund", "blick", "bogen", "reihe", "kai", "siedlung",
    "eck", "gang", "horst", "freiheit",
];

/// What ends as streets do and is none.
static OTHERS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "flugsteig bahnsteig burgersteig einstieg ausstieg anstieg aufstieg abstieg umstieg gehweg radweg \
         umweg ausweg heimweg rettungsweg arbeitsplatz parkplatz sitzplatz spielplatz flugplatz sportplatz \
         stellplatz tabellenplatz fensterplatz stehplatz liegeplatz zeltplatz bahnhof friedhof bauernhof \
         gerichtshof hauptbahnhof supermarkt weihnachtsmarkt aktienmarkt arbeitsmarkt kindergarten \
         biergarten eingang ausgang vorgang zugang rundgang jahrgang lehrgang durchgang hintergrund \
         vordergrund untergrund augenblick uberblick ruckblick einblick reihenfolge warteschlange \
         versandhof parkhaus notausgang boxring ehering datenring unterwegs keineswegs deswegen \
         meinungsfreiheit pressefreiheit steuerfreiheit zahnbrucke tischreihe sitzreihe fussballfeld \
         textfeld eingabefeld suchfeld tastenfeld nummernfeld umfeld spielfeld",
    )
});

/// Whether a folded word ends as German streets do.
pub(super) fn is_german_street(word: &str) -> bool {
    is_sure_german_street(word) || ends(word, &ENDINGS)
}

/// Whether it ends as little else does.
pub(super) fn is_sure_german_street(word: &str) -> bool {
    ends(word, &SURE_ENDINGS)
}

fn ends(word: &str, endings: &[&str]) -> bool {
    const SHORTEST: usize = 8;
    word.len() >= SHORTEST
        && !OTHERS.contains(word)
        && endings.iter().any(|ending| word.ends_with(ending))
}

/// What stands before the name of a French street.
pub(super) fn is_street_before(word: &str) -> bool {
    matches!(
        word,
        "rue"
            | "avenue"
            | "boulevard"
            | "place"
            | "chemin"
            | "impasse"
            | "quai"
            | "allee"
            | "allees"
            | "cours"
            | "ruelle"
            | "faubourg"
            | "passage"
            | "route"
            | "sentier"
            | "square"
            | "villa"
            | "cite"
            | "residence"
            | "lotissement"
            | "hameau"
            | "lieu-dit"
            | "lieudit"
            | "rond-point"
            | "esplanade"
            | "promenade"
            | "mail"
            | "voie"
            | "venelle"
            | "traverse"
            | "montee"
            | "cote"
            | "galerie"
            | "clos"
            | "domaine"
            | "rocade"
            | "chaussee"
            | "parvis"
            | "pont"
            | "av"
            | "bd"
    )
}

/// What stands before the name of a Spanish street.
pub(super) fn is_spanish_street(word: &str) -> bool {
    matches!(
        word,
        "calle"
            | "avenida"
            | "plaza"
            | "paseo"
            | "camino"
            | "carretera"
            | "ronda"
            | "travesia"
            | "pasaje"
            | "glorieta"
            | "callejon"
            | "cuesta"
            | "carrera"
            | "rambla"
            | "alameda"
            | "bulevar"
            | "calzada"
            | "callejuela"
            | "costanilla"
            | "corredera"
            | "via"
            | "vereda"
            | "urbanizacion"
            | "colonia"
            | "diagonal"
            | "transversal"
            | "jiron"
            | "privada"
            | "prolongacion"
            | "circuito"
            | "cerrada"
            | "andador"
            | "malecon"
            | "sendero"
            | "plazuela"
            | "plazoleta"
            | "poligono"
            | "barrio"
            | "subida"
            | "bajada"
            | "pasadizo"
            | "rinconada"
            | "boulevard"
            | "autopista"
            | "avda"
    )
}

/// What stands before a house's number.
pub(super) fn is_word_for_number(word: &str) -> bool {
    matches!(word, "numero" | "nummer" | "number" | "nr" | "hausnummer")
}

/// What stands before the number of a flat.
pub(super) fn is_word_for_flat(word: &str) -> bool {
    matches!(
        word,
        "apartment"
            | "apt"
            | "flat"
            | "suite"
            | "unit"
            | "appartement"
            | "appart"
            | "wohnung"
            | "piso"
            | "apartamento"
            | "departamento"
            | "depto"
            | "puerta"
            | "lot"
            | "trailer"
            | "floor"
            | "bloque"
            | "portal"
            | "escalera"
            | "interior"
            | "batiment"
    )
}

/// What stands after the name of an English street.
pub(super) fn is_street_after(word: &str) -> bool {
    static STREETS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        vocabulary::words(
            "street avenue road lane boulevard drive court terrace close crescent square way place \
             parkway mews walk green row hill gardens grove circle trail alley highway turnpike path \
             loop ridge rise vale parade quay wharf embankment broadway bypass plaza heights view \
             st ave rd blvd dr ln ct pl sq hwy pkwy cir ter park yard gate croft meadow meadows bend \
             crossing landing point run hollow glen park common cottages buildings esplanade causeway \
             approach drove mead garth fold orchard nook knoll dell trace villas spur reach passage",
        )
    });
    STREETS.contains(word)
}

/// What stands before the noun of a German street that is named by where it lies: "Am Anger", "Unterer
/// Anger".
pub(super) fn is_lie(word: &str) -> bool {
    matches!(
        word,
        "am" | "an"
            | "im"
            | "in"
            | "auf"
            | "unter"
            | "zum"
            | "zur"
            | "hinter"
            | "vor"
            | "bei"
            | "beim"
            | "vom"
    ) || is_lie_by_adjective(word)
}

/// "Unterer", "Neue".
pub(super) fn is_lie_by_adjective(word: &str) -> bool {
    const STEMS: [&str; 13] = [
        "alt", "neu", "lang", "klein", "gross", "ober", "unter", "hoh", "mittler", "ausser",
        "inner", "vorder", "hinter",
    ];
    ["e", "er", "es"]
        .iter()
        .any(|end| word.strip_suffix(end).is_some_and(|stem| STEMS.contains(&stem)))
}

/// What is said before an address.
pub(super) fn is_address_verb(word: &str) -> bool {
    matches!(
        word,
        "address"
            | "live"
            | "lives"
            | "lived"
            | "living"
            | "resides"
            | "residing"
            | "moved"
            | "adresse"
            | "anschrift"
            | "wohnhaft"
            | "wohne"
            | "wohnt"
            | "wohnen"
            | "wohnte"
            | "gewohnt"
            | "gemeldet"
            | "grundstuck"
            | "haus"
            | "hause"
            | "wohnsitz"
            | "adressiert"
            | "anwesen"
            | "lieferadresse"
            | "rechnungsadresse"
            | "postadresse"
            | "zuhause"
    )
}

/// Of what a number is counted or dated, in German.
pub(super) fn is_time(word: &str) -> bool {
    static TIMES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        vocabulary::words(
            "montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar marz april \
             mai juni juli august september oktober november dezember jahr jahre sommer winter \
             herbst fruhling monat alter schnitt durchschnitt stand kapitel saal zimmer raum gleis \
             band halle etage stock seite gruppe klasse teil spiel linie baujahr jahrgang nummer \
             kilometer bahnhof platz artikel paragraf absatz position version modell typ flug zug \
             bus tor trikot konto stockwerk",
        )
    });
    TIMES.contains(word)
}
