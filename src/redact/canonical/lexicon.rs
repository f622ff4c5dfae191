//! Number words and fillers by language.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::fold_text;
use crate::domain::Language;

/// What a word says about numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberWord {
    /// 0 to 9.
    Unit(u32),
    /// An article or an interjection that is a digit only beside other numbers: "un", "oh".
    WeakUnit(u32),
    /// 10 to 19, or a compound that nothing can be added to: "zweiundvierzig".
    Whole(u32),
    /// 20, 30, …
    Tens(u32),
    /// 200, 300, … in one word.
    Hundreds(u32),
    /// 100.
    Hundred,
    /// A thousand and more: what it counts is an amount.
    Large,
    /// A thousand and more in one word with what it counts: "zweitausendvier".
    Thousands(u32),
    /// The next digit is said this many times: "double".
    Repeat(usize),
}

/// The languages whose number words are known; others are read as English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::redact) enum Lexicon {
    English,
    French,
    German,
    Spanish,
}

static NUMBERS: LazyLock<HashMap<(Lexicon, String), NumberWord>> = LazyLock::new(numbers);

impl Lexicon {
    pub(super) fn of(language: &Language) -> Self {
        match language.code() {
            "fr" => Self::French,
            "de" => Self::German,
            "es" => Self::Spanish,
            _ => Self::English,
        }
    }

    /// What a folded word says about numbers in this language, or else in English, which is heard
    /// everywhere.
    pub(super) fn number(self, word: &str) -> Option<NumberWord> {
        if self == Self::German
            && let Some(number) = german_compound(word)
        {
            return Some(number);
        }
        // The longest is "siebenundsiebzig"; looking a longer word up would only cost.
        if word.len() > 24 {
            return None;
        }
        let look_up = |lexicon| NUMBERS.get(&(lexicon, word.to_owned())).copied();
        let is_own_word = self == Self::Spanish && matches!(word, "o" | "ten");
        look_up(self).or_else(|| if is_own_word { None } else { look_up(Self::English) })
    }

    /// The word between tens and units, as in "vingt et un".
    pub(super) const fn and(self) -> &'static str {
        match self {
            Self::English => "and",
            Self::French => "et",
            Self::German => "und",
            Self::Spanish => "y",
        }
    }

    /// Whether the folded word is a noise of hesitation, which says nothing and may stand anywhere.
    pub(super) fn is_filler(self, word: &str) -> bool {
        match word {
            "uh" | "uhm" | "uhh" | "umm" | "erm" | "ehm" | "hm" | "hmm" | "mhm" | "mm" | "mmm"
            | "ah" | "ahm" | "euh" | "heu" | "uhhh" | "ummm" | "hmmm" | "mmmm" | "ahh" | "ahem"
            | "euhh" | "aeh" | "aehm" => true,
            "ohm" => self == Self::German,
            "hum" => self == Self::French,
            "em" | "emm" => self == Self::Spanish,
            // German "um" and "er" are words.
            "um" | "er" => self != Self::German,
            "eh" => self != Self::English,
            _ => false,
        }
    }
}

fn numbers() -> HashMap<(Lexicon, String), NumberWord> {
    let mut words = HashMap::new();
    let mut add = |lexicon, word: &str, number| {
        words.insert((lexicon, fold_text(word)), number);
    };
    english(&mut |word, number| add(Lexicon::English, word, number));
    french(&mut |word, number| add(Lexicon::French, word, number));
    german(&mut |word, number| add(Lexicon::German, word, number));
    spanish(&mut |word, number| add(Lexicon::Spanish, word, number));
    words
}

type Add<'a> = &'a mut dyn FnMut(&str, NumberWord);

/// Adds words for `first`, `first + step` and so on.
fn add_series(
    add: Add<'_>,
    words: &str,
    (first, step): (u32, u32),
    make: impl Fn(u32) -> NumberWord,
) {
    for (value, word) in (first..).step_by(step as usize).zip(words.split(' ')) {
        add(word, make(value));
    }
}

fn add_all(add: Add<'_>, words: &str, number: NumberWord) {
    words.split(' ').for_each(|word| add(word, number));
}

fn english(add: Add<'_>) {
    use NumberWord::{Hundred, Large, Repeat, Tens, Unit, WeakUnit, Whole};
    add_series(add, "zero one two three four five six seven eight nine", (0, 1), Unit);
    let teens = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen";
    add_series(add, teens, (10, 1), Whole);
    add_series(add, "twenty thirty forty fifty sixty seventy eighty ninety", (20, 10), Tens);
    add_all(add, "fourty", Tens(40));
    add_all(add, "o oh nought naught", WeakUnit(0));
    add_all(add, "niner", Unit(9));
    add_all(add, "hundred", Hundred);
    add_all(add, "thousand million billion trillion", Large);
    add_all(add, "double", Repeat(2));
    add_all(add, "triple treble", Repeat(3));
    add_all(add, "quadruple", Repeat(4));
}

