use std::ops::ControlFlow;

use super::*;
use crate::decode::testing::{Memory, wave};
use crate::decode::{DecodeOptions, Decoder, MasterOptions, SPEECH_RATE};
use crate::domain::{EntityKind, ModelUse, SpanSound};
use crate::redact::RedactionOptions;
use crate::redact::testing::redactor_for;
use crate::transcribe::{RawText, Segment, SpeechSource, TranscribeError, Transcript, Word};

const RATE: u32 = 16_000;

/// Hears a low tone as "four" and a high one as "hello", wherever there is one.
struct ToneEar {
    model: ModelUse,
    /// Hears this at the beginning, whatever there is.
    stubborn: Option<&'static str>,
}

impl ToneEar {
    fn new() -> Self {
        Self { model: ModelUse::default(), stubborn: None }
    }
}

fn word(text: &str, start: u64, end: u64) -> Word {
    let (text, span) = (RawText::new(text.to_owned()), TimeSpan::from_millis(start, end));
    Word { text, span, confidence: 1.0, alternatives: Vec::new() }
}

fn segment(words: Vec<Word>) -> Segment {
    Segment { words, language: Language::english(), channel: None, suspect: None }
}

fn transcript(words: Vec<Word>) -> Transcript {
    let duration = MediaTime::from_millis(8_000);
    let (language, model) = (Language::english(), ModelUse::default());
    Transcript { segments: vec![segment(words)], language, duration, model }
}

impl Transcriber for ToneEar {
    fn transcribe(
        &self,
        source: &mut dyn SpeechSource,
        _: &TranscribeOptions,
        _: &mut dyn Observer,
    ) -> Result<Transcript, TranscribeError> {
        let mut samples = Vec::new();
        while let Some(block) = source.next_block()? {
            samples.extend(block);
        }
        let frame = SPEECH_RATE as usize / 50;
        let mut words: Vec<(bool, u64, u64)> = Vec::new();
        for (at, part) in (0..).map(|n: u64| n * 20).zip(samples.chunks_exact(frame)) {
            let is_loud = part.iter().map(|s| s * s).sum::<f32>() / frame as f32 > 0.001;
            let crossings = part.windows(2).filter(|w| (w[0] < 0.0) != (w[1] < 0.0)).count();
            let is_high = crossings > 24;
            match words.last_mut() {
                Some((high, _, end)) if is_loud && *high == is_high && *end == at => *end = at + 20,
                _ if is_loud => words.push((is_high, at, at + 20)),
                _ => {}
            }
        }
        let heard = words.into_iter().filter(|(_, start, end)| end - start >= 60);
        let text = |is_high| if is_high { "hello" } else { "four" };
        let mut words: Vec<Word> =
            heard.map(|(high, from, to)| word(text(high), from, to)).collect();
        words.extend(self.stubborn.map(|text| word(text, 100, 200)));
        Ok(transcript(words))
    }

    fn model(&self) -> &ModelUse {
        &self.model
    }
}

/// Eight seconds with tones: from, to, and whether it is the high one.
fn master(tones: &[(u64, u64, bool)]) -> Master {
    let at = |index: u32| {
        let t = f64::from(index) / f64::from(RATE);
        let millis = (t * 1000.0) as u64;
        let tone = tones.iter().find(|(from, to, _)| (*from..*to).contains(&millis));
        tone.map_or(0.0, |(_, _, is_high)| {
            let hz = if *is_high { 900.0 } else { 300.0 };
            0.5 * (std::f64::consts::TAU * hz * t).sin() as f32
        })
    };
    let sound = vec![(0..8 * RATE).map(at).collect()];
    let input = Box::new(Memory::new(wave(RATE, &sound)));
    let decoder = Decoder::open(input, None, &DecodeOptions::default()).unwrap();
    Master::record(decoder, &MasterOptions::default(), |_| {}).unwrap()
}

/// A number said from 2 to 3.6 s, which the transcript has from 2 to 3 s; "hello" before and after.
const SAID: [(u64, u64, bool); 6] = [
    (500, 900, true),
    (2_000, 2_300, false),
    (2_400, 2_700, false),
    (2_800, 3_100, false),
    (3_300, 3_600, false),
    (5_000, 5_400, true),
];

struct Heard {
    transcript: RedactedTranscript,
    hidden: HiddenWords,
    redactor: Redactor,
}

fn heard() -> Heard {
    let redactor = redactor_for(&RedactionOptions::default());
    let mut words = vec![word("hello", 500, 900), word("SSN", 1_000, 1_100)];
    words.extend(
        "987-65-4324"
            .split('-')
            .zip([2_000, 2_300, 2_600])
            .map(|(text, at)| word(text, at, at + 200)),
    );
    words.push(word("hello", 5_000, 5_400));
    let (mut transcript, _, hidden) = redactor.redact_recording(transcript(words), &[]).unwrap();
    assert!(!transcript.spans.is_empty());
    // The times of the words are wrong.
    transcript.spans = vec![RedactedSpan {
        kind: EntityKind::Ssn,
        span: TimeSpan::from_millis(1_900, 2_900),
        channel: None,
    }];
    Heard { transcript, hidden, redactor }
}

