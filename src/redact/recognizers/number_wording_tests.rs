//! Wordings in which numbers, dates and ages are said, a few for each class of them.

use super::examples::check;
use crate::domain::EntityKind;

#[test]
fn dates_of_birth_are_told_of_records_and_of_relatives() {
    check(
        EntityKind::DateOfBirth,
        &[
            ("en", "It says {June first, 1949} here, but that's my husband's birthday."),
            ("de", "Da steht {3. März 1971}, das ist doch der Geburtstag meines Bruders."),
            ("fr", "Chez vous c'est le {2 avril 1980}, c'est l'anniversaire de ma femme."),
            ("es", "Ahí pone {2 de abril de 1980}, ese es el cumpleaños de mi mujer."),
            ("en", "We skipped a grade because he's {the ninth of May sixty-six}."),
            ("en", "She's a {March second, nineteen seventy} baby."),
            ("fr", "Il est né dans une ferme près de Tulle le {4 mai 1938}."),
            ("fr", "Jour, mois et année de naissance? {4 mai 1938}."),
            ("es", "Está en el registro parroquial, {4 de mayo de 1938}."),
            ("de", "Im Kirchenbuch steht {4. Mai 1938}."),
            ("fr", "Il ne le sait pas encore."),
        ],
    );
}

#[test]
fn security_codes_are_the_few_digits_of_a_card() {
    check(
        EntityKind::CreditDebitCvv,
        &[
            ("es", "{4 1 7}, esos son los tres de detrás."),
            ("en", "He typed {417} as the security code and it's {471}."),
            ("fr", "J'ai mis {417} comme cryptogramme, et c'est {471}."),
            ("de", "Der kleine Code, das wäre {4 1 7}."),
            ("en", "The number on the strip reads {417}."),
            ("fr", "Le petit code, c'est {417}."),
        ],
    );
}

#[test]
fn expiry_dates_go_by_many_names() {
    check(
        EntityKind::CreditDebitExpiry,
        &[
            ("en", "Month and year on the front? {Nine slash thirty-one}."),
            ("fr", "{Mars 2030}, c'est la date de fin sur ma carte."),
            ("es", "El mes y el año de la tarjeta: {cero tres treinta}."),
            ("de", "Monat und Jahr auf der Karte, das ist {null drei dreißig}."),
        ],
    );
}

#[test]
fn pins_are_pins_wherever_they_are_kept() {
    check(
        EntityKind::Pin,
        &[
            ("en", "{Forty-one ninety}, that was my PIN for twenty years."),
            ("fr", "{Quatre un neuf zéro}, c'était mon code secret depuis dix ans."),
            ("en", "He wrote the PIN on a slip next to the card, {4190}, in red."),
            ("de", "Die Geheimzahl klebt hinten an der Karte, {4190}, schön groß."),
            ("es", "Tenía el número secreto pegado a la tarjeta, {4190}, tan tranquila."),
            ("en", "You press {4190} and then the star key, that's our conference PIN."),
        ],
    );
}

#[test]
fn what_a_number_is_kept_on_is_not_what_it_is() {
    check(
        EntityKind::Phone,
        &[
            ("fr", "J'avais sa carte quelque part, voilà, {02 61 91 30 81}."),
            ("en", "Here's the number on the account, {415 555 0142}."),
            (
                "en",
                "The Mill, VIC {655 437 108 office +46 (0)179 459 33 fax +41 (0)38 549 02 90} mobile",
            ),
            ("en", "The number that we have, {SSN|212, 34, no, 35, 6789}, is the same as ever."),
            (
                "en",
                "Routing is {BANK_ROUTING|021 000 021}. Then comes the other number, which is {BANK_ACCOUNT_NUMBER|0045 6677 81}.",
            ),
            (
                "es",
                "El NIF de la empresa y el mío son distintos, el de la empresa es {TAX_ID|B 33 798 171}.",
            ),
        ],
    );
}

#[test]
fn plates_are_told_by_their_shape() {
    check(
        EntityKind::LicensePlate,
        &[
            ("es", "Al dueño de la furgoneta {4471 KLM}, que la mueva."),
            ("fr", "Une berline grise, {GH-417-TR}, garée devant."),
            ("fr", "La camionnette a fait 120 000 kilomètres."),
        ],
    );
}

#[test]
fn ages_are_put_down_and_guessed_at() {
    check(
        EntityKind::Age,
        &[
            ("en", "Put him down as {thirty-nine}, please."),
            ("fr", "Mettez {39} ans, ça ira."),
            ("de", "Tragen Sie {39} Jahre ein."),
            ("de", "Da war ich, keine Ahnung, {neunzehn}, und verliebt."),
            ("es", "Tendría, qué sé yo, {diecinueve} años."),
            ("es", "Casi todas pasamos ya de los {setenta}."),
            ("de", "Ein 30 Jahre alter Wein ist das."),
            ("en", "It's a 30-year-old whisky."),
            ("es", "En la cena éramos cuatro."),
            ("fr", "J'en ai trois, mais je n'en regarde qu'un."),
        ],
    );
}

#[test]
fn what_is_named_beside_a_number_is_not_always_what_it_is() {
    check(
        EntityKind::CreditDebitNumber,
        &[
            (
                "en",
                "I read it to him, {4111 1111 1111 1111}, and then he asked for my PIN, and that's when I hung up.",
            ),
            ("fr", "Ce pont, on ne l'a pas repeint depuis 1927."),
            ("de", "Welche PIN haben Sie fürs Telefonbanking gewählt? {PIN|4 1 9 0}."),
            ("en", "The security number on the strip says {CREDIT_DEBIT_CVV|417}."),
            ("en", "The socials are {SSN|901 23 4567 and 965, no, 964, 12, 6821}."),
            ("de", "Unter welcher Nummer erreiche ich Sie? {PHONE|030 231 25 030}."),
            ("fr", "L'adresse, c'est {IP_ADDRESS|cent point cinquante point cent point cent un}."),
        ],
    );
}
