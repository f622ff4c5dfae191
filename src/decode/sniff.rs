//! Tells from a file's first bytes what it is, where symphonia does not read it, so that it goes
//! to ffmpeg at once and messages can name it. Some of these would else be taken for MPEG audio by
//! chance.

/// How many first bytes are looked at.
pub(super) const HEAD_BYTES: usize = 4096;

/// Bytes at an offset that tell a format.
struct Magic(usize, &'static [u8], &'static str);

/// Media that ffmpeg decodes.
const FOREIGN: &[Magic] = &[
    Magic(0, b"#!AMR-WB", "AMR wide-band"),
    Magic(0, b"#!AMR", "AMR narrow-band"),
    Magic(0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "Windows Media (ASF, WMA, WMV)"),
    Magic(8, b"AVI ", "AVI"),
    Magic(0, b"FLV\x01", "Flash video"),
    Magic(0, b"riff\x2e\x91\xcf\x11", "Sony Wave64"),
    Magic(0, b"RF64", "RF64, a WAV of more than 4 GB"),
    Magic(0, b"BW64", "BW64, a WAV of more than 4 GB"),
    Magic(0, b".snd", "Sun AU"),
    Magic(0, b".RMF", "RealMedia"),
    Magic(0, b"\x00\x00\x01\xba", "an MPEG program stream"),
    Magic(0, b"\x00\x00\x01\xb3", "an MPEG video stream"),
    Magic(0, b"wvpk", "WavPack"),
    Magic(0, b"MAC ", "Monkey's Audio"),
    Magic(0, b"TTA1", "True Audio"),
    Magic(0, b"MPCK", "Musepack"),
    Magic(0, b"MP+", "Musepack"),
    Magic(0, b"DSD ", "DSD"),
    Magic(0, b"FRM8", "DSD"),
    Magic(0, b"Creative Voice File", "Creative Voice"),
    Magic(28, b"Speex   ", "Speex"),
];

/// Media that nothing here decodes.
const UNREADABLE: &[Magic] = &[Magic(0, b"MThd", "MIDI, which holds notes and no sound")];

/// What is no media at all, though it may bear a media file's name.
const NOT_MEDIA: &[Magic] = &[
    Magic(0, b"%PDF", "it is a PDF document"),
    Magic(0, b"PK\x03\x04", "it is a ZIP archive"),
    Magic(0, b"\x1f\x8b", "it is a gzip archive"),
    Magic(0, b"\x89PNG", "it is a PNG picture"),
    Magic(0, b"\xff\xd8\xff", "it is a JPEG picture"),
    Magic(0, b"<!DOCTYPE", "it is a web page"),
    Magic(0, b"<html", "it is a web page"),
    Magic(0, b"<?xml", "it is an XML document"),
];

/// Codes of sound formats in MP4 and 3GP that are not read here (mp4ra.org).
const MP4_CODES: &[(&[u8; 4], &str)] = &[
    (b"samr", "AMR narrow-band"),
    (b"sawb", "AMR wide-band"),
    (b"ac-3", "AC-3"),
    (b"ec-3", "Enhanced AC-3"),
    (b"ac-4", "AC-4"),
    (b"enca", super::head::ENCRYPTED),
    (b"sqcp", "QCELP"),
    (b"sevc", "EVRC"),
    (b"mha1", "MPEG-H"),
    (b"dtsc", "DTS"),
    (b"QDM2", "QDesign"),
];

const TS_PACKETS: [usize; 2] = [188, 192];

/// Names the format of a file that begins with `head`, if ffmpeg reads it and symphonia does not.
pub(super) fn foreign(head: &[u8]) -> Option<&'static str> {
    if is_transport_stream(head) {
        return Some("an MPEG transport stream");
    }
    if is_ac3(head) {
        return Some("AC-3");
    }
    find(FOREIGN, head)
}

/// Names the format of a file that begins with `head`, if it is media that nothing here reads.
pub(super) fn unreadable(head: &[u8]) -> Option<&'static str> {
    find(UNREADABLE, head)
}

/// Says what a file is that begins with `head`, if it is no media.
pub(super) fn not_media(head: &[u8]) -> Option<&'static str> {
    find(NOT_MEDIA, head)
}

/// Names the sound of an MP4 whose tracks have no codec that is known, if `bytes` tell it.
pub(super) fn mp4_codec(bytes: &[u8]) -> Option<&'static str> {
    let is_code = |window: &[u8]| MP4_CODES.iter().find(|(code, _)| window == code.as_slice());
    bytes.windows(4).find_map(is_code).map(|(_, name)| *name)
}

/// Whether the file is of the ISO base media family (MP4, M4A, MOV, 3GP).
pub(super) fn is_mp4(head: &[u8]) -> bool {
    let kind = head.get(4..8).unwrap_or_default();
    [b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"].iter().any(|known| kind == *known)
}

fn find(table: &[Magic], head: &[u8]) -> Option<&'static str> {
    let hit = table.iter().find(|Magic(at, bytes, _)| {
        head.get(*at..at + bytes.len()).is_some_and(|there| there == *bytes)
    })?;
    Some(hit.2)
}

/// ISO 13818-1 2.4.3.2: a sync byte at the start of each packet of 188 bytes (192 in M2TS).
fn is_transport_stream(head: &[u8]) -> bool {
    TS_PACKETS.iter().any(|size| {
        let first = size - TS_PACKETS[0];
        (0..4).all(|index| head.get(first + index * size) == Some(&0x47))
    })
}

/// ATSC A/52 5.3: sync word, then a sample rate code that is not 3, then a version up to 10.
fn is_ac3(head: &[u8]) -> bool {
    matches!(head, [0x0b, 0x77, _, _, rate, version, ..] if rate >> 6 != 3 && version >> 3 <= 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_for_ffmpeg_are_named() {
        assert_eq!(foreign(b"#!AMR-WB\n\x04"), Some("AMR wide-band"));
        assert_eq!(foreign(b"#!AMR\n\x3c"), Some("AMR narrow-band"));
        assert_eq!(foreign(b"RIFF\0\0\0\0AVI LIST"), Some("AVI"));
        assert_eq!(foreign(b"RIFF\0\0\0\0WAVEfmt "), None);
        let mut stream = vec![0; 188 * 4];
        stream.iter_mut().step_by(188).for_each(|byte| *byte = 0x47);
        assert_eq!(foreign(&stream), Some("an MPEG transport stream"));
    }

    #[test]
    fn a_short_head_is_no_trouble() {
        assert_eq!(foreign(b""), None);
        assert_eq!(not_media(b"<"), None);
        assert!(!is_mp4(b"ftyp"));
    }
}