fn french(add: Add<'_>) {
    use NumberWord::{Hundred, Large, Repeat, Tens, Unit, WeakUnit, Whole};
    add_series(add, "deux trois quatre cinq six sept huit neuf", (2, 1), Unit);
    add_all(add, "zéro", Unit(0));
    add_all(add, "un une", WeakUnit(1));
    add_series(add, "dix onze douze treize quatorze quinze seize", (10, 1), Whole);
    let tens = "vingt trente quarante cinquante soixante septante huitante nonante";
    add_series(add, tens, (20, 10), Tens);
    add_all(add, "vingts", Tens(20));
    add_all(add, "octante", Tens(80));
    add_all(add, "cent cents", Hundred);
    add_all(add, "mille million millions milliard milliards", Large);
    add_all(add, "double", Repeat(2));
    add_all(add, "triple", Repeat(3));
}

fn german(add: Add<'_>) {
    use NumberWord::{Hundred, Large, Repeat, Unit, WeakUnit, Whole};
    const UNITS: &str = "zwei drei vier fünf sechs sieben acht neun";
    add_all(add, "null", Unit(0));
    add_all(add, "eins", Unit(1));
    add_all(add, "ein eine einen", WeakUnit(1));
    add_series(add, UNITS, (2, 1), Unit);
    add_all(add, "zwo", Unit(2));
    let teens = "zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn";
    add_series(add, teens, (10, 1), Whole);
    let tens = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig";
    for (ten, tens) in (20..).step_by(10).zip(tens.split(' ')) {
        add(tens, Whole(ten));
        for (unit, word) in (1..).zip(std::iter::once("ein").chain(UNITS.split(' '))) {
            add(&format!("{word}und{tens}"), Whole(ten + unit));
        }
    }
    add_all(add, "hundert einhundert", Hundred);
    add_all(add, "tausend million millionen milliarde milliarden", Large);
    add_all(add, "doppel doppelt", Repeat(2));
    add_all(add, "dreifach dreimal", Repeat(3));
    add_all(add, "zweimal", Repeat(2));
    add_all(add, "viermal", Repeat(4));
}

/// "Vierhundertzwölf", "neunzehnhundertzweiundsechzig", "zweitausendvier".
fn german_compound(word: &str) -> Option<NumberWord> {
    const LONGEST: usize = 64;
    let below_hundred = |word: &str| match NUMBERS.get(&(Lexicon::German, word.to_owned()))? {
        NumberWord::Unit(value) | NumberWord::WeakUnit(value) | NumberWord::Whole(value) => {
            Some(*value)
        }
        _ => None,
    };
    let below_thousand = |word: &str| match word.split_once("hundert") {
        Some((count, rest)) => {
            let count = if count.is_empty() { 1 } else { below_hundred(count)? };
            let rest = rest.strip_prefix("und").unwrap_or(rest);
            Some(count * 100 + if rest.is_empty() { 0 } else { below_hundred(rest)? })
        }
        None => below_hundred(word),
    };
    if word.len() > LONGEST || matches!(word, "hundert" | "einhundert" | "tausend") {
        return None;
    }
    if let Some((count, rest)) = word.split_once("tausend") {
        let count = if count.is_empty() { 1 } else { below_thousand(count)? };
        let rest = rest.strip_prefix("und").unwrap_or(rest);
        let rest = if rest.is_empty() { 0 } else { below_thousand(rest)? };
        return Some(NumberWord::Thousands(count * 1000 + rest));
    }
    if word.contains("hundert") { below_thousand(word).map(NumberWord::Whole) } else { None }
}

fn spanish(add: Add<'_>) {
    use NumberWord::{Hundred, Hundreds, Large, Repeat, Tens, Unit, WeakUnit, Whole};
    const UNITS: &str = "dos tres cuatro cinco seis siete ocho nueve";
    add_all(add, "cero", Unit(0));
    add_all(add, "uno", Unit(1));
    add_all(add, "un una", WeakUnit(1));
    add_series(add, UNITS, (2, 1), Unit);
    let teens = "diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve";
    add_series(add, teens, (10, 1), Whole);
    add_series(
        add,
        "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
        (20, 10),
        Tens,
    );
    add_all(add, "veintiún veintiuna veintiuno", Whole(21));
    for (unit, word) in (2..).zip(UNITS.split(' ')) {
        add(&format!("veinti{word}"), Whole(20 + unit));
    }
    add_all(add, "cien ciento", Hundred);
    let hundreds =
        "doscient trescient cuatrocient quinient seiscient setecient ochocient novecient";
    for (count, stem) in (2..).zip(hundreds.split(' ')) {
        add(&format!("{stem}os"), Hundreds(count * 100));
        add(&format!("{stem}as"), Hundreds(count * 100));
    }
    add_all(add, "mil millón millones", Large);
    add_all(add, "doble", Repeat(2));
    add_all(add, "triple", Repeat(3));
}
