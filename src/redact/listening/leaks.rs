//! What of the masked words is still heard.

use super::windows;
use crate::domain::{EntityKind, TimeSpan};
use crate::redact::guard::confidentially;
use crate::redact::hidden::said;
use crate::redact::known::Known as NothingKnown;
use crate::redact::mask::Place;
use crate::redact::redactor::panicked;
use crate::redact::{Canonical, HiddenWords, RedactError, RedactedTranscript, Redactor};
use crate::transcribe::{Segment, Word};

/// A kept word that is heard again lies within this of its time.
const SAME_WORD_MILLIS: u64 = 1_500;

/// Personal data that is heard and should not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AudibleSpan {
    /// What it is.
    pub kind: EntityKind,
    /// When.
    pub span: TimeSpan,
    /// On which channel, where channels were transcribed apart.
    pub channel: Option<u16>,
}

/// What is known of the recording that was listened to.
pub(super) struct Known<'a> {
    pub(super) transcript: &'a RedactedTranscript,
    pub(super) hidden: &'a HiddenWords,
    pub(super) redactor: &'a Redactor,
}

impl Known<'_> {
    /// Finds leaks in what was heard of some stretches of a channel, its times being those of the
    /// stream that the stretches make.
    pub(super) fn leaks(
        &self,
        channel: Option<u16>,
        stretches: &[TimeSpan],
        heard: Vec<Segment>,
    ) -> Result<Vec<AudibleSpan>, RedactError> {
        confidentially(|| self.find(channel, &by_stretch(stretches, heard)))
            .unwrap_or_else(|_panicked| Err(panicked("every kind")))
    }

    fn find(
        &self,
        channel: Option<u16>,
        heard: &[Segment],
    ) -> Result<Vec<AudibleSpan>, RedactError> {
        let mut names = self.hidden.names.clone();
        let (masks, _) = self.redactor.masks(heard, &mut names, &NothingKnown::new())?;
        let mut leaks = Vec::new();
        for (index, segment) in heard.iter().enumerate() {
            let words = segment.words.iter().enumerate();
            for (at, word) in words.filter(|(_, word)| !self.is_kept(word, segment, channel)) {
                let masked = masks.kind_at(Place { segment: index, word: at });
                let kind = masked.or_else(|| self.hidden_kind(word, segment, channel));
                leaks.extend(kind.map(|kind| AudibleSpan { kind, span: word.span, channel }));
            }
        }
        Ok(leaks)
    }

    /// Whether the transcript says this word here: what it shows was judged with all that is said
    /// around it.
    fn is_kept(&self, word: &Word, segment: &Segment, channel: Option<u16>) -> bool {
        let text = |text: &str| Canonical::new([(text, &segment.language)]).text().to_owned();
        let near = word.span.padded(SAME_WORD_MILLIS, SAME_WORD_MILLIS);
        let heard = text(word.text.expose());
        let segments = self.transcript.segments().iter();
        let mut kept = segments
            .filter(|kept| kept.channel() == channel && kept.span().overlaps(near))
            .flat_map(|kept| kept.words())
            .filter(|kept| kept.redacted().is_none() && kept.span().overlaps(near));
        heard.is_empty() || kept.any(|kept| text(kept.text()) == heard)
    }

    fn hidden_kind(
        &self,
        word: &Word,
        segment: &Segment,
        channel: Option<u16>,
    ) -> Option<EntityKind> {
        let canonical = Canonical::new([(word.text.expose(), &segment.language)]);
        let mut tokens = canonical.tokens().iter();
        tokens.find_map(|token| self.hidden.kind_of(&said(token), channel, word.span))
    }
}

/// The words on the recording's clock; each stretch is a channel of its own, so that nothing is
/// read across two of them.
fn by_stretch(stretches: &[TimeSpan], heard: Vec<Segment>) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    for Segment { words, language, suspect, .. } in heard {
        let mut begins = true;
        for word in words {
            let Some((number, span)) = windows::place(stretches, word.span) else { continue };
            let channel = u16::try_from(number % usize::from(u16::MAX)).ok();
            let word = Word { span, alternatives: Vec::new(), ..word };
            match segments.last_mut().filter(|last| !begins && last.channel == channel) {
                Some(last) => last.words.push(word),
                None => {
                    let (words, language) = (vec![word], language.clone());
                    segments.push(Segment { words, language, channel, suspect });
                }
            }
            begins = false;
        }
    }
    segments
}
