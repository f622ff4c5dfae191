//! Reads pieces as a query. Nothing typed is wrong: what can't be read is told, and the rest counts.

use std::ops::Range;

use serde::Serialize;
use utoipa::ToSchema;

use super::ast::{Filter, Group, Node, Slot, Within};
use super::fields::{duration, field_test};
use super::lexer::{Piece, PieceKind, pieces};
use super::numbers::number_at;

/// Groups within groups are read so deep.
const MAX_DEPTH: usize = 16;
/// What `near(a b)` means.
const NEAR: Within = Within::Millis(10_000);

/// What could not be read, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// Its first character's place in what was typed.
    pub start: usize,
    /// The place after its last character.
    pub end: usize,
    /// What is wrong, and what would be right.
    pub message: String,
}

/// Reads what was typed, and tells what could not be.
pub(super) fn parse(typed: &str) -> (Group, Vec<Problem>) {
    let mut parser = Parser { pieces: pieces(typed), at: 0, problems: Vec::new() };
    let group = parser.group(0);
    (group, parser.problems)
}

struct Parser {
    pieces: Vec<Piece>,
    at: usize,
    problems: Vec<Problem>,
}

/// What stands between two operators.
enum Item {
    Part(Node),
    Filters(Vec<Filter>),
}

impl Parser {
    /// Reads up to the parenthesis that closes the group, or to the end.
    fn group(&mut self, depth: usize) -> Group {
        let mut group = Group::default();
        let mut joins = None;
        while let Some(Piece { kind, at }) = self.next() {
            let (is_negated, kind, at) = match kind {
                PieceKind::Not => match self.after_not() {
                    Some(piece) => (true, piece.kind, at.start..piece.at.end),
                    None => continue,
                },
                kind => (false, kind, at),
            };
            match kind {
                PieceKind::Close if depth > 0 => break,
                PieceKind::Close => self.tell(at, "nothing is open that this would close"),
                PieceKind::Or if group.parts.is_empty() => {
                    self.tell(at, "`OR` needs a word before it and one after it");
                }
                PieceKind::Or => joins = Some(at),
                kind => {
                    if let Some(item) = self.item(kind, &at, depth) {
                        self.add(&mut group, item, (is_negated, joins.take(), at));
                    }
                }
            }
        }
        if let Some(at) = joins {
            self.tell(at, "`OR` needs a word before it and one after it");
        }
        group
    }

    fn next(&mut self) -> Option<Piece> {
        let piece = self.pieces.get(self.at).cloned();
        self.at += 1;
        piece
    }

    /// What is not to be said: several marks of it are one.
    fn after_not(&mut self) -> Option<Piece> {
        while self.pieces.get(self.at).is_some_and(|piece| piece.kind == PieceKind::Not) {
            self.at += 1;
        }
        let next = self.pieces.get(self.at)?;
        if matches!(next.kind, PieceKind::Close | PieceKind::Or) { None } else { self.next() }
    }

    fn tell(&mut self, at: Range<usize>, message: impl Into<String>) {
        self.problems.push(Problem { start: at.start, end: at.end, message: message.into() });
    }

    fn item(&mut self, kind: PieceKind, at: &Range<usize>, depth: usize) -> Option<Item> {
        match kind {
            PieceKind::Word(word) => self.number(&word).or_else(|| worded(&word)).map(Item::Part),
            PieceKind::Quoted(text, gap) => quoted(&text, gap).map(Item::Part),
            PieceKind::Field(name, value) => self.field(&name, &value, at),
            PieceKind::Near(inner) => self.near(&inner, at, depth),
            PieceKind::Open if depth >= MAX_DEPTH => {
                self.tell(
                    at.clone(),
                    "groups stand in groups too deep here: this one is passed over",
                );
                None
            }
            PieceKind::Open => grouped(self.group(depth + 1)),
            PieceKind::Close | PieceKind::Or | PieceKind::Not => None,
        }
    }

    /// Takes the words of a number that begins with this one.
    fn number(&mut self, first: &str) -> Option<Node> {
        let next = self.pieces[self.at.min(self.pieces.len())..].iter();
        let next = next.map_while(|piece| match &piece.kind {
            PieceKind::Word(word) => Some(word.as_str()),
            _ => None,
        });
        let words: Vec<&str> = std::iter::once(first).chain(next.take(7)).collect();
        let (taken, spellings) = number_at(&words)?;
        let typed = words[..taken].join(" ");
        self.at += taken - 1;
        Some(Node::Number(typed, spellings))
    }

    fn field(&mut self, name: &str, value: &str, at: &Range<usize>) -> Option<Item> {
        match name {
            "sounds" => return worded(value).map(|_| Item::Part(Node::Sounds(value.to_owned()))),
            "redacted" => match value.parse() {
                Ok(kind) => return Some(Item::Part(Node::Redacted(kind))),
                Err(error) => self.tell(at.clone(), error.to_string()),
            },
            _ => match field_test(name, value) {
                Ok(test) => {
                    let is_spaced = value.contains(char::is_whitespace);
                    let quote = if is_spaced { "\"" } else { "" };
                    let typed = format!("{name}:{quote}{value}{quote}");
                    return Some(Item::Filters(vec![Filter { is_negated: false, test, typed }]));
                }
                Err(error) => self.tell(at.clone(), error.to_string()),
            },
        }
        None
    }

