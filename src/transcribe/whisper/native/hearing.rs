//! One sound as the decoder hears it: what is said in it, when, and what else it may be.

use std::ops::Range;

use rten_gemm::GemmError;

use super::NativeModel;
use super::alignment::Attention;
use super::decoder::{Sound, Told};
use super::search::{Beginning, Way};
use super::word_search::WordSearch;
use crate::kernels::{Kernels, softmax};
use crate::transcribe::TranscribeError;

/// Rows that are compared with the vocabulary at a time.
const AT_ONCE: usize = 16;

/// A sound in the decoder's memory.
pub(super) struct Hearing<'m> {
    model: &'m NativeModel,
    kernels: Kernels,
    sound: Sound,
}

/// Where other words are looked for.
pub(super) struct Place {
    /// So many of the text's tokens come before.
    pub(super) tokens: usize,
    /// Whether the last of them begin the word.
    pub(super) is_begun: bool,
}

/// A text that the decoder was told, with its opening before and its end after it.
pub(super) struct Read<'s> {
    told: Told<'s>,
    tokens: Vec<usize>,
    /// How probable each of the text's tokens is after those before it.
    pub(super) probabilities: Vec<f32>,
    /// The step of 0.02 s in which each of them begins, and where the last one ends.
    pub(super) starts: Vec<usize>,
    /// Where the text begins.
    text: usize,
}

impl<'m> Hearing<'m> {
    /// Listens to sound (16 kHz), filled up with silence to `frames` frames of 10 ms.
    pub(super) fn new(
        model: &'m NativeModel,
        samples: &[f32],
        frames: usize,
    ) -> Result<Self, TranscribeError> {
        Self::of(model, &model.encode(samples, frames)?)
    }

    /// Listens to what the encoder made of a sound.
    pub(super) fn of(model: &'m NativeModel, encoded: &[f32]) -> Result<Self, TranscribeError> {
        let kernels = Kernels::new();
        let sound = model.decoder.listen(&kernels, encoded).map_err(failed)?;
        Ok(Self { model, kernels, sound })
    }

    /// How probable each of `among` is as the token after the start.
    pub(super) fn next_among(&self, among: Range<usize>) -> Result<Vec<f32>, TranscribeError> {
        let mut told = self.model.decoder.nothing_told(&self.sound);
        let rows = self.tell(&mut told, &[self.model.vocabulary.start()]).map_err(failed)?;
        let scores = self.model.decoder.scores(&self.kernels, &rows).map_err(failed)?;
        let mut among = scores[among].to_vec();
        softmax(&mut among);
        Ok(among)
    }

    /// Where a text of at most `most` tokens begins, after `opening`, and how probable it is that
    /// nobody speaks.
    pub(super) fn beginning(
        &self,
        opening: &[usize],
        most: usize,
    ) -> Result<(Beginning<'_>, f32), TranscribeError> {
        let NativeModel { decoder, vocabulary, .. } = self.model;
        let mut told = decoder.nothing_told(&self.sound);
        let prompt = vocabulary.prompt(opening);
        let rows = self.tell(&mut told, &prompt).map_err(failed)?;
        let scores = |index| decoder.scores(&self.kernels, decoder.rows(&rows, index..index + 1));
        let start = opening.iter().position(|token| *token == vocabulary.start()).unwrap_or(0);
        let mut after_start = scores(start).map_err(failed)?;
        softmax(&mut after_start);
        let scores = scores(prompt.len() - 1).map_err(failed)?;
        let most = most.min(decoder.places().saturating_sub(told.count() + 1));
        Ok((Beginning { told, scores, most }, after_start[vocabulary.no_speech()]))
    }

