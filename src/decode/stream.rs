//! The packets of the track that is heard, decoded one by one: damage is skipped within bounds,
//! and whatever goes wrong inside the demuxer or the codec comes out as a [`DecodeError`].

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use symphonia::core::codecs::audio::AudioDecoder;
use symphonia::core::codecs::audio::well_known::CODEC_ID_OPUS;
use symphonia::core::common::Limit;
use symphonia::core::errors::Error;
use symphonia::core::formats::{FormatOptions, FormatReader, TrackType, probe::Hint};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;
use symphonia::core::packet::Packet;

use super::guarded_input::{GuardedInput, InputAccount};
use super::leading_tag::past_broken_tag;
use super::mp4_edits::Edit;
use super::track::{Heard, to_rate};
use super::{DecodeError, MediaInfo, MediaTag, codecs, riff_info, tags};

/// Packets in a row that may be damaged.
const MAX_FAILURES: u32 = 500;

/// Packets in a row that may hold no sound of this track: hours of video in between, not more.
const MAX_BARREN: u32 = 1_000_000;

/// Bytes of a tag or a cover that are kept in memory: none is needed here.
const MAX_TAG_BYTES: usize = 64 << 10;

/// The sound of one packet.
pub(super) struct Decoded {
    pub(super) rate: u32,
    /// When its first sample is due, in samples on the stream's own clock.
    pub(super) pts: i64,
    /// Samples at its end that are no sound.
    pub(super) surplus: u64,
    pub(super) channels: Vec<Vec<f32>>,
    /// Whether a new stream begins here (a chained Ogg file), with a clock of its own.
    pub(super) is_restart: bool,
}

/// A container with the decoder of one of its tracks.
pub(super) struct Stream {
    reader: Box<dyn FormatReader>,
    codec: Box<dyn AudioDecoder>,
    account: Arc<InputAccount>,
    heard: Heard,
    edits: Vec<Edit>,
    /// The tags of a WAV file.
    list: Vec<MediaTag>,
    earliest_other: Option<f64>,
    failures: u32,
    barren: u32,
    has_sounded: bool,
    is_restart: bool,
    is_broken: bool,
    /// What ended the sound early, where it was kept.
    damage: Option<DecodeError>,
}

impl Stream {
    /// Finds the container and the track to hear.
    pub(super) fn open(
        mut input: GuardedInput,
        account: Arc<InputAccount>,
        extension: Option<&str>,
        edits: Vec<Edit>,
    ) -> Result<Self, DecodeError> {
        let failure_of = Arc::clone(&account);
        let list = riff_info::read(&mut input);
        let opened = caught(|| {
            let reader = past_broken_tag(input, |input| caught(|| probe(input, extension)))?;
            let heard = Heard::pick(reader.as_ref(), &edits)?;
            let codec = codecs::make_decoder(&heard.params).map_err(typed)?;
            Ok(Self {
                reader,
                codec,
                account,
                heard,
                edits,
                list,
                earliest_other: None,
                failures: 0,
                barren: 0,
                has_sounded: false,
                is_restart: false,
                is_broken: false,
                damage: None,
            })
        });
        opened.map_err(|error| of_account(&failure_of, error))
    }

    pub(super) fn reader(&self) -> &dyn FormatReader {
        self.reader.as_ref()
    }

    pub(super) const fn heard(&self) -> &Heard {
        &self.heard
    }

    /// Takes what ended the sound before its end, if anything did.
    pub(super) const fn take_damage(&mut self) -> Option<DecodeError> {
        self.damage.take()
    }

