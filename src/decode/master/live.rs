//! Hears a recording from its beginning while the rest of it is still fetched and decoded.

use std::panic;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::recorder::Recorder;
use super::track::{Block, Blocks, Track, TrackReader};
use super::{Master, MasterOptions, MasterSpeech};
use crate::decode::{DecodeError, Decoder, SPEECH_RATE};
use crate::domain::MediaTime;

/// What is kept already, for whoever hears it.
#[derive(Default)]
struct Tape {
    kept: Mutex<Kept>,
    changed: Condvar,
}

#[derive(Default)]
struct Kept {
    /// Each channel's blocks.
    blocks: Vec<Vec<Block>>,
    /// Samples that each channel has got, at [`KEPT_RATE`](super::KEPT_RATE).
    frames: u64,
    ended: Option<Ended>,
}

/// How a recording ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ended {
    Whole,
    Early,
}

/// One channel of a tape.
struct Live<'tape> {
    tape: &'tape Tape,
    channel: usize,
}

/// Tells whoever hears that no more will come, however the recording ends.
struct Ending<'tape>(&'tape Tape);

/// See [`Master::record_while`].
pub(super) fn record_while<T>(
    decoder: Decoder,
    options: &MasterOptions,
    progress: impl FnMut(MediaTime) + Send,
    hear: impl FnOnce(&mut MasterSpeech<'_>) -> T,
) -> Result<(Master, T), DecodeError> {
    let recorder = Recorder::new(decoder, options)?;
    let tape = Tape::default();
    let readers = recorder.tracks().enumerate().map(|(channel, track)| {
        let live = Live { tape: &tape, channel };
        TrackReader::new(Box::new(live), track.pre_skip(), SPEECH_RATE)
    });
    let mut speech = MasterSpeech(readers.collect::<Result<_, _>>()?);
    thread::scope(|scope| {
        let recording = scope.spawn(|| tape.record(recorder, progress));
        let heard = hear(&mut speech);
        let master = recording.join().unwrap_or_else(|panic| panic::resume_unwind(panic))?;
        Ok((master, heard))
    })
}

impl Tape {
    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records to the end, and gives out what is kept on the way.
    fn record(
        &self,
        mut recorder: Recorder,
        mut progress: impl FnMut(MediaTime),
    ) -> Result<Master, DecodeError> {
        let _ending = Ending(self);
        while let Some(decoded) = recorder.step()? {
            self.give_out(recorder.tracks());
            progress(decoded);
        }
        let master = recorder.finish()?;
        self.give_out(master.tracks.iter());
        self.lock().ended = Some(Ended::Whole);
        Ok(master)
    }

    fn give_out<'track>(&self, tracks: impl Iterator<Item = &'track Track>) {
        let mut kept = self.lock();
        for (channel, track) in tracks.enumerate() {
            if kept.blocks.len() <= channel {
                kept.blocks.push(Vec::new());
            }
            let known = kept.blocks[channel].len();
            kept.blocks[channel].extend(track.blocks()[known..].iter().cloned());
            kept.frames = (&track).frames();
        }
        drop(kept);
        self.changed.notify_all();
    }
}

impl Blocks for Live<'_> {
    fn block(&self, number: usize) -> Result<Option<Block>, DecodeError> {
        let is_coming = |kept: &mut Kept| {
            let blocks = kept.blocks.get(self.channel);
            kept.ended.is_none() && blocks.is_none_or(|blocks| number >= blocks.len())
        };
        let kept = self.tape.changed.wait_while(self.tape.lock(), is_coming);
        let kept = kept.unwrap_or_else(PoisonError::into_inner);
        let block = kept.blocks.get(self.channel).and_then(|blocks| blocks.get(number)).cloned();
        match (block, kept.ended) {
            (None, Some(Ended::Early)) => {
                Err(DecodeError::NotKept("it could not be read to its end".to_owned()))
            }
            (block, _) => Ok(block),
        }
    }

    fn frames(&self) -> u64 {
        self.tape.lock().frames
    }
}

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.lock().ended.get_or_insert(Ended::Early);
        self.0.changed.notify_all();
    }
}
