//! Speech cut out of the recording for one run of Whisper, and the way back to its clock.

use std::ops::Range;
use std::sync::Arc;

use super::window::SoundWindow;
use crate::decode::SPEECH_RATE;
use crate::domain::{MediaTime, TimeSpan};

/// Whisper gives nothing for very short sound, and invents words for it: shorter is filled up.
const MIN_SAMPLES: usize = SPEECH_RATE as usize;
/// Samples in a centisecond, the unit of Whisper's clock.
const CENTISECOND: u64 = SPEECH_RATE as u64 / 100;
/// A word may begin this much (0.05 s) before what the voice detector calls speech, and end so
/// much after it.
const TOLERANCE: u64 = SPEECH_RATE as u64 / 20;

/// So much of a word (0.2 s) in a stretch tells that it is said there.
const CLEAR_PART: u64 = SPEECH_RATE as u64 / 5;

/// A stretch of speech on the recording's clock, in samples, with some sound around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PaddedSpeech {
    /// What is cut out; holds `speech`.
    pub(super) cut: Range<u64>,
    /// Where the voice detector hears speech.
    pub(super) speech: Range<u64>,
}

/// Speech for one run of Whisper.
pub(super) struct Batch {
    samples: Arc<Vec<f32>>,
    pieces: Vec<Piece>,
}

/// Where a stretch of speech lies in the batch.
#[derive(Clone)]
struct Piece {
    /// The first sample in the batch.
    start: u64,
    source: PaddedSpeech,
}

impl Piece {
    fn len(&self) -> u64 {
        self.source.cut.end - self.source.cut.start
    }

    fn end(&self) -> u64 {
        self.start + self.len()
    }
}

impl Batch {
    /// Cuts the stretches out of the sound and joins them.
    pub(super) fn cut(stretches: &[PaddedSpeech], sound: &SoundWindow) -> Self {
        let mut samples = Vec::new();
        let mut pieces = Vec::with_capacity(stretches.len());
        for source in stretches {
            pieces.push(Piece { start: samples.len() as u64, source: source.clone() });
            samples.extend_from_slice(sound.slice(source.cut.clone()));
        }
        Self { samples: Arc::new(filled_up(samples)), pieces }
    }

    /// The sound, at 16 kHz.
    pub(super) const fn samples(&self) -> &Arc<Vec<f32>> {
        &self.samples
    }

    /// The first `millis` of the sound.
    pub(super) fn beginning(&self, millis: u64) -> Arc<Vec<f32>> {
        let length = MediaTime::from_millis(millis).to_samples(SPEECH_RATE);
        Arc::new(self.samples[as_index(&(0..length), self.samples.len())].to_vec())
    }

    /// How much speech is in it, in milliseconds.
    pub(super) fn speech_millis(&self) -> u64 {
        let samples = self.pieces.iter().map(|piece| {
            let speech = &piece.source.speech;
            speech.end.saturating_sub(speech.start)
        });
        MediaTime::from_samples(samples.sum(), SPEECH_RATE).as_millis()
    }

    /// Where the recording stands at the batch's beginning.
    pub(super) fn begins(&self) -> MediaTime {
        let first = self.pieces.first().map_or(0, |piece| piece.source.cut.start);
        MediaTime::from_samples(first, SPEECH_RATE)
    }

    /// Where the recording stands at the batch's end.
    pub(super) fn ends(&self) -> MediaTime {
        let last = self.pieces.last().map_or(0, |piece| piece.source.cut.end);
        MediaTime::from_samples(last, SPEECH_RATE)
    }

    /// The batch in stretches of at least `millis` of speech, cut at pauses.
    pub(super) fn stretches(&self, millis: u64) -> Vec<Self> {
        let mut stretches: Vec<Self> = Vec::new();
        for piece in &self.pieces {
            let range = as_index(&(piece.start..piece.end()), self.samples.len());
            let samples = self.samples[range].to_vec();
            let samples = Arc::new(samples);
            let alone = Self { samples, pieces: vec![Piece { start: 0, ..piece.clone() }] };
            match stretches.last_mut().filter(|last| last.speech_millis() < millis) {
                Some(last) => last.append(alone),
                None => stretches.push(alone),
            }
        }
        // What is left over at the end is too short to be judged alone.
        if stretches.len() > 1
            && let Some(rest) = stretches.pop_if(|last| last.speech_millis() < millis)
            && let Some(last) = stretches.last_mut()
        {
            last.append(rest);
        }
        for stretch in &mut stretches {
            stretch.samples =
                Arc::new(filled_up(std::mem::take(Arc::make_mut(&mut stretch.samples))));
        }
        stretches
    }

    /// Adds another batch's speech at the end.
    pub(super) fn append(&mut self, other: Self) {
        // What a short batch was filled up with goes.
        let length = self.pieces.last().map_or(0, Piece::end);
        let end = as_index(&(0..length), self.samples.len()).end;
        let samples = Arc::make_mut(&mut self.samples);
        samples.truncate(end);
        samples.extend_from_slice(&other.samples);
        let moved = |piece: Piece| Piece { start: piece.start + length, ..piece };
        self.pieces.extend(other.pieces.into_iter().map(moved));
    }

