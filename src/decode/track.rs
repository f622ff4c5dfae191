//! Picks the track to hear, and tells where its sound begins and ends.

use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::AudioCodecParameters;
use symphonia::core::codecs::audio::well_known::{CODEC_ID_MP1, CODEC_ID_MP2, CODEC_ID_MP3};
use symphonia::core::codecs::video::well_known::CODEC_ID_MJPEG;
use symphonia::core::formats::{FormatReader, Track, TrackFlags, TrackType};
use symphonia::core::units::{TimeBase, Timestamp};

use super::mp4_edits::Edit;
use super::timeline::Trim;
use super::{DecodeError, codecs};
use crate::domain::MediaKind;

/// What is kept of the track that is heard.
#[derive(Clone)]
pub(super) struct Heard {
    pub(super) id: u32,
    ordinal: usize,
    pub(super) params: AudioCodecParameters,
    pub(super) time_base: Option<TimeBase>,
    /// The length that the header claims, in seconds.
    pub(super) claimed_seconds: Option<f64>,
    delay: Option<u32>,
    padding: Option<u32>,
    num_frames: Option<u64>,
    edit: Option<Edit>,
}

/// The longest MPEG audio frame, in samples: how far the end of an MP3 may lie inside its padding.
const MPEG_FRAME: u64 = 1152;

impl Heard {
    /// Picks the default audio track, or else the first, of those that can be decoded.
    ///
    /// # Errors
    /// [`DecodeError::NoAudio`] if no track is sound, [`DecodeError::Unsupported`] if none of
    /// those that are can be decoded.
    pub(super) fn pick(reader: &dyn FormatReader, edits: &[Edit]) -> Result<Self, DecodeError> {
        let audio: Vec<_> = reader.tracks().iter().filter_map(with_audio).collect();
        let known = |(_, params): &&(&Track, &AudioCodecParameters)| codecs::is_known(params.codec);
        let is_default = |(track, _): &&(&Track, &AudioCodecParameters)| {
            track.flags.contains(TrackFlags::DEFAULT)
        };
        let mut candidates = audio.iter().filter(known);
        let picked = candidates.clone().find(is_default).or_else(|| candidates.next());
        let Some((track, params)) = picked else {
            return Err(match audio.first() {
                Some(_) => DecodeError::Unsupported("no known codec in its sound".to_owned()),
                None => DecodeError::NoAudio,
            });
        };
        Ok(Self {
            id: track.id,
            ordinal: audio.iter().position(|(other, _)| other.id == track.id).unwrap_or(0),
            params: (*params).clone(),
            time_base: track.time_base,
            claimed_seconds: claimed_seconds(reader, track),
            delay: track.delay,
            padding: track.padding,
            num_frames: track.num_frames,
            edit: edits.iter().find(|edit| edit.track_id == track.id).copied(),
        })
    }

    /// Which of the file's sound tracks this is, counted from 0.
    pub(super) const fn ordinal(&self) -> usize {
        self.ordinal
    }

    /// How long the presentation runs before this track, in seconds, as its edit list says.
    pub(super) fn lead(&self) -> f64 {
        self.edit.map_or(0.0, |edit| edit.delay)
    }

    /// Where the sound begins and ends within the stream, at `rate` samples a second.
    pub(super) fn trim(&self, rate: u32) -> Trim {
        if codecs::trims_itself(self.params.codec) {
            return Trim::default();
        }
        if let Some(edit) = self.edit {
            let samples = |seconds: f64| (seconds * f64::from(rate)).round();
            let end = edit.end.map(|end| samples(end) as i64);
            return Trim { skip: samples(edit.start) as u64, end, end_slack: None };
        }
        let delay = codecs::opus_pre_skip(&self.params).or(self.delay).unwrap_or(0);
        let is_mpeg = [CODEC_ID_MP1, CODEC_ID_MP2, CODEC_ID_MP3].contains(&self.params.codec);
        // Without padding named, the number of frames is an estimate from the first bit rate.
        let ends = self.padding.filter(|_| is_mpeg).zip(self.num_frames);
        Trim {
            skip: delay.into(),
            end: ends.and_then(|(_, frames)| i64::try_from(frames).ok()),
            end_slack: ends.map(|(padding, _)| u64::from(padding) + MPEG_FRAME),
        }
    }

    /// A timestamp of this track in samples at `rate` a second.
    pub(super) fn to_samples(&self, time: Timestamp, rate: u32) -> i64 {
        let Some(base) = self.time_base else { return time.get() };
        to_rate(time.get(), base, rate)
    }
}

/// `ticks` of `base` in units of a `rate`-th of a second, rounded.
pub(super) fn to_rate(ticks: i64, base: TimeBase, rate: u32) -> i64 {
    let (numer, denom) = (i128::from(base.numer.get()), i128::from(base.denom.get()));
    let scaled = i128::from(ticks) * numer * i128::from(rate);
    let rounded = (scaled + denom / 2).div_euclid(denom);
    i64::try_from(rounded).unwrap_or(if rounded < 0 { i64::MIN } else { i64::MAX })
}

/// Whether the file has a picture that moves.
pub(super) fn kind(reader: &dyn FormatReader) -> MediaKind {
    let is_picture =
        |track: &Track| track.track_type() == Some(TrackType::Video) && !is_cover(track);
    if reader.tracks().iter().any(is_picture) { MediaKind::Video } else { MediaKind::Audio }
}

/// Whether a video track is a still picture: cover art stands in some files as one JPEG frame.
fn is_cover(track: &Track) -> bool {
    let is_jpeg = matches!(
        &track.codec_params,
        Some(CodecParameters::Video(params)) if params.codec == CODEC_ID_MJPEG
    );
    is_jpeg && track.num_frames.is_none_or(|frames| frames <= 1)
}

fn with_audio(track: &Track) -> Option<(&Track, &AudioCodecParameters)> {
    match &track.codec_params {
        Some(CodecParameters::Audio(params)) => Some((track, params)),
        _ => None,
    }
}

fn claimed_seconds(reader: &dyn FormatReader, track: &Track) -> Option<f64> {
    let of_track = track.time_base.zip(track.duration);
    let by_frames = || {
        let rate = track.codec_params.as_ref()?.audio()?.sample_rate?;
        Some(track.num_frames? as f64 / f64::from(rate))
    };
    let media = reader.media_info();
    let of_media = || media.time_base.zip(media.duration);
    let seconds = |(base, duration): (TimeBase, symphonia::core::units::Duration)| {
        duration.get() as f64 * f64::from(base.numer.get()) / f64::from(base.denom.get())
    };
    of_track.map(seconds).or_else(by_frames).or_else(|| of_media().map(seconds))
}
