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

#[test]
fn a_second_number_is_of_the_kind_of_the_first() {
    check(
        EntityKind::Passport,
        &[
            (
                "en",
                "We need both passports, hers is {C 4 1 7 7 0 2 2 9} and mine is {597 616 994}.",
            ),
            ("fr", "Les deux passeports, le sien c'est {12 AB 34567} et le mien {35 CN 48811}."),
            ("de", "Beide Pässe, ihrer ist {C01X00T47} und meiner {C01X90F29}."),
            ("es", "Los dos pasaportes, el suyo es {ABC 123 456} y el mío {ZBE 752 532}."),
        ],
    );
}

#[test]
fn dates_of_birth_are_told_without_a_word_for_birth() {
    check(
        EntityKind::DateOfBirth,
        &[
            (
                "en",
                "I need the dates of birth of both drivers. I'm {04/07/1987}, and she's {07/06/1994}.",
            ),
            ("en", "Her birthday's {the 14th of June 1971}, mine's the {3rd of May}."),
            ("en", "The birth certificate says {08/26/1985}, whatever she told you."),
            ("en", "So I arrive, third child of five, {May twenty-eighth, 1938}, in a snowstorm."),
            ("fr", "Vous êtes bien du {quinze octobre 2005} ?"),
            ("fr", "Moi je suis du {3 mai 1962}, elle du {4 juin 1964}."),
            ("de", "Mein Bruder und ich sind vom {dritten Mai 1962}."),
            ("de", "Der Kleine kam am {22. Oktober 2000}, mitten in der Ernte."),
            ("de", "geboren am {achten Dezember, wenn's stimmt, 1987}, in Kassel"),
            ("es", "Yo soy del {3 de mayo de 1962}."),
            ("en", "The letter is of the third of May 1962."),
            ("de", "Der Brief ist vom 3. Mai 1962."),
            ("en", "The delegation arrived on May 3rd, 1962."),
        ],
    );
}

#[test]
fn names_are_told_by_roles_and_families() {
    check(
        EntityKind::Name,
        &[
            ("de", "Das Wort hat die Kollegin {Hoffmeister}."),
            ("de", "Frau {Winter}, bitte in Zimmer zwei, Herr {von Hohenfels} wartet noch."),
            ("de", "Meine Oma war eine geborene {Lewandowski}."),
            ("fr", "Faites entrer le témoin {Lucette Le Bihan}."),
            ("fr", "Rendez-la aux {Nakache}, les voisins."),
            ("es", "Tiene la palabra el concejal {Mamani}."),
            ("es", "Mi abuela era {Quispe} de soltera."),
            ("en", "We gave it to the {Young} family next door."),
            ("en", "The winner is, come on up, {Tanisha McDowell}!"),
            ("en", "The attorney general spoke of the private sector."),
            ("en", "In general people like it."),
            ("fr", "L'ascenseur est en panne."),
            ("de", "Ich hab das ins Navi eingegeben."),
        ],
    );
}

#[test]
fn names_are_told_by_how_people_are_called() {
    check(
        EntityKind::Name,
        &[
            ("de", "{Ralf}, du bist noch stumm."),
            ("en", "{Grant}, can you hear us?"),
            (
                "es",
                "El herrero, ¿cómo se llamaba aquel hombre?, {Muñoz}, tenía unas manos como palas.",
            ),
            ("de", "Ein Schmied, wie hieß der gleich, {Kowalski}, der war stark."),
            ("en", "I have you down as {Luz Tejedor}."),
            ("es", "Lo tengo apuntado como {Luz Tejedor}."),
            ("fr", "Il n'y a pas de {Baptiste} ici."),
            ("en", "Honestly, can you hear us?"),
            ("en", "There's no God, he said, and no bread here."),
        ],
    );
}

#[test]
fn streets_of_many_sorts_are_known() {
    check(
        EntityKind::Address,
        &[
            ("de", "Einmal zur {Brunnenzeile achtzehn in Greifswald}, bitte."),
            ("de", "Der Angeklagte, wohnhaft {Uferpromenade 40}, war nicht da."),
            ("fr", "Nous sommes au {118 résidence Les Glycines}, faites vite."),
            ("fr", "au {17 bis rue du Puits}, devant la porte verte"),
            ("fr", "au {74 passage du Grand-Cerf, quatre quatre zéro six six Dijon}, merci"),
            ("es", "Vivo en la {cuesta del Rosario, número 49}, ya sabe."),
            ("en", "I put {94 The Green, apartment five} in the form."),
            ("en", "It's {49 Saddlers Mews, Cold Spring, oh eight seven two six}, he said."),
            ("en", "come to {8 lakeview parkway} any time"),
            ("de", "Wir sind am Flugsteig 27."),
            ("es", "la carrera 12 fue larga"),
        ],
    );
}

#[test]
fn ages_are_told_beside_somebody() {
    check(
        EntityKind::Age,
        &[
            ("de", "Mein Bruder, {54}, würde nur Nudeln essen."),
            ("en", "My neighbor, {61}, still climbs."),
            ("en", "You must be {forty}? Early {twenties}, thank you very much."),
            ("de", "Es handelt sich um einen Patienten von {80} Jahren."),
            ("de", "Nicht schlecht für {47}!"),
            ("fr", "Pas mal pour {32} ans !"),
            ("es", "¡Nada mal para {61} años!"),
            ("fr", "Le voisin, je lui donne la {quarantaine}."),
            ("de", "Sie sind doch so um die {fünfzig}, oder?"),
            ("en", "I was the third child of five."),
            ("en", "The barrel's 12 years old."),
            ("fr", "Toujours, ça va faire trente ans."),
            ("en", "Dial the sister, 5, 4, 3."),
        ],
    );
}

#[test]
fn passwords_and_usernames_are_found_past_what_is_put_in() {
    check(
        EntityKind::Password,
        &[
            ("en", "The passphrase, and please don't write this down, is {teapot four seven}."),
            ("de", "Das Losungswort, bitte nicht aufschreiben, ist {Schubkarre79}."),
            ("de", "Sie hat überall {Teekanne68} als Passwort gehabt."),
            ("fr", "Elle mettait {Papillon65} comme mot de passe partout."),
            ("de", "Der sagt, Benutzer {USERNAME|ralf sechs vier} existiert nicht."),
            ("de", "Wer da als {USERNAME|ngoc_kilic} angemeldet ist, bitte melden."),
            ("en", "The password, as I said, is wrong."),
        ],
    );
}

#[test]
fn a_card_is_told_by_its_check_digit_without_what_was_taken_back() {
    check(
        EntityKind::CreditDebitNumber,
        &[
            (
                "en",
                "I have {forty double zero, oh oh eighty-seven, fifty-five seventy-two, no, wrong, fifty-five seventy-nine, twenty-five forty-one}.",
            ),
            (
                "en",
                "They wrote the guest's card down at the desk, {4111 1111 1111 1111}, in plain view.",
            ),
            ("en", "It was the blue one, {4242 4242 4242 4242}."),
            ("en", "Her social security is, wait, here's the card, {SSN|987 65 4323}."),
        ],
    );
}
