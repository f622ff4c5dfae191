//! Addresses in the web: "https://example.com/a", "www dot example dot com slash a".

use std::ops::Range;

use crate::domain::EntityKind;
use crate::redact::canonical::{Lexicon, Stop, Token};
use crate::redact::cues::DigitCue;
use crate::redact::{Canonical, Found, Recognizer, RedactError, Strength, vocabulary};

/// How far before an address its cue may stand, in tokens.
const CUE_REACH: usize = 10;
/// The longest host, and the longest path, in tokens.
const LONGEST: usize = 24;

/// Finds URLs.
pub(super) struct UrlRecognizer;

impl Recognizer for UrlRecognizer {
    fn name(&self) -> &'static str {
        "url"
    }

    fn kind(&self) -> EntityKind {
        EntityKind::Url
    }

    fn find(&self, words: &Canonical) -> Result<Vec<Found>, RedactError> {
        let tokens = words.tokens();
        let mut found = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let Some(range) = address_at(words, at) else {
                at += 1;
                continue;
            };
            at = range.end;
            let (kind, strength) = (EntityKind::Url, Strength::Shape);
            found.push(Found { kind, words: words.words_of(range), strength });
        }
        Ok(found)
    }
}

/// Whether the tokens are an address in the web, whatever it was called: "my profile is example.com".
pub(super) fn is_address(words: &Canonical, tokens: &Range<usize>) -> bool {
    let is_path = |at: usize| is_slash(words.tokens()[at].text());
    let has_path = tokens.clone().any(is_path);
    address_at(words, tokens.start)
        .is_some_and(|range| range.end >= tokens.end && (has_path || range.len() > 2))
}

fn address_at(words: &Canonical, start: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    let host = past_scheme(tokens, start);
    let has_scheme = host > start;
    let is_www =
        tokens.get(host).is_some_and(|first| first.text() == "www") || is_triple_w(tokens, host);
    let (end, is_ambiguous) = host_end(tokens, host, has_scheme || is_www)?;
    let may_be_anything = has_scheme || is_www || has_cue(words, start);
    let is_name = !vocabulary::is_function(tokens[host].text());
    let is_address = may_be_anything || (is_name && !is_ambiguous);
    is_address.then(|| start..past_path(tokens, end))
}

/// "https://", "h t t p s colon slash slash".
fn past_scheme(tokens: &[Token], start: usize) -> usize {
    let text = |at: usize| tokens.get(at).map_or("", Token::text);
    let mut at = start;
    if matches!(text(at), "http" | "https") {
        at += 1;
    } else if text(at) == "h" && text(at + 1) == "t" && text(at + 2) == "t" && text(at + 3) == "p" {
        at += 4 + usize::from(text(at + 4) == "s");
    } else {
        return start;
    }
    while matches!(
        text(at),
        "colon"
            | "slash"
            | "deux"
            | "points"
            | "doppelpunkt"
            | "schragstrich"
            | "dos"
            | "puntos"
            | "barra"
            | "double"
    ) {
        at += 1;
    }
    at
}

fn is_triple_w(tokens: &[Token], at: usize) -> bool {
    tokens.get(at..at + 3).is_some_and(|three| three.iter().all(|token| token.text() == "w"))
}

fn has_cue(words: &Canonical, at: usize) -> bool {
    let mentions = words.cues().mentions();
    let before = mentions.partition_point(|mention| mention.end <= at);
    let near = mentions[..before].iter().rev().take_while(|mention| at - mention.end < CUE_REACH);
    near.into_iter().any(|mention| mention.cue == DigitCue::Of(EntityKind::Url))
}

/// The token after a host: labels with dots between, the last of them a top-level domain. Also
/// tells whether dot and domain may be words of a sentence.
fn host_end(tokens: &[Token], start: usize, is_sure: bool) -> Option<(usize, bool)> {
    let mut at = label_end(tokens, start)?;
    let mut best = None;
    let mut is_spoken = false;
    while at < start + LONGEST {
        let Some(token) = tokens.get(at) else { break };
        if token.joint() == Some('.') {
            if tokens[at - 1].stop() == Stop::Sentence && token.is_capital() {
                break;
            }
        } else if is_dot(token)
            && token.stop() == Stop::None
            && tokens[at - 1].stop() != Stop::Sentence
        {
            at += 1;
            is_spoken = true;
        } else {
            break;
        }
        let Some(label) = tokens.get(at) else { break };
        let is_capital = label.joint() == Some('.') && label.is_capital() && !label.is_upper();
        let is_label = is_sure && (2..=6).contains(&label.text().len()) && label.is_word();
        let is_top = is_label || (is_top_level(label.text()) && !is_capital);
        let Some(end) = label_end(tokens, at) else { break };
        if is_top {
            best = Some((at + 1, is_spoken && is_word_too(label)));
        }
        if label.stop() == Stop::Sentence {
            break;
        }
        at = end;
    }
    best
}

