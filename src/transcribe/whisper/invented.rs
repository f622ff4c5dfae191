//! Takes out what Whisper makes up where nothing is said: loops, and lines out of film subtitles.
//!
//! A number is never taken out: a redaction that does not see a number can't silence it.

use super::words::{HeardWord, bare};

/// From this probability on Whisper itself doubts that anybody speaks.
const DOUBTED: f32 = 0.6;
/// Below this mean confidence doubted speech is given up.
const GUESSED: f32 = 0.4;
/// A run of up to so many words is looked for again after itself.
const LONGEST_LOOP: usize = 8;
/// Words in the repetitions that make a loop, at least.
const LOOP_WORDS: usize = 12;
/// Repetitions that make a loop, at least.
const LOOP_TURNS: usize = 4;

/// What the subtitles that Whisper learned from say over music and silence.
const SUBTITLE_LINES: &[&str] = &[
    "thank you for watching",
    "thanks for watching",
    "please subscribe",
    "subtitles by the amaraorg community",
    "sous titres réalisés par la communauté damaraorg",
    "sous titres réalisés para la communauté damaraorg",
    "sous titrage société radio canada",
    "sous titrage st 501",
    "untertitel der amaraorg community",
    "untertitel im auftrag des zdf für funk 2017",
    "untertitelung des zdf 2020",
    "subtítulos realizados por la comunidad de amaraorg",
    "subtítulos por la comunidad de amaraorg",
    "sottotitoli e revisione a cura di qtss",
    "sottotitoli creati dalla comunità amaraorg",
    "ご視聴ありがとうございました",
];

/// Takes invented words out of what was heard in a batch.
pub(super) fn without(words: Vec<HeardWord>, no_speech: f32) -> Vec<HeardWord> {
    let count = words.len().max(1) as f32;
    let confidence = words.iter().map(|word| word.confidence).sum::<f32>() / count;
    let is_guess = no_speech >= DOUBTED && confidence < GUESSED;
    if is_subtitle_line(&words) || (is_guess && !words.iter().any(has_digit)) {
        return Vec::new();
    }
    without_loops(words)
}

fn is_subtitle_line(words: &[HeardWord]) -> bool {
    if words.len() > 12 {
        return false;
    }
    let line: Vec<String> = words.iter().map(|word| bare(&word.text)).collect();
    let (spaced, joined) = (line.join(" "), line.concat());
    SUBTITLE_LINES.contains(&spaced.trim()) || SUBTITLE_LINES.contains(&joined.as_str())
}

/// Keeps the first turn of each loop.
fn without_loops(words: Vec<HeardWord>) -> Vec<HeardWord> {
    let bare: Vec<String> = words.iter().map(|word| bare(&word.text)).collect();
    let mut keep = vec![true; words.len()];
    let mut at = 0;
    while at < words.len() {
        let found = (1..=LONGEST_LOOP).find_map(|length| {
            let turns = turns(&bare[at..], length);
            let is_loop = turns >= LOOP_TURNS && turns * length >= LOOP_WORDS;
            let has_number = words[at..].iter().take(length).any(has_digit);
            (is_loop && !has_number).then_some((length, turns * length))
        });
        let Some((length, total)) = found else {
            at += 1;
            continue;
        };
        keep[at + length..at + total].fill(false);
        at += total;
    }
    words.into_iter().zip(keep).filter_map(|(word, keep)| keep.then_some(word)).collect()
}

/// How often the first `length` words stand there one after the other.
fn turns(words: &[String], length: usize) -> usize {
    let Some(first) = words.get(..length) else { return 0 };
    words.chunks_exact(length).take_while(|turn| *turn == first).count()
}

fn has_digit(word: &HeardWord) -> bool {
    word.text.chars().any(char::is_numeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(text: &str, confidence: f32) -> Vec<HeardWord> {
        let word = |word: &str| HeardWord::new(word.to_owned(), confidence);
        text.split(' ').map(word).collect()
    }

    fn kept(text: &str, confidence: f32, no_speech: f32) -> String {
        let words = without(heard(text, confidence), no_speech);
        words.into_iter().map(|word| word.text).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_loop_is_heard_once() {
        let text = format!("So we went {}home.", "on the road, ".repeat(9));
        assert_eq!(kept(&text, 0.9, 0.0), "So we went on the road, home.");
    }

    #[test]
    fn what_people_do_repeat_stays() {
        assert_eq!(kept("no, no, no, no, no.", 0.9, 0.0), "no, no, no, no, no.");
    }

    #[test]
    fn a_number_is_never_taken_for_a_loop_or_a_guess() {
        let zeros = vec!["0"; 16].join(" ");
        assert_eq!(kept(&zeros, 0.9, 0.0), zeros);
        assert_eq!(kept("it is 555 0100", 0.1, 0.9), "it is 555 0100");
    }

    #[test]
    fn a_line_of_subtitles_alone_is_taken_out_and_within_speech_it_stays() {
        assert_eq!(kept("Thanks for watching!", 0.9, 0.1), "");
        assert_eq!(kept("Sous-titres réalisés par la communauté d'Amara.org", 0.9, 0.1), "");
        let speech = "And so I said thanks for watching the children.";
        assert_eq!(kept(speech, 0.9, 0.1), speech);
    }

    #[test]
    fn a_guess_where_nobody_seems_to_speak_is_taken_out() {
        assert_eq!(kept("you", 0.2, 0.8), "");
        assert_eq!(kept("you", 0.9, 0.8), "you");
    }
}
