//! Wordings in which names, accounts and addresses are said, a few for each class of them.

use super::examples::check;
use crate::domain::EntityKind;

#[test]
fn who_is_asked_for_is_named() {
    check(
        EntityKind::Name,
        &[
            ("en", "Just ring the front desk and ask for {Grace}."),
            ("fr", "Passez à l'accueil et demandez {Thibault}."),
            ("de", "Gehen Sie zum Empfang und fragen Sie nach {Sabine}."),
            ("es", "Suba a la segunda planta y pregunte por {Rocío}."),
            ("en", "Ask for help at the desk."),
            ("de", "Fragen Sie nach Rabatt."),
            ("en", "Can I talk to {Leo}? Or {Hope}, whoever's in."),
        ],
    );
}

#[test]
fn who_does_something_is_named() {
    check(
        EntityKind::Name,
        &[
            ("de", "Den Vertrag schreibt {Detlef}, der kennt sich aus."),
            ("de", "Also, {Birgit} bestellt den Kuchen."),
            ("es", "Bueno, {Rocío} trae las sillas."),
            ("en", "She told me the bus broke down and that {Frank} is still there."),
            ("en", "Mark my words, the summer is over."),
            ("de", "Gold glänzt, und die Sonne scheint."),
        ],
    );
}

#[test]
fn who_is_spoken_to_is_named() {
    check(
        EntityKind::Name,
        &[
            ("de", "Warte mal kurz, {Detlef}."),
            ("es", "Un segundo, {Rocío}, ahora mismo voy."),
            ("fr", "Attends un peu, {Thierry}, j'arrive."),
            ("en", "Hold on a second, {Leo}."),
            ("de", "Wir haben Tulpen, Rosen, Nelken."),
        ],
    );
}

#[test]
fn who_was_misheard_is_named() {
    check(
        EntityKind::Name,
        &[
            ("en", "No, no, I didn't say {Joan}, I said {Jean}."),
            ("fr", "J'ai pas dit {Thierry}, j'ai dit {Thibault}."),
            ("es", "No dije {Rocío}, dije {Lucía}."),
            ("en", "I didn't say Monday, I said Tuesday."),
        ],
    );
}

#[test]
fn what_somebody_was_called_is_a_name() {
    check(
        EntityKind::Name,
        &[
            ("en", "Our old sergeant, {Whitcombe} he was called, never smiled."),
            ("de", "Und der Lehrer, {Schmidt} hieß der, lachte nur."),
            ("fr", "Le voisin, {Thibault} il s'appelait, jouait du cor."),
            ("es", "El portero, {Rocamora} se llamaba, cantaba."),
            ("de", "Frau {Klein}, haben Sie kurz Zeit?"),
            ("de", "Der Platz hieß anders."),
            ("de", "Sie ist eine geborene {von der Heydt}."),
        ],
    );
}

#[test]
fn who_is_called_out_or_announced_is_named() {
    check(
        EntityKind::Name,
        &[
            ("de", "{Sabine Lang} bitte zur Kasse."),
            ("en", "{Grace Whitcombe}, please report to gate nine."),
            ("fr", "{Thibault Vasseur} est attendu à l'accueil."),
            ("en", "Nearly midnight, and reporting from the coast tonight, {Jerome Whitcombe}."),
            ("es", "A la guitarra, {Rocío Belmar}, y al bajo, {Hugo Ferrer}."),
            ("fr", "Au violon, {Thibault Vasseur}."),
            ("de", "Am Schlagzeug {Uwe Brandstetter}, Applaus bitte."),
            ("de", "Klingeln bitte, dann warten."),
        ],
    );
}

#[test]
fn an_answer_is_a_name_where_one_was_asked_for() {
    check(
        EntityKind::Name,
        &[
            ("en", "And your last name? {Day}."),
            ("es", "¿Y su apellido? {Del Valle}."),
            ("en", "Who signs for him? That'd be {Grace Whitcombe}."),
            ("fr", "Le logement, avant c'était {Thibault Vasseur}."),
            ("en", "Hey there, it's {Hope}, call me back."),
            ("en", "Your name, please? Sure. One moment."),
            ("en", "Hello, it's Friday, at last."),
        ],
    );
}