/// A label: a word, what hyphens tie to it, or letters said one by one.
fn label_end(tokens: &[Token], start: usize) -> Option<usize> {
    let first = tokens.get(start)?;
    let is_letter = |token: &Token| {
        token.text().chars().count() == 1 || token.is_digits() || token.is_spelled()
    };
    let mut end = start + 1;
    while let Some(token) = tokens.get(end).filter(|_| end < start + LONGEST) {
        let is_tied = matches!(token.joint(), Some('-' | '_'));
        let is_hyphen = is_hyphen(token.text()) || is_hyphen(tokens[end - 1].text());
        let is_spelled = is_letter(first) && is_letter(token) && token.joint().is_none();
        if !(is_tied || is_hyphen || is_spelled) || tokens[end - 1].stop() == Stop::Sentence {
            break;
        }
        end += 1;
    }
    Some(end)
}

/// "/a/b?c=d", "slash a slash b".
fn past_path(tokens: &[Token], start: usize) -> usize {
    let mut end = start;
    while let Some(token) = tokens.get(end).filter(|_| end < start + LONGEST) {
        let is_tied = token.words() == tokens[end - 1].words();
        let is_path = is_slash(token.text()) && tokens.get(end + 1).is_some();
        if is_tied {
            end += 1;
        } else if is_path && tokens[end - 1].stop() != Stop::Sentence {
            end = label_end(tokens, end + 1).unwrap_or(end + 1);
        } else {
            break;
        }
    }
    end
}

fn is_dot(token: &Token) -> bool {
    let is_point = token.text() == "point" && token.lexicon() == Lexicon::French;
    is_point || matches!(token.text(), "dot" | "punkt" | "punto")
}

fn is_slash(word: &str) -> bool {
    matches!(word, "slash" | "barra" | "schragstrich" | "oblique")
}

fn is_hyphen(word: &str) -> bool {
    matches!(
        word,
        "dash"
            | "minus"
            | "hyphen"
            | "tiret"
            | "bindestrich"
            | "guion"
            | "underscore"
            | "unterstrich"
    )
}

fn is_top_level(label: &str) -> bool {
    matches!(
        label,
        "com"
            | "org"
            | "net"
            | "edu"
            | "gov"
            | "io"
            | "co"
            | "info"
            | "biz"
            | "app"
            | "dev"
            | "ai"
            | "tv"
            | "eu"
            | "uk"
            | "fr"
            | "ch"
            | "ca"
            | "nl"
            | "pt"
            | "mx"
            | "ar"
            | "cl"
            | "au"
            | "nz"
            | "ie"
            | "jp"
            | "cn"
            | "br"
            | "ru"
            | "pl"
            | "se"
            | "fi"
            | "dk"
            | "cz"
            | "test"
            | "example"
            | "online"
            | "shop"
            | "site"
            | "xyz"
            | "cloud"
            | "tech"
            | "za"
            | "kr"
            | "hu"
            | "gr"
            | "tr"
            | "cy"
            | "uy"
            | "lu"
            | "li"
    ) || WORDS.contains(&label)
}

/// Top-level domains that are words.
const WORDS: [&str; 13] =
    ["de", "es", "at", "be", "it", "me", "us", "in", "is", "to", "no", "so", "my"];

fn is_word_too(label: &Token) -> bool {
    let is_foreign = label.text() == "de" && label.lexicon() == Lexicon::German;
    WORDS.contains(&label.text()) && !is_foreign
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn addresses_are_masked_however_they_are_said_or_written() {
        check(
            EntityKind::Url,
            &[
                ("en", "see {https://www.example.com/a/b?c=d} for more"),
                ("en", "visit {www dot example dot com}"),
                ("en", "it's {example dot org slash orbit}, okay"),
                ("en", "go to {example.co.uk}."),
                ("en", "{h t t p s colon slash slash example dot net}"),
                ("fr", "allez sur {exemple point fr barra orbite}"),
                ("de", "die Webseite ist {beispiel punkt de}"),
                ("es", "la página web es {ejemplo punto es barra cita}"),
                ("es", "el punto es que no"),
                ("en", "at the dot com boom"),
                ("en", "We left. It was late."),
            ],
        );
    }
}
