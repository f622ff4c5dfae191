//! What files say about themselves, in every container, and what is left of it where it is broken.

use super::super::testing::wave;
use super::super::{MediaTag, TagKind};
use super::{decoder, ffmpeg, opened, voice};

fn value(tags: &[MediaTag], kind: TagKind) -> Option<&str> {
    let mut of_kind = tags.iter().filter(|tag| tag.kind == kind);
    let found = of_kind.next().map(MediaTag::raw);
    assert!(of_kind.next().is_none(), "{kind:?} is there twice");
    found
}

#[test]
fn the_tags_of_every_container_are_read() {
    let folder = tempfile::tempdir().unwrap();
    if !voice(folder.path()) {
        return;
    }
    let tags = "-metadata title=Harbour_Étude -metadata artist=Jane_Roe -metadata album=Tides \
                -metadata date=2021-03-04 -metadata comment=side_two -metadata lyrics=la_la";
    for (file, codec) in [
        ("a.mp3", "-c:a libmp3lame -b:a 64k -id3v2_version 3 -write_id3v1 1"),
        ("b.mp3", "-c:a libmp3lame -q:a 4 -id3v2_version 4"),
        ("c.flac", "-c:a flac"),
        ("d.ogg", "-c:a libvorbis"),
        ("e.opus", "-c:a libopus -b:a 32k"),
        ("f.m4a", "-c:a aac -b:a 64k"),
        ("g.mka", "-c:a libopus"),
        ("h.wav", "-c:a pcm_s16le"),
        ("i.aiff", "-c:a pcm_s16be -write_id3v2 1 -metadata title=Harbour"),
    ] {
        ffmpeg(folder.path(), &format!("-i voice.wav -bitexact {tags} {codec} {file}"));
        let info = opened(&folder.path().join(file)).unwrap().info().clone();
        let tag = |kind| value(&info.tags, kind);
        // Matroska has the title in its segment's header, which symphonia does not hand on.
        let title = match file {
            "g.mka" => None,
            // Its chunks are in ASCII.
            "i.aiff" => Some("Harbour"),
            _ => Some("Harbour_Étude"),
        };
        assert_eq!(tag(TagKind::Title), title, "{file}");
        assert_eq!(tag(TagKind::Artist), Some("Jane_Roe"), "{file}");
        assert_eq!(tag(TagKind::Album), Some("Tides"), "{file}");
        let date = tag(TagKind::Date);
        assert!(date.is_some_and(|date| date.starts_with("2021")), "{file}: {date:?}");
        assert_eq!(tag(TagKind::Comment), Some("side_two"), "{file}");
        assert!(!format!("{info:?}").contains("Roe"), "{file}: {info:?}");
        let rate = info.bit_rate.unwrap_or_else(|| panic!("{file} has no bit rate"));
        let expected = match file {
            "a.mp3" => 64_000..72_000,
            "f.m4a" => 40_000..80_000,
            "h.wav" | "i.aiff" => 1_411_200..1_411_201,
            _ => 10_000..1_411_200,
        };
        assert!(expected.contains(&rate), "{file}: {rate}");
    }
}

#[test]
fn beside_a_picture_the_bit_rate_is_not_known() {
    let folder = tempfile::tempdir().unwrap();
    let video = "-f lavfi -i testsrc=s=64x64:d=2 -f lavfi -i sine=d=2 -c:a aac -metadata \
                 title=Pier";
    if !ffmpeg(folder.path(), &format!("{video} -shortest a.mp4")) {
        return;
    }
    let info = opened(&folder.path().join("a.mp4")).unwrap().info().clone();
    assert_eq!(info.bit_rate, None);
    assert_eq!(value(&info.tags, TagKind::Title), Some("Pier"));
}

/// An ID3v2 frame with text in Latin-1.
fn frame(id: &str, size: u32, text: &[u8]) -> Vec<u8> {
    let mut bytes = id.as_bytes().to_vec();
    bytes.extend(size.to_be_bytes());
    bytes.extend([0, 0, 0]);
    bytes.extend(text);
    bytes
}

