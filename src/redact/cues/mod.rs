//! What the words around a number say that it is.

mod answers;
mod asking;
mod country;
mod overrule;
mod phrases;
mod told;

use std::ops::{ControlFlow, RangeInclusive};

use super::canonical::{Stop, Token};
use super::dates::{Date, date_at};
use super::vocabulary;
use crate::domain::EntityKind;
pub(super) use answers::{Answers, asked_of, said_of, whole};
use answers::{fewest, fits};
pub(super) use asking::is_in_question;
use asking::{asks, asks_when};
use country::of_country;
use overrule::{announces, codes_of_cards, drop_what_is_used_with, is_as};
pub(super) use told::points_back;
pub(super) use told::tells;

/// How far before a number a cue may stand, in tokens: "the number that you can best reach me on
/// is, let me see, it's".
const REACH_BEFORE: usize = 12;
/// How far before it a single word that says that it is of no person: "room 4471".
const REACH_OF_WORD: usize = 3;
/// How far after: "is my mobile number".
const REACH_AFTER: usize = 5;
/// How far after, where what follows says that it tells what the number was.
const REACH_AFTER_TOLD: usize = 12;
/// How soon after the number it does.
const TELLS_WITHIN: usize = 9;
/// How soon, where it may tell what was named before it.
const TELLS_SOON: usize = 6;
/// How far before a number a question for it may stand: "Can I have your social? Sure, hold on, I
/// have it here somewhere. It's".
const REACH_OF_QUESTION: usize = 28;

/// What is said about a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DigitCue {
    /// It is of this kind.
    Of(EntityKind),
    /// It is a number of some kind.
    Number,
    /// It is of no person: an order, a flight, a product.
    Other,
    /// Somebody else has asked who it was: no number is meant.
    Who,
    /// Somebody else has asked whether it was anybody: a name may answer.
    Anyone,
}

/// A cue where it is said, or where it was heard from somebody else.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    /// Its first token.
    pub(super) start: usize,
    /// The token after it.
    pub(super) end: usize,
    pub(super) cue: DigitCue,
    pub(super) is_weak: bool,
    /// Whether it asks for the number.
    pub(super) asks: bool,
    /// Whether somebody else says with it what was said before: "Is that your PIN?".
    pub(super) is_of_last: bool,
}

impl Mention {
    /// Whether somebody else said it.
    pub(super) const fn is_heard(&self) -> bool {
        self.start == self.end
    }
}

/// The cues of a channel, in order.
#[derive(Default)]
pub(super) struct Cues {
    mentions: Vec<Mention>,
}

/// What the words around a number say.
#[derive(Clone, Copy)]
pub(super) struct Named {
    pub(super) cue: DigitCue,
    /// Whether it may be said of something else.
    pub(super) is_weak: bool,
}

/// What cues say of a number that name no kind.
#[derive(Default)]
struct Hints {
    says_number: bool,
    says_other: bool,
}

impl Hints {
    /// Takes in a cue that ends so many tokens before the number; breaks where it settles what the
    /// number is, or that nothing before it does.
    fn weigh(&mut self, mention: &Mention, distance: usize) -> ControlFlow<Option<Named>> {
        let reach = match mention.cue {
            DigitCue::Other if mention.is_weak => REACH_OF_WORD,
            _ if mention.asks => REACH_OF_QUESTION,
            _ => REACH_BEFORE - 1,
        };
        let is_beside = distance <= reach;
        match mention.cue {
            DigitCue::Other if self.says_number => {}
            _ if !is_beside => {}
            DigitCue::Number => self.says_number = true,
            DigitCue::Other if mention.is_weak => self.says_other = true,
            // "Room 4471", though somebody is to call.
            DigitCue::Of(_) if mention.is_weak && self.says_other => {
                return ControlFlow::Break(None);
            }
            cue => return ControlFlow::Break(Some(Named { cue, is_weak: mention.is_weak })),
        }
        ControlFlow::Continue(())
    }
}

/// A cue heard from somebody else before a word of this channel.
#[derive(Debug, Clone, Copy)]
pub(super) struct Heard {
    /// The word, as a position among the channel's words.
    pub(super) word: usize,
    pub(super) cue: DigitCue,
    /// Whether it is said of what ends before the word, not of what follows.
    pub(super) is_of_last: bool,
}

