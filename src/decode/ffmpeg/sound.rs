//! The sound of a recording as ffmpeg decodes it.

use std::time::Duration;

use super::super::{DecodeError, DecodeLimits};
use super::byte_server::ByteServer;
use super::confinement::FfmpegLimits;
use super::facts::Facts;
use super::running::Running;
use super::tool::Ffmpeg;
use crate::source::MediaInput;

/// The shortest header of an AU file, in bytes; the second word says how long it is.
const AU_HEADER: usize = 24;

/// The longest header that is believed.
const MAX_AU_HEADER: usize = 4096;

/// The AU encoding of 32-bit floating-point samples, big-endian.
const AU_FLOAT: u32 = 6;

const SAMPLE_BYTES: usize = 4;

/// Processor time beside a tenth of the longest recording's length: ffmpeg decodes sound some
/// hundred times as fast as it is spoken.
const WORK_FLOOR: Duration = Duration::from_secs(60);

/// Where another decoder left a recording.
#[derive(Debug, Clone, Copy)]
pub(in crate::decode) struct Cut {
    /// Which of the sound streams was heard.
    pub(in crate::decode) ordinal: usize,
    /// The rate and the channels that were announced.
    pub(in crate::decode) rate: u32,
    pub(in crate::decode) channels: u16,
    /// Samples of each channel that were handed on.
    pub(in crate::decode) given: u64,
}

/// Samples from ffmpeg, on the file's own clock.
pub(in crate::decode) struct FfmpegSound {
    // Dropped in this order: ffmpeg ends before its input does.
    running: Running,
    server: ByteServer,
    patience: Duration,
    rate: u32,
    channels: u16,
    /// Bytes that are no whole sample of all channels yet.
    rest: Vec<u8>,
    /// Samples of silence before the sound.
    lead: u64,
    /// Samples of each channel that were handed on by another decoder.
    skip: u64,
    has_sounded: bool,
}

impl FfmpegSound {
    /// Opens a recording, at its beginning or where another decoder left it, and decodes its
    /// first sound.
    ///
    /// # Errors
    /// As for `Decoder::open`, and [`DecodeError::Crashed`] if ffmpeg does not run.
    pub(in crate::decode) fn open(
        ffmpeg: &Ffmpeg,
        input: Box<dyn MediaInput>,
        limits: &DecodeLimits,
        cut: Option<Cut>,
    ) -> Result<(Self, Facts), DecodeError> {
        let byte_len = input.byte_len();
        let server = ByteServer::serve(input)?;
        let facts = Facts::ask(ffmpeg, &server, limits, cut.map(|cut| cut.ordinal))?;
        limits.check_format(facts.rate, facts.channels.into())?;
        limits.check_claim(facts.duration.unwrap_or_default(), byte_len)?;
        let work = limits.max_duration / 10 + WORK_FLOOR;
        let bounds = FfmpegLimits { processor: work, ..FfmpegLimits::default() };
        let mut command = ffmpeg.command(&bounds);
        Ffmpeg::add_input(&mut command, server.url());
        command.args(["-map", &format!("0:{}", facts.stream), "-vn", "-sn", "-dn"]);
        if facts.has_clock {
            // Sound that pauses is padded, so that it keeps the picture's clock. What is missing
            // before it begins is padded here: ffmpeg would do so again at each change of rate.
            command.args(["-af", "aresample=async=1"]);
        }
        if let Some(cut) = cut {
            command.args(["-ar", &cut.rate.to_string(), "-ac", &cut.channels.to_string()]);
        }
        command.args(["-map_metadata", "-1", "-c:a", "pcm_f32be", "-f", "au", "-bitexact"]);
        command.arg("pipe:1");
        let mut sound = Self {
            running: Running::start(&mut command, work)?,
            server,
            patience: limits.stall,
            rate: 0,
            channels: 0,
            rest: Vec::new(),
            lead: 0,
            skip: cut.map_or(0, |cut| cut.given),
            has_sounded: false,
        };
        sound.read_header()?;
        sound.lead = (facts.lead.as_secs_f64() * f64::from(sound.rate)).round() as u64;
        let led = sound.lead.min(sound.skip);
        (sound.lead, sound.skip) = (sound.lead - led, sound.skip - led);
        limits.check_format(sound.rate, sound.channels.into())?;
        Ok((sound, facts))
    }

