//! What is asked and answered, corrected, read back and cut off: across turns, pauses and channels.

use super::RedactedSegment;
use super::tests::{all_kinds, segment, transcript};

/// Redacts turns, each with its channel and language, one after the other.
fn conversation(turns: &[(Option<u16>, &str, &str)]) -> Vec<String> {
    let mut start = 0;
    let segments = turns.iter().map(|(channel, language, text)| {
        let segment = segment(start, *channel, language, text);
        start = segment.span().end.as_millis() + 700;
        segment
    });
    let redacted = all_kinds().redact(transcript(segments.collect())).unwrap();
    redacted.segments().iter().map(RedactedSegment::text).collect()
}

#[test]
fn what_is_asked_on_one_channel_is_known_in_the_answer_on_the_other() {
    for (language, question, answer, mark) in [
        ("en", "Can I have your social?", "Sure, it's {nine eight seven, six five}.", "[SSN]"),
        (
            "en",
            "And your account number please.",
            "{four four one, nine two seven}",
            "[BANK_ACCOUNT_NUMBER]",
        ),
        ("en", "When does it expire?", "{oh three twenty-nine}", "[CREDIT_DEBIT_EXPIRY]"),
        ("de", "Bis wann ist die Karte gültig?", "{März 2029}", "[CREDIT_DEBIT_EXPIRY]"),
        ("es", "¿Cuándo vence?", "En {marzo de 2029}.", "[CREDIT_DEBIT_EXPIRY]"),
        ("en", "What's the age of the patient?", "{Seventy-five}.", "[AGE]"),
        ("en", "Do you have a tax ID for the invoice?", "{00-1637161}.", "[TAX_ID]"),
        ("en", "What's the tax payer ID on the 1099?", "It says {001637161}.", "[TAX_ID]"),
        ("en", "What's the PIN?", "{four four seven one}", "[PIN]"),
        ("en", "What is your date of birth?", "{May third, sixty-two}", "[DATE_OF_BIRTH]"),
        (
            "en",
            "And the security code on the back?",
            "One second. {four oh seven}.",
            "[CREDIT_DEBIT_CVV]",
        ),
        (
            "fr",
            "Quel est votre numéro de compte ?",
            "Alors, {quatre quatre un, neuf deux sept}",
            "[BANK_ACCOUNT_NUMBER]",
        ),
        (
            "de",
            "Wie lautet Ihre Kontonummer?",
            "{vier vier eins neun zwei sieben}",
            "[BANK_ACCOUNT_NUMBER]",
        ),
        (
            "es",
            "¿Me da su número de cuenta?",
            "{cuatro cuatro uno nueve dos siete}",
            "[BANK_ACCOUNT_NUMBER]",
        ),
    ] {
        let said = answer.replace(['{', '}'], "");
        let texts = conversation(&[(Some(0), language, question), (Some(1), language, &said)]);
        let (before, rest) = answer.split_once('{').unwrap();
        let (_, after) = rest.split_once('}').unwrap();
        assert_eq!(texts, [question.to_owned(), format!("{before}{mark}{after}")]);
        // The same on one channel, where turns are not told apart.
        let texts = conversation(&[(None, language, question), (None, language, &said)]);
        assert_eq!(texts[1], format!("{before}{mark}{after}"));
    }
}

#[test]
fn digits_that_nobody_asked_for_are_left_alone() {
    let texts = conversation(&[
        (Some(0), "en", "What was the order number?"),
        (Some(1), "en", "four four one, nine two seven, three three one"),
    ]);
    assert_eq!(texts[1], "four four one, nine two seven, three three one");
    let texts = conversation(&[
        (Some(0), "en", "How many were there?"),
        (Some(1), "en", "four hundred in 2019 and 350 now"),
    ]);
    assert_eq!(texts[1], "four hundred in 2019 and 350 now");
}

#[test]
fn a_number_that_is_read_back_is_masked_there_too() {
    let texts = conversation(&[
        (Some(1), "en", "my social is nine one seven, six five, four three two oh"),
        (Some(0), "en", "so that ends in four three two oh"),
        (Some(1), "en", "yes, with oh"),
        (Some(0), "en", "and it begins with nine one seven six, then"),
        (Some(0), "en", "we had 4500 of them"),
    ]);
    assert_eq!(texts[1], "so that ends in [SSN]");
    assert_eq!(texts[2], "yes, with oh");
    assert_eq!(texts[3], "and it begins with [SSN], then");
    assert_eq!(texts[4], "we had 4500 of them");
}

#[test]
fn corrections_pauses_and_segments_do_not_part_a_number() {
    let texts = conversation(&[
        (None, "en", "You can reach me on four one one, uh, no,"),
        (None, "en", "four one two, five five five,"),
        (None, "en", "oh one four two. Thanks."),
    ]);
    assert_eq!(texts, ["You can reach me on [PHONE],", "[PHONE],", "[PHONE]. Thanks."]);
}

#[test]
fn a_question_that_was_answered_says_nothing_of_later_numbers() {
    let texts = conversation(&[
        (None, "en", "What's your PIN? It's 4471."),
        (None, "en", "We had 3562 of them then."),
    ]);
    assert_eq!(texts, ["What's your PIN? It's [PIN].", "We had 3562 of them then."]);
}

