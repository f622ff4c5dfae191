//! Cuts what was typed into pieces; places are counted in characters.

use std::ops::Range;

/// A piece of what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) kind: PieceKind,
    pub(super) at: Range<usize>,
}

/// What a piece is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PieceKind {
    Open,
    Close,
    Or,
    /// What follows is not to be said.
    Not,
    Word(String),
    /// Quoted, and how many other words may stand between.
    Quoted(String, Option<u32>),
    /// A field's name and its value.
    Field(String, String),
    /// `near(`, up to its own closing parenthesis.
    Near(String),
}

/// The names of the fields.
pub(super) const FIELDS: [&str; 13] = [
    "collection",
    "lang",
    "language",
    "speaker",
    "channel",
    "date",
    "duration",
    "kind",
    "confidence",
    "suspect",
    "redacted",
    "sounds",
    "recording",
];

/// Cuts text into pieces; there is nothing that can't be cut.
pub(super) fn pieces(typed: &str) -> Vec<Piece> {
    let chars: Vec<char> = typed.chars().collect();
    let mut lexer = Lexer { chars: &chars, at: 0 };
    std::iter::from_fn(|| lexer.next()).collect()
}

struct Lexer<'a> {
    chars: &'a [char],
    at: usize,
}

impl Lexer<'_> {
    fn next(&mut self) -> Option<Piece> {
        while self.peek().is_some_and(is_space) {
            self.at += 1;
        }
        let start = self.at;
        let first = self.peek()?;
        let kind = if is_quote(first) {
            let quoted = self.quoted();
            PieceKind::Quoted(quoted, self.slop())
        } else {
            match first {
                '(' => self.single(PieceKind::Open),
                ')' => self.single(PieceKind::Close),
                '|' => self.single(PieceKind::Or),
                '-' if self.begins_something() => self.single(PieceKind::Not),
                _ => self.word(),
            }
        };
        Some(Piece { kind, at: start..self.at })
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn single(&mut self, kind: PieceKind) -> PieceKind {
        self.at += 1;
        kind
    }

    /// Whether a `-` here stands right before something, as in `-not`.
    fn begins_something(&self) -> bool {
        let next = self.chars.get(self.at + 1).copied();
        next.is_some_and(|c| c.is_alphanumeric() || c == '(' || is_quote(c))
    }

    /// Takes what stands between quotes; one that is not closed goes on to the end.
    fn quoted(&mut self) -> String {
        let start = self.at + 1;
        let length = self.chars[start..].iter().position(|c| is_quote(*c));
        let end = length.map_or(self.chars.len(), |length| start + length);
        self.at = (end + 1).min(self.chars.len());
        self.chars[start..end].iter().collect()
    }

    /// Takes `~5`.
    fn slop(&mut self) -> Option<u32> {
        if self.peek() != Some('~') {
            return None;
        }
        let digits: String =
            self.chars[self.at + 1..].iter().take_while(|c| c.is_ascii_digit()).take(4).collect();
        let gap = digits.parse().ok()?;
        self.at += 1 + digits.len();
        Some(gap)
    }

    fn word(&mut self) -> PieceKind {
        let start = self.at;
        while self.peek().is_some_and(|c| !ends_word(c)) {
            self.at += 1;
            if self.chars[self.at - 1] == ':'
                && let Some(name) = field_named(&self.chars[start..self.at - 1])
                && let Some(value) = self.value()
            {
                return PieceKind::Field(name, value);
            }
        }
        let word: String = self.chars[start..self.at].iter().collect();
        if self.peek() == Some('(') && word.eq_ignore_ascii_case("near") {
            return self.near();
        }
        match word.as_str() {
            "OR" => PieceKind::Or,
            "NOT" => PieceKind::Not,
            _ => PieceKind::Word(word),
        }
    }

    /// Takes a field's value, which may be quoted.
    fn value(&mut self) -> Option<String> {
        let first = self.peek().filter(|c| !is_space(*c) && !matches!(c, '(' | ')'))?;
        if is_quote(first) {
            return Some(self.quoted());
        }
        let rest = &self.chars[self.at..];
        let length = rest.iter().position(|c| ends_word(*c)).unwrap_or(rest.len());
        self.at += length;
        Some(rest[..length].iter().collect())
    }

    /// Takes all up to the parenthesis that closes this one, or to the end.
    fn near(&mut self) -> PieceKind {
        let start = self.at + 1;
        let mut depth = 0_usize;
        while let Some(c) = self.peek() {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return PieceKind::Near(self.chars[start..self.at - 1].iter().collect());
            }
        }
        PieceKind::Near(self.chars[start..].iter().collect())
    }
}

fn field_named(name: &[char]) -> Option<String> {
    let name: String = name.iter().take(20).collect::<String>().to_lowercase();
    FIELDS.contains(&name.as_str()).then_some(name)
}

/// Control characters are not typed on purpose, so they part nothing but where they are spaces.
const fn is_space(c: char) -> bool {
    c.is_whitespace()
}

fn ends_word(c: char) -> bool {
    is_space(c) || is_quote(c) || matches!(c, '(' | ')' | '|')
}

/// Whether a character begins or ends what is quoted.
pub(super) const fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{00ab}' | '\u{00bb}' | '\u{ff02}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(typed: &str) -> Vec<PieceKind> {
        pieces(typed).into_iter().map(|piece| piece.kind).collect()
    }

    fn word(text: &str) -> PieceKind {
        PieceKind::Word(text.to_owned())
    }

    #[test]
    fn operators_are_told_from_words() {
        use PieceKind::{Close, Field, Near, Not, Open, Or, Quoted};
        assert_eq!(
            kinds("a -b OR e-mail - 10:30"),
            [word("a"), Not, word("b"), Or, word("e-mail"), word("-"), word("10:30"),]
        );
        assert_eq!(
            kinds("(\"x y\"~5 |z)"),
            [Open, Quoted("x y".to_owned(), Some(5)), Or, word("z"), Close,]
        );
        assert_eq!(
            kinds("Lang:fr collection:\"my calls\" foo:bar"),
            [
                Field("lang".to_owned(), "fr".to_owned()),
                Field("collection".to_owned(), "my calls".to_owned()),
                word("foo:bar"),
            ]
        );
        assert_eq!(kinds("near(a (b), 10s) near"), [Near("a (b), 10s".to_owned()), word("near")]);
        assert_eq!(kinds("near(a"), [Near("a".to_owned())]);
    }

    #[test]
    fn places_are_counted_in_characters() {
        let pieces = pieces("é 🎉 lang:fr");
        let at: Vec<_> = pieces.into_iter().map(|piece| piece.at).collect();
        assert_eq!(at, [0..1, 2..3, 4..11]);
    }
}
