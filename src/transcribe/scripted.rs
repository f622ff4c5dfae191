//! A recognizer that says what it is told to, for tests.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::channels::main_language;
use super::{
    Observer, RawText, Segment, SpeechSource, TranscribeError, TranscribeOptions, Transcriber,
    Transcript, Word, sentences,
};
use crate::decode::SPEECH_RATE;
use crate::domain::{Language, MediaTime, ModelUse, TimeSpan};

/// A [`Transcriber`] for tests: hears the sound to its end, then gives what it was told to.
#[derive(Debug)]
pub struct ScriptedTranscriber {
    script: Script,
    language: Language,
    failures_left: AtomicUsize,
    calls: AtomicUsize,
    model: ModelUse,
}

#[derive(Debug)]
enum Script {
    Segments(Vec<Segment>),
    Paced(RawText),
}

impl ScriptedTranscriber {
    /// Makes one that gives these segments, whatever it hears.
    #[must_use]
    pub fn with_segments(segments: Vec<Segment>) -> Self {
        Self::new(Script::Segments(segments))
    }

    /// Makes one that hears `text` (English), its words paced evenly over the sound's length.
    #[must_use]
    pub fn saying(text: &str) -> Self {
        Self::new(Script::Paced(RawText::new(text.to_owned())))
    }

    fn new(script: Script) -> Self {
        Self {
            script,
            language: Language::english(),
            failures_left: AtomicUsize::new(0),
            calls: AtomicUsize::new(0),
            model: ModelUse { name: "scripted".to_owned(), ..ModelUse::default() },
        }
    }

    /// Sets the language of paced text.
    #[must_use]
    pub fn in_language(mut self, language: Language) -> Self {
        self.language = language;
        self
    }

    /// Sets what is said of the model.
    #[must_use]
    pub fn heard_by(mut self, model: ModelUse) -> Self {
        self.model = model;
        self
    }

    /// Makes the first `times` calls fail with [`TranscribeError::Engine`] after the sound's end.
    #[must_use]
    pub fn failing(self, times: usize) -> Self {
        self.failures_left.store(times, Ordering::SeqCst);
        self
    }

    /// How often it was asked to transcribe.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    fn segments(&self, duration: MediaTime, channel: Option<u16>) -> Vec<Segment> {
        match &self.script {
            Script::Segments(segments) => segments.clone(),
            Script::Paced(text) => sentences::split(paced(text.expose(), duration))
                .into_iter()
                .map(|words| Segment {
                    words,
                    language: self.language.clone(),
                    channel,
                    suspect: None,
                })
                .collect(),
        }
    }
}

impl Transcriber for ScriptedTranscriber {
    fn transcribe(
        &self,
        source: &mut dyn SpeechSource,
        options: &TranscribeOptions,
        observer: &mut dyn Observer,
    ) -> Result<Transcript, TranscribeError> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        let mut samples = 0;
        while let Some(block) = source.next_block()? {
            samples += block.len() as u64;
            if observer.heard(MediaTime::from_samples(samples, SPEECH_RATE)).is_break() {
                return Err(TranscribeError::Cancelled);
            }
        }
        let take_one = |left: usize| left.checked_sub(1);
        if self.failures_left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, take_one).is_ok() {
            return Err(TranscribeError::Engine("the script says so".to_owned()));
        }
        let duration = MediaTime::from_samples(samples, SPEECH_RATE);
        let segments = self.segments(duration, options.channel);
        let language = main_language(&segments);
        Ok(Transcript { segments, language, duration, model: self.model.clone() })
    }

    fn model(&self) -> &ModelUse {
        &self.model
    }
}

fn paced(text: &str, duration: MediaTime) -> Vec<Word> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let count = words.len().max(1) as u64;
    let at = |index: u64| duration.as_millis() * index / count;
    let timed = words.into_iter().zip(0..).map(|(word, index)| Word {
        text: RawText::new(word.to_owned()),
        span: TimeSpan::from_millis(at(index), at(index + 1)),
        confidence: 1.0,
        alternatives: Vec::new(),
    });
    timed.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ops::ControlFlow;

    use crate::decode::DecodeError;

    struct Seconds(u32);

    impl SpeechSource for Seconds {
        fn next_block(&mut self) -> Result<Option<Vec<f32>>, DecodeError> {
            let Some(left) = self.0.checked_sub(1) else { return Ok(None) };
            self.0 = left;
            Ok(Some(vec![0.0; SPEECH_RATE as usize]))
        }
    }

    fn on(_: MediaTime) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    #[test]
    fn paced_text_fills_the_recording() {
        let scripted = ScriptedTranscriber::saying("One two three. Four");
        let options = TranscribeOptions { channel: Some(1), ..Default::default() };
        let heard = scripted.transcribe(&mut Seconds(8), &options, &mut on).unwrap();
        assert_eq!(heard.segments.len(), 2);
        assert_eq!(heard.segments[0].span(), TimeSpan::from_millis(0, 6000));
        assert_eq!(heard.segments[1].span(), TimeSpan::from_millis(6000, 8000));
        assert_eq!(heard.segments[1].channel, Some(1));
        assert_eq!(heard.duration, MediaTime::from_millis(8000));
        assert_eq!(scripted.calls(), 1);
    }

    #[test]
    fn it_fails_as_often_as_told() {
        let scripted = ScriptedTranscriber::saying("hello").failing(2);
        let call =
            || scripted.transcribe(&mut Seconds(1), &TranscribeOptions::default(), &mut on).is_ok();
        assert_eq!([call(), call(), call()], [false, false, true]);
    }

    #[test]
    fn it_can_be_called_off() {
        let scripted = ScriptedTranscriber::saying("hello");
        let mut stop = |time: MediaTime| match time.as_millis() {
            2000 => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        };
        let options = TranscribeOptions::default();
        let result = scripted.transcribe(&mut Seconds(9), &options, &mut stop);
        assert!(matches!(result, Err(TranscribeError::Cancelled)));
    }
}
