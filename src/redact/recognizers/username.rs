//! Names of accounts, said to be one.

use super::{handle, log_in, value_shape, values};
use crate::domain::EntityKind;
use crate::redact::{Canonical, Found, Recognizer, RedactError, Strength};

/// Finds usernames.
pub(super) struct UsernameRecognizer;

impl Recognizer for UsernameRecognizer {
    fn name(&self) -> &'static str {
        "username"
    }

    fn kind(&self) -> EntityKind {
        EntityKind::Username
    }

    fn find(&self, words: &Canonical) -> Result<Vec<Found>, RedactError> {
        let mut found = values::find(words, EntityKind::Username);
        let (kind, strength) = (EntityKind::Username, Strength::Cued);
        let told = handle::find(words).into_iter().chain(log_in::find(words));
        let told = told.filter(|value| !value_shape::is_for_password(words, value));
        let told = told.map(|value| words.words_of(value));
        found.extend(told.map(|words| Found { kind, words, strength }));
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn usernames_are_masked_where_they_are_said_to_be_some() {
        check(
            EntityKind::Username,
            &[
                ("en", "my username is {jroe42}."),
                ("en", "the user name is {j underscore roe forty two}, all lowercase"),
                ("en", "my login is {orbit dash seven}"),
                ("fr", "mon identifiant est {orbite tiret bas sept}"),
                ("de", "mein Benutzername ist {orbit unterstrich sieben}"),
                ("es", "mi usuario es {orbita guion bajo siete}"),
                ("en", "I log in as {jane_roe} and wait"),
                ("de", "ich melde mich als {jana null zwei} an"),
                ("fr", "je passe avec l'identifiant {mvasseur} et j'attends"),
                ("fr", "mon identifiant, c'est {y.vasseur}"),
                ("es", "entro como {girasol_48} y espero"),
                ("en", "On the forum I go by {walrus underscore two six}."),
                ("de", "Im Forum heiße ich {sattel Unterstrich 71}."),
                ("en", "your login name would be {jroe42}"),
                ("fr", "votre identifiant serait {jroe.42}"),
                ("en", "prices go by 10 percent"),
                ("en", "My username's the problem."),
                ("en", "My login's {tbaker}, all one word."),
                ("en", "I log in as admin"),
                ("en", "I log in as the owner"),
                ("en", "the username is required"),
                ("en", "the username is case sensitive"),
            ],
        );
    }
}