    /// The codec's short name.
    pub(super) fn codec_name(&self) -> &'static str {
        self.codec.codec_info().short_name
    }

    /// Adds to `info` what the file's tags say. Tags that make their reader fail are as none.
    pub(super) fn with_tags(&mut self, info: MediaInfo, byte_len: u64) -> MediaInfo {
        let track = self.heard.id;
        let noted = caught(|| Ok(tags::read(&mut self.reader.metadata(), track)));
        let noted = noted.unwrap_or_default().with(std::mem::take(&mut self.list));
        let sound_bytes = byte_len.saturating_sub(noted.visual_bytes);
        let codec = (self.codec_name(), &self.heard.params);
        let claimed = info.claimed_duration;
        let bit_rate = tags::bit_rate(self.reader.tracks(), codec, sound_bytes, claimed);
        MediaInfo { bit_rate, tags: noted.tags, ..info }
    }

    /// Decodes up to the next packet that holds sound.
    pub(super) fn next(&mut self) -> Result<Option<Decoded>, DecodeError> {
        if self.is_broken {
            return Err(DecodeError::Malformed("its data makes the decoder fail".to_owned()));
        }
        // Set until the call is over: after a panic the insides may be torn.
        self.is_broken = true;
        let account = Arc::clone(&self.account);
        let result = caught(|| self.advance());
        self.is_broken = result.is_err();
        result.map_err(|error| of_account(&account, error))
    }

    /// When the other tracks start, in seconds on the clock of the track's packets.
    ///
    /// A track of which no packet was seen is taken to start with a packet at `pts`, after what
    /// its edit list says.
    pub(super) fn others_start(&self, pts: f64) -> Option<f64> {
        let is_other = |edit: &&Edit| edit.track_id != self.heard.id;
        let by_edits = self.edits.iter().filter(is_other).map(|edit| edit.delay + pts);
        by_edits.chain(self.earliest_other).reduce(f64::min)
    }

    fn advance(&mut self) -> Result<Option<Decoded>, DecodeError> {
        loop {
            let Some(packet) = self.next_packet()? else { return Ok(None) };
            let decoded = if packet.track_id == self.heard.id {
                self.decode(packet)?
            } else {
                self.note_other(&packet);
                None
            };
            if decoded.is_some() {
                (self.barren, self.has_sounded) = (0, true);
                self.account.progress();
                return Ok(decoded);
            }
            self.barren += 1;
            if self.barren > MAX_BARREN {
                return Err(DecodeError::Malformed("its packets hold no sound".to_owned()));
            }
        }
    }

    fn next_packet(&mut self) -> Result<Option<Packet>, DecodeError> {
        loop {
            let result = self.reader.next_packet();
            if let Some(failure) = self.account.take_failure() {
                return Err(failure.into());
            }
            match result {
                Ok(packet) => return Ok(packet),
                Err(Error::ResetRequired) => self.restart()?,
                Err(Error::IoError(error)) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
                    return Ok(None);
                }
                Err(error) if self.failures >= MAX_FAILURES || self.account.is_exhausted() => {
                    return self.end_at_damage(error);
                }
                // Some demuxers find the next whole packet when asked again.
                Err(_) => self.failures += 1,
            }
        }
    }

    /// What was heard before the damage is worth keeping.
    fn end_at_damage(&mut self, error: Error) -> Result<Option<Packet>, DecodeError> {
        if !self.has_sounded {
            return Err(typed(error));
        }
        self.damage = Some(typed(error));
        Ok(None)
    }

    fn decode(&mut self, mut packet: Packet) -> Result<Option<Decoded>, DecodeError> {
        let trims_itself = codecs::trims_itself(self.heard.params.codec);
        let mut pts = packet.pts;
        let surplus = packet.trim_end;
        if trims_itself {
            pts = pts.saturating_add(packet.trim_start);
        } else {
            (packet.trim_start, packet.trim_end) = Default::default();
        }
        match self.codec.decode(&packet) {
            Ok(buffer) if buffer.frames() == 0 => Ok(None),
            Ok(buffer) => {
                let rate = buffer.spec().rate();
                let mut channels = Vec::new();
                buffer.copy_to_vecs_planar::<f32>(&mut channels);
                self.failures = 0;
                let is_opus = self.heard.params.codec == CODEC_ID_OPUS;
                Ok(Some(Decoded {
                    rate,
                    pts: self.heard.to_samples(pts, rate),
                    surplus: if is_opus { surplus.get() } else { 0 },
                    channels,
                    is_restart: std::mem::take(&mut self.is_restart),
                }))
            }
            Err(Error::ResetRequired) => self.remake_codec().map(|()| None),
            Err(Error::DecodeError(_) | Error::IoError(_)) if self.failures < MAX_FAILURES => {
                self.failures += 1;
                Ok(None)
            }
            Err(error) => Err(typed(error)),
        }
    }

    fn remake_codec(&mut self) -> Result<(), DecodeError> {
        self.failures += 1;
        if self.failures > MAX_FAILURES {
            return Err(DecodeError::Malformed("its format changes all the time".to_owned()));
        }
        self.codec = codecs::make_decoder(&self.heard.params).map_err(typed)?;
        Ok(())
    }

    /// Goes on with the next stream of a chained file.
    fn restart(&mut self) -> Result<(), DecodeError> {
        self.heard = Heard::pick(self.reader.as_ref(), &[])?;
        self.is_restart = true;
        self.remake_codec()
    }

    fn note_other(&mut self, packet: &Packet) {
        let is_heard = self.has_sounded;
        let track = self.reader.tracks().iter().find(|track| track.id == packet.track_id);
        let Some(track) = track.filter(|_| !is_heard) else { return };
        let is_timed = matches!(track.track_type(), Some(TrackType::Video | TrackType::Audio));
        let Some(base) = track.time_base.filter(|_| is_timed) else { return };
        let delay = self.edits.iter().find(|edit| edit.track_id == track.id);
        let start = to_rate(packet.pts.get(), base, 1_000_000) as f64 / 1e6;
        let start = start + delay.map_or(0.0, |edit| edit.delay);
        self.earliest_other = Some(self.earliest_other.map_or(start, |first| first.min(start)));
    }
}

