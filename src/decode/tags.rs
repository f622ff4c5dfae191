//! What a file's writer noted about it: tags of all containers as the few kinds that are kept,
//! and the bit rate.

use symphonia::core::codecs::audio::AudioCodecParameters;
use symphonia::core::formats::{Track, TrackType};
use symphonia::core::meta::{Metadata, MetadataRevision, RawValue, StandardTag, Tag};

use super::{MediaTag, TagKind};
use crate::domain::MediaTime;

/// Of less sound than this most of the file is header, and size over length tells nothing.
const SHORTEST_MILLIS: u64 = 500;

/// A rank behind all others: ID3v1 cuts its values off after 30 letters.
const LAST_RESORT: u8 = 100;

/// What the tags of a file hold.
#[derive(Default)]
pub(super) struct Noted {
    /// In the file's order and at most one of a kind: the one that says most directly what the
    /// kind is about, and of those the first.
    pub(super) tags: Vec<MediaTag>,
    /// Bytes of pictures.
    pub(super) visual_bytes: u64,
}

impl Noted {
    /// Adds tags of kinds that are missing.
    pub(super) fn with(mut self, others: Vec<MediaTag>) -> Self {
        let has = |kind| self.tags.iter().any(|tag| tag.kind == kind);
        let missing: Vec<_> = others.into_iter().filter(|tag| !has(tag.kind)).collect();
        self.tags.extend(missing);
        self
    }
}

/// Reads the tags of the file and of the track that is heard.
pub(super) fn read(metadata: &mut Metadata<'_>, track: u32) -> Noted {
    let mut ranked: Vec<(u8, MediaTag)> = Vec::new();
    let mut visual_bytes = 0;
    while let Some(revision) = metadata.current() {
        visual_bytes += revision.media.visuals.iter().map(|v| v.data.len() as u64).sum::<u64>();
        let handicap = if revision.info.short_name == "id3v1" { LAST_RESORT } else { 0 };
        for (rank, tag) in tags_of(revision, track).filter_map(kept) {
            rank_in(&mut ranked, (rank + handicap, tag));
        }
        if metadata.pop().is_none() {
            break;
        }
    }
    Noted { tags: ranked.into_iter().map(|(_, tag)| tag).collect(), visual_bytes }
}

fn tags_of(revision: &MetadataRevision, track: u32) -> impl Iterator<Item = &Tag> {
    let own = revision.per_track.iter().filter(move |of| of.track_id == u64::from(track));
    revision.media.tags.iter().chain(own.flat_map(|of| &of.metadata.tags))
}

fn rank_in(ranked: &mut Vec<(u8, MediaTag)>, new: (u8, MediaTag)) {
    match ranked.iter_mut().find(|(_, known)| known.kind == new.1.kind) {
        Some(known) if new.0 < known.0 => *known = new,
        Some(_) => {}
        None => ranked.push(new),
    }
}

/// Bits a second of the sound.
///
/// For samples that are not compressed it follows from their format. Otherwise it is `bytes`, the
/// file's size without pictures in its tags, over the length that its header claims: an average
/// with the container's few bytes in it. Beside another track, such as a picture, it isn't known.
pub(super) fn bit_rate(
    tracks: &[Track],
    (codec_name, params): (&str, &AudioCodecParameters),
    bytes: u64,
    claimed: Option<MediaTime>,
) -> Option<u32> {
    if codec_name.starts_with("pcm") {
        return pcm_bit_rate(codec_name, params);
    }
    let beside = tracks.iter().filter(|track| track.track_type() != Some(TrackType::Subtitle));
    let millis = claimed?.as_millis();
    if beside.count() != 1 || millis < SHORTEST_MILLIS {
        return None;
    }
    u32::try_from(bytes.checked_mul(8 * 1000)? / millis).ok().filter(|rate| *rate > 0)
}

