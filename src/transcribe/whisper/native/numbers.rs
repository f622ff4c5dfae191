//! Gives numbers the time that it takes to say them.
//!
//! "67" is one token and "soixante-sept" half a second: the alignment, which follows what the
//! decoder attends to, leaves such a token early and begins the next word within the number.

use super::super::words::HeardWord;

/// How long a syllable takes, in centiseconds: who reads English or German aloud says six a second
/// (Pellegrino, Coupé and Marsico 2011, table 1).
const SYLLABLE: u64 = 16;
/// Of the word that follows, so much is left in any case.
const LEAST: u64 = 10;

/// Moves the ends of numbers that would be said too fast, and what follows with them.
pub(super) fn say_whole(words: &mut [HeardWord]) {
    for index in 0..words.len() {
        let (before, after) = words.split_at_mut(index + 1);
        let Some(word) = before.last_mut() else { continue };
        let least = SYLLABLE * syllables(&word.text);
        if word.span.end - word.span.start >= least {
            continue;
        }
        let mut end = word.span.start + least;
        if let Some(next) = after.first_mut() {
            let latest = next.span.end.saturating_sub(LEAST).max(next.span.start);
            end = end.min(latest);
            next.span.start = next.span.start.max(end);
        }
        word.span.end = word.span.end.max(end);
    }
}

/// About how many syllables a word's digits and signs have, in European languages; letters are not
/// counted, and no digits are none.
fn syllables(text: &str) -> u64 {
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    let said: u64 = numbers.map(of_number).sum();
    let signs = text.chars().filter(|c| matches!(c, '%' | '$' | '€' | '£')).count();
    if said == 0 { 0 } else { said + 2 * signs as u64 }
}

fn of_number(digits: &str) -> u64 {
    match (digits.len(), digits.parse::<u64>().unwrap_or(u64::MAX)) {
        (1, _) => 1,
        (2, ..13) => 1,
        (2, number) if number < 20 || number % 10 == 0 => 2,
        (2, _) => 3,
        (3 | 4, number) if number % 100 == 0 => 2,
        (3, _) => 4,
        (4, _) => 5,
        // Whoever says so many says them one by one or in pairs.
        (count, _) => count as u64 + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(words: &[(&str, u64, u64)]) -> Vec<(u64, u64)> {
        let mut words: Vec<HeardWord> = words
            .iter()
            .map(|(text, start, end)| HeardWord {
                span: *start..*end,
                ..HeardWord::new((*text).to_owned(), 1.0)
            })
            .collect();
        say_whole(&mut words);
        words.into_iter().map(|word| (word.span.start, word.span.end)).collect()
    }

    #[test]
    fn a_number_takes_its_time_from_the_word_after_it_and_leaves_it_some() {
        assert_eq!(spans(&[("67", 100, 120), ("ans.", 120, 180)]), [(100, 148), (148, 180)]);
        assert_eq!(spans(&[("67", 100, 120), ("ans.", 120, 135)]), [(100, 125), (125, 135)]);
        assert_eq!(spans(&[("67", 100, 120)]), [(100, 148)]);
        assert_eq!(spans(&[("1984.", 100, 110), ("The", 300, 320)]), [(100, 180), (300, 320)]);
    }

    #[test]
    fn what_is_long_enough_and_words_without_digits_stay() {
        for words in [[("67", 100, 150), ("ans", 150, 170)], [("soixante", 0, 5), ("ans", 5, 9)]] {
            assert_eq!(spans(&words), words.map(|(_, start, end)| (start, end)));
        }
    }
}
