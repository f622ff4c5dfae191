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
