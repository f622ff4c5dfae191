//! Redacted transcripts for the tests of folders that may not see raw ones.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use super::{
    NameModel, RedactedAlternative, RedactedSegment, RedactedSpan, RedactedTag, RedactedTranscript,
    RedactedWord, RedactionOptions, Redactor, ShownName, ShownNames,
};
use crate::decode::{MediaTag, TagKind};
use crate::domain::{EntityKind, Language, MediaKey, MediaTime, ModelUse, Suspicion, TimeSpan};
use crate::transcribe::Transcript;
use crate::transcribe::models::{ModelStore, VerifiedModel};

/// The model for names and addresses, loaded once.
pub(crate) fn name_model() -> &'static NameModel {
    static MODEL: LazyLock<NameModel> =
        LazyLock::new(|| NameModel::load(&name_model_file()).unwrap());
    &MODEL
}

/// Its file.
pub(crate) fn name_model_file() -> VerifiedModel {
    #[expect(clippy::disallowed_methods, reason = "tests are told where the models lie")]
    let told = std::env::var("EARMARK_MODELS_DIR").ok();
    let usual = || Path::new(env!("CARGO_MANIFEST_DIR")).join("var/models");
    let store = ModelStore::new(told.map_or_else(usual, PathBuf::from));
    store.verified(NameModel::NAME).unwrap_or_else(|error| {
        panic!("{error}; `earmark dev -- cargo test` tells the tests where models lie")
    })
}

/// A redactor of all kinds.
pub(crate) fn redactor() -> &'static Redactor {
    static REDACTOR: LazyLock<Redactor> =
        LazyLock::new(|| redactor_for(&RedactionOptions::default()));
    &REDACTOR
}

/// The same without the model, which takes its time where a test reads very much.
pub(crate) fn rules() -> Redactor {
    redactor().by_rules()
}

/// A redactor with the model.
pub(crate) fn redactor_for(options: &RedactionOptions) -> Redactor {
    Redactor::new(options, Some(name_model())).unwrap()
}

/// Makes a transcript of one segment a text, ten seconds each, words half a second apart. A word
/// that is a mark, such as `[NAME]`, counts as redacted.
pub(crate) fn redacted(texts: &[&str]) -> RedactedTranscript {
    let mut segments = Vec::new();
    let mut spans = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let start = index as u64 * 10_000;
        let words: Vec<RedactedWord> = text
            .split_whitespace()
            .enumerate()
            .map(|(at, word)| word_at(start + at as u64 * 500, word))
            .collect();
        spans.extend(words.iter().filter_map(|word| {
            Some(RedactedSpan { kind: word.redacted?, span: word.span, channel: None })
        }));
        let span = TimeSpan::from_millis(start, start + words.len() as u64 * 500);
        segments.push(RedactedSegment {
            span,
            language: Language::english(),
            channel: None,
            words,
            suspect: None,
        });
    }
    RedactedTranscript {
        segments,
        spans,
        language: Language::english(),
        duration: MediaTime::from_millis(texts.len() as u64 * 10_000),
        model: ModelUse { name: "scripted".to_owned(), ..ModelUse::default() },
    }
}

/// What a transcript may doubt: "the smooth sea", whose second word may be "Smyth", and "la mer" in
/// French, which may not have been said.
pub(crate) fn redacted_with_doubts() -> RedactedTranscript {
    let mut transcript = redacted(&["the smooth sea", "la mer"]);
    let word = &mut transcript.segments[0].words[1];
    word.confidence = 0.25;
    let (text, probability) = ("Smyth".to_owned(), 0.125);
    word.alternatives = vec![RedactedAlternative { text, probability }];
    transcript.segments[1].suspect = Some(Suspicion::Unsure);
    transcript.segments[1].language = "fr".parse().unwrap();
    let settings = [("beam".to_owned(), "5".to_owned())];
    transcript.model.sha256 = "5f".repeat(32);
    transcript.model.settings = settings.into();
    transcript
}

/// Tags of which the artist is masked.
pub(crate) fn redacted_tags() -> Vec<RedactedTag> {
    let tags = [(TagKind::Title, "The pier"), (TagKind::Artist, "Dana Reyes")];
    let tags = tags.map(|(kind, value)| MediaTag::new(kind, value));
    let (language, duration) = (Language::english(), MediaTime::ZERO);
    let silence =
        Transcript { segments: Vec::new(), language, duration, model: ModelUse::default() };
    redactor().redact_with_tags(silence, &tags).unwrap().1
}

/// A key's name, with nothing in it to redact.
pub(crate) fn shown_name(key: &MediaKey) -> ShownName {
    shown_names(key).of(key)
}

/// The same, as a crawl hands it over.
pub(crate) fn shown_names(key: &MediaKey) -> ShownNames {
    redactor().shown_names([key]).unwrap()
}

fn word_at(start: u64, text: &str) -> RedactedWord {
    RedactedWord {
        text: text.to_owned(),
        span: TimeSpan::from_millis(start, start + 400),
        confidence: 0.9,
        redacted: EntityKind::ALL.iter().copied().find(|kind| kind.mark() == text),
        alternatives: Vec::new(),
        is_listed: false,
    }
}
