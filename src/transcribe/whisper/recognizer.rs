//! Runs Whisper over one batch at a time and gives what it heard, word by word.

use std::ffi::c_int;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use whisper_rs::{FullParams, SamplingStrategy, WhisperContext, WhisperError, WhisperState};

use super::crew::Ear;
use super::language::LanguageChooser;
use super::second_look::SecondLook;
use super::terms::Terms;
use super::words::{self, HeardWord};
use crate::transcribe::TranscribeError;

/// Temperatures 0, 0.4 and 0.8 are tried, each only where the one before gave a loop or a guess.
const TEMPERATURE_STEP: f32 = 0.4;

/// The alignment is early by so many centiseconds (measured: 0.06 to 0.07 s on synthetic speech in
/// three languages whose words' times are known).
const ALIGNMENT_LEAD: u64 = 5;
/// Samples that one position of the encoder stands for.
const POSITION_SAMPLES: usize = 320;
/// Silence that Whisper sees after the sound, in positions (about 2.5 s).
const MARGIN_POSITIONS: usize = 128;
/// The fewest positions: with fewer, clips of a second or two are misheard (of four clips of "a
/// little bottle of water" and "hello world" one was right without this bound, three with it).
const LEAST_POSITIONS: usize = 768;
/// Telling a language takes fewer (about 9 s).
const LEAST_FOR_LANGUAGE: usize = 448;
/// Positions of the whole window of 30 s.
const ALL_POSITIONS: usize = 1500;

/// A piece of text as Whisper gives it: some bytes, perhaps not a whole letter.
pub(super) struct Token {
    /// Whisper's number for it.
    pub(super) id: c_int,
    /// The bytes, with a space in front where a word begins.
    pub(super) bytes: Vec<u8>,
    /// How sure Whisper is of it, from 0 to 1.
    pub(super) probability: f32,
    /// When it begins, in centiseconds of the batch.
    pub(super) start: u64,
    /// When it ends.
    pub(super) end: u64,
}

/// What was heard in a batch.
#[derive(Default)]
pub(super) struct Heard {
    /// The language in which it was heard, where that is another one than was asked for.
    pub(super) language: Option<&'static str>,
    /// The words in order.
    pub(super) words: Vec<HeardWord>,
    /// How likely there is no speech at all, from 0 to 1.
    pub(super) no_speech: f32,
    /// Up to where Whisper has heard, in centiseconds of the batch; `None` where it heard nothing.
    pub(super) heard_to: Option<u64>,
    /// How likely each language is, by Whisper's number for it, where that was asked.
    pub(super) language_scores: Vec<f32>,
}

/// What to listen for in a batch.
#[derive(Clone)]
pub(super) struct Question<'a> {
    /// The sound, at 16 kHz.
    pub(super) samples: Arc<Vec<f32>>,
    /// Whisper's code of the language.
    pub(super) language: &'static str,
    /// Languages to give scores for; 0 where nobody asks.
    pub(super) languages: u32,
    /// Chooses the language where it is not known yet and the recognizer can tell it first.
    pub(super) chooser: Option<LanguageChooser>,
    /// Whether only the language is asked for, and the words are not.
    pub(super) language_only: bool,
    /// What is likely to be said.
    pub(super) terms: &'a Terms,
}

/// Whisper with the working memory of one run.
pub(super) struct Recognizer<'m> {
    context: &'m WhisperContext,
    state: WhisperState,
    threads: usize,
    has_alignment: bool,
}

impl<'m> Recognizer<'m> {
    /// Makes the working memory for runs on `threads` threads.
    ///
    /// # Errors
    /// [`TranscribeError::Engine`] when there is no memory for it.
    pub(super) fn new(
        context: &'m WhisperContext,
        threads: usize,
        has_alignment: bool,
    ) -> Result<Self, TranscribeError> {
        let state = context.create_state().map_err(|error| engine_error(&error))?;
        Ok(Self { context, state, threads, has_alignment })
    }
}

impl Ear for Recognizer<'_> {
    fn hear(
        &mut self,
        questions: &[Question<'_>],
        stop: &Arc<AtomicBool>,
    ) -> Result<Vec<Heard>, TranscribeError> {
        questions.iter().map(|question| self.answer(question, stop)).collect()
    }
}

impl Recognizer<'_> {
    fn answer(
        &mut self,
        question: &Question<'_>,
        stop: &Arc<AtomicBool>,
    ) -> Result<Heard, TranscribeError> {
        let threads = self.threads;
        let mut params = parameters(threads, question, Arc::clone(stop));
        let least = if question.language_only { LEAST_FOR_LANGUAGE } else { LEAST_POSITIONS };
        params.set_audio_ctx(audio_positions(question.samples.len(), least));
        self.state.full(params, &question.samples).map_err(|error| engine_error(&error))?;
        let mut heard = Heard::default();
        if !question.language_only {
            let tokens = self.read(&mut heard);
            heard.words = words::join(&tokens, question.language);
            let mut look = SecondLook::new(self.context, &mut self.state, threads);
            look.look_again(question, &tokens, &mut heard.words)?;
        }
        if question.languages > 0 {
            heard.language_scores = self.language_scores(question.languages)?;
        }
        Ok(heard)
    }
}

