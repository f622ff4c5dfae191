//! Wordings in which personal data is said, a few for each class of them.

use super::examples::check;
use crate::domain::EntityKind;

#[test]
fn a_number_goes_on_over_whatever_is_said_within_it() {
    check(
        EntityKind::Phone,
        &[
            ("en", "Reach out any time, {four one five, five five five, gosh, oh one four two}."),
            ("en", "Here, write this down, {307, 555, my mistake, 0155}. Got it?"),
            ("en", "Ring me on {212 555 one moment oh one double two} after six."),
            (
                "fr",
                "Rappelez-moi au {zéro six, trente-neuf, mince, quatre-vingt-dix-huit, douze, un}.",
            ),
            (
                "de",
                "Rufen Sie mich unter {null eins sieben eins, drei neun zwei, ach Quatsch, null null vier vier} an.",
            ),
            ("es", "Llámeme al {seiscientos, cero cero cero, caramba, cero once}."),
            ("en", "My wife's social security number is {SSN|987 65, silly me, 4326}."),
        ],
    );
}

#[test]
fn what_is_said_after_a_number_tells_what_it_was() {
    check(
        EntityKind::DriverLicense,
        &[
            ("en", "{S 4 1 7 7 0 2 2 9}, that's what it says on my driving licence."),
            ("fr", "{PASSPORT|12 AB 34567}, c'est ce qu'il y a sur mon passeport."),
            ("de", "{B 0 7 2 R 4 1 7 7 0}, so steht es in meinem Führerschein."),
            ("es", "{PASSPORT|ABC 123 456}, eso es lo que dice mi pasaporte."),
        ],
    );
}

#[test]
fn a_word_of_another_language_is_no_cue() {
    check(
        EntityKind::TaxId,
        &[
            ("de", "Tragen Sie das bitte ein, 1984 und 2020 auch."),
            ("en", "the EIN is {12-3456789}"),
            ("es", "el niño tiene 1234 canicas"),
        ],
    );
}

#[test]
fn names_are_told_by_what_stands_beside_them() {
    check(
        EntityKind::Name,
        &[
            ("en", "They call the baby {Rosalind}, after the river."),
            ("en", "It goes to {Maud, Edith, Winnie} and me."),
            ("en", "Right, that's {Whitcombe} with an e."),
            ("fr", "{Bertille} à l'appareil, j'écoute."),
            ("fr", "Un certain {Anatole} a appelé."),
            ("de", "{Wendelin Krause} am Apparat."),
            ("de", "So ein Kerl namens {Alois} war da."),
            ("es", "Le atiende {Clotilde}, dígame."),
            ("es", "Tiene la palabra {Hortensia Villegas}."),
            ("de", "Klingeln Sie zweimal, dann mache ich auf."),
            ("fr", "Restons calmes, le train arrive."),
            ("es", "Vayan saliendo por la puerta."),
        ],
    );
}

#[test]
fn ages_are_told_in_many_forms() {
    check(
        EntityKind::Age,
        &[
            ("en", "He'd have been, what, {seventy} when she left."),
            ("en", "Not bad for {seventy-six}, is she?"),
            ("en", "She passed away at {ninety-one}."),
            ("en", "The twins are {eleven} now."),
            ("fr", "Il a fêté ses {quatre-vingts} ans hier."),
            ("fr", "Elle ne doit pas avoir plus de {trente} ans."),
            ("de", "Da war sie erst {einundzwanzig} Jahre alt."),
            ("de", "Meine Schwägerin ist {fünfzig}."),
            ("es", "Rondaba los {sesenta} y seguía bailando."),
            ("es", "Mi abuela cumple {noventa} en junio."),
            ("en", "The museum turned 80 and the bridge is 120 years old."),
            ("fr", "Il y a 20 ans que le bail de 3 ans est fini."),
            ("de", "Die Brücke ist 120 Jahre alt."),
            ("es", "El puente tiene 120 años."),
        ],
    );
}

#[test]
fn secrets_are_found_where_they_do_not_follow_their_cue() {
    check(
        EntityKind::Password,
        &[
            ("en", "{walnut dash lantern twelve}, that's the password for the till."),
            ("en", "My password, {Walnut88}!, is too short."),
            ("en", "Could you reset it to {walnut underscore nine}, so I remember the password?"),
            ("fr", "{noisette tiret lanterne douze}, c'est le mot de passe."),
            ("de", "Setzen Sie das Passwort auf {haselnuss Bindestrich zwölf} zurück."),
            ("es", "{avellana guion farol doce}, esa es la contraseña."),
            ("en", "It says the username {USERNAME|walnut_88} is locked."),
            ("de", "Der Benutzername {USERNAME|haselnuss_88} ist vergeben."),
        ],
    );
}

#[test]
fn a_card_is_told_with_its_dates_and_codes() {
    check(
        EntityKind::CreditDebitExpiry,
        &[
            ("en", "{oh nine, twenty-eight}, that's when the card expires."),
            ("en", "The card's good until {March 2029}."),
            ("de", "{09/28}, dann läuft die Karte ab."),
            ("fr", "{juin 2029}, c'est là que la carte expire."),
            ("es", "La tarjeta sirve hasta {junio de 2029}."),
            ("en", "On the reverse of the card it says {CREDIT_DEBIT_CVV|four oh seven}."),
            ("de", "Neben der Unterschrift steht {CREDIT_DEBIT_CVV|vier null sieben}."),
        ],
    );
}

#[test]
fn an_address_has_its_post_code_and_german_streets_their_preposition() {
    check(
        EntityKind::Address,
        &[
            ("en", "We're at {14 Foundry Road, flat 3, Wetherby, four six oh oh nine}."),
            ("de", "Sie wohnt {Am Kirchberg 48}, und zwar gern."),
            ("fr", "Il habite au {12 rue de l'Abreuvoir}."),
            ("de", "Im Sommer war der Brunnen 25 Wochen trocken."),
        ],
    );
}

#[test]
fn a_date_that_is_corrected_is_masked_whole() {
    check(
        EntityKind::DateOfBirth,
        &[
            ("en", "I was born on the {twelfth, no, thirteenth of May 1971}."),
            ("de", "Geboren bin ich am {vierten März, Sekunde, einundfünfzig}."),
            ("fr", "Nous sommes nés tous les deux le {4 mars 1951}."),
        ],
    );
}
