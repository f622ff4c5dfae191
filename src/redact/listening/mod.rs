//! Listens to a rendition before anybody gets it.
//!
//! Around each silenced span the very Opus packets that will be played are decoded and transcribed
//! again. If the recognizers find something in it, or if it says part of what was masked, more is
//! silenced there and the rendition is made anew; after a few tries the recording fails.
//!
//! ```text
//! Master ─► render ─► packets around spans ─► Transcriber ─► leaks? ─ no ─► Rendition
//!              ▲                                               │ yes
//!              └──────────────── wider spans ◄─────────────────┘
//! ```

mod leaks;
#[cfg(test)]
mod tests;
pub(super) mod widen;
mod windows;

use std::io::Write;

use sha2::{Digest as _, Sha256};

pub use self::leaks::AudibleSpan;
use self::leaks::Known;
use self::windows::{KeptPackets, WindowSpeech};
use super::rendition::{channels_of, render};
use super::{
    HiddenWords, RedactError, RedactedSegment, RedactedSpan, RedactedTranscript, Redactor,
    RenditionOptions, RenditionSummary,
};
use crate::decode::Master;
use crate::domain::{Language, MediaTime, TimeSpan};
use crate::transcribe::{Observer, TranscribeError, TranscribeOptions, Transcriber};

/// How often a rendition is made before the recording fails.
const MOST_TRIES: u32 = 5;
/// A rendition that is no larger is kept in memory until it is uploaded; a larger one is made a
/// second time. An hour takes 14 MB a channel.
const MOST_KEPT: usize = 32 << 20;

/// Listens to renditions.
#[derive(Clone, Copy)]
pub struct SoundVerifier<'a> {
    /// The recording's sound.
    pub master: &'a Master,
    /// What was masked in it.
    pub hidden: &'a HiddenWords,
    /// What finds personal data.
    pub redactor: &'a Redactor,
    /// What listens: better not the model that told the times of the words.
    pub transcriber: &'a dyn Transcriber,
    /// How renditions are encoded.
    pub options: RenditionOptions,
}

/// A rendition that was listened to.
pub struct VerifiedRendition {
    /// What is in it.
    pub summary: RenditionSummary,
    /// How often it was made.
    pub tries: u32,
    /// How much sound was listened to, all tries together.
    pub listened: MediaTime,
    file: SummedFile,
}

impl SoundVerifier<'_> {
    /// Makes a rendition from which nothing of what was masked can be heard. The transcript's
    /// spans become what is silenced in the end. Blocks for a part of the time that transcription
    /// took.
    ///
    /// # Errors
    /// [`RedactError::Audible`] if something is heard all the same, and whatever rendering or the
    /// transcriber answers.
    pub fn rendition(
        &self,
        transcript: &mut RedactedTranscript,
        observer: &mut dyn Observer,
    ) -> Result<VerifiedRendition, RedactError> {
        let mut suspects = transcript.spans.clone();
        let mut listened = MediaTime::ZERO;
        let mut tries = 0;
        loop {
            tries += 1;
            let channels = by_channel(&suspects, self.master.duration());
            let windows = channels.iter().flat_map(|(_, windows)| windows);
            let mut packets = KeptPackets::new(windows, channels_of(self.master));
            let mut file = SummedFile::default();
            let mut watch = |number: u64, packet: &[u8]| packets.see(number, packet);
            let spans = &transcript.spans;
            let summary = render(self.master, spans, &self.options, &mut file, Some(&mut watch))?;
            let mut leaks = Vec::new();
            for (channel, windows) in &channels {
                listened = listened.plus(windows.iter().map(|window| window.millis()).sum());
                let heard = (&packets, *channel, windows.as_slice());
                leaks.extend(self.listen(transcript, heard, observer)?);
            }
            let Some(first) = leaks.first() else {
                return Ok(VerifiedRendition { summary, tries, listened, file });
            };
            tracing::info!(tries, leaks = leaks.len(), "masked words are heard: silencing more");
            if tries == MOST_TRIES {
                return Err(RedactError::Audible { kind: first.kind, at: first.span.start, tries });
            }
            let spans = std::mem::take(&mut transcript.spans);
            transcript.spans = widen::widened(spans, &leaks, tries - 1, self.master.duration());
            // Elsewhere the sound is what it was.
            suspects = touched(&transcript.spans, &leaks);
        }
    }

    fn listen(
        &self,
        transcript: &RedactedTranscript,
        (packets, channel, windows): (&KeptPackets, Option<u16>, &[TimeSpan]),
        observer: &mut dyn Observer,
    ) -> Result<Vec<AudibleSpan>, RedactError> {
        let audible = channel.filter(|channel| *channel < channels_of(self.master));
        let mut speech = WindowSpeech::new(packets, windows, audible);
        let options = TranscribeOptions {
            languages: languages(transcript, channel, windows),
            channel,
            ..TranscribeOptions::default()
        };
        let heard = self.transcriber.transcribe(&mut speech, &options, observer)?;
        let Self { hidden, redactor, .. } = *self;
        Known { transcript, hidden, redactor }.leaks(channel, windows, heard.segments)
    }
}

