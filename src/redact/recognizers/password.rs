//! Secret words, said to be one.

use super::{values, way_in};
use crate::domain::EntityKind;
use crate::redact::{Canonical, Found, Recognizer, RedactError, Strength};

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
        let mut found = values::find(words, EntityKind::Password);
        let (kind, strength) = (EntityKind::Password, Strength::Cued);
        let told = way_in::find(words).into_iter().map(|value| words.words_of(value));
        found.extend(told.map(|words| Found { kind, words, strength }));
        Ok(found)
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
                ("de", "Melden Sie sich mal mit {großes M u r m e l eins neun} als Passwort an."),
                ("de", "sie hatte überall {hafen zwei sieben ausrufezeichen} als passwort"),
                ("fr", "Connectez-vous avec {Faucon56} comme mot de passe."),
                ("es", "Me conecto con {Halcon56} como contraseña."),
                ("en", "The password's {capital F, o, x, one, two}."),
                ("en", "And the password is, all lower case, {green kettle seven}."),
                ("fr", "Et le mot de passe, tout en minuscules, {bouilloire verte sept}."),
                ("de", "Tippen Sie {Marmor77} in das Passwortfeld."),
                ("de", "Was haben Sie denn eingestellt, als Passwort?"),
                ("de", "Was haben Sie vergeben, als Passwort?"),
                ("en", "What have you chosen as a password?"),
                ("en", "my password is still the same"),
                ("en", "we changed the password to be safe"),
                ("en", "the password is wrong"),
                ("en", "reset your password and try again"),
            ],
        );
    }
}
