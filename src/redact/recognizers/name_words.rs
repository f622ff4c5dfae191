//! Words within names, and beside them.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::redact::vocabulary;

/// What stands within a name, in lower case or not.
pub(super) fn is_particle(text: &str) -> bool {
    matches!(
        text,
        "de" | "la"
            | "del"
            | "los"
            | "las"
            | "da"
            | "dos"
            | "di"
            | "du"
            | "des"
            | "le"
            | "van"
            | "von"
            | "der"
            | "den"
            | "zu"
            | "bin"
            | "ibn"
            | "al"
            | "el"
            | "ter"
            | "ten"
            | "y"
    )
}

/// What leads a name in lower case: "Herr von Adler".
pub(super) fn is_of_nobles(text: &str) -> bool {
    matches!(text, "von" | "van" | "zu" | "da" | "di" | "dos" | "bin" | "ibn" | "al" | "el" | "ter")
}

/// "St. Clair", "Ste-Marie": what is shortened within a name.
pub(super) fn is_saint(text: &str) -> bool {
    matches!(text, "st" | "ste")
}

/// German adjectives that are surnames too: with a capital, after a title or a given name, they are
/// no other word.
pub(super) fn is_adjective_too(text: &str) -> bool {
    matches!(
        text,
        "klein"
            | "lang"
            | "kurz"
            | "gross"
            | "ehrlich"
            | "frohlich"
            | "ernst"
            | "stark"
            | "schwarz"
            | "weiss"
            | "braun"
            | "roth"
            | "rot"
            | "grau"
            | "grun"
            | "jung"
            | "alt"
            | "neu"
            | "reich"
            | "arm"
            | "frei"
            | "froh"
            | "lustig"
            | "sauer"
            | "scharf"
            | "schnell"
            | "stolz"
            | "treu"
            | "wild"
            | "zart"
            | "kluge"
            | "fromm"
            | "kalt"
            | "heiss"
            | "hart"
            | "schon"
            | "liebe"
            | "gut"
            | "still"
            | "streng"
            | "fleissig"
    )
}

/// What a title may stand before that is no name: "Mr. President".
pub(super) fn is_office(text: &str) -> bool {
    matches!(
        text,
        "president"
            | "chairman"
            | "chairwoman"
            | "chair"
            | "speaker"
            | "mayor"
            | "minister"
            | "secretary"
            | "ambassador"
            | "doctor"
            | "professor"
            | "justice"
            | "vice"
            | "prasident"
            | "prasidentin"
            | "ministre"
            | "presidente"
            | "presidenta"
    )
}

/// What follows the name of a company or another body.
pub(super) fn is_company_word(word: &str) -> bool {
    matches!(
        word,
        "inc"
            | "corp"
            | "corporation"
            | "ltd"
            | "limited"
            | "llc"
            | "plc"
            | "gmbh"
            | "ag"
            | "bank"
            | "group"
            | "holdings"
            | "company"
            | "partners"
            | "capital"
            | "securities"
            | "industries"
            | "foundation"
            | "institute"
            | "museum"
    )
}

/// Whether a word ends as surnames do, of one country or another, and hardly any word does: "Kowalski",
/// "Obermeier", "Papadakis".
pub(super) fn ends_as_surname(word: &str) -> bool {
    const SHORTEST: usize = 6;
    const ENDINGS: [&str; 38] = [
        "ski", "sky", "ska", "wicz", "vic", "ovic", "enko", "chuk", "oglu", "escu", "idis", "akis",
        "poulos", "dze", "shvili", "yan", "ov", "ova", "eva", "meier", "meyer", "maier", "mayer",
        "hofer", "huber", "bacher", "schmidt", "hardt", "brandt", "richs", "sson", "kamp", "stra",
        "enius", "lainen", "moglu", "nguyen", "zadeh",
    ];
    word.len() >= SHORTEST && ENDINGS.iter().any(|end| word.ends_with(end))
}

/// Firms and wares that bear the name of somebody or have the look of one: without more to go by they
/// are no persons.
pub(super) fn is_brand(word: &str) -> bool {
    static ALL: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        vocabulary::words(
            "alexa siri cortana mercedes ford chevrolet dodge chrysler cadillac renault peugeot citroen dacia seat \
             opel audi porsche ferrari fiat skoda toyota honda nissan mazda suzuki kia hyundai tesla volvo \
             amazon google apple microsoft oracle adobe netflix spotify facebook instagram twitter whatsapp youtube \
             siemens bosch thyssen krupp grundig telefunken philips braun miele dyson samsung sony nokia ericsson ikea aldi lidl edeka rewe penny \
             carrefour leclerc auchan casino darty michelin danone nestle loreal chanel dior hermes cartier gucci \
             prada zara mango mercadona iberdrola endesa repsol telefonica santander bankia movistar orange \
             vodafone lufthansa ryanair iberia airbus boeing allianz axa generali barclays deloitte kpmg pfizer \
             bayer merck roche novartis moderna disney pixar lego nike adidas puma walmart target costco macy's \
             wendy's mcdonald's arby's denny's jeep tinder reuters bloomberg",
        )
    });
    ALL.contains(word)
}
