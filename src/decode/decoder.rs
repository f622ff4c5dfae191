//! The door of this folder: one recording, from bytes to samples on its own clock.
//!
//! Symphonia comes first, inside this program; what it refuses, at the beginning or on the way,
//! goes to ffmpeg.

use super::ffmpeg::{Cut, FfmpegSound};
use super::head::{self, Head};
use super::native::NativeDecoder;
use super::shared_input::SharedInput;
use super::{DecodeError, DecodeOptions, MediaInfo, PcmChunk};
use crate::domain::MediaTime;
use crate::source::MediaInput;

/// Decodes one recording, chunk by chunk.
///
/// Reads and decodes on the caller's thread, or waits for ffmpeg: it belongs on a blocking one.
pub struct Decoder {
    backend: Backend,
    input: SharedInput,
    options: DecodeOptions,
    info: MediaInfo,
    given: u64,
    is_over: bool,
}

enum Backend {
    Native(Box<NativeDecoder>),
    Ffmpeg(Box<FfmpegSound>),
}

impl Decoder {
    /// Opens a recording and decodes its first sound.
    ///
    /// `extension` is a hint from the file's name, without the dot.
    ///
    /// # Errors
    /// [`DecodeError::Unsupported`] names the format where it is known but not read here,
    /// [`DecodeError::NeedsFfmpeg`] where ffmpeg would read it;
    /// [`DecodeError::Malformed`] and [`DecodeError::NoAudio`] where there is nothing to hear;
    /// [`DecodeError::LimitReached`] beyond the limits; [`DecodeError::Io`] if the source fails;
    /// [`DecodeError::Crashed`] if ffmpeg does.
    pub fn open(
        input: Box<dyn MediaInput>,
        extension: Option<&str>,
        options: &DecodeOptions,
    ) -> Result<Self, DecodeError> {
        let input = SharedInput::new(input);
        let refusal = match head::read(&mut input.handle())? {
            Head::Native { is_mp4 } => {
                let opened =
                    NativeDecoder::open(input.handle(), is_mp4, extension, &options.limits);
                match opened {
                    Ok(native) => return Ok(Self::native(native, input, options)),
                    Err(error) if !is_worth_another_try(&error) => return Err(error),
                    Err(error) if is_mp4 => head::mp4_refusal(&mut input.handle(), error)?,
                    Err(error) => error,
                }
            }
            Head::Foreign(name) => DecodeError::NeedsFfmpeg(name.to_owned()),
        };
        Self::by_ffmpeg(input, options, refusal)
    }

    /// What the file says about its sound, and its first packets confirm.
    #[must_use]
    pub const fn info(&self) -> &MediaInfo {
        &self.info
    }

    /// How much was handed on so far: after the last chunk, the recording's true length.
    #[must_use]
    pub const fn position(&self) -> MediaTime {
        MediaTime::from_samples(self.given, self.info.sample_rate)
    }

    /// Whether ffmpeg decodes it, since its opening or since symphonia gave up on it.
    #[must_use]
    pub const fn is_by_ffmpeg(&self) -> bool {
        matches!(self.backend, Backend::Ffmpeg(_))
    }

    /// Decodes the next chunk, or returns `None` at the end.
    ///
    /// Every chunk has the rate and the number of channels of [`info`](Self::info), and starts
    /// where the one before ended.
    ///
    /// # Errors
    /// As for [`open`](Self::open). After an error there is no more sound.
    pub fn next_chunk(&mut self) -> Result<Option<PcmChunk>, DecodeError> {
        if self.is_over {
            return Ok(None);
        }
        let result = self.advance().and_then(|channels| self.placed(channels));
        self.is_over = !matches!(result, Ok(Some(_)));
        result
    }

    fn native(native: NativeDecoder, input: SharedInput, options: &DecodeOptions) -> Self {
        let info = native.info().clone();
        let backend = Backend::Native(Box::new(native));
        Self { backend, input, options: options.clone(), info, given: 0, is_over: false }
    }

    /// Opens with ffmpeg what was refused with `refusal`, which is told if ffmpeg is no help.
    fn by_ffmpeg(
        input: SharedInput,
        options: &DecodeOptions,
        refusal: DecodeError,
    ) -> Result<Self, DecodeError> {
        if is_hopeless(&refusal) {
            return Err(refusal);
        }
        let Some(ffmpeg) = &options.ffmpeg else { return Err(without_ffmpeg(refusal)) };
        let opened = FfmpegSound::open(ffmpeg, Box::new(input.handle()), &options.limits, None);
        let (sound, facts) = opened.map_err(|error| more_helpful(refusal, error))?;
        let info = MediaInfo {
            kind: facts.kind,
            codec: facts.codec,
            sample_rate: sound.rate(),
            channels: sound.channels(),
            claimed_duration: facts
                .duration
                .map(|duration| MediaTime::from_secs_f64(duration.as_secs_f64())),
            bit_rate: facts.bit_rate,
            tags: facts.tags,
        };
        let backend = Backend::Ffmpeg(Box::new(sound));
        let options = options.clone();
        let mut decoder = Self { backend, input, options, info, given: 0, is_over: false };
        decoder.check_first_sound()?;
        Ok(decoder)
    }