    /// Reads a text that is said in `frames` frames of 10 ms from its opening to its end.
    pub(super) fn read(
        &self,
        opening: &[usize],
        text: &[usize],
        frames: usize,
    ) -> Result<Read<'_>, TranscribeError> {
        let NativeModel { decoder, vocabulary, heads, .. } = self.model;
        let mut tokens = vocabulary.prompt(opening);
        let from = tokens.len();
        tokens.extend_from_slice(text);
        let mut attention = Attention::new(heads, (frames / 2).max(1));
        let mut told = [decoder.nothing_told(&self.sound)];
        let whole: Vec<usize> = tokens.iter().copied().chain([vocabulary.text_end()]).collect();
        let mut watch =
            |layer: usize, head: usize, shares: &[f32]| attention.watch(layer, head, shares);
        let rows = decoder.tell(&self.kernels, (&mut told, &[&whole]), &mut watch);
        let probabilities = self.probabilities(&rows.map_err(failed)?, from - 1, text);
        let [told] = told;
        Ok(Read {
            told,
            tokens,
            probabilities: probabilities.map_err(failed)?,
            starts: attention.starts(from - 1),
            text: from,
        })
    }

    /// Which words may stand where words of a text begin, or go on after what is sure of them.
    pub(super) fn words_at(
        &self,
        read: &Read<'_>,
        places: &[Place],
    ) -> Result<Vec<Vec<Way>>, TranscribeError> {
        let begun = places.iter().map(|place| read.until(place.tokens)).collect();
        let is_begun = places.iter().map(|place| place.is_begun).collect::<Vec<_>>();
        let NativeModel { decoder, vocabulary, .. } = self.model;
        let search = WordSearch { kernels: &self.kernels, decoder, vocabulary };
        search.words(begun, &is_begun).map_err(failed)
    }

    /// How probable each of `tokens` is after the first `count` tokens of a text; `None` where there
    /// is no place for them.
    pub(super) fn instead(
        &self,
        read: &Read<'_>,
        count: usize,
        tokens: &[usize],
    ) -> Result<Option<Vec<f32>>, TranscribeError> {
        let (mut told, last) = read.until(count);
        let all: Vec<usize> = [last].into_iter().chain(tokens.iter().copied()).collect();
        if told.count() + all.len() > self.model.decoder.places() {
            return Ok(None);
        }
        let rows = self.tell(&mut told, &all).map_err(failed)?;
        self.probabilities(&rows, 0, tokens).map(Some).map_err(failed)
    }

    /// How probable each of `tokens` is after its row, the first of which is number `first`.
    fn probabilities(
        &self,
        rows: &[f32],
        first: usize,
        tokens: &[usize],
    ) -> Result<Vec<f32>, GemmError> {
        let NativeModel { decoder, vocabulary, .. } = self.model;
        let mut probabilities = Vec::with_capacity(tokens.len());
        for (index, tokens) in tokens.chunks(AT_ONCE).enumerate() {
            let from = first + index * AT_ONCE;
            let scores =
                decoder.scores(&self.kernels, decoder.rows(rows, from..from + tokens.len()))?;
            for (scores, token) in scores.chunks_exact(vocabulary.used()).zip(tokens) {
                let mut scores = scores[..vocabulary.text_end()].to_vec();
                softmax(&mut scores);
                probabilities.push(scores.get(*token).copied().unwrap_or(0.0));
            }
        }
        Ok(probabilities)
    }

    fn tell(&self, told: &mut Told<'_>, tokens: &[usize]) -> Result<Vec<f32>, GemmError> {
        let NativeModel { decoder, .. } = self.model;
        let told = std::slice::from_mut(told);
        decoder.tell(&self.kernels, (told, &[tokens]), &mut |_, _, _| ())
    }
}

impl NativeModel {
    /// What the encoder makes of sound, filled up with silence to `frames` frames of 10 ms.
    pub(super) fn encode(
        &self,
        samples: &[f32],
        frames: usize,
    ) -> Result<Vec<f32>, TranscribeError> {
        let features = self.features.of(samples, frames).map_err(TranscribeError::Engine)?;
        self.encoder.encode(&Kernels::new(), &features, frames).map_err(failed)
    }
}

