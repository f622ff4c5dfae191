//! Names of months and ordinals in four languages.

/// The month that a folded word names, from 1 to 12.
pub(super) fn month(word: &str) -> Option<u32> {
    Some(match word {
        "january" | "jan" | "janvier" | "januar" | "janner" | "enero" => 1,
        "february" | "feb" | "fevrier" | "februar" | "febrero" => 2,
        "march" | "mars" | "marz" | "marzo" => 3,
        "april" | "apr" | "avril" | "abril" => 4,
        "may" | "mai" | "mayo" => 5,
        "june" | "jun" | "juin" | "juni" | "junio" => 6,
        "july" | "jul" | "juillet" | "juli" | "julio" => 7,
        "august" | "aug" | "aout" | "agosto" => 8,
        "september" | "sept" | "sep" | "septembre" | "septiembre" | "setiembre" => 9,
        "october" | "oct" | "octobre" | "oktober" | "octubre" => 10,
        "november" | "nov" | "novembre" | "noviembre" => 11,
        "december" | "dec" | "decembre" | "dezember" | "diciembre" => 12,
        _ => return None,
    })
}

/// The value of an ordinal below 32: "third", "3rd", "dritten", "premier", "primero".
pub(super) fn ordinal(word: &str) -> Option<u32> {
    written(word).or_else(|| english(word)).or_else(|| german(word)).or(match word {
        "premier" | "primero" | "primer" => Some(1),
        _ => None,
    })
}

fn written(word: &str) -> Option<u32> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let (number, ending) = word.split_at(digits);
    let is_ordinal = matches!(ending, "st" | "nd" | "rd" | "th" | "er" | "o" | "ten" | "te");
    number.parse().ok().filter(|_| is_ordinal)
}

fn english(word: &str) -> Option<u32> {
    const ORDINALS: [&str; 20] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    let place = ORDINALS.iter().position(|ordinal| *ordinal == word);
    place.and_then(|place| u32::try_from(place + 1).ok()).or((word == "thirtieth").then_some(30))
}

/// "Dritten", "einundzwanzigster".
fn german(word: &str) -> Option<u32> {
    const STEMS: [&str; 19] = [
        "erst",
        "zweit",
        "dritt",
        "viert",
        "funft",
        "sechst",
        "siebt",
        "acht",
        "neunt",
        "zehnt",
        "elft",
        "zwolft",
        "dreizehnt",
        "vierzehnt",
        "funfzehnt",
        "sechzehnt",
        "siebzehnt",
        "achtzehnt",
        "neunzehnt",
    ];
    const UNITS: [&str; 9] =
        ["ein", "zwei", "drei", "vier", "funf", "sechs", "sieben", "acht", "neun"];
    let endings = ["en", "er", "es", "em", "e"];
    let stem = endings.iter().find_map(|ending| word.strip_suffix(ending))?;
    if let Some(place) = STEMS.iter().position(|known| *known == stem) {
        return u32::try_from(place + 1).ok();
    }
    let (tens, before) = [("zwanzigst", 20), ("dreissigst", 30)]
        .into_iter()
        .find_map(|(ending, tens)| Some((tens, stem.strip_suffix(ending)?)))?;
    if before.is_empty() {
        return Some(tens);
    }
    let unit = before.strip_suffix("und")?;
    let place = UNITS.iter().position(|known| *known == unit)?;
    u32::try_from(place + 1).ok().map(|unit| tens + unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinals_are_read_in_four_languages() {
        for (word, value) in [
            ("third", 3),
            ("21st", 21),
            ("twelfth", 12),
            ("dritten", 3),
            ("achter", 8),
            ("einundzwanzigsten", 21),
            ("zwanzigster", 20),
            ("premier", 1),
            ("1er", 1),
        ] {
            assert_eq!(ordinal(word), Some(value), "{word}");
        }
        assert_eq!(ordinal("1960s"), None);
        assert_eq!(ordinal("achten"), Some(8));
        assert_eq!(ordinal("und"), None);
    }
}
