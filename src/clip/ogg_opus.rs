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
