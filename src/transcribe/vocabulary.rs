//! Names and terms that a collection expects to be said.

/// Names and terms whose recognition is made likelier.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// The terms, each written as it should be.
    pub terms: Vec<VocabularyTerm>,
}

/// A name or term of a [`Vocabulary`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VocabularyTerm {
    /// How it is written, such as `Okafor`; may be several words.
    pub text: String,
    /// How it might be misheard, such as `oh cover`.
    pub sounds_like: Vec<String>,
}
