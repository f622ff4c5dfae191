//! Edit lists of MP4 and MOV files (ISO 14496-12 8.6.6), which symphonia reads over.
//!
//! They say how much of a track's beginning is the encoder's own (1024 or 2112 samples of AAC),
//! where a cropped recording begins and ends, and how late a track starts. Without them every
//! time in an M4A file would be some 20 to 50 ms late.

use std::io::{self, Read, Seek, SeekFrom};

/// Boxes looked at before giving up on a file that is made of tiny ones.
const MAX_BOXES: u32 = 20_000;

/// What the edit list of one track says, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Edit {
    /// The track this is about.
    pub(super) track_id: u32,
    /// How long the presentation runs before the track starts.
    pub(super) delay: f64,
    /// Where in the track's own time the presentation begins.
    pub(super) start: f64,
    /// Where in the track's own time it ends, if the list says.
    pub(super) end: Option<f64>,
}

/// Reads the edit list of every track; a file that is damaged here gives what was found before.
pub(super) fn read<R: Read + Seek + ?Sized>(input: &mut R, byte_len: u64) -> Vec<Edit> {
    let mut reader = BoxReader { input, boxes_left: MAX_BOXES };
    let mut movie = Movie::default();
    // Damage is for the demuxer to judge.
    let _ = reader.movie(0..byte_len, &mut movie);
    movie.edits()
}

#[derive(Default)]
struct Movie {
    timescale: u32,
    tracks: Vec<TrackBoxes>,
}

#[derive(Default)]
struct TrackBoxes {
    id: u32,
    timescale: u32,
    entries: Vec<Entry>,
}

struct Entry {
    duration: u64,
    media_time: i64,
}

impl Movie {
    fn edits(&self) -> Vec<Edit> {
        let has_scale = |track: &&TrackBoxes| self.timescale > 0 && track.timescale > 0;
        self.tracks
            .iter()
            .filter(has_scale)
            .filter_map(|track| track.edit(self.timescale))
            .collect()
    }
}

impl TrackBoxes {
    fn edit(&self, movie_scale: u32) -> Option<Edit> {
        let in_movie = |ticks: u64| ticks as f64 / f64::from(movie_scale);
        let empty = self.entries.iter().take_while(|entry| entry.media_time < 0);
        let delay = empty.map(|entry| in_movie(entry.duration)).sum();
        let mut played = self.entries.iter().skip_while(|entry| entry.media_time < 0);
        let first = played.next()?;
        let start = first.media_time as f64 / f64::from(self.timescale);
        // Several pieces would need seeking about in the track: only the first one's start counts.
        let is_whole = played.next().is_none() && first.duration > 0;
        let end = is_whole.then(|| start + in_movie(first.duration));
        Some(Edit { track_id: self.id, delay, start, end })
    }
}

struct BoxReader<'a, R: ?Sized> {
    input: &'a mut R,
    boxes_left: u32,
}

/// A box's type and where its content lies.
type Found = ([u8; 4], std::ops::Range<u64>);