fn listened(
    master: &Master,
    heard: &mut Heard,
    ear: &ToneEar,
    sound: SpanSound,
) -> Result<(VerifiedRendition, Vec<u8>), RedactError> {
    let Heard { transcript, hidden, redactor } = heard;
    let options = RenditionOptions { sound, ..RenditionOptions::default() };
    let verifier = SoundVerifier { master, hidden, redactor, transcriber: ear, options };
    let mut on = |_: MediaTime| ControlFlow::Continue(());
    let made = verifier.rendition(transcript, &mut on)?;
    let mut bytes = Vec::new();
    made.write(&verifier, transcript.spans(), &mut bytes)?;
    Ok((made, bytes))
}

fn loudest(bytes: Vec<u8>, from: usize, to: usize) -> f32 {
    let input = Box::new(Memory::new(bytes));
    let decoder = Decoder::open(input, None, &DecodeOptions::default()).unwrap();
    let mut sound = crate::decode::ResampledDecoder::new(decoder, 48_000).unwrap();
    let mut samples = Vec::new();
    while let Some(mut chunk) = sound.next_chunk().unwrap() {
        samples.append(&mut chunk.channels[0]);
    }
    samples[from * 48..to * 48].iter().fold(0.0, |peak, sample| peak.max(sample.abs()))
}

#[test]
fn a_span_whose_times_are_wrong_is_widened_until_nothing_of_it_is_heard() {
    let (master, mut heard) = (master(&SAID), heard());
    let mut plain = Vec::new();
    let options = RenditionOptions::default();
    crate::redact::write_rendition(&master, &heard.transcript, &options, &mut plain).unwrap();
    assert!(loudest(plain, 3_320, 3_580) > 0.3, "the control: a digit is there");
    let (made, bytes) = listened(&master, &mut heard, &ToneEar::new(), SpanSound::Silence).unwrap();
    assert!(made.tries > 1, "{}", made.tries);
    assert!(loudest(bytes.clone(), 1_950, 3_600) < 0.01);
    // What is kept is still there.
    assert!(loudest(bytes.clone(), 520, 880) > 0.3 && loudest(bytes, 5_020, 5_380) > 0.3);
    let [span] = heard.transcript.spans() else { panic!("{:?}", heard.transcript.spans()) };
    assert!(span.span().end.as_millis() >= 3_600, "{span:?}");
}

#[test]
fn what_can_not_be_silenced_fails_the_recording() {
    let (master, mut heard) = (master(&SAID), heard());
    let ear = ToneEar { stubborn: Some("987-65-4324"), ..ToneEar::new() };
    match listened(&master, &mut heard, &ear, SpanSound::Silence) {
        Err(RedactError::Audible { kind: EntityKind::Ssn, tries: MOST_TRIES, .. }) => {}
        other => panic!("{:?}", other.map(|(made, _)| made.tries)),
    }
}

#[test]
fn what_fits_is_made_once_and_is_what_an_unverified_one_would_be() {
    let (master, mut heard) = (master(&SAID), heard());
    heard.transcript.spans[0].span = TimeSpan::from_millis(1_900, 3_800);
    let (made, bytes) = listened(&master, &mut heard, &ToneEar::new(), SpanSound::Silence).unwrap();
    assert_eq!(made.tries, 1);
    assert_eq!(made.listened.as_millis(), 1_500 + 1_900 + 2_500);
    let mut plain = Vec::new();
    let options = RenditionOptions::default();
    crate::redact::write_rendition(&master, &heard.transcript, &options, &mut plain).unwrap();
    assert!(plain == bytes);
}

#[test]
fn a_file_too_large_to_keep_is_made_again_and_must_be_the_same() {
    let (master, mut heard) = (master(&SAID), heard());
    heard.transcript.spans[0].span = TimeSpan::from_millis(1_900, 3_800);
    let (mut made, bytes) =
        listened(&master, &mut heard, &ToneEar::new(), SpanSound::Silence).unwrap();
    made.file.bytes = None;
    let Heard { transcript, hidden, redactor } = &heard;
    let options = RenditionOptions::default();
    let ear = ToneEar::new();
    let verifier = SoundVerifier { master: &master, hidden, redactor, transcriber: &ear, options };
    let mut again = Vec::new();
    made.write(&verifier, transcript.spans(), &mut again).unwrap();
    assert!(again == bytes);
    let other = made.write(&verifier, &[], &mut Vec::new());
    assert!(matches!(other, Err(RedactError::Rendition(_))));
}

#[test]
fn a_large_file_is_not_kept() {
    let mut file = SummedFile::default();
    file.write_all(&vec![0; MOST_KEPT]).unwrap();
    assert!(file.bytes.is_some());
    file.write_all(&[0]).unwrap();
    assert!(file.bytes.is_none());
}
