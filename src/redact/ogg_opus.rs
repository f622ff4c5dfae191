//! Writes sound as Ogg Opus (RFC 7845), page by page.

use std::io::Write;

use ogg::writing::{PacketWriteEndInfo, PacketWriter};
use opusic_c::{Application, Bitrate, Channels, Encoder, ErrorCode, SampleRate};

use super::RedactError;

/// The rate that Ogg Opus counts in, in samples a second.
pub(super) const OPUS_RATE: u32 = 48_000;

/// Samples a packet: 20 ms, what browsers expect.
pub(super) const FRAME: usize = 960;

/// Packets a page: a second, so that seeking is exact enough and pages cost little.
const PACKETS_PER_PAGE: u64 = 50;

/// The longest packet that libopus recommends room for.
const MAX_PACKET: usize = 4000;

/// The stream's number: the same in each file, so that the same sound gives the same bytes.
const SERIAL: u32 = 0x4541_524d;

/// Effort in the encoder, from 0 to 10: above this it takes longer and sounds no better in speech.
const COMPLEXITY: u8 = 7;

/// Who sees each packet, with its number.
pub(super) type Watcher<'a> = &'a mut dyn FnMut(u64, &[u8]);

/// An Ogg Opus file in the making.
pub(super) struct OggOpusWriter<'sink> {
    pages: PacketWriter<'static, Counted<'sink>>,
    encoder: Encoder,
    channels: usize,
    pre_skip: u64,
    /// Interleaved samples that don't fill a packet yet.
    waiting: Vec<f32>,
    /// The last packet, kept back until it is known whether it ends the stream.
    last: Option<Vec<u8>>,
    packets: u64,
    taken: u64,
    /// Sees each packet with its number.
    watcher: Option<Watcher<'sink>>,
}

impl<'sink> OggOpusWriter<'sink> {
    /// Begins a file of one or two channels.
    ///
    /// # Errors
    /// [`RedactError::Rendition`] if the encoder can't be made or `sink` fails.
    pub(super) fn new(
        sink: &'sink mut dyn Write,
        channels: usize,
        bitrate: u32,
    ) -> Result<Self, RedactError> {
        let layout = if channels == 2 { Channels::Stereo } else { Channels::Mono };
        let mut encoder =
            Encoder::new(layout, SampleRate::Hz48000, Application::Audio).map_err(of_opus)?;
        encoder.set_bitrate(Bitrate::Value(bitrate)).map_err(of_opus)?;
        encoder.set_complexity(COMPLEXITY).map_err(of_opus)?;
        let pre_skip = encoder.get_look_ahead().map_err(of_opus)?;
        let mut pages = PacketWriter::new(Counted { sink, bytes: 0 });
        let end = PacketWriteEndInfo::EndPage;
        for header in [head(channels, pre_skip), tags()] {
            pages.write_packet(header, SERIAL, end, 0).map_err(of_sink)?;
        }
        Ok(Self {
            pages,
            encoder,
            channels,
            pre_skip: pre_skip.into(),
            waiting: Vec::new(),
            last: None,
            packets: 0,
            taken: 0,
            watcher: None,
        })
    }

    /// Shows each packet to `watcher` as it is written, numbered from 0.
    pub(super) fn watched(self, watcher: &'sink mut dyn FnMut(u64, &[u8])) -> Self {
        Self { watcher: Some(watcher), ..self }
    }

    /// Appends samples by channel, at [`OPUS_RATE`].
    ///
    /// # Errors
    /// As for [`new`](Self::new).
    pub(super) fn write(&mut self, channels: &[Vec<f32>]) -> Result<(), RedactError> {
        let frames = channels.first().map_or(0, Vec::len);
        self.taken += frames as u64;
        for at in 0..frames {
            self.waiting.extend(channels.iter().map(|channel| channel[at]));
        }
        let packet = FRAME * self.channels;
        let whole = self.waiting.len() / packet * packet;
        let ready: Vec<f32> = self.waiting.drain(..whole).collect();
        ready.chunks_exact(packet).try_for_each(|samples| self.encode(samples))
    }

    /// Ends the file, and gives the samples and the bytes in it.
    ///
    /// # Errors
    /// As for [`new`](Self::new).
    pub(super) fn finish(mut self) -> Result<(u64, u64), RedactError> {
        // The decoder is late by the pre-skip, so that much silence pushes the last sound out.
        let due = (self.pre_skip + self.taken).div_ceil(FRAME as u64).max(1);
        while self.packets < due {
            self.waiting.resize(FRAME * self.channels, 0.0);
            let samples = std::mem::take(&mut self.waiting);
            self.encode(&samples)?;
        }
        let last = self.last.take().unwrap_or_default();
        let granule = self.pre_skip + self.taken;
        let end = PacketWriteEndInfo::EndStream;
        self.pages.write_packet(last, SERIAL, end, granule).map_err(of_sink)?;
        let mut counted = self.pages.into_inner();
        counted.flush().map_err(of_sink)?;
        Ok((self.taken, counted.bytes))
    }

    fn encode(&mut self, samples: &[f32]) -> Result<(), RedactError> {
        if let Some(last) = self.last.take() {
            let is_page_end = self.packets.is_multiple_of(PACKETS_PER_PAGE);
            let end = if is_page_end {
                PacketWriteEndInfo::EndPage
            } else {
                PacketWriteEndInfo::NormalPacket
            };
            let granule = self.packets * FRAME as u64;
            self.pages.write_packet(last, SERIAL, end, granule).map_err(of_sink)?;
        }
        let mut packet = vec![0; MAX_PACKET];
        let length = self.encoder.encode_float_to_slice(samples, &mut packet).map_err(of_opus)?;
        packet.truncate(length);
        if let Some(watcher) = &mut self.watcher {
            watcher(self.packets, &packet);
        }
        self.last = Some(packet);
        self.packets += 1;
        Ok(())
    }
}

/// The identification header (RFC 7845 5.1).
fn head(channels: usize, pre_skip: u32) -> Vec<u8> {
    let mut head = b"OpusHead\x01".to_vec();
    head.push(if channels == 2 { 2 } else { 1 });
    head.extend((pre_skip as u16).to_le_bytes());
    head.extend(OPUS_RATE.to_le_bytes());
    // No gain; mapping family 0: mono or stereo.
    head.extend([0, 0, 0]);
    head
}

/// The comment header (RFC 7845 5.2), with nothing but the vendor, which must be there.
fn tags() -> Vec<u8> {
    const VENDOR: &[u8] = b"earmark";
    let mut tags = b"OpusTags".to_vec();
    tags.extend((VENDOR.len() as u32).to_le_bytes());
    tags.extend(VENDOR);
    tags.extend(0_u32.to_le_bytes());
    tags
}

fn of_opus(error: ErrorCode) -> RedactError {
    RedactError::Rendition(format!("opus: {}", error.message().to_lowercase()))
}

#[expect(clippy::needless_pass_by_value, reason = "fits `map_err`")]
fn of_sink(error: std::io::Error) -> RedactError {
    RedactError::Rendition(format!("writing failed: {error}"))
}

/// Counts what is written.
struct Counted<'sink> {
    sink: &'sink mut dyn Write,
    bytes: u64,
}

impl Write for Counted<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let count = self.sink.write(bytes)?;
        self.bytes += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.sink.flush()
    }
}