impl<R: Read + Seek + ?Sized> BoxReader<'_, R> {
    fn movie(&mut self, range: std::ops::Range<u64>, movie: &mut Movie) -> io::Result<()> {
        let mut at = range.start;
        while let Some((kind, content)) = self.next_box(at, range.end)? {
            at = content.end;
            match &kind {
                b"moov" => return self.movie_boxes(content, movie),
                _ => continue,
            }
        }
        Ok(())
    }

    fn movie_boxes(&mut self, range: std::ops::Range<u64>, movie: &mut Movie) -> io::Result<()> {
        let mut at = range.start;
        while let Some((kind, content)) = self.next_box(at, range.end)? {
            at = content.end;
            match &kind {
                b"mvhd" => movie.timescale = self.timescale(&content)?,
                b"trak" => {
                    let mut track = TrackBoxes::default();
                    self.track_boxes(content, &mut track)?;
                    movie.tracks.push(track);
                }
                _ => (),
            }
        }
        Ok(())
    }

    /// Reads what is in `trak`, and what is in the `edts` and `mdia` in it.
    fn track_boxes(
        &mut self,
        range: std::ops::Range<u64>,
        track: &mut TrackBoxes,
    ) -> io::Result<()> {
        let mut ranges = vec![range];
        while let Some(range) = ranges.pop() {
            let mut at = range.start;
            while let Some((kind, content)) = self.next_box(at, range.end)? {
                at = content.end;
                match &kind {
                    b"edts" | b"mdia" => ranges.push(content),
                    b"tkhd" => track.id = self.after_times(&content)?,
                    b"mdhd" => track.timescale = self.timescale(&content)?,
                    b"elst" => track.entries = self.entries(&content)?,
                    _ => (),
                }
            }
        }
        Ok(())
    }

    fn next_box(&mut self, at: u64, end: u64) -> io::Result<Option<Found>> {
        if at.saturating_add(8) > end || self.boxes_left == 0 {
            return Ok(None);
        }
        self.boxes_left -= 1;
        self.input.seek(SeekFrom::Start(at))?;
        let [size, kind] = [self.word()?, self.word()?];
        let (header, size) = match u32::from_be_bytes(size) {
            0 => (8, end - at),
            1 => (16, self.double_word()?),
            size => (8, u64::from(size)),
        };
        let box_end = at.saturating_add(size);
        if size < header || box_end > end {
            return Ok(None);
        }
        Ok(Some((kind, at + header..box_end)))
    }

    /// The word after the two times of `tkhd`, `mdhd` and `mvhd`: the track's id, or the timescale.
    fn after_times(&mut self, content: &std::ops::Range<u64>) -> io::Result<u32> {
        let version = self.version(content)?;
        self.input.seek(SeekFrom::Current(if version == 1 { 16 } else { 8 }))?;
        self.word().map(u32::from_be_bytes)
    }

    fn timescale(&mut self, content: &std::ops::Range<u64>) -> io::Result<u32> {
        self.after_times(content)
    }

    fn entries(&mut self, content: &std::ops::Range<u64>) -> io::Result<Vec<Entry>> {
        let version = self.version(content)?;
        let count = u32::from_be_bytes(self.word()?);
        let size = if version == 1 { 20 } else { 12 };
        let held = (content.end - content.start) / size;
        let mut entries = Vec::new();
        // More than a few pieces are not followed anyway.
        for _ in 0..u64::from(count).min(held).min(16) {
            let entry = if version == 1 {
                let duration = self.double_word()?;
                Entry { duration, media_time: self.double_word()?.cast_signed() }
            } else {
                let duration = u32::from_be_bytes(self.word()?);
                let media_time = i32::from_be_bytes(self.word()?);
                Entry { duration: duration.into(), media_time: media_time.into() }
            };
            self.word()?;
            entries.push(entry);
        }
        Ok(entries)
    }

    fn version(&mut self, content: &std::ops::Range<u64>) -> io::Result<u8> {
        self.input.seek(SeekFrom::Start(content.start))?;
        self.word().map(|[version, ..]| version)
    }

    fn word(&mut self) -> io::Result<[u8; 4]> {
        let mut bytes = [0; 4];
        self.input.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn double_word(&mut self) -> io::Result<u64> {
        let mut bytes = [0; 8];
        self.input.read_exact(&mut bytes)?;
        Ok(u64::from_be_bytes(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxed(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let size = u32::try_from(content.len() + 8).unwrap();
        [&size.to_be_bytes(), kind.as_slice(), content].concat()
    }

    fn words(words: &[u32]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_be_bytes()).collect()
    }

    fn file(entries: &[u32]) -> Vec<u8> {
        let elst = boxed(b"elst", &words(entries));
        let mdhd = boxed(b"mdhd", &words(&[0, 0, 0, 44_100, 0]));
        let trak =
            [boxed(b"tkhd", &words(&[0, 0, 0, 7])), boxed(b"edts", &elst), boxed(b"mdia", &mdhd)];
        let mvhd = boxed(b"mvhd", &words(&[0, 0, 0, 1000, 0]));
        let moov = [mvhd, boxed(b"trak", &trak.concat())].concat();
        [boxed(b"ftyp", b"M4A "), boxed(b"moov", &moov)].concat()
    }

    #[test]
    fn an_edit_list_gives_the_delay_the_start_and_the_end() {
        let empty = u32::MAX;
        let bytes = file(&[0, 2, 2000, empty, 0x1_0000, 9000, 22_050, 0x1_0000]);
        let edits = read(&mut io::Cursor::new(&bytes), bytes.len() as u64);
        assert_eq!(edits, [Edit { track_id: 7, delay: 2.0, start: 0.5, end: Some(9.5) }]);
    }

    #[test]
    fn damage_anywhere_gives_no_panic() {
        let bytes = file(&[0, 1, 9000, 1024, 0x1_0000]);
        for at in 0..bytes.len() {
            for value in [0, 1, 0x7f, 0xff] {
                let mut bytes = bytes.clone();
                bytes[at] = value;
                read(&mut io::Cursor::new(&bytes), bytes.len() as u64);
                read(&mut io::Cursor::new(&bytes[..at]), at as u64);
            }
        }
    }
}