    /// The process that decodes, for tests.
    #[cfg(test)]
    pub(super) fn ffmpeg_id(&self) -> Option<u32> {
        match &self.backend {
            Backend::Ffmpeg(sound) => Some(sound.process_id()),
            Backend::Native(_) => None,
        }
    }

    /// A recording without any sound is told when it is opened.
    fn check_first_sound(&mut self) -> Result<(), DecodeError> {
        match &mut self.backend {
            Backend::Ffmpeg(sound) => match sound.has_more()? {
                true => Ok(()),
                false => Err(DecodeError::NoAudio),
            },
            Backend::Native(_) => Ok(()),
        }
    }

    fn advance(&mut self) -> Result<Option<Vec<Vec<f32>>>, DecodeError> {
        let result = match &mut self.backend {
            Backend::Ffmpeg(sound) => return sound.next(),
            Backend::Native(native) => native.next_chunk(),
        };
        match result {
            Err(error) if is_worth_another_try(&error) => self.take_over(error),
            Ok(None) => self.go_past_damage(),
            result => result,
        }
    }

    /// At the end of the sound: goes on if only damage ended it, and ffmpeg finds more behind.
    fn go_past_damage(&mut self) -> Result<Option<Vec<Vec<f32>>>, DecodeError> {
        let Backend::Native(native) = &mut self.backend else { return Ok(None) };
        let Some(damage) = native.take_damage() else { return Ok(None) };
        let went_on = match self.take_over(damage) {
            // What was heard before the damage is worth keeping.
            Err(error) if is_worth_another_try(&error) => Ok(None),
            Err(DecodeError::NeedsFfmpeg(_)) => Ok(None),
            went_on => went_on,
        };
        if matches!(went_on, Ok(None)) {
            tracing::warn!("the recording is damaged, its sound ends early");
        }
        went_on
    }

    /// Goes on with ffmpeg where symphonia gave up; `reason` is told if ffmpeg knows no more.
    fn take_over(&mut self, reason: DecodeError) -> Result<Option<Vec<Vec<f32>>>, DecodeError> {
        let (Some(ffmpeg), Backend::Native(native)) = (&self.options.ffmpeg, &self.backend) else {
            return Err(without_ffmpeg(reason));
        };
        let (rate, channels) = (self.info.sample_rate, self.info.channels);
        let cut = Cut { ordinal: native.ordinal(), rate, channels, given: self.given };
        let input = Box::new(self.input.handle());
        let opened = FfmpegSound::open(ffmpeg, input, &self.options.limits, Some(cut));
        let next = opened.and_then(|(mut sound, _)| Ok((sound.next()?, sound)));
        match next {
            Ok((Some(samples), sound)) => {
                tracing::info!(%reason, at = %self.position(), "ffmpeg goes on with a recording");
                self.backend = Backend::Ffmpeg(Box::new(sound));
                Ok(Some(samples))
            }
            Ok((None, _)) => Err(reason),
            Err(error) => Err(more_helpful(reason, error)),
        }
    }

    fn placed(&mut self, channels: Option<Vec<Vec<f32>>>) -> Result<Option<PcmChunk>, DecodeError> {
        let Some(mut channels) = channels else { return Ok(None) };
        channels.iter_mut().flatten().for_each(|sample| *sample = in_range(*sample));
        let (start, rate) = (self.given, self.info.sample_rate);
        self.given += channels.first().map_or(0, Vec::len) as u64;
        let limits = &self.options.limits;
        limits.check_length(self.given, rate)?;
        limits.check_expansion(self.given, self.info.channels, self.input.byte_len())?;
        Ok(Some(PcmChunk { rate, start, channels }))
    }
}

/// A sample as it can be played: files of floating-point samples may hold anything.
fn in_range(sample: f32) -> f32 {
    if sample.is_finite() { sample.clamp(-1.0, 1.0) } else { 0.0 }
}

/// Whether another decoder may know better than symphonia.
const fn is_worth_another_try(error: &DecodeError) -> bool {
    matches!(error, DecodeError::Unsupported(_) | DecodeError::Malformed(_) | DecodeError::NoAudio)
}

/// Whether ffmpeg can't read it either, and might make noise of it.
fn is_hopeless(refusal: &DecodeError) -> bool {
    matches!(refusal, DecodeError::Unsupported(what) if what.starts_with(head::ENCRYPTED))
}

/// What a refusal comes to where there is no ffmpeg to ask.
fn without_ffmpeg(refusal: DecodeError) -> DecodeError {
    match refusal {
        DecodeError::Unsupported(what) => {
            DecodeError::NeedsFfmpeg(format!("of a kind that ffmpeg alone may read ({what})"))
        }
        refusal => refusal,
    }
}

/// Of a refusal here and one of ffmpeg's, what tells the recording's owner more.
fn more_helpful(ours: DecodeError, theirs: DecodeError) -> DecodeError {
    match (ours, theirs) {
        // Who asks to install ffmpeg has it.
        (DecodeError::NeedsFfmpeg(name), DecodeError::Malformed(problem)) => {
            DecodeError::Malformed(format!("this is {name}, and {problem}"))
        }
        (DecodeError::NeedsFfmpeg(_), theirs) => theirs,
        // What does not lie in the file comes first: it may be better next time.
        (ours, theirs) if is_worth_another_try(&theirs) => ours,
        (_, theirs) => theirs,
    }
}
