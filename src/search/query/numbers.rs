//! Numbers however they are said or written: `2020`, `20 20`, `twenty twenty`, `two thousand and
//! twenty`. Words for numbers are English ones.

const UNITS: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] =
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
/// A number of more digits is found as it is written only.
const MAX: u32 = 9999;

/// A number at the beginning of some words: how many of them it takes, and every way to say it.
pub(super) fn number_at(words: &[&str]) -> Option<(usize, Vec<Vec<String>>)> {
    let words: Vec<String> = words.iter().take(5).flat_map(|word| terms_of(word)).take(8).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (taken, value) = thousands(&words).or_else(|| year(&words)).or_else(|| plain(&words))?;
    let typed: Vec<String> = words[..taken].iter().map(|word| (*word).to_owned()).collect();
    let mut spellings = vec![typed];
    for spelling in spellings_of(value) {
        if !spellings.contains(&spelling) {
            spellings.push(spelling);
        }
    }
    (spellings.len() > 1).then_some((taken, spellings))
}

/// One word's term; a word that is not a single one ends what may be a number.
fn terms_of(word: &str) -> Vec<String> {
    let terms = crate::index::word_terms(word);
    match (terms.parts.as_slice(), terms.joined) {
        ([part], _) => vec![part.term.clone()],
        _ => vec![String::new()],
    }
}

/// `two thousand`, `two thousand and twenty`, `three hundred`, `three hundred and five`.
fn thousands(words: &[&str]) -> Option<(usize, u32)> {
    let (taken, count) = pair(words).filter(|(_, count)| *count > 0)?;
    let scale = match *words.get(taken)? {
        "thousand" if count < 10 => 1000,
        "hundred" => 100,
        _ => return None,
    };
    let base = count * scale;
    let and = usize::from(words.get(taken + 1) == Some(&"and"));
    let rest = words.get(taken + 1 + and..).and_then(pair).filter(|(_, rest)| *rest > 0);
    let (more, value) = rest.map_or((0, base), |(more, rest)| (and + more, base + rest));
    (value <= MAX).then_some((taken + 1 + more, value))
}

/// `twenty twenty`, `nineteen eighty four`, `20 20`.
fn year(words: &[&str]) -> Option<(usize, u32)> {
    let (first, century) = pair(words).filter(|(_, value)| *value >= 10)?;
    let (second, rest) = pair(&words[first..]).filter(|(_, value)| *value >= 10)?;
    let is_digits = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    (is_digits(words[0]) == is_digits(words[first]))
        .then_some((first + second, century * 100 + rest))
}

/// A number of one word, or of two such as `twenty five`.
fn plain(words: &[&str]) -> Option<(usize, u32)> {
    let digits = words.first()?;
    let is_number = (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let is_padded = digits.len() > 1 && digits.starts_with('0');
    if is_number && !is_padded {
        return digits.parse().ok().map(|value| (1, value));
    }
    pair(words)
}

/// Up to 99: two digits, or words.
fn pair(words: &[&str]) -> Option<(usize, u32)> {
    let first = *words.first()?;
    if first.len() == 2
        && !first.starts_with('0')
        && let Ok(value) = first.parse()
    {
        return Some((1, value));
    }
    if let Some(value) = (0..).zip(UNITS).find(|(_, unit)| *unit == first) {
        return Some((1, value.0));
    }
    let (tens, _) = (2..).zip(TENS).find(|(_, ten)| *ten == first)?;
    let unit = words.get(1).and_then(|next| {
        (1..10).zip(&UNITS[1..10]).find(|(_, unit)| *unit == next).map(|(value, _)| value)
    });
    Some(unit.map_or((1, tens * 10), |unit| (2, tens * 10 + unit)))
}

/// Every way to say a number of up to four digits.
fn spellings_of(value: u32) -> Vec<Vec<String>> {
    let digits = vec![vec![value.to_string()]];
    let row = |parts: &[&[&str]]| -> Vec<String> {
        parts.iter().flat_map(|part| part.iter().map(|word| (*word).to_owned())).collect()
    };
    let (high, low) = (value / 100, value % 100);
    let said = words_of(low);
    let mut more = Vec::new();
    if value < 100 {
        more.push(row(&[&said]));
    } else {
        let hundreds = words_of(high);
        let mut bases = Vec::new();
        if value < 1000 || high % 10 > 0 {
            bases.push(row(&[&hundreds, &["hundred"]]));
        }
        if value >= 1000 && high % 10 == 0 {
            bases.push(row(&[&words_of(high / 10), &["thousand"]]));
        }
        for base in bases {
            let base: Vec<&str> = base.iter().map(String::as_str).collect();
            if low == 0 {
                more.push(row(&[&base]));
            } else {
                more.push(row(&[&base, &said]));
                more.push(row(&[&base, &["and"], &said]));
            }
        }
        if high >= 10 && low >= 10 {
            more.push(vec![high.to_string(), low.to_string()]);
            more.push(row(&[&hundreds, &said]));
        }
    }
    digits.into_iter().chain(more).collect()
}

/// The words for a number below 100.
fn words_of(value: u32) -> Vec<&'static str> {
    let at = |index: u32| index as usize;
    match value {
        0..20 => vec![UNITS[at(value)]],
        20..100 if value.is_multiple_of(10) => vec![TENS[at(value / 10) - 2]],
        20..100 => vec![TENS[at(value / 10) - 2], UNITS[at(value % 10)]],
        _ => Vec::new(),
    }
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
        for typed in ["2020", "20 20", "twenty twenty", "two thousand and twenty"] {
            let (taken, spellings) = said(typed).unwrap();
            assert_eq!(taken, typed.split(' ').count());
            for way in
                ["2020", "20 20", "twenty twenty", "two thousand twenty", "two thousand and twenty"]
            {
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
    fn what_is_no_number_is_left_alone() {
        for typed in ["budget", "thousand", "007", "123456", "12a", ""] {
            assert_eq!(said(typed), None, "{typed}");
        }
        assert_eq!(said("one two").unwrap().0, 1);
    }
}