    /// Samples a second.
    pub(in crate::decode) const fn rate(&self) -> u32 {
        self.rate
    }

    /// Channels.
    pub(in crate::decode) const fn channels(&self) -> u16 {
        self.channels
    }

    /// The process, for tests.
    #[cfg(test)]
    pub(in crate::decode) fn process_id(&self) -> u32 {
        self.running.id()
    }

    /// Whether there is sound to come; decodes until that is known.
    pub(in crate::decode) fn has_more(&mut self) -> Result<bool, DecodeError> {
        let frame = usize::from(self.channels) * SAMPLE_BYTES;
        while self.rest.len() < frame {
            if !self.read_more()? {
                return self.running.finish(&self.server).map(|()| false);
            }
        }
        Ok(true)
    }

    /// Decodes the next samples, one vector a channel, or gives `None` at the end.
    ///
    /// A file whose damage ffmpeg reports after some sound ends there, as one does that is cut
    /// off: what was heard is worth keeping.
    pub(in crate::decode) fn next(&mut self) -> Result<Option<Vec<Vec<f32>>>, DecodeError> {
        if self.lead > 0 {
            // A second at most, so that no lead costs memory.
            let frames = self.lead.min(self.rate.into());
            self.lead -= frames;
            return Ok(Some(vec![vec![0.0; frames as usize]; usize::from(self.channels)]));
        }
        loop {
            let samples = self.take_samples();
            if samples.first().is_some_and(|channel| !channel.is_empty()) {
                self.has_sounded = true;
                return Ok(Some(samples));
            }
            if self.read_more()? {
                continue;
            }
            return match self.running.finish(&self.server) {
                Err(DecodeError::Malformed(problem)) if self.has_sounded => {
                    tracing::warn!(problem, "the recording is damaged, its sound ends early");
                    Ok(None)
                }
                result => result.map(|()| None),
            };
        }
    }

    /// Reads a block more; `false` at the end.
    fn read_more(&mut self) -> Result<bool, DecodeError> {
        let block = self.running.next_block(&self.server, self.patience)?;
        let is_more = block.is_some();
        self.rest.extend(block.unwrap_or_default());
        Ok(is_more)
    }

    fn read_header(&mut self) -> Result<(), DecodeError> {
        let mut length = AU_HEADER;
        while self.rest.len() < length {
            if !self.read_more()? {
                self.running.finish(&self.server)?;
                return Err(DecodeError::NoAudio);
            }
            if self.rest.len() >= AU_HEADER {
                length = self.word(4) as usize;
                let is_sound = self.rest.starts_with(b".snd") && self.word(12) == AU_FLOAT;
                if !is_sound || !(AU_HEADER..=MAX_AU_HEADER).contains(&length) {
                    let problem = "ffmpeg's answer makes no sense".to_owned();
                    return Err(DecodeError::Crashed(problem));
                }
            }
        }
        self.rate = self.word(16);
        self.channels = u16::try_from(self.word(20)).unwrap_or(u16::MAX);
        self.rest.drain(..length);
        Ok(())
    }

    fn word(&self, at: usize) -> u32 {
        let bytes = self.rest.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(0, u32::from_be_bytes)
    }

    /// Takes the whole samples that there are, without those that were handed on before.
    fn take_samples(&mut self) -> Vec<Vec<f32>> {
        let count = usize::from(self.channels);
        let frame = count * SAMPLE_BYTES;
        let frames = self.rest.len() / frame;
        let skipped = usize::try_from(self.skip).unwrap_or(usize::MAX).min(frames);
        self.skip -= skipped as u64;
        let mut channels = vec![Vec::with_capacity(frames - skipped); count];
        for bytes in self.rest[skipped * frame..frames * frame].chunks_exact(frame) {
            for (channel, sample) in channels.iter_mut().zip(bytes.chunks_exact(SAMPLE_BYTES)) {
                channel.push(f32::from_be_bytes(sample.try_into().unwrap_or_default()));
            }
        }
        self.rest.drain(..frames * frame);
        channels
    }
}