    /// Reads `a b, 10s`.
    fn near(&mut self, inner: &str, at: &Range<usize>, depth: usize) -> Option<Item> {
        let (words, within) = match inner.rsplit_once(',') {
            Some((words, limit)) => match within(limit.trim()) {
                Some(within) => (words, within),
                None => {
                    let limit = limit.trim();
                    let message = format!("`{limit}` is no distance: use 10s, or 5 for words");
                    self.tell(at.clone(), message);
                    (words, NEAR)
                }
            },
            None => (inner, NEAR),
        };
        if depth >= MAX_DEPTH {
            return None;
        }
        let mut parser = Self { pieces: pieces(words), at: 0, problems: Vec::new() };
        let group = parser.group(depth + 1);
        let is_plain = group.without.is_empty() && group.filters.is_empty();
        if !is_plain || !parser.problems.is_empty() {
            self.tell(at.clone(), "`near(…)` takes words, phrases and groups of them only");
        }
        (!group.parts.is_empty()).then_some(Item::Part(Node::Near(group.parts, within)))
    }

    fn add(
        &mut self,
        group: &mut Group,
        item: Item,
        (is_negated, joins, at): (bool, Option<Range<usize>>, Range<usize>),
    ) {
        match (item, joins) {
            (Item::Part(part), None) if !is_negated => {
                if !group.parts.contains(&part) {
                    group.parts.push(part);
                }
            }
            (Item::Part(part), Some(_)) if !is_negated => join(&mut group.parts, part),
            (Item::Part(part), joins) => {
                if joins.is_some() {
                    self.tell(
                        at,
                        "what is not to be said can't be one of several: it counts alone",
                    );
                }
                group.without.push(part);
            }
            (Item::Filters(mut filters), joins) => {
                if joins.is_some() {
                    self.tell(
                        at,
                        "a field can't be one of several: list values as in `lang:en,fr`",
                    );
                }
                for filter in &mut filters {
                    filter.is_negated ^= is_negated;
                }
                group.filters.extend(filters);
            }
        }
    }
}

/// Makes the last part and this one alternatives.
fn join(parts: &mut Vec<Node>, part: Node) {
    match parts.pop() {
        Some(Node::Either(mut either)) => {
            if !either.contains(&part) {
                either.push(part);
            }
            parts.push(Node::Either(either));
        }
        Some(before) if before != part => parts.push(Node::Either(vec![before, part])),
        Some(before) => parts.push(before),
        None => parts.push(part),
    }
}

/// A group in parentheses, without them where they say nothing.
fn grouped(mut group: Group) -> Option<Item> {
    if group.is_empty() {
        return None;
    }
    if group.parts.is_empty() && group.without.is_empty() {
        return Some(Item::Filters(group.filters));
    }
    if group.parts.len() == 1 && group.without.is_empty() && group.filters.is_empty() {
        return group.parts.pop().map(Item::Part);
    }
    Some(Item::Part(Node::All(group)))
}

/// A word, its beginning, or one like it; nothing where no letter or digit is in it.
fn worded(typed: &str) -> Option<Node> {
    let word = typed.replace(char::is_control, "");
    let has_term = |word: &str| !crate::index::word_terms(word).parts.is_empty();
    if !has_term(&word) {
        return None;
    }
    if let Some(start) = word.strip_suffix('*') {
        return Some(Node::Prefix(start.to_owned()));
    }
    for (end, distance) in [("~", None), ("~1", Some(1)), ("~2", Some(2))] {
        if let Some(word) = word.strip_suffix(end).filter(|word| has_term(word)) {
            return Some(Node::Fuzzy(word.to_owned(), distance));
        }
    }
    Some(Node::Word(word))
}

fn quoted(text: &str, gap: Option<u32>) -> Option<Node> {
    let words: Vec<Node> = text.split_whitespace().filter_map(worded).collect();
    if words.is_empty() {
        return None;
    }
    if let Some(gap) = gap {
        let plain = words.into_iter().filter_map(|word| match word {
            Node::Word(word) | Node::Prefix(word) | Node::Fuzzy(word, _) => Some(word),
            _ => None,
        });
        return Some(Node::Loose(plain.collect(), gap));
    }
    Some(Node::Phrase(slots(text)))
}

/// The words of a phrase, its numbers taken together.
fn slots(text: &str) -> Vec<Slot> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (mut slots, mut at) = (Vec::new(), 0);
    while at < words.len() {
        if let Some((taken, spellings)) = number_at(&words[at..]) {
            slots.push(Slot::Number(words[at..at + taken].join(" "), spellings));
            at += taken;
            continue;
        }
        match worded(words[at]) {
            Some(Node::Prefix(start)) => slots.push(Slot::Prefix(start)),
            Some(Node::Word(word) | Node::Fuzzy(word, _)) => slots.push(Slot::Word(word)),
            _ => {}
        }
        at += 1;
    }
    slots
}

fn within(text: &str) -> Option<Within> {
    if let Ok(words) = text.parse::<u32>() {
        return Some(Within::Words(words.min(1000)));
    }
    let words = text.strip_suffix("words").or_else(|| text.strip_suffix('w'));
    if let Some(words) = words.and_then(|words| words.trim().parse::<u32>().ok()) {
        return Some(Within::Words(words.min(1000)));
    }
    duration(text).ok().map(Within::Millis)
}
