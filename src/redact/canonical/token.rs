//! The unit that recognizers see.

use std::{fmt, ops::Range};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Letters, or letters and digits mixed.
    Word,
    /// Digits of a number that may be part of a longer one.
    Number,
    /// A number written in groups of thousands, such as `1,234`, in digits.
    Grouped,
    /// A number that can't be part of an identifier: money, a time, a date, a fraction.
    Amount,
}

/// The punctuation after a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stop {
    /// None.
    None,
    /// A clause ends.
    Clause,
    /// A sentence ends.
    Sentence,
}

/// A token. It holds raw text: its `Debug` hides it.
#[derive(Clone)]
pub struct Token {
    pub(super) text: String,
    pub(super) form: Form,
    pub(super) words: Range<usize>,
    pub(super) joint: Option<char>,
    pub(super) stop: Stop,
    pub(super) is_capital: bool,
    pub(super) lexicon: super::Lexicon,
    pub(super) is_international: bool,
}

impl Token {
    /// The text: lower case without accents, or digits, or `#` for an amount.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it is.
    #[must_use]
    pub const fn form(&self) -> Form {
        self.form
    }

    /// The words it came from, as positions among the channel's words.
    #[must_use]
    pub fn words(&self) -> Range<usize> {
        self.words.clone()
    }

    /// The sign that ties it to the token before it without a space, such as `@` or `.`.
    #[must_use]
    pub const fn joint(&self) -> Option<char> {
        self.joint
    }

    /// The punctuation after it.
    #[must_use]
    pub const fn stop(&self) -> Stop {
        self.stop
    }

    /// Whether it was written with a capital first letter.
    #[must_use]
    pub const fn is_capital(&self) -> bool {
        self.is_capital
    }

    /// Whether a plus sign stands before its digits.
    #[must_use]
    pub const fn is_international(&self) -> bool {
        self.is_international
    }

    /// Whether it is a word of letters.
    #[must_use]
    pub fn is_word(&self) -> bool {
        self.form == Form::Word
    }

    pub(in crate::redact) const fn lexicon(&self) -> super::Lexicon {
        self.lexicon
    }
}

/// Whether nothing near the token `at` is written with a capital, so that none can be missed.
pub(in crate::redact) fn is_caseless(tokens: &[Token], at: usize) -> bool {
    const SIGHT: usize = 24;
    let near = at.saturating_sub(SIGHT)..tokens.len().min(at + SIGHT);
    !tokens[near].iter().any(Token::is_capital)
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({:?}, {} bytes, words {:?})", self.form, self.text.len(), self.words)
    }
}
