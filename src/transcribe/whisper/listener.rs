//! Finds speech in a stream of sound and cuts it into batches.
//!
//! Holds about a minute and a half of sound at most, however long the recording is.

use std::collections::VecDeque;
use std::path::Path;

use super::batch::{Batch, PaddedSpeech};
use super::gate::{FRAME, SpeechGate};
use super::packer::Packer;
use super::silero::Silero;
use super::window::SoundWindow;
use crate::decode::SPEECH_RATE;
use crate::domain::MediaTime;
use crate::transcribe::TranscribeError;

/// The detector is run on about this much sound at a time (30 s).
const STEP_FRAMES: u64 = 940;
/// The detector forgets what it heard between two runs, so each begins 2 s earlier.
const WARM_UP_FRAMES: u64 = 64;

/// The ear: takes sound, gives batches of speech.
pub(super) struct Listener {
    detector: Silero,
    gate: SpeechGate,
    packer: Packer,
    sound: SoundWindow,
    /// Frames that the detector has heard.
    frames: u64,
    ready: VecDeque<Batch>,
}

impl Listener {
    /// Loads the voice activity model at `path`, for batches of up to `longest` seconds.
    ///
    /// # Errors
    /// [`TranscribeError::Model`] when the file is missing or no such model.
    pub(super) fn open(path: &Path, longest: u64) -> Result<Self, TranscribeError> {
        let detector = Silero::open(path).map_err(|error| TranscribeError::Model {
            name: "silero".to_owned(),
            reason: format!("`{}` can't be loaded ({error}): pull it again", path.display()),
        })?;
        Ok(Self {
            detector,
            gate: SpeechGate::new(longest),
            packer: Packer::new(longest),
            sound: SoundWindow::default(),
            frames: 0,
            ready: VecDeque::new(),
        })
    }

    /// Takes the next samples.
    ///
    /// # Errors
    /// [`TranscribeError::Engine`] when the detector fails.
    pub(super) fn push(&mut self, block: &[f32]) -> Result<(), TranscribeError> {
        // Blocks may be of any length; memory must not follow it.
        for part in block.chunks(SPEECH_RATE as usize) {
            let finite = part.iter().map(|sample| if sample.is_finite() { *sample } else { 0.0 });
            self.sound.extend(finite);
            if self.sound.end() / FRAME >= self.frames + STEP_FRAMES {
                self.detect(self.sound.end() / FRAME)?;
                let batch = match self.gate.open_since() {
                    None => self.packer.wait(self.frames * FRAME),
                    Some(_) => None,
                };
                self.cut(batch);
                self.forget();
            }
        }
        Ok(())
    }

    /// Ends the sound: what is left becomes the last batch.
    ///
    /// # Errors
    /// [`TranscribeError::Engine`] when the detector fails.
    pub(super) fn finish(&mut self) -> Result<(), TranscribeError> {
        let end = self.sound.end();
        self.detect(end.div_ceil(FRAME))?;
        let last = self.gate.finish().and_then(|frames| {
            self.packer.push(frames.start * FRAME..(frames.end * FRAME).min(end))
        });
        self.cut(last);
        let batch = self.packer.finish(end);
        self.cut(batch);
        Ok(())
    }

    /// The next batch, if one is complete.
    pub(super) fn next_batch(&mut self) -> Option<Batch> {
        self.ready.pop_front()
    }

    /// How many batches are complete and were not given yet.
    pub(super) fn ready(&self) -> usize {
        self.ready.len()
    }

    /// How much sound has come so far.
    pub(super) fn length(&self) -> MediaTime {
        MediaTime::from_samples(self.sound.end(), SPEECH_RATE)
    }

    /// How many samples are in memory.
    #[cfg(test)]
    pub(super) fn held_samples(&self) -> usize {
        self.sound.slice(0..u64::MAX).len()
    }

    /// Up to where there is no speech left that is not in a batch.
    pub(super) fn settled(&self) -> MediaTime {
        let next_speech = self.gate.open_since().unwrap_or(self.frames) * FRAME;
        MediaTime::from_samples(self.packer.needs_from(next_speech), SPEECH_RATE)
    }

    /// Runs the detector up to frame `until`.
    fn detect(&mut self, until: u64) -> Result<(), TranscribeError> {
        if until <= self.frames {
            return Ok(());
        }
        let from = self.frames.saturating_sub(WARM_UP_FRAMES);
        let samples = self.sound.slice(from * FRAME..until * FRAME);
        let probabilities = self.detector.probabilities(samples).map_err(|error| {
            TranscribeError::Engine(format!("voice activity detection failed: {error}"))
        })?;
        let known = usize::try_from(self.frames - from).unwrap_or(0);
        let end = self.sound.end();
        for probability in probabilities.into_iter().skip(known) {
            if let Some(speech) = self.gate.push(probability) {
                let batch = self.packer.push(speech.start * FRAME..(speech.end * FRAME).min(end));
                self.cut(batch);
            }
        }
        self.frames = until;
        Ok(())
    }

    fn cut(&mut self, stretches: Option<Vec<PaddedSpeech>>) {
        self.ready.extend(stretches.map(|stretches| Batch::cut(&stretches, &self.sound)));
    }

    fn forget(&mut self) {
        let warm_up = self.frames.saturating_sub(WARM_UP_FRAMES) * FRAME;
        let next_speech = self.gate.open_since().unwrap_or(self.frames) * FRAME;
        self.sound.drop_before(self.packer.needs_from(next_speech).min(warm_up));
    }
}
