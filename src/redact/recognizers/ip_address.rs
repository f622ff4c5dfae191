//! Addresses in the internet protocol: "192.168.4.17", "one nine two dot one six eight dot …".

use std::ops::Range;

use crate::domain::EntityKind;
use crate::redact::canonical::{Stop, Token};
use crate::redact::{Canonical, Found, Recognizer, RedactError, Strength};

const GROUPS: usize = 4;

/// Finds IP addresses.
pub(super) struct IpRecognizer;

impl Recognizer for IpRecognizer {
    fn name(&self) -> &'static str {
        "ip address"
    }

    fn kind(&self) -> EntityKind {
        EntityKind::IpAddress
    }

    fn find(&self, words: &Canonical) -> Result<Vec<Found>, RedactError> {
        let tokens = words.tokens();
        let mut found = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let range = address_at(tokens, at)
                .or_else(|| version_6_at(tokens, at))
                .or_else(|| holds_address(&tokens[at]).then_some(at..at + 1));
            let Some(range) = range else {
                at += 1;
                continue;
            };
            at = range.end;
            let (kind, strength) = (EntityKind::IpAddress, Strength::Cued);
            found.push(Found { kind, words: words.words_of(range), strength });
        }
        Ok(found)
    }
}

/// Four numbers below 256 with dots between, written or spoken.
fn address_at(tokens: &[Token], start: usize) -> Option<Range<usize>> {
    let mut at = start;
    for group in 0..GROUPS {
        if group > 0 {
            let token = tokens.get(at).filter(|_| tokens[at - 1].stop() == Stop::None)?;
            if is_dot(token.text()) {
                at += 1;
            } else if token.joint() != Some('.') {
                return None;
            }
        }
        at = number(tokens, at)?;
    }
    Some(start..at)
}

/// Whether an address stands among other signs: "%20|192.168.4.17|".
fn holds_address(token: &Token) -> bool {
    let parts = token.amount().split(|sign: char| !sign.is_ascii_digit() && sign != '.');
    parts.into_iter().any(|part| {
        let groups: Vec<_> = part.split('.').map(str::parse::<u32>).collect();
        groups.len() == GROUPS
            && groups.iter().all(|group| group.as_ref().is_ok_and(|value| *value < 256))
    })
}

/// A word with three or more colons: "2001:db8::8a2e:370:7334". A time has two at most.
fn version_6_at(tokens: &[Token], start: usize) -> Option<Range<usize>> {
    const FEWEST_COLONS: usize = 3;
    const MOST_GROUPS: usize = 16;
    let word = tokens[start].words();
    let is_first = start == 0 || tokens[start - 1].words() != word;
    let own = tokens[start..].iter().take_while(|token| is_first && token.words() == word);
    let length = own.take(MOST_GROUPS).count();
    let tokens_of_word = &tokens[start..start + length];
    let colons = |token: &Token| {
        token.amount().matches(':').count() + usize::from(token.joint() == Some(':'))
    };
    let is_hex = |token: &Token| {
        !token.is_word()
            || (token.text().len() <= 4 && token.text().bytes().all(|b| b.is_ascii_hexdigit()))
    };
    let count: usize = tokens_of_word.iter().map(colons).sum();
    (count >= FEWEST_COLONS && tokens_of_word.iter().all(is_hex)).then_some(start..start + length)
}

/// A number below 256, also digit by digit; gives the token after it.
fn number(tokens: &[Token], start: usize) -> Option<usize> {
    const MOST_DIGITS: usize = 3;
    let mut digits = String::new();
    let mut end = start;
    while let Some(token) = tokens.get(end).filter(|token| token.is_digits()) {
        let is_next_group =
            end > start && (token.joint().is_some() || tokens[end - 1].stop() != Stop::None);
        if is_next_group || digits.len() + token.text().len() > MOST_DIGITS {
            break;
        }
        digits.push_str(token.text());
        end += 1;
    }
    // "One oh dot oh dot": by itself it is no digit.
    let is_oh = |at: usize| tokens.get(at).is_some_and(|token| matches!(token.text(), "oh" | "o"));
    while is_oh(end) && digits.len() < MOST_DIGITS && (end == start || !is_parted(tokens, end)) {
        digits.push('0');
        end += 1;
    }
    let article = tokens.get(start).map_or("", Token::text);
    if end == start && matches!(article, "un" | "une" | "uno" | "ein" | "eins" | "one") {
        return Some(start + 1);
    }
    // "Cent un": the article is a digit here.
    let is_hundred = matches!(digits.as_str(), "100" | "200") && end == start + 1;
    let is_one = |token: &Token| matches!(token.text(), "un" | "uno" | "eins" | "one" | "1");
    if is_hundred && tokens.get(end).is_some_and(is_one) && !is_parted(tokens, end) {
        return Some(end + 1);
    }
    digits.parse::<u32>().is_ok_and(|value| value < 256).then_some(end)
}

fn is_parted(tokens: &[Token], at: usize) -> bool {
    tokens[at].joint().is_some() || tokens[at - 1].stop() != Stop::None
}

fn is_dot(word: &str) -> bool {
    matches!(word, "dot" | "point" | "punkt" | "punto")
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn addresses_are_masked_however_they_are_said_or_written() {
        check(
            EntityKind::IpAddress,
            &[
                ("en", "the server is at {192.168.4.17}."),
                ("en", "it is {one nine two dot one six eight dot four dot seventeen}"),
                ("en", "my IP is {ten dot zero dot zero dot one}"),
                ("fr", "c'est {dix point zéro point zéro point un}"),
                ("de", "die IP-Adresse ist {zehn punkt null punkt null punkt eins}"),
                ("es", "la dirección IP es {diez punto cero punto cero punto uno}"),
                ("en", "try {2001:db8::8a2e:370:7334} then"),
                ("en", "ping {one oh dot oh dot one four dot eight} and tell me"),
                ("en", "at 10:15:30 sharp"),
                ("en", "version 1.2.3 of it"),
                ("en", "three point one four"),
            ],
        );
    }
}