impl Cues {
    /// Takes in what was heard.
    pub(super) fn hear(&mut self, tokens: &[Token], heard: &[Heard]) {
        let mention = |one: &Heard| {
            let at = tokens.partition_point(|token| token.words().start < one.word);
            let place = self.mentions.partition_point(|mention| mention.start < at);
            // Within a cue of the channel's own it is taken for said before that.
            let last = place.checked_sub(1).map(|last| &self.mentions[last]);
            let at = last.filter(|last| last.end > at).map_or(at, |last| last.start);
            let is_of_last = one.is_of_last;
            Mention {
                start: at,
                end: at,
                cue: one.cue,
                is_weak: false,
                asks: !is_of_last,
                is_of_last,
            }
        };
        let heard: Vec<Mention> = heard.iter().map(mention).collect();
        self.mentions.extend(heard);
        self.mentions.sort_by_key(|mention| (mention.start, mention.end));
    }

    /// Finds the cues in what is said.
    pub(super) fn new(tokens: &[Token]) -> Self {
        let mut mentions = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let Some((length, meaning)) = phrases::phrase_at(tokens, at) else {
                at += 1;
                continue;
            };
            let end = at + length;
            let meaning =
                phrases::Meaning { cue: of_country(tokens, at..end, meaning.cue), ..meaning };
            if !is_beside_the_point(tokens, at, end, meaning.cue) {
                let asks =
                    (!meaning.is_weak || is_in_question(tokens, end)) && asks(tokens, at, end);
                let of_expiry = DigitCue::Of(EntityKind::CreditDebitExpiry);
                let asks = asks || (meaning.cue == of_expiry && asks_when(tokens, at, end));
                let phrases::Meaning { cue, is_weak } = meaning;
                let is_of_last = false;
                mentions.push(Mention { start: at, end, cue, is_weak, asks, is_of_last });
            }
            at = end;
        }
        codes_of_cards(tokens, &mut mentions);
        drop_what_is_used_with(tokens, &mut mentions);
        Self { mentions }
    }

    /// Whether the cue at this place in their order says what the one before it is of: "the security
    /// code of the card", "the tax ID for the invoice".
    pub(super) fn is_of_another(&self, tokens: &[Token], place: usize) -> bool {
        let mention = &self.mentions[place];
        let last = place.checked_sub(1).map(|last| &self.mentions[last]);
        last.is_some_and(|last| {
            let is_named = matches!(last.cue, DigitCue::Of(_)) && last.cue != mention.cue;
            let is_link =
                |token: &Token| token.stop() == Stop::None && vocabulary::is_function(token.text());
            let between = tokens.get(last.end.saturating_sub(1)..mention.start);
            let are_tied = between.is_some_and(|between| {
                let links = between.iter().skip(1);
                // "The PIN of my credit card", "le code banque sur votre RIB".
                let is_owned = mention.is_weak
                    || (mention.end <= mention.start + 2
                        && links.clone().any(|token| is_preposition(token.text()))
                        && !links.clone().any(|token| joins(token.text())));
                is_owned
                    && between.first().is_some_and(|word| word.stop() == Stop::None)
                    && links.clone().all(is_link)
            });
            // What was heard has no words of its own.
            let is_said = last.end > last.start && mention.end > mention.start;
            is_named && !last.is_weak && is_said && are_tied
        })
    }

    /// Whether a token is part of a cue.
    pub(super) fn cover(&self, at: usize) -> bool {
        let after = self.mentions.partition_point(|mention| mention.start <= at);
        self.mentions[..after].last().is_some_and(|mention| mention.end > at)
    }

    /// What somebody else asks for about where `tokens` are, if it is of another kind than was named
    /// before, and what was named before.
    pub(super) fn asked_for_another(
        &self,
        tokens: RangeInclusive<usize>,
    ) -> Option<(Option<DigitCue>, EntityKind)> {
        let first = self.mentions.partition_point(|mention| mention.start < *tokens.start());
        let last = self.mentions.partition_point(|mention| mention.start <= *tokens.end());
        (first..last).find_map(|place| {
            let asked = &self.mentions[place];
            let before = self.mentions[..place].last().map(|mention| mention.cue);
            let is_other = before != Some(DigitCue::Number) && before != Some(asked.cue);
            match asked.cue {
                DigitCue::Of(kind) if asked.is_heard() && asked.asks && is_other => {
                    Some((before, kind))
                }
                _ => None,
            }
        })
    }

    /// Whether a date of birth is asked for or named so close before a token that it may begin one.
    pub(super) fn name_birth_before(&self, at: usize) -> bool {
        let before = self.mentions.partition_point(|mention| mention.start <= at);
        let near = self.mentions[..before].iter().rev();
        near.take_while(|mention| at <= mention.end + REACH_OF_QUESTION)
            .any(|mention| mention.cue == DigitCue::Of(EntityKind::DateOfBirth))
    }

    /// The cues, in order.
    pub(super) fn mentions(&self) -> &[Mention] {
        &self.mentions
    }

    /// What the words around the tokens `start..end` say that they are: the nearest before them
    /// that names a kind, else a question further away, else one after them, else one that says no
    /// more than "number".
    ///
    /// A cue that was answered before, at one of `answers`, is spent.
    pub(super) fn around(
        &self,
        tokens: &[Token],
        (start, end): (usize, usize),
        answers: &Answers,
    ) -> Option<Named> {
        if let Some(cue) = answers.like_last(tokens, start) {
            return Some(Named { cue, is_weak: false });
        }
        let mut hints = Hints::default();
        let mut misfit = None;
        let signs =
            tokens[start..end].iter().filter(|token| token.is_digits() || token.is_spelled());
        let signs: usize = signs.map(|token| token.text().len()).sum();
        let before = self.mentions.partition_point(|mention| mention.end <= start);
        for (place, mention) in self.mentions[..before].iter().enumerate().rev() {
            if start - mention.end > REACH_OF_QUESTION {
                break;
            }
            // "Date of birth and PIN?" asks for two at once.
            let asked = self.mentions[..=place].iter().rev();
            let mut at_once = asked.take_while(|one| one.start == mention.start);
            if at_once.any(|one| is_birth_asked_for(tokens, one, (start, end))) {
                return None;
            }
            let is_of_words = matches!(mention.cue, DigitCue::Of(kind) if !is_of_runs(kind))
                || matches!(mention.cue, DigitCue::Who | DigitCue::Anyone);
            let is_any = mention.is_weak || mention.is_heard();
            let is_too_long = is_any && signs < fewest(mention.cue);
            let is_spent =
                is_of_words || is_too_long || answers.are_between(mention.end, start, mention.cue);
            if is_spent || mention.is_of_last || self.is_of_another(tokens, place) {
                continue;
            }
            let distance = self.distance(tokens, mention, start);
            match hints.weigh(mention, distance) {
                ControlFlow::Continue(()) => {}
                ControlFlow::Break(Some(named))
                    if self.is_overruled(tokens, place, start, signs) =>
                {
                    misfit = misfit.or(Some(named));
                }
                // "Her social security, wait, here's the card".
                ControlFlow::Break(Some(named)) if named.is_weak && !fits(named.cue, signs) => {
                    misfit = misfit.or(Some(named));
                }
                ControlFlow::Break(Some(named)) => {
                    let told =
                        named.is_weak.then(|| self.told_after(tokens, (start, end))).flatten();
                    return told.or(Some(named));
                }
                ControlFlow::Break(None) => break,
            }
        }
        if hints.says_other {
            return Some(Named { cue: DigitCue::Other, is_weak: true });
        }
        self.after(tokens, (start, end), &mut hints)
            .or(misfit)
            .or_else(|| self.asked_within((start, end)))
            .or_else(|| hints.says_number.then_some(Named { cue: DigitCue::Number, is_weak: true }))
    }

    /// What somebody else asks for while a number is said, or what looks like one: after "20.10.2005"
    /// comes "PIN?", and the run goes on with that.
    fn asked_within(&self, (start, end): (usize, usize)) -> Option<Named> {
        let first = self.mentions.partition_point(|mention| mention.start <= start);
        let last = self.mentions.partition_point(|mention| mention.start < end);
        let is_asked = |one: &&Mention| {
            one.is_heard() && one.asks && matches!(one.cue, DigitCue::Of(kind) if is_of_runs(kind))
        };
        let asked = self.mentions[first..last].iter().find(is_asked)?;
        Some(Named { cue: asked.cue, is_weak: false })
    }

    /// What is said to be what a number was: "marque 4471, ese es mi PIN".
    fn told_after(&self, tokens: &[Token], (start, end): (usize, usize)) -> Option<Named> {
        let named =
            self.after(tokens, (start, end), &mut Hints::default()).filter(|told| !told.is_weak)?;
        let mention = self.mentions.iter().find(|mention| mention.start >= end)?;
        let is_told = |token: &Token| {
            tells(token) || matches!(token.text(), "as" | "for" | "comme" | "como" | "als" | "fur")
        };
        tokens[end..mention.start].iter().any(is_told).then_some(named)
    }

    /// What a cue close after a number says of it, or further on where the words say that it is
    /// the number that they speak of: "that's what it says on my passport".
    fn after(
        &self,
        tokens: &[Token],
        (start, end): (usize, usize),
        hints: &mut Hints,
    ) -> Option<Named> {
        let first = self.mentions.partition_point(|mention| mention.start < end);
        let mentions = self.mentions[first..].iter();
        let is_told_by_another =
            |mention: &&Mention| mention.is_of_last && mention.start <= end + TELLS_WITHIN;
        if let Some(mention) = mentions.clone().find(is_told_by_another) {
            return Some(Named { cue: mention.cue, is_weak: false });
        }
        // "4111 1111 1111 1111, did you get the whole card number?": what is said first is spoken of.
        let is_first = start == 0 || tokens[start - 1].stop() == Stop::Sentence;
        let told = tokens.iter().skip(end).take(TELLS_WITHIN).position(tells);
        let most = if is_first || told.is_some() { REACH_AFTER_TOLD } else { REACH_AFTER };
        // "And then he asked for my PIN, and that's when it clicked" tells of something else.
        let is_told = |mention: &Mention| {
            is_first
                || mention.start < end + REACH_AFTER
                || told.is_none_or(|told| told < TELLS_SOON || mention.start > end + told)
        };
        // "4471. That's my PIN."
        let is_own_sentence = tokens[end - 1].stop() == Stop::Sentence && points_back(tokens, end);
        let from = if is_own_sentence { end } else { end - 1 };
        let reach = tokens.iter().skip(from).take(most);
        let last = from + 1 + reach.take_while(|token| token.stop() != Stop::Sentence).count();
        let mut weak = None;
        for mention in mentions.take_while(|mention| mention.start < last) {
            match mention.cue {
                // "415, and the security code is 407".
                _ if !is_told(mention) => {}
                _ if announces(tokens, mention.end)
                    && !is_as(tokens, mention.start)
                    && !self.stand_behind(tokens, (start, end), mention) => {}
                DigitCue::Other if mention.is_weak => {}
                DigitCue::Of(kind) if !is_of_runs(kind) => {}
                DigitCue::Who | DigitCue::Anyone => {}
                DigitCue::Number => hints.says_number = true,
                cue if mention.is_weak => {
                    weak = weak.or(Some(Named { cue, is_weak: true }));
                }
                cue => return Some(Named { cue, is_weak: false }),
            }
        }
        weak
    }
}

