//! The words for numbers up to 9999 in English, French, German and Spanish, as terms of the index:
//! without accents, and compounds with hyphens as several.

use crate::domain::{ENGLISH_TENS, ENGLISH_UNITS};

const FRENCH: &str = "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize \
                      quatorze quinze seize";
const FRENCH_TENS: [&str; 5] = ["vingt", "trente", "quarante", "cinquante", "soixante"];
const GERMAN: &str = "null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn \
                      vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn";
const GERMAN_TENS: [&str; 8] =
    ["zwanzig", "dreissig", "vierzig", "funfzig", "sechzig", "siebzig", "achtzig", "neunzig"];
const SPANISH: &str = "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece \
                       catorce quince dieciseis diecisiete dieciocho diecinueve veinte veintiuno \
                       veintidos veintitres veinticuatro veinticinco veintiseis veintisiete \
                       veintiocho veintinueve";
const SPANISH_TENS: [&str; 7] =
    ["treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"];
const SPANISH_HUNDREDS: [&str; 9] = [
    "ciento",
    "doscientos",
    "trescientos",
    "cuatrocientos",
    "quinientos",
    "seiscientos",
    "setecientos",
    "ochocientos",
    "novecientos",
];

/// Every usual way to say a number in the four languages; a year also in two halves.
pub(super) fn spoken(value: u32) -> Vec<String> {
    let mut ways = english(value);
    ways.extend(french(value));
    ways.extend(german(value));
    ways.extend(spanish(value));
    let (high, low) = (value / 100, value % 100);
    if high >= 10 && low >= 10 {
        ways.push(format!("{} {}", english_pair(high), english_pair(low)));
        // Elsewhere of years only: "soixante dix" is 70.
        if matches!(high, 19 | 20) {
            for pair in [french_pair, german_pair, spanish_pair] {
                ways.push(format!("{} {}", pair(high), pair(low)));
            }
        }
    }
    ways
}

/// The word of a list.
fn word(list: &str, at: u32) -> &str {
    list.split_whitespace().nth(at as usize).unwrap_or_default()
}

fn tens<'a>(words: &[&'a str], from: u32, value: u32) -> &'a str {
    words.get((value / 10 - from) as usize).copied().unwrap_or_default()
}

/// Two parts, or the first alone where there is nothing after it.
fn then(first: &str, rest: u32, of_rest: fn(u32) -> String) -> String {
    if rest == 0 { first.to_owned() } else { format!("{first} {}", of_rest(rest)) }
}

fn english_pair(value: u32) -> String {
    match (value, value % 10) {
        (0..20, _) => ENGLISH_UNITS[value as usize].to_owned(),
        (_, 0) => tens(&ENGLISH_TENS, 2, value).to_owned(),
        (_, unit) => format!("{} {}", tens(&ENGLISH_TENS, 2, value), ENGLISH_UNITS[unit as usize]),
    }
}

fn english(value: u32) -> Vec<String> {
    let (high, low) = (value / 100, value % 100);
    if high == 0 {
        return vec![english_pair(low)];
    }
    // "twenty hundred" is not said, nor "two thousand" of 2100.
    let base = if high % 10 == 0 {
        format!("{} thousand", english_pair(high / 10))
    } else {
        format!("{} hundred", english_pair(high))
    };
    match low {
        0 => vec![base],
        _ => ["", "and "].map(|and| format!("{base} {and}{}", english_pair(low))).to_vec(),
    }
}

fn french_pair(value: u32) -> String {
    match value {
        0..=16 => word(FRENCH, value).to_owned(),
        17..=19 => format!("dix {}", word(FRENCH, value - 10)),
        80 => "quatre vingts".to_owned(),
        81..=99 => format!("quatre vingt {}", french_pair(value - 80)),
        71 => "soixante et onze".to_owned(),
        70..=79 => format!("soixante {}", french_pair(value - 60)),
        _ if value % 10 == 1 => format!("{} et un", tens(&FRENCH_TENS, 2, value)),
        _ => then(tens(&FRENCH_TENS, 2, value), value % 10, french_pair),
    }
}

fn french_hundreds(value: u32) -> String {
    match (value / 100, value % 100) {
        (0, low) => french_pair(low),
        (1, low) => then("cent", low, french_pair),
        (high, 0) => format!("{} cents", french_pair(high)),
        (high, low) => format!("{} cent {}", french_pair(high), french_pair(low)),
    }
}

fn french(value: u32) -> Vec<String> {
    let first = match value / 1000 {
        0 => return vec![french_hundreds(value)],
        1 => "mille".to_owned(),
        thousands => format!("{} mille", french_pair(thousands)),
    };
    let mut ways = vec![then(&first, value % 1000, french_hundreds)];
    if (1100..2000).contains(&value) {
        ways.push(french_hundreds(value));
    }
    ways
}

fn german_pair(value: u32) -> String {
    let ten = |value| tens(&GERMAN_TENS, 2, value);
    match (value, value % 10) {
        (0..20, _) => word(GERMAN, value).to_owned(),
        (_, 0) => ten(value).to_owned(),
        (_, 1) => format!("einund{}", ten(value)),
        (_, unit) => format!("{}und{}", word(GERMAN, unit), ten(value)),
    }
}

/// In one word; of one hundred and one thousand with and without the one.
fn german(value: u32) -> Vec<String> {
    let count = |count: u32| if count == 1 { "ein".to_owned() } else { german_pair(count) };
    let below = |value: u32| match (value / 100, value % 100) {
        (0, 0) => String::new(),
        (0, low) => german_pair(low),
        (high, 0) => format!("{}hundert", count(high)),
        (high, low) => format!("{}hundert{}", count(high), german_pair(low)),
    };
    let mut ways = match value {
        0 => vec![german_pair(0)],
        1..1000 => vec![below(value)],
        _ => vec![format!("{}tausend{}", count(value / 1000), below(value % 1000))],
    };
    if (1100..2000).contains(&value) {
        ways.push(below(value));
    }
    let without_one = ways[0].strip_prefix("ein");
    let short =
        without_one.filter(|rest| ["hundert", "tausend"].iter().any(|n| rest.starts_with(n)));
    ways.extend(short.map(str::to_owned));
    ways
}

fn spanish_pair(value: u32) -> String {
    match (value, value % 10) {
        (0..30, _) => word(SPANISH, value).to_owned(),
        (_, 0) => tens(&SPANISH_TENS, 3, value).to_owned(),
        (_, unit) => format!("{} y {}", tens(&SPANISH_TENS, 3, value), word(SPANISH, unit)),
    }
}

fn spanish_hundreds(value: u32) -> String {
    match (value / 100, value % 100) {
        (0, low) => spanish_pair(low),
        (1, 0) => "cien".to_owned(),
        (high, low) => then(SPANISH_HUNDREDS[high as usize - 1], low, spanish_pair),
    }
}

fn spanish(value: u32) -> Vec<String> {
    let first = match value / 1000 {
        0 => return vec![spanish_hundreds(value)],
        1 => "mil".to_owned(),
        thousands => format!("{} mil", spanish_pair(thousands)),
    };
    vec![then(&first, value % 1000, spanish_hundreds)]
}