fn probe(
    input: GuardedInput,
    extension: Option<&str>,
) -> Result<Box<dyn FormatReader>, DecodeError> {
    let mut hint = Hint::new();
    if let Some(extension) = extension {
        hint.with_extension(extension);
    }
    let source = MediaSourceStream::new(Box::new(input), MediaSourceStreamOptions::default());
    let metadata = MetadataOptions::default()
        .limit_tag_bytes(Limit::Maximum(MAX_TAG_BYTES))
        .limit_visual_bytes(Limit::Maximum(MAX_TAG_BYTES));
    let probe = symphonia::default::get_probe();
    probe.probe(&hint, source, FormatOptions::default(), metadata).map_err(|error| match error {
        Error::Unsupported(feature) if feature.contains("probe") => {
            DecodeError::Malformed("nothing known in it".to_owned())
        }
        error => typed(error),
    })
}

/// Runs `work`, and makes a panic inside it an error: the file is to blame, and others wait.
fn caught<T>(work: impl FnOnce() -> Result<T, DecodeError>) -> Result<T, DecodeError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(DecodeError::Malformed("its data makes the decoder fail".to_owned()))
    })
}

/// The source's own failure, or too much reading, where that is behind an error.
fn of_account(account: &InputAccount, error: DecodeError) -> DecodeError {
    match account.take_failure() {
        Some(failure) => failure.into(),
        None if account.is_exhausted() => {
            DecodeError::Malformed("reading on and on gives no sound".to_owned())
        }
        None => error,
    }
}

/// Symphonia's errors by what the file's owner can do.
fn typed(error: Error) -> DecodeError {
    match error {
        Error::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            DecodeError::Malformed("it ends too early".to_owned())
        }
        Error::IoError(error) => DecodeError::Malformed(error.to_string()),
        Error::Unsupported(what) if what.contains("missing moov") => {
            DecodeError::Malformed("its index is missing, so it was cut off".to_owned())
        }
        Error::Unsupported(what) => DecodeError::Unsupported(what.to_owned()),
        Error::LimitError(what) => DecodeError::LimitReached(what.to_owned()),
        Error::DecodeError(what) => DecodeError::Malformed(what.to_owned()),
        error => DecodeError::Malformed(error.to_string()),
    }
}