impl Recognizer<'_> {
    /// How likely each language (by Whisper's number) is in the batch that was heard last.
    ///
    /// The encoder's work of that run is still in memory, so this costs one step of the decoder.
    fn language_scores(&mut self, languages: u32) -> Result<Vec<f32>, TranscribeError> {
        let start = [self.context.token_sot()];
        self.state.decode(&start, 0, self.threads).map_err(|error| engine_error(&error))?;
        let logits = self.state.get_logits().map_err(|error| engine_error(&error))?;
        let numbers = 0..c_int::try_from(languages).unwrap_or(0);
        let scores = numbers.map(|number| {
            let token = usize::try_from(self.context.token_lang(number)).ok();
            token.and_then(|token| logits.get(token)).copied().unwrap_or(f32::NEG_INFINITY)
        });
        Ok(scores.collect())
    }

    /// The tokens of the text; what is said of the batch as a whole goes into `heard`.
    fn read(&self, heard: &mut Heard) -> Vec<Token> {
        let (text_end, first_time) = (self.context.token_eot(), self.context.token_beg());
        let mut tokens = Vec::new();
        let mut last_end = 0;
        let mut says_it_heard_to = None;
        for segment in self.state.as_iter() {
            heard.no_speech = heard.no_speech.max(segment.no_speech_probability());
            for token in (0..segment.n_tokens()).filter_map(|index| segment.get_token(index)) {
                let data = token.token_data();
                if data.id > first_time {
                    // A time token counts in steps of 0.02 s.
                    says_it_heard_to =
                        u64::try_from(data.id - first_time).ok().map(|step| step * 2);
                }
                let Ok(bytes) = token.to_bytes() else { continue };
                if data.id >= text_end || bytes.is_empty() {
                    continue;
                }
                // whisper.cpp notes with each token where the next one begins: its end.
                let (start, end) = if self.has_alignment {
                    (last_end, (centiseconds(data.t_dtw) + ALIGNMENT_LEAD).max(last_end))
                } else {
                    (centiseconds(data.t0), centiseconds(data.t1))
                };
                last_end = end;
                let (bytes, probability) = (bytes.to_vec(), data.p);
                tokens.push(Token { id: data.id, bytes, probability, start, end });
            }
        }
        let last_token = tokens.last().map(|token| token.end);
        heard.heard_to = last_token.and_then(|end| says_it_heard_to.max(Some(end)));
        tokens
    }
}

/// How Whisper is to work: one window, greedy, without the context of what was said before.
fn parameters<'a>(
    threads: usize,
    question: &Question<'a>,
    stop: Arc<AtomicBool>,
) -> FullParams<'a, 'a> {
    let mut params = FullParams::new(SamplingStrategy::Greedy { best_of: 2 });
    params.set_n_threads(c_int::try_from(threads).unwrap_or(1).max(1));
    params.set_language(Some(question.language));
    params.set_tokens(question.terms.prompt());
    params.set_translate(false);
    // Invented text and loops would feed on themselves.
    params.set_no_context(true);
    // A batch fits into the window. Without this whisper.cpp hears its last moments a second
    // time, and ends the process (in the alignment) when they are shorter than 0.16 s.
    params.set_single_segment(true);
    params.set_token_timestamps(true);
    params.set_temperature_inc(TEMPERATURE_STEP);
    if question.language_only {
        params.set_max_tokens(1);
        params.set_temperature_inc(0.0);
    }
    params.set_print_special(false);
    params.set_print_progress(false);
    params.set_print_realtime(false);
    params.set_print_timestamps(false);
    // The type matters: whisper-rs 0.16 reads the closure back as the type named here, and what
    // it stores is a boxed `dyn FnMut`. It never frees it, a few bytes a batch.
    let should_stop: Box<dyn FnMut() -> bool> = Box::new(move || stop.load(Ordering::Relaxed));
    params.set_abort_callback_safe::<_, Box<dyn FnMut() -> bool>>(should_stop);
    params
}

/// How many of the encoder's 1500 positions (0.02 s each) are worth computing for so many samples.
///
/// The encoder is the dearest part and would else work on 30 s of mostly silence.
fn audio_positions(samples: usize, least: usize) -> c_int {
    let needed = samples / POSITION_SAMPLES + MARGIN_POSITIONS;
    let worth = needed.next_multiple_of(64).clamp(least, ALL_POSITIONS);
    c_int::try_from(worth).unwrap_or(0)
}

fn centiseconds(time: i64) -> u64 {
    u64::try_from(time).unwrap_or(0)
}

pub(super) fn engine_error(error: &WhisperError) -> TranscribeError {
    TranscribeError::Engine(error.to_string())
}
