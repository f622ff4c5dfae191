//! What was typed, as it was understood; it can be written down again.

use std::fmt;

use crate::domain::EntityKind;

use super::fields::FieldTest;

/// Something to be found.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::search) enum Node {
    /// A word in any of its forms.
    Word(String),
    /// A number, and every way to say it.
    Number(String, Vec<Vec<String>>),
    /// Words exactly as they stand.
    Phrase(Vec<Slot>),
    /// Words in any order, with at most so many others between.
    Loose(Vec<String>, u32),
    /// A word's beginning.
    Prefix(String),
    /// A word, or one that differs by so many letters at most.
    Fuzzy(String, Option<u8>),
    /// What sounds like a word.
    Sounds(String),
    /// What was redacted.
    Redacted(EntityKind),
    /// All of some parts, close together.
    Near(Vec<Node>, Within),
    /// All of some parts, within a passage.
    All(Group),
    /// One of some parts.
    Either(Vec<Node>),
}

/// A word of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::search) enum Slot {
    Word(String),
    Prefix(String),
    Number(String, Vec<Vec<String>>),
}

/// How close parts must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::search) enum Within {
    Words(u32),
    Millis(u64),
}

/// Parts that must be found together, parts that must not, and what they are narrowed by.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::search) struct Group {
    pub(in crate::search) parts: Vec<Node>,
    pub(in crate::search) without: Vec<Node>,
    pub(in crate::search) filters: Vec<Filter>,
}

/// A field, or that it is not so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::search) struct Filter {
    pub(in crate::search) is_negated: bool,
    pub(in crate::search) test: FieldTest,
    /// As it was typed.
    pub(in crate::search) typed: String,
}

impl Group {
    pub(super) const fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.without.is_empty() && self.filters.is_empty()
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) | Self::Number(word, _) => f.write_str(word),
            Self::Phrase(slots) => {
                let slot = |slot: &Slot| match slot {
                    Slot::Word(word) | Slot::Number(word, _) => word.clone(),
                    Slot::Prefix(start) => format!("{start}*"),
                };
                write!(f, "\"{}\"", slots.iter().map(slot).collect::<Vec<_>>().join(" "))
            }
            Self::Loose(words, gap) => write!(f, "\"{}\"~{gap}", words.join(" ")),
            Self::Prefix(start) => write!(f, "{start}*"),
            Self::Fuzzy(word, None) => write!(f, "{word}~"),
            Self::Fuzzy(word, Some(distance)) => write!(f, "{word}~{distance}"),
            Self::Sounds(word) => write!(f, "sounds:{word}"),
            Self::Redacted(kind) => write!(f, "redacted:{}", kind.name()),
            Self::Near(parts, within) => write!(f, "near({}, {within})", joined(parts, " ")),
            Self::All(group) => write!(f, "({group})"),
            Self::Either(parts) => f.write_str(&joined(parts, " OR ")),
        }
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let either_alone = self.parts.len() == 1 && self.without.is_empty();
        let part = |part: &Node| match part {
            Node::Either(_) if !either_alone => format!("({part})"),
            _ => part.to_string(),
        };
        let not = |part: &Node| match part {
            Node::Either(_) => format!("-({part})"),
            _ => format!("-{part}"),
        };
        let filter = |filter: &Filter| {
            format!("{}{}", if filter.is_negated { "-" } else { "" }, filter.typed)
        };
        let mut written: Vec<String> = self.parts.iter().map(part).collect();
        written.extend(self.without.iter().map(not));
        written.extend(self.filters.iter().map(filter));
        f.write_str(&written.join(" "))
    }
}

impl fmt::Display for Within {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words(words) => write!(f, "{words}"),
            Self::Millis(millis) if millis % 1000 == 0 => write!(f, "{}s", millis / 1000),
            Self::Millis(millis) => write!(f, "{millis}ms"),
        }
    }
}

fn joined(parts: &[Node], between: &str) -> String {
    parts.iter().map(ToString::to_string).collect::<Vec<_>>().join(between)
}