#[test]
fn what_somebody_else_says_that_a_number_was_is_believed() {
    for (language, number, question, mark) in [
        ("en", "W82289945555.", "And that's your DL number?", "[DRIVER_LICENSE]."),
        ("de", "L01X00T53.", "Ist das die Nummer vom Perso?", "[NATIONAL_ID]."),
        ("es", "912 23 9789.", "¿Y ese seguro social es de usted?", "[SSN]."),
        ("fr", "5614 2283 4055.", "Et ça, c'est le numéro du permis ?", "[DRIVER_LICENSE]."),
    ] {
        let texts = conversation(&[(Some(0), language, number), (Some(1), language, question)]);
        assert_eq!(texts, [mark.to_owned(), question.to_owned()]);
    }
    let texts = conversation(&[
        (Some(0), "en", "There were 4500 at the gate in 1984."),
        (Some(1), "en", "And that's your passport? Thanks."),
    ]);
    assert_eq!(texts[0], "There were 4500 at the gate in 1984.");
}

#[test]
fn two_things_that_are_asked_for_at_once_are_both_known_in_the_answer() {
    for (language, question, answer, masked) in [
        (
            "en",
            "Social security number and date of birth?",
            "1 2 1... 3 3... 0 0 0 0, November 9th, 1997.",
            "[SSN], [DATE_OF_BIRTH].",
        ),
        (
            "en",
            "PIN and date of birth?",
            "Six five six two, August twenty-fourth, uh, nineteen sixty-four.",
            "[PIN], [DATE_OF_BIRTH].",
        ),
        (
            "en",
            "Date of birth and PIN?",
            "23 August 2007 and five one four five.",
            "[DATE_OF_BIRTH] and [PIN].",
        ),
        (
            "en",
            "Date of birth and username?",
            "The 14th of January, nineteen eighty-seven, trombone underscore 97.",
            "[DATE_OF_BIRTH], [USERNAME].",
        ),
        (
            "fr",
            "Numéro de téléphone et date de naissance ?",
            "02 61 91 30 96, treize juillet cinquante.",
            "[PHONE], [DATE_OF_BIRTH].",
        ),
        (
            "fr",
            "Numéro fiscal et date de naissance ?",
            "Zéro deux, huit deux, hein, quatre neuf sept, quatre six sept, quatre zéro neuf, \
             quinze février mille neuf cent quatre-vingt-neuf.",
            "[TAX_ID], [DATE_OF_BIRTH].",
        ),
        (
            "fr",
            "Numéro de compte, date de naissance, et ?",
            "0 0 7 8... 1 4 5 9, née le douze février soixante-trois.",
            "[BANK_ACCOUNT_NUMBER], née le [DATE_OF_BIRTH].",
        ),
        (
            "de",
            "Geburtsdatum und PIN?",
            "Zwölften November 1961, null sieben eins neun.",
            "[DATE_OF_BIRTH], [PIN].",
        ),
        ("de", "Geburtsdatum und PIN?", "12.12.1968 und 6 4 7 0.", "[DATE_OF_BIRTH] und [PIN]."),
    ] {
        let said = conversation(&[(Some(0), language, question), (Some(1), language, answer)]);
        assert_eq!(said[1], masked, "{question} {answer}");
    }
}

#[test]
fn what_is_asked_next_ends_the_number_before_it() {
    let said = conversation(&[
        (Some(0), "en", "Can I have your date of birth please?"),
        (Some(1), "en", "Yes, it's 10.02.1968."),
        (Some(0), "en", "Thank you. And your phone number?"),
        (Some(1), "en", "415 555 0142."),
        (Some(0), "en", "PIN?"),
        (Some(1), "en", "fifty-six eighty-four"),
    ]);
    assert_eq!(said[1], "Yes, it's [DATE_OF_BIRTH].");
    assert_eq!(said[3], "[PHONE].");
    assert_eq!(said[5], "[PIN]");
}

#[test]
fn a_date_that_no_birth_was_asked_for_with_is_what_was_asked_for() {
    for (question, answer, masked) in [
        ("What's your password?", "March 12th 1984.", "[PASSWORD]."),
        ("What's your PIN?", "12 March 1984.", "12 March [PIN]."),
    ] {
        let said = conversation(&[(Some(0), "en", question), (Some(1), "en", answer)]);
        assert_eq!(said[1], masked, "{question} {answer}");
    }
}

#[test]
fn what_is_asked_too_early_leaves_no_half_of_a_number() {
    let said = conversation(&[
        (Some(0), "en", "The passport number, please."),
        (Some(1), "en", "C 4 4 1."),
        (Some(0), "en", "And your phone?"),
        (Some(1), "en", "7 2 2 9 0 3."),
    ]);
    assert_eq!((&*said[1], &*said[3]), ("[PASSPORT].", "[PASSPORT]."));
}

#[test]
fn an_answer_is_one_though_who_asked_soon_says_a_number_too() {
    for (question, answer, more) in [
        ("What's the CVC on that one?", "It's 506.", "My card's valid through 11 28."),
        ("Your username?", "mara77", "Room 4471 is free."),
        ("PIN?", "It's 4471.", "Flight 2806 it is, then."),
    ] {
        let turns = [(Some(0), "en", question), (Some(1), "en", answer), (Some(0), "en", more)];
        let texts = conversation(&turns);
        assert!(texts[1].contains('[') && !texts[1].contains(char::is_numeric), "{texts:?}");
    }
}