fn id3(version: u8, size: u32, frames: &[u8]) -> Vec<u8> {
    let mut bytes = b"ID3".to_vec();
    bytes.extend([version, 0, 0]);
    bytes.extend([21, 14, 7, 0].map(|shift| (size >> shift & 0x7f) as u8));
    bytes.extend(frames);
    bytes
}

#[test]
fn a_broken_tag_costs_no_recording() {
    let folder = tempfile::tempdir().unwrap();
    if !voice(folder.path()) {
        return;
    }
    ffmpeg(folder.path(), "-i voice.wav -c:a libmp3lame -write_id3v1 0 -id3v2_version 0 a.mp3");
    let sound = std::fs::read(folder.path().join("a.mp3")).unwrap();
    let good = frame("TIT2", 6, b"Title");
    let size = |frames: &[u8]| u32::try_from(frames.len()).unwrap();
    let random: Vec<u8> = (0..500_u32).map(|at| (at * at * 31 % 251) as u8).collect();
    for (name, tag) in [
        ("good", id3(3, size(&good), &good)),
        ("a frame longer than the tag", id3(3, size(&good), &frame("TIT2", 90_000, b"Title"))),
        ("a version that is not known", id3(9, size(&good), &good)),
        ("noise", id3(3, size(&random), &random)),
        ("noise in version 4", id3(4, size(&random), &random)),
        ("noise in version 2", id3(2, size(&random), &random)),
        ("a tag that ends early", id3(3, 3, &good[..3])),
        ("a size of nothing", id3(3, 0, &[])),
        (
            "an encoding that is not known",
            id3(3, 16, &[b"TIT2\0\0\0\x06\0\0\x09".as_slice(), b"Title"].concat()),
        ),
    ] {
        let decoder = decoder([tag, sound.clone()].concat(), "a.mp3");
        let decoder = decoder.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(decoder.info().sample_rate > 0, "{name}");
        if name == "good" {
            assert_eq!(value(&decoder.info().tags, TagKind::Title), Some("Title"));
        }
    }
}

#[test]
fn a_value_is_bounded_and_holds_no_control_characters() {
    let long = format!("a\0b\r\n\u{85}c {}", "word ".repeat(100_000));
    let tag = MediaTag::new(TagKind::Comment, &long);
    assert_eq!(tag.raw().chars().count(), MediaTag::MAX_CHARS);
    assert!(tag.raw().starts_with("a b c word word"));
    let tag = MediaTag::new(TagKind::Comment, &"é".repeat(100_000));
    assert_eq!(tag.raw().chars().count(), MediaTag::MAX_CHARS);
}

#[test]
fn the_list_of_a_wave_file_is_read_before_and_after_its_sound() {
    let sound = wave(16_000, &[vec![0.1; 16_000]]);
    let list = b"LIST\x22\0\0\0INFOINAM\x05\0\0\0Pier\0\0IART\x08\0\0\0Jane Roe";
    for at in [36, sound.len()] {
        let mut file = sound.clone();
        file.splice(at..at, list.iter().copied());
        let riff_len = u32::try_from(file.len()).unwrap() - 8;
        file[4..8].copy_from_slice(&riff_len.to_le_bytes());
        let info = decoder(file, "a.wav").unwrap().info().clone();
        assert_eq!(info.bit_rate, Some(256_000));
        assert_eq!(value(&info.tags, TagKind::Title), Some("Pier"));
        assert_eq!(value(&info.tags, TagKind::Artist), Some("Jane Roe"));
    }
    let mut cut = sound;
    cut.extend(&list[..list.len() - 4]);
    let riff_len = u32::try_from(cut.len()).unwrap() - 8;
    cut[4..8].copy_from_slice(&riff_len.to_le_bytes());
    assert!(decoder(cut, "a.wav").unwrap().info().tags.is_empty());
}