fn pcm_bit_rate(codec_name: &str, params: &AudioCodecParameters) -> Option<u32> {
    let of_law = codec_name.ends_with("law").then_some(8);
    let bits = of_law.or(params.bits_per_coded_sample).or(params.bits_per_sample)?;
    let channels = u32::try_from(params.channels.as_ref()?.count()).ok()?;
    bits.checked_mul(params.sample_rate?)?.checked_mul(channels).filter(|rate| *rate > 0)
}

/// A tag of a kind that is kept, and its rank: the smaller, the more it is about that.
fn kept(tag: &Tag) -> Option<(u8, MediaTag)> {
    use StandardTag as Std;
    let Some(standard) = tag.std.as_ref() else { return by_its_name(tag) };
    let (kind, rank, value) = match standard {
        Std::TrackTitle(value) => (TagKind::Title, 0, value.as_str()),
        Std::MovieTitle(value) | Std::TvEpisodeTitle(value) => (TagKind::Title, 1, value.as_str()),
        Std::PartTitle(value) | Std::Work(value) => (TagKind::Title, 2, value.as_str()),
        Std::Artist(value) => (TagKind::Artist, 0, value.as_str()),
        Std::AlbumArtist(value) | Std::Author(value) => (TagKind::Artist, 1, value.as_str()),
        Std::Performer(value) | Std::Narrator(value) => (TagKind::Artist, 2, value.as_str()),
        Std::Composer(value) | Std::Director(value) => (TagKind::Artist, 3, value.as_str()),
        Std::Album(value) => (TagKind::Album, 0, value.as_str()),
        Std::CollectionTitle(value) | Std::TvSeriesTitle(value) => {
            (TagKind::Album, 1, value.as_str())
        }
        // ID3v2.3 writes day and month apart from the year.
        Std::RecordingDate(_) if tag.raw.key == "TDAT" => return None,
        Std::RecordingDate(value) => (TagKind::Date, 0, value.as_str()),
        Std::RecordingYear(year) => return year_tag(1, *year),
        Std::ReleaseDate(value) => (TagKind::Date, 2, value.as_str()),
        Std::ReleaseYear(year) => return year_tag(3, *year),
        Std::OriginalReleaseDate(value) | Std::DigitizedDate(value) => {
            (TagKind::Date, 4, value.as_str())
        }
        Std::Comment(value) => (TagKind::Comment, 0, value.as_str()),
        Std::Description(value) | Std::PodcastDescription(value) => {
            (TagKind::Comment, 1, value.as_str())
        }
        Std::Summary(value) | Std::Synopsis(value) => (TagKind::Comment, 2, value.as_str()),
        _ => return None,
    };
    checked(rank, MediaTag::new(kind, value))
}

/// A tag that no standard knows: `TXXX` with a description is how ffmpeg writes into an MP3 what
/// has no frame of its own.
fn by_its_name(tag: &Tag) -> Option<(u8, MediaTag)> {
    let value = match &tag.raw.value {
        RawValue::String(value) => value.as_str(),
        RawValue::StringList(values) => values.first()?,
        _ => return None,
    };
    let described = tag.raw.sub_fields.iter().flatten().find_map(|field| match &field.value {
        RawValue::String(text) if tag.raw.key == "TXXX" => Some(text.as_str()),
        _ => None,
    });
    let name = described.unwrap_or(&tag.raw.key).to_lowercase();
    // Matroska's say what they are about first: `ALBUM@DATE`.
    let name = name.rsplit('@').next()?;
    let kind = match name {
        "title" => TagKind::Title,
        "artist" | "author" | "performer" => TagKind::Artist,
        "album" => TagKind::Album,
        "date" | "year" => TagKind::Date,
        "comment" | "description" => TagKind::Comment,
        _ => return None,
    };
    checked(9, MediaTag::new(kind, value))
}

fn year_tag(rank: u8, year: u16) -> Option<(u8, MediaTag)> {
    checked(rank, MediaTag::new(TagKind::Date, &year.to_string()))
}

/// A tag without a word says nothing.
fn checked(rank: u8, tag: MediaTag) -> Option<(u8, MediaTag)> {
    (!tag.raw().is_empty()).then_some((rank, tag))
}