    /// Maps a span of the batch, in centiseconds, to the recording's clock.
    ///
    /// The span goes to one stretch and is held inside that stretch's speech, so that no word
    /// smears over a silence.
    pub(super) fn place(&self, span: Range<u64>) -> TimeSpan {
        let span = span.start * CENTISECOND..span.end * CENTISECOND;
        let Some(piece) = self.piece_of(&span) else { return TimeSpan::from_millis(0, 0) };
        let (from, to) = (span.start, span.end);
        let cut = &piece.source.cut;
        let first = piece.source.speech.start.saturating_sub(TOLERANCE).max(cut.start);
        let last = (piece.source.speech.end + TOLERANCE).min(cut.end);
        let at = |sample: u64| {
            let sample = (sample.saturating_sub(piece.start) + cut.start).clamp(first, last);
            MediaTime::from_samples(sample, SPEECH_RATE)
        };
        TimeSpan::new(at(from), at(to))
    }

    /// The stretch in which a word is said that Whisper hears in `span` of the batch.
    ///
    /// Before a pause words seem longer than they are, well into what comes after it: so the first
    /// stretch that holds a good part of the word is taken, or else the nearest one.
    fn piece_of(&self, span: &Range<u64>) -> Option<&Piece> {
        let enough = CLEAR_PART.min((span.end - span.start).div_ceil(2)).max(1);
        let holds = |piece: &&Piece| {
            let speech = piece.speech_in_batch();
            span.end.min(speech.end).saturating_sub(span.start.max(speech.start)) >= enough
        };
        let distance = |piece: &&Piece| {
            let speech = piece.speech_in_batch();
            span.start.saturating_sub(speech.end).max(speech.start.saturating_sub(span.end))
        };
        self.pieces.iter().find(holds).or_else(|| self.pieces.iter().min_by_key(distance))
    }

    /// What is left from `centiseconds` on, if there is at least `millis` of speech in it.
    pub(super) fn rest_after(&self, centiseconds: u64, millis: u64) -> Option<Self> {
        let from = centiseconds * CENTISECOND;
        let mut samples = Vec::new();
        let mut pieces = Vec::new();
        for piece in self.pieces.iter().filter(|piece| piece.end() > from) {
            let skipped = from.saturating_sub(piece.start);
            let mut source = piece.source.clone();
            source.cut.start += skipped;
            source.speech.start = source.speech.start.max(source.cut.start).min(source.speech.end);
            pieces.push(Piece { start: samples.len() as u64, source });
            let range = piece.start + skipped..piece.end();
            samples.extend_from_slice(&self.samples[as_index(&range, self.samples.len())]);
        }
        let rest = Self { samples: Arc::new(filled_up(samples)), pieces };
        (rest.speech_millis() >= millis).then_some(rest)
    }
}

impl Piece {
    fn speech_in_batch(&self) -> Range<u64> {
        let PaddedSpeech { cut, speech } = &self.source;
        self.start + (speech.start - cut.start)..self.start + (speech.end - cut.start)
    }
}

fn as_index(range: &Range<u64>, len: usize) -> Range<usize> {
    let index = |at: u64| usize::try_from(at).map_or(len, |at| at.min(len));
    index(range.start)..index(range.end)
}

fn filled_up(mut samples: Vec<f32>) -> Vec<f32> {
    if samples.len() < MIN_SAMPLES {
        samples.resize(MIN_SAMPLES, 0.0);
    }
    samples
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = SPEECH_RATE as u64;

    fn stretch(cut: Range<u64>, pad: u64) -> PaddedSpeech {
        PaddedSpeech { speech: cut.start + pad..cut.end - pad, cut }
    }

    /// Speech at 10 to 12 s and 20 to 23 s; in the batch 0 to 3 s and 3 to 7 s, with 0.5 s around.
    fn batch() -> Batch {
        let half = SECOND / 2;
        let stretches = [
            stretch(10 * SECOND - half..12 * SECOND + half, half),
            stretch(20 * SECOND - half..23 * SECOND + half, half),
        ];
        let mut sound = SoundWindow::default();
        sound.extend(std::iter::repeat_n(0.1, 25 * SPEECH_RATE as usize));
        Batch::cut(&stretches, &sound)
    }

    #[test]
    fn times_come_back_to_the_recordings_clock() {
        let batch = batch();
        assert_eq!(batch.samples().len(), 7 * SPEECH_RATE as usize);
        assert_eq!(batch.place(100..150), TimeSpan::from_millis(10_500, 11_000));
        assert_eq!(batch.place(400..450), TimeSpan::from_millis(20_500, 21_000));
        assert_eq!(batch.speech_millis(), 5000);
    }

    #[test]
    fn a_word_never_smears_over_a_silence() {
        let batch = batch();
        assert_eq!(batch.place(0..100), TimeSpan::from_millis(9_950, 10_500));
        assert_eq!(batch.place(230..420), TimeSpan::from_millis(11_800, 12_050));
        assert_eq!(batch.place(240..420), TimeSpan::from_millis(19_950, 20_700));
        assert_eq!(batch.place(260..270), TimeSpan::from_millis(12_050, 12_050));
        assert_eq!(batch.place(3000..3100), TimeSpan::from_millis(23_050, 23_050));
    }

    #[test]
    fn what_whisper_left_out_can_be_heard_again() {
        let rest = batch().rest_after(200, 2000).unwrap();
        assert_eq!(rest.samples().len(), 5 * SPEECH_RATE as usize);
        assert_eq!(rest.place(0..60), TimeSpan::from_millis(11_500, 12_050));
        assert_eq!(rest.place(200..250), TimeSpan::from_millis(20_500, 21_000));
        assert!(batch().rest_after(500, 2000).is_none());
        assert!(batch().rest_after(9999, 1).is_none());
    }
}
