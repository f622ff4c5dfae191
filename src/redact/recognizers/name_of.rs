//! Whose something is: "la mujer de Rubio", "die Frau vom Schäfer", "l'écriture de Fatou".

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::name_known::{may_be_surname, whole_name};
use super::name_somebody::{begins_clause, romance_capital, text};
use super::name_words::is_adjective_too;
use crate::redact::Canonical;
use crate::redact::canonical::{Lexicon, Token};
use crate::redact::vocabulary::{self, is_common, is_role};

/// Whether the word before says that what follows is whose something is: "la madre de", "die Frau vom".
pub(super) fn is_of(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |at| tokens[at].text());
    let whose = at.checked_sub(2).map(|at| &tokens[at]);
    let is_link = matches!(before, "de" | "du" | "von" | "vom" | "of" | "from");
    let is_bound = begins_clause(tokens, at) || at < 2 || begins_clause(tokens, at - 1);
    is_link
        && !is_bound
        && whose.is_some_and(|whose| {
            let whose = unelided(whose.text());
            is_role(whose) || BELONGINGS.contains(whose)
        })
}

/// "L'écriture de", "d'abstention de".
fn unelided(word: &str) -> &str {
    word.strip_prefix("l'").or_else(|| word.strip_prefix("d'")).unwrap_or(word)
}

/// What people have, send and do.
static BELONGINGS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "wife husband mother father mum mom dad son daughter sister brother letter postcard message call \
         pass assist header cross goal word handwriting signature fault vote abstention \
         femme mari mere pere fille fils soeur frere maman papa cousin cousine nouvelles lettre carte mot coup \
         message appel passe but tir centre coup-franc corner part cote voix main tombe anniversaire mariage \
         ecriture signature faute vote abstention enterrement copain copine fiance fiancee maison appartement bureau voiture \
         mujer marido esposa esposo madre padre hija hijo hermana hermano mama papa tio tia abuela abuelo carta \
         noticias algo nada mensaje llamada gol pase centro tiro remate parte lado voz mano tumba cumpleanos boda \
         letra firma culpa voto abstencion entierro novio novia casa piso despacho coche \
         frau mann mutter vater tochter sohn schwester bruder mama papa oma opa brief karte nachricht anruf \
         handschrift unterschrift schuld stimme enthaltung gegenstimme gruss grusse vorlage pass flanke tor schuss kopfball stimme grab geburtstag hochzeit beerdigung \
         freund freundin haus wohnung buro auto was",
    )
});

/// "La mujer de Rubio", "die Frau vom Schäfer", "gol de Bravo": a surname, or what may be one.
pub(super) fn of_somebody(words: &Canonical, at: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    let is_german = tokens[at].lexicon() == Lexicon::German;
    let name = Some(at).filter(|&at| is_of(tokens, at))?;
    let name = whole_name(tokens, name)
        .or_else(|| romance_capital(words, at).filter(|_| is_of_person(tokens, at)))?;
    let is_romance = matches!(tokens[at].lexicon(), Lexicon::French | Lexicon::Spanish);
    let is_told = may_be_surname(words, &name)
        || (is_romance && is_of_person(tokens, at))
        || (!is_german && !is_common(text(tokens, at)))
        || (is_german && is_adjective_too(text(tokens, at)));
    let is_plain = tokens[at].lexicon() == Lexicon::English && !may_be_surname(words, &name);
    (is_told && !is_plain).then_some(name)
}

/// Whether what is somebody's is nothing that an office has too: "la carta de Hacienda".
fn is_of_person(tokens: &[Token], at: usize) -> bool {
    let whose = at.checked_sub(2).map_or("", |at| unelided(tokens[at].text()));
    is_role(whose)
        || matches!(
            whose,
            "letra"
                | "firma"
                | "culpa"
                | "voto"
                | "abstencion"
                | "ecriture"
                | "signature"
                | "faute"
                | "abstention"
        )
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn whose_something_is_is_named() {
        check(
            EntityKind::Name,
            &[
                ("fr", "C'est la signature de {Quéméneur}, en bas."),
                ("fr", "L'écriture de {Boucher}, je la connais."),
                ("fr", "Le cousin de {Petit} chantait."),
                ("es", "Esa es la firma de {Remedios}, en la carta."),
                ("es", "Con el voto de {Peña}, son nueve."),
                ("de", "Das ist die Unterschrift von {Heike}, nicht meine."),
                ("es", "La casa de Dios, la letra de cambio, la carta de Hacienda."),
            ],
        );
    }
}