impl<'s> Read<'s> {
    /// What was told before the last of the text's first `count` tokens, and that token.
    fn until(&self, count: usize) -> (Told<'s>, usize) {
        let last = (self.text + count).min(self.tokens.len()) - 1;
        (self.told.first(last), self.tokens[last])
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` gives")]
pub(super) fn failed(error: GemmError) -> TranscribeError {
    TranscribeError::Engine(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcribe::whisper::header::ModelHeader;
    use crate::transcribe::whisper::tests::model_file;

    #[test]
    fn words_are_looked_for_up_to_the_decoders_last_place() {
        let Some(path) = model_file("tiny.en-q5_1") else { return };
        let model = NativeModel::load(&path, ModelHeader::read(&path).unwrap()).unwrap();
        let hearing = Hearing::new(&model, &[0.0; 16_000], 800).unwrap();
        let opening = [model.vocabulary.start()];
        let (beginning, _) = hearing.beginning(&opening, 5).unwrap();
        let text = model.texts(vec![beginning]).unwrap().remove(0);
        assert!(text.len() <= 5, "{text:?}");
        // The opening, the token before the text, and the one after it have places too.
        let text = vec![model.tokens(" a", 1)[0]; model.decoder.places() - 3];
        let mut read = hearing.read(&opening, &text, 100).unwrap();
        assert_eq!((read.probabilities.len(), read.starts.len()), (text.len(), text.len() + 1));
        let place = |tokens: usize| Place { tokens, is_begun: false };
        assert!(!hearing.words_at(&read, &[place(1)]).unwrap()[0].is_empty());
        let (fits, too_long) = (&text[..2], &text[..9]);
        assert!(hearing.instead(&read, text.len() - 2, fits).unwrap().is_some());
        assert!(hearing.instead(&read, text.len() - 2, too_long).unwrap().is_none());
        // One token more than there is place for.
        read.tokens.extend_from_slice(&text[..2]);
        assert!(hearing.words_at(&read, &[place(text.len() + 2)]).unwrap()[0].is_empty());
    }

    #[test]
    fn a_text_is_the_same_whichever_others_are_found_with_it() {
        let Some(path) = model_file("tiny.en-q5_1") else { return };
        let model = NativeModel::load(&path, ModelHeader::read(&path).unwrap()).unwrap();
        let tone = |number: usize| (0..16_000).map(move |at| ((at * number) as f32 / 40.0).sin());
        let sounds: Vec<Vec<f32>> = (0..3).map(|number| tone(number).collect()).collect();
        let hearings: Vec<Hearing<'_>> =
            sounds.iter().map(|sound| Hearing::new(&model, sound, 800).unwrap()).collect();
        let opening = [model.vocabulary.start()];
        // Each ends at another step.
        let begin = |at: usize| hearings[at].beginning(&opening, 4 + 3 * at).unwrap().0;
        let together = model.texts((0..3).map(begin).collect()).unwrap();
        for (at, text) in together.iter().enumerate() {
            assert_eq!(model.texts(vec![begin(at)]).unwrap()[0], *text);
            assert!(text.len() <= 4 + 3 * at);
        }
    }

    #[test]
    fn a_text_goes_on_as_one_that_is_told_anew() {
        let Some(path) = model_file("tiny.en-q5_1") else { return };
        let model = NativeModel::load(&path, ModelHeader::read(&path).unwrap()).unwrap();
        let hearing = Hearing::new(&model, &[0.0; 16_000], 800).unwrap();
        let opening = [model.vocabulary.start()];
        let text = model.tokens(" And so my fellow Americans", 8);
        let read = hearing.read(&opening, &text, 100).unwrap();
        let rest = hearing.instead(&read, 2, &text[2..]).unwrap().unwrap();
        for (one, other) in rest.iter().zip(&read.probabilities[2..]) {
            assert!((one - other).abs() < 1e-4, "{rest:?} {:?}", read.probabilities);
        }
    }
}
