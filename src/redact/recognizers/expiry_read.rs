//! What is read off a card: "it says good through …", "da steht: gültig bis …", "pone válida hasta".

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::redact::canonical::Token;
use crate::redact::vocabulary::{self, is_function};

/// Whether a word says no more than that something is read, or where: it is not what runs out.
pub(super) fn tells_of_reading(token: &Token) -> bool {
    is_function(token.text()) || READING.contains(token.text())
}

static READING: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "says say said saying reads read written printed shows stamped front bottom see okay ok here there \
         steht stand drauf draufsteht darunter lese les vor sehe seh vorne vorn unten gedruckt hier \
         ecrit marque note inscrit imprime dit lis vois devant dessous bas indique affiche ici \
         pone ponia dice decia lee leo veo escrito marcado impreso figura aparece reza delante abajo ahi \
         aqui alli \
         credit debit credito debito",
    )
});
