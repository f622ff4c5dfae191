//! Cuts Ogg Opus (RFC 7845) between its packets: what was encoded stays as it is.

use std::io::{Read, Seek, SeekFrom, Write};

use ogg::Packet;
use ogg::reading::{OggReadError, PacketReader};
use ogg::writing::{PacketWriteEndInfo, PacketWriter};

use super::ClipError;
use crate::domain::TimeSpan;

/// What [`cut_sound`] makes.
pub const SOUND_MIME: &str = "audio/ogg; codecs=opus";

/// The rate that Ogg Opus counts in, in samples a second.
const RATE: u32 = 48_000;
/// Samples a packet, as our renditions have them: 20 ms.
const FRAME: u64 = 960;
/// Packets that a decoder hears before the first that counts, so that it has found its feet: 80 ms
/// (RFC 7845 4.6).
const RUN_UP: u64 = 4;
/// Packets a page: a second.
const PACKETS_PER_PAGE: usize = 50;

/// Cuts `span` out of a rendition and writes it to `sink` as a file of its own; blocks. A span that
/// goes beyond the end is cut there.
///
/// # Errors
/// [`ClipError::Io`] when reading or writing fails, [`ClipError::Damaged`] when the rendition is
/// not as Earmark writes them.
pub fn cut_sound(
    rendition: impl Read + Seek,
    span: TimeSpan,
    sink: impl Write,
) -> Result<(), ClipError> {
    let mut reader = PacketReader::new(rendition);
    let head = expect_packet(&mut reader)?.data;
    let tags = expect_packet(&mut reader)?.data;
    let pre_skip = pre_skip_of(&head)?;
    let (start, end) =
        (pre_skip + span.start.to_samples(RATE), pre_skip + span.end.to_samples(RATE));
    let first = (start / FRAME).saturating_sub(RUN_UP);
    let packets = packets_from(&mut reader, first, end.div_ceil(FRAME))?;
    if packets.is_empty() {
        return Err(ClipError::Damaged("it ends before the piece begins".to_owned()));
    }
    let skip = start - first * FRAME;
    // Together with the packets there are, so that nothing is promised that is not there.
    let length = (end - first * FRAME).min(packets.len() as u64 * FRAME);
    write(&headers(head, tags, skip)?, packets, length, sink)
}

fn pre_skip_of(head: &[u8]) -> Result<u64, ClipError> {
    match head {
        [b'O', b'p', b'u', b's', b'H', b'e', b'a', b'd', 1, _, low, high, ..] => {
            Ok(u16::from_le_bytes([*low, *high]).into())
        }
        _ => Err(ClipError::Damaged("it is no Opus".to_owned())),
    }
}

/// The same headers with another pre-skip.
fn headers(mut head: Vec<u8>, tags: Vec<u8>, skip: u64) -> Result<[Vec<u8>; 2], ClipError> {
    let skip = u16::try_from(skip).map_err(|_| ClipError::Damaged("a gap in it".to_owned()))?;
    head[10..12].copy_from_slice(&skip.to_le_bytes());
    Ok([head, tags])
}

/// The packets numbered from `first` up to, not including, `end`, as far as there are any.
fn packets_from<R: Read + Seek>(
    reader: &mut PacketReader<R>,
    first: u64,
    end: u64,
) -> Result<Vec<Vec<u8>>, ClipError> {
    // A page says where its last packet ends. In the stream's last page that is where the sound
    // does, inside of a packet, so that packets are counted from the page before.
    let goal = (first * FRAME).saturating_sub(PACKETS_PER_PAGE as u64 * FRAME);
    if !reader.seek_absgp(None, goal).map_err(of_ogg)? {
        reader.seek_bytes(SeekFrom::Start(0))?;
    }
    let mut found = Vec::new();
    let mut at = None;
    let mut page = Vec::new();
    while let Some(packet) = reader.read_packet().map_err(of_ogg)? {
        if is_header(&packet) {
            at = Some(0);
            continue;
        }
        let (is_page_end, granule) = (packet.last_in_page(), packet.absgp_page());
        page.push(packet.data);
        if !is_page_end {
            continue;
        }
        let begin = at.unwrap_or_else(|| (granule / FRAME).saturating_sub(page.len() as u64));
        at = Some(begin + page.len() as u64);
        for (number, data) in (begin..).zip(page.drain(..)) {
            if (first..end).contains(&number) {
                found.push(data);
            }
        }
        if at >= Some(end) {
            break;
        }
    }
    Ok(found)
}

fn is_header(packet: &Packet) -> bool {
    packet.data.starts_with(b"OpusHead") || packet.data.starts_with(b"OpusTags")
}