impl VerifiedRendition {
    /// Writes the very bytes that were listened to; made once more, and compared, where they were
    /// too many to keep.
    ///
    /// # Errors
    /// [`RedactError::Rendition`] if `sink` fails, or if other bytes come out.
    pub fn write(
        &self,
        verifier: &SoundVerifier<'_>,
        spans: &[RedactedSpan],
        sink: &mut dyn Write,
    ) -> Result<(), RedactError> {
        if let Some(bytes) = &self.file.bytes {
            let written = sink.write_all(bytes).and_then(|()| sink.flush());
            return written
                .map_err(|error| RedactError::Rendition(format!("writing failed: {error}")));
        }
        let mut tee = Tee { sink, sum: Sha256::new() };
        render(verifier.master, spans, &verifier.options, &mut tee, None)?;
        if tee.sum.finalize() == self.file.sum.clone().finalize() {
            return Ok(());
        }
        Err(RedactError::Rendition("it came out otherwise than it was verified".to_owned()))
    }
}

/// Listens to all of a sound that was given out, and gives what is heard in it beside what the
/// transcript keeps.
///
/// # Errors
/// Whatever the transcriber or a recognizer answers.
pub fn audible(
    (sound, transcript): (&Master, &RedactedTranscript),
    redactor: &Redactor,
    transcriber: &dyn Transcriber,
    observer: &mut dyn Observer,
) -> Result<Vec<AudibleSpan>, RedactError> {
    let hidden = HiddenWords::default();
    let known = Known { transcript, hidden: &hidden, redactor };
    let all = [TimeSpan::new(MediaTime::ZERO, sound.duration())];
    let mut channels: Vec<Option<u16>> =
        transcript.segments().iter().map(RedactedSegment::channel).collect();
    channels.sort_unstable();
    channels.dedup();
    let mut found = Vec::new();
    for channel in channels {
        let options = TranscribeOptions {
            languages: languages(transcript, channel, &all),
            channel,
            ..TranscribeOptions::default()
        };
        let audible = channel.filter(|channel| *channel < sound.channels());
        let mut speech = sound.speech(audible).map_err(TranscribeError::from)?;
        let heard = transcriber.transcribe(&mut speech, &options, observer)?;
        found.extend(known.leaks(channel, &all, heard.segments)?);
    }
    Ok(found)
}

/// The stretches to listen to, for each channel that spans are on.
fn by_channel(spans: &[RedactedSpan], duration: MediaTime) -> Vec<(Option<u16>, Vec<TimeSpan>)> {
    let mut channels: Vec<Option<u16>> = spans.iter().map(RedactedSpan::channel).collect();
    channels.sort_unstable();
    channels.dedup();
    let of = |channel: Option<u16>| -> Vec<RedactedSpan> {
        spans.iter().filter(|span| span.channel == channel).copied().collect()
    };
    channels.into_iter().map(|one| (one, windows::around(&of(one), duration))).collect()
}

/// The spans that hold a leak.
fn touched(spans: &[RedactedSpan], leaks: &[AudibleSpan]) -> Vec<RedactedSpan> {
    let is_touched = |span: &&RedactedSpan| {
        leaks.iter().any(|leak| leak.channel == span.channel && leak.span.overlaps(span.span))
    };
    spans.iter().filter(is_touched).copied().collect()
}

/// What is spoken in these stretches, as far as the transcript tells.
fn languages(
    transcript: &RedactedTranscript,
    channel: Option<u16>,
    windows: &[TimeSpan],
) -> Vec<Language> {
    let mut languages: Vec<Language> = Vec::new();
    for segment in transcript.segments().iter().filter(|segment| segment.channel() == channel) {
        let is_near = windows.iter().any(|window| window.overlaps(segment.span()));
        let is_known = *segment.language() != Language::undetermined();
        if is_near && is_known && !languages.contains(segment.language()) {
            languages.push(segment.language().clone());
        }
    }
    languages
}

/// A file's sum, and the file itself while it is small.
struct SummedFile {
    bytes: Option<Vec<u8>>,
    sum: Sha256,
}

impl Default for SummedFile {
    fn default() -> Self {
        Self { bytes: Some(Vec::new()), sum: Sha256::new() }
    }
}

impl Write for SummedFile {
    fn write(&mut self, part: &[u8]) -> std::io::Result<usize> {
        self.sum.update(part);
        self.bytes = self.bytes.take().filter(|bytes| bytes.len() + part.len() <= MOST_KEPT);
        if let Some(bytes) = &mut self.bytes {
            bytes.extend_from_slice(part);
        }
        Ok(part.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Sums what passes.
struct Tee<'a> {
    sink: &'a mut dyn Write,
    sum: Sha256,
}

impl Write for Tee<'_> {
    fn write(&mut self, part: &[u8]) -> std::io::Result<usize> {
        let count = self.sink.write(part)?;
        self.sum.update(&part[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.sink.flush()
    }
}