/// Whether a date right there answers when somebody was born, whatever was named before: "Before I go into
/// the account, what's the birthday on file? Seven six fifty-five."
fn is_birth_asked_for(tokens: &[Token], mention: &Mention, (start, end): (usize, usize)) -> bool {
    let is_asked = mention.asks && mention.cue == DigitCue::Of(EntityKind::DateOfBirth);
    let is_whole = |date: &Date| date.is_whole() && date.end >= end;
    let is_answered = |at: usize| {
        tokens[at].is_digits() || date_at(tokens, at).is_some_and(|date| date.is_whole())
    };
    is_asked
        && !(mention.end..start).any(is_answered)
        && date_at(tokens, start).is_some_and(|date| is_whole(&date))
}

/// Whether values of the kind are runs of digits, or of letters and digits.
const fn is_of_runs(kind: EntityKind) -> bool {
    !matches!(
        kind,
        EntityKind::DateOfBirth
            | EntityKind::CreditDebitExpiry
            | EntityKind::Username
            | EntityKind::Password
            | EntityKind::Url
            | EntityKind::IpAddress
            | EntityKind::Age
            | EntityKind::Name
    )
}

fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "of" | "on"
            | "for"
            | "from"
            | "de"
            | "du"
            | "des"
            | "sur"
            | "pour"
            | "der"
            | "vom"
            | "von"
            | "auf"
            | "fur"
            | "zur"
            | "zum"
            | "del"
            | "en"
            | "para"
    )
}

/// What makes two things of what stands around it.
fn joins(word: &str) -> bool {
    matches!(
        word,
        "and" | "or" | "is" | "et" | "ou" | "est" | "und" | "oder" | "ist" | "y" | "o" | "es"
    )
}

/// Cues that count something, or that are meant otherwise: "a number of 45", "credit to".
fn is_beside_the_point(tokens: &[Token], start: usize, end: usize, cue: DigitCue) -> bool {
    let next = tokens.get(end).map_or("", Token::text);
    match cue {
        // "A number of 45", "on the back of that".
        DigitCue::Number => {
            let is_back = tokens[end - 1].text() == "back";
            (end == start + 1 || is_back) && matches!(next, "of" | "de" | "von")
        }
        // "On ne l'a pas repeint".
        DigitCue::Of(EntityKind::DateOfBirth) => {
            tokens[start].text() == "ne" && next_word(tokens, start).contains('\'')
        }
        // "Routing, whatever you call it".
        DigitCue::Of(EntityKind::Phone) => {
            tokens[start].text() == "call" && matches!(next, "it" | "that")
        }
        _ => false,
    }
}

fn next_word(tokens: &[Token], at: usize) -> &str {
    tokens.get(at + 1).map_or("", Token::text)
}