fn write(
    headers: &[Vec<u8>; 2],
    packets: Vec<Vec<u8>>,
    length: u64,
    sink: impl Write,
) -> Result<(), ClipError> {
    const SERIAL: u32 = 0x434c_4950;
    let mut writer = PacketWriter::new(sink);
    for header in headers {
        writer.write_packet(header.as_slice(), SERIAL, PacketWriteEndInfo::EndPage, 0)?;
    }
    let last = packets.len();
    for (number, packet) in (1..).zip(packets) {
        let end = match number {
            _ if number == last => PacketWriteEndInfo::EndStream,
            _ if number % PACKETS_PER_PAGE == 0 => PacketWriteEndInfo::EndPage,
            _ => PacketWriteEndInfo::NormalPacket,
        };
        let granule = if number == last { length } else { number as u64 * FRAME };
        writer.write_packet(packet, SERIAL, end, granule)?;
    }
    Ok(writer.into_inner().flush()?)
}

fn expect_packet<R: Read + Seek>(reader: &mut PacketReader<R>) -> Result<Packet, ClipError> {
    reader.read_packet_expected().map_err(of_ogg)
}

fn of_ogg(error: OggReadError) -> ClipError {
    match error {
        OggReadError::ReadError(error) => ClipError::Io(error),
        other => ClipError::Damaged(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    const PRE_SKIP: u16 = 312;

    /// A rendition of so many packets, each with its number in it, as ours are laid out.
    fn rendition(packets: u32) -> Vec<u8> {
        let mut head = b"OpusHead\x01\x01".to_vec();
        head.extend(PRE_SKIP.to_le_bytes());
        head.extend([0; 7]);
        let mut file = Vec::new();
        let mut writer = PacketWriter::new(&mut file);
        for header in [head, b"OpusTags".to_vec()] {
            writer.write_packet(header, 1, PacketWriteEndInfo::EndPage, 0).unwrap();
        }
        for number in 0..packets {
            let (end, granule) = match number + 1 {
                // The sound ends inside of the last packet.
                last if last == packets => {
                    (PacketWriteEndInfo::EndStream, u64::from(last) * FRAME - 500)
                }
                full if full % 50 == 0 => (PacketWriteEndInfo::EndPage, u64::from(full) * FRAME),
                other => (PacketWriteEndInfo::NormalPacket, u64::from(other) * FRAME),
            };
            writer.write_packet(number.to_le_bytes().to_vec(), 1, end, granule).unwrap();
        }
        file
    }

    /// The pre-skip, the numbers of the packets, and where the sound ends.
    fn cut(packets: u32, start: u64, end: u64) -> (u64, Vec<u32>, u64) {
        let mut clip = Vec::new();
        let span = TimeSpan::from_millis(start, end);
        cut_sound(Cursor::new(rendition(packets)), span, &mut clip).unwrap();
        let mut reader = PacketReader::new(Cursor::new(clip));
        let skip = pre_skip_of(&reader.read_packet_expected().unwrap().data).unwrap();
        reader.read_packet_expected().unwrap();
        let (mut numbers, mut granule) = (Vec::new(), 0);
        while let Some(packet) = reader.read_packet().unwrap() {
            granule = packet.absgp_page();
            numbers.push(u32::from_le_bytes(packet.data.try_into().unwrap()));
        }
        (skip, numbers, granule)
    }

    #[test]
    fn a_piece_has_its_packets_and_a_run_up_that_is_skipped() {
        // 10 s are 480,000 samples, 500 packets; the decoder's own delay comes on top.
        for packets in [700, 200_000] {
            let (skip, numbers, granule) = cut(packets, 10_000, 12_000);
            assert_eq!(numbers, (496..=600).collect::<Vec<_>>(), "{packets}");
            assert_eq!(skip, u64::from(PRE_SKIP) + 4 * FRAME);
            assert_eq!(
                granule - skip,
                2 * 48_000,
                "what is heard is as long as what was asked for"
            );
        }
    }

    #[test]
    fn a_piece_at_the_edges_is_what_there_is() {
        let (skip, numbers, granule) = cut(20, 0, 100);
        assert_eq!((skip, numbers.len(), granule - skip), (u64::from(PRE_SKIP), 6, 4800));
        let (_, numbers, _) = cut(120, 2200, 60_000);
        assert_eq!(numbers.last(), Some(&119));
    }

    #[test]
    fn what_is_no_rendition_of_ours_is_refused() {
        let span = TimeSpan::from_millis(0, 100);
        for bytes in [Vec::new(), b"OggS".to_vec(), vec![7; 100_000]] {
            assert!(cut_sound(Cursor::new(bytes), span, Vec::new()).is_err());
        }
        let beyond = TimeSpan::from_millis(90_000, 91_000);
        let error = cut_sound(Cursor::new(rendition(100)), beyond, Vec::new()).unwrap_err();
        assert!(matches!(error, ClipError::Damaged(_)), "{error}");
    }
}
