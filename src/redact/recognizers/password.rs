//! Secret words, said to be one.

use super::values;
use crate::domain::EntityKind;
use crate::redact::{Canonical, Found, Recognizer, RedactError};

/// Finds passwords.
pub(super) struct PasswordRecognizer;

impl Recognizer for PasswordRecognizer {
    fn name(&self) -> &'static str {
        "password"
    }

    fn kind(&self) -> EntityKind {
        EntityKind::Password
    }

    fn find(&self, words: &Canonical) -> Result<Vec<Found>, RedactError> {
        Ok(values::find(words, EntityKind::Password))
    }
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn passwords_are_masked_where_they_are_said_to_be_some() {
        check(
            EntityKind::Password,
            &[
                ("en", "my password is {Sunflower42}!"),
                ("en", "the password is {capital s, u n f l o w e r, four two}"),
                ("en", "password is {correct horse battery staple}."),
                ("fr", "mon mot de passe est {tournesol quarante-deux}"),
                ("de", "mein Passwort ist {Sonnenblume zweiundvierzig}"),
                ("es", "mi contraseña es {girasol cuarenta y dos}"),
                ("en", "I set the password to {capital p e p p e r nine eight} and wait"),
                ("de", "ich habe als Passwort {Posaune16}! gesetzt"),
                ("es", "la clave es {girasol dos cero}"),
                ("es", "la contraseña es {trompeta dos cero signo de exclamación}"),
                ("es", "puso su clave, {PIN|8275}, y el cajero"),
                ("de", "Mein Passwort ist immer noch {Sonnenblume42}!"),
                ("en", "My password is still {sunflower underscore nine}."),
                ("fr", "le mot de passe reste {tournesol tiret dix}"),
                ("es", "mi contraseña sigue siendo {girasol guion dos}"),
                ("en", "the password for the portal's {Sunflower42}"),
                ("en", "The password is {bananas}, and the other one is {Thimble9}!"),
                ("en", "my password is still the same"),
                ("en", "we changed the password to be safe"),
                ("en", "the password is wrong"),
                ("en", "reset your password and try again"),
            ],
        );
    }
}
