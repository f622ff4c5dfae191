//! Numbers however they are said or written: `2020`, `20 20`, `twenty twenty`, `deux mille vingt`,
//! `zweitausendzwanzig`, `dos mil veinte`.
//!
//! Every way to say each number is written down once ([`spoken`]), and a number is read by looking
//! its words up there: what can be found can be typed, and the other way round.

mod spoken;

use std::collections::HashMap;
use std::sync::LazyLock;

use spoken::spoken;

/// A number of more digits is found as it is written only.
const MAX: u32 = 9999;
/// No number takes more words: `mille neuf cent quatre vingt dix sept`.
const MOST_WORDS: usize = 8;

/// Articles, and words that mean something else in another of the languages: alone they are words.
const NOT_ALONE: [&str; 18] = [
    "un", "une", "uno", "ein", "eins", "null", "neuf", "sept", "dix", "seize", "cent", "elf",
    "acht", "once", "dos", "quince", "mil", "mille",
];

/// Numbers by their words, as terms with spaces between them.
static NUMBERS: LazyLock<HashMap<String, u32>> = LazyLock::new(|| {
    let mut numbers = HashMap::new();
    for value in 0..=MAX {
        for spelling in spellings_of(value) {
            numbers.entry(spelling).or_insert(value);
        }
    }
    numbers
});

/// A number at the beginning of some words: how many of them it takes, and every way to say it.
pub(super) fn number_at(words: &[&str]) -> Option<(usize, Vec<Vec<String>>)> {
    let mut text = String::new();
    let mut found = None;
    for (at, word) in words.iter().take(MOST_WORDS).enumerate() {
        let terms = crate::index::word_terms(word);
        let terms: Vec<&str> = terms.parts.iter().map(|part| part.term.as_str()).collect();
        if terms.is_empty() {
            break;
        }
        if at > 0 {
            text.push(' ');
        }
        text.push_str(&terms.join(" "));
        if let Some(value) = NUMBERS.get(&text) {
            found = Some((at + 1, text.clone(), *value));
        }
    }
    let (taken, typed, value) = found?;
    let mut spellings = vec![typed];
    for spelling in spellings_of(value) {
        if !spellings.contains(&spelling) {
            spellings.push(spelling);
        }
    }
    let terms = |spelling: String| spelling.split(' ').map(str::to_owned).collect();
    Some((taken, spellings.into_iter().map(terms).collect()))
}

/// Every way to write and say a number.
fn spellings_of(value: u32) -> Vec<String> {
    let mut spellings = vec![value.to_string()];
    let (high, low) = (value / 100, value % 100);
    if high >= 10 && low >= 10 {
        spellings.push(format!("{high} {low}"));
    }
    spellings.extend(spoken(value).into_iter().filter(|said| !NOT_ALONE.contains(&said.as_str())));
    spellings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(typed: &str) -> Option<(usize, Vec<String>)> {
        let words: Vec<&str> = typed.split(' ').collect();
        let (taken, spellings) = number_at(&words)?;
        Some((taken, spellings.iter().map(|spelling| spelling.join(" ")).collect()))
    }

    #[test]
    fn a_number_is_every_way_to_say_it() {
        let ways = [
            "2020",
            "20 20",
            "twenty twenty",
            "two thousand twenty",
            "two thousand and twenty",
            "deux mille vingt",
            "zweitausendzwanzig",
            "dos mil veinte",
        ];
        for typed in ways {
            let (taken, spellings) = said(typed).unwrap();
            assert_eq!(taken, typed.split(' ').count());
            for way in ways {
                assert!(spellings.iter().any(|said| said == way), "{typed}: {spellings:?}");
            }
        }
        let (taken, spellings) = said("nineteen eighty four was").unwrap();
        assert_eq!(taken, 3);
        assert!(spellings.contains(&"1984".to_owned()) && spellings.contains(&"19 84".to_owned()));
        assert!(said("105").unwrap().1.contains(&"one hundred and five".to_owned()));
        assert!(said("3").unwrap().1.contains(&"three".to_owned()));
        assert!(said("twenty five").unwrap().1.contains(&"25".to_owned()));
        assert!(said("nineteen hundred").unwrap().1.contains(&"1900".to_owned()));
    }

    #[test]
    fn a_number_is_read_as_it_is_written_in_its_language() {
        for (typed, value) in [
            ("quatre-vingt-dix-sept", "97"),
            ("soixante et onze", "71"),
            ("quatre-vingts", "80"),
            ("mille neuf cent quatre-vingt-quatre", "1984"),
            ("trois cents", "300"),
            ("Fünfundzwanzig", "25"),
            ("dreißig", "30"),
            ("neunzehnhundertvierundachtzig", "1984"),
            ("hunderteins", "101"),
            ("veintidós", "22"),
            ("treinta y uno", "31"),
            ("mil novecientos ochenta y cuatro", "1984"),
            ("quinientos", "500"),
            ("twenty-five", "25"),
        ] {
            let (taken, spellings) = said(typed).unwrap_or_else(|| panic!("{typed} is no number"));
            assert_eq!(taken, typed.split(' ').count(), "{typed}");
            assert!(spellings.iter().any(|way| way == value), "{typed}: {spellings:?}");
        }
    }

    #[test]
    fn every_way_to_say_a_number_is_made_of_terms_and_leads_to_one_number() {
        let terms = |word: &str| {
            let terms = crate::index::word_terms(word);
            terms.parts.iter().map(|part| part.term.clone()).collect::<Vec<_>>()
        };
        for value in (0..=130).chain([1000, 1066, 1600, 1984, 2001, 2020, 9999]) {
            for spelling in spellings_of(value) {
                for word in spelling.split(' ') {
                    assert_eq!(terms(word), [word], "{value}: {spelling}");
                }
                assert_eq!(NUMBERS.get(&spelling), Some(&value), "{spelling}");
            }
        }
    }

    #[test]
    fn what_is_no_number_is_left_alone() {
        for typed in ["budget", "thousand", "007", "123456", "12a", "", "once", "un", "—"] {
            assert_eq!(said(typed), None, "{typed}");
        }
        assert_eq!(said("one two").unwrap().0, 1);
    }
}