#[test]
fn names_stand_on_bells_and_after_adjectives() {
    check(
        EntityKind::Name,
        &[
            ("fr", "C'est au deuxième, sonnette {Vasseur}."),
            ("de", "Klingeln Sie bei {Brandstetter}."),
            ("fr", "Il y avait le vieux {Guillemard} et sa femme."),
            ("es", "Vino el viejo {Rocamora} con su perro."),
        ],
    );
}

#[test]
fn accounts_are_told_without_a_word_for_them() {
    check(
        EntityKind::Username,
        &[
            ("en", "Add me on Discord, I'm {walnut underscore 19}."),
            ("en", "You can look her up on Bluesky as {maple.finch}, she posts daily."),
            ("fr", "Ajoute-moi sur Discord, je suis {noisette underscore 19}."),
            ("fr", "Sur Reddit cherchez {loutre_88}, c'est lui."),
            ("de", "Auf Discord bin ich {haselnuss Unterstrich 19}."),
            ("de", "{Haselnuss_19}, so heiße ich auf Twitch."),
            ("de", "Beim Zocken ist mein Nickname {haselmaus}, schreib mir."),
            ("es", "En Twitch soy {avellana guion bajo 19}, sígueme."),
            ("en", "On Twitter, people are angry at 9 in the morning."),
            ("en", "We saw failed logins from {IP_ADDRESS|192.0.2.22} today."),
            ("en", "My profile is {URL|example.com/walnut}, see for yourself."),
            ("en", "Revenue of the online game increased by one hundred six percent year-on-year."),
            ("en", "The team moved on with the game, which led to the increase for Q4 and Q1."),
        ],
    );
}

#[test]
fn passwords_are_told_at_some_distance() {
    check(
        EntityKind::Password,
        &[
            ("en", "The password they gave me last week is {walnut dash nineteen}, okay?"),
            ("fr", "Le mot de passe de la tablette de papa est {noisette tiret dix-neuf}."),
            (
                "de",
                "Falsches Passwort, sagt sie, dabei hab ich {haselnuss Bindestrich 19} eingegeben.",
            ),
            ("es", "La contraseña del correo de mi hermana es {avellana guion diecinueve}."),
            ("en", "The password for the account of my sister is wrong."),
        ],
    );
}

#[test]
fn streets_are_named_by_where_they_lie() {
    check(
        EntityKind::Address,
        &[
            ("de", "Sie wohnt jetzt, glaub ich, {Oberer Anger 14}."),
            ("de", "Ich sag's noch mal, {Hinter der Mühle 9}, danke."),
            ("de", "Die Besichtigung {Sophienblick 12, 34117 Kassel} fällt aus."),
            ("en", "The clinic is at {14 Chapel Approach}."),
            ("fr", "Livrez au {12 rue des Lilas à Le Mans}, merci."),
            ("es", "Vive en la {calle Alfonso Doce, número 5}."),
            ("de", "Der Rat stimmte mit 30 zu 12 für den Umbau."),
        ],
    );
}

#[test]
fn a_word_with_a_capital_is_a_name_where_only_people_stand() {
    check(
        EntityKind::Name,
        &[
            ("es", "La letrada {Castaño}, por la acusación."),
            ("fr", "Le père {Petit} élevait des chèvres."),
            ("fr", "Les {Petit} tenaient le café du coin."),
            ("es", "La directora General habló primero."),
            ("fr", "C'est sous la licence GNU General Public License."),
            ("fr", "Les gens tenaient le café du coin."),
            ("en", "The table is booked under {Castellan}, for six."),
            ("de", "Das ist gebucht unter {Kowalski}, glaube ich."),
            ("de", "Unser {Detlef} hat immer gesungen."),
            ("de", "Laut {Schwarz} war die Tür zu."),
        ],
    );
}
