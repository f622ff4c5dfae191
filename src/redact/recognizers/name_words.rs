//! Words within names, and beside them.

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
