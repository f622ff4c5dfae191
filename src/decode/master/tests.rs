use super::*;
use crate::decode::DecodeOptions;
use crate::decode::testing::{Memory, wave};
use crate::decode::tests::likeness;

/// Sound that never repeats itself, other on each channel, loud on a channel of four at a time
/// where they take turns.
fn sound(rate: u32, channels: u16, seconds: f64, takes_turns: bool) -> Vec<Vec<f32>> {
    let one = |channel: u16| {
        let low = 180.0 + 60.0 * f64::from(channel);
        let at = |index: u32| {
            let t = f64::from(index) / f64::from(rate);
            let is_silent = takes_turns && (t * 2.0) as u16 % channels != channel;
            let tone = (std::f64::consts::TAU * (low + 70.0 * t) * t).sin();
            let level = if is_silent { 0.01 } else { 0.6 };
            (level * tone * (0.6 + 0.4 * (13.0 * t * t).sin())) as f32
        };
        (0..(f64::from(rate) * seconds) as u32).map(at).collect()
    };
    (0..channels).map(one).collect()
}

fn record(bytes: Vec<u8>, options: &MasterOptions) -> Result<Master, DecodeError> {
    let input = Box::new(Memory::new(bytes));
    let decoder = Decoder::open(input, None, &DecodeOptions::default()).unwrap();
    Master::record(decoder, options, |_| {})
}

fn kept(rate: u32, sound: &[Vec<f32>]) -> Master {
    record(wave(rate, sound), &MasterOptions::default()).unwrap()
}

fn speech(master: &Master, channel: Option<u16>) -> Vec<f32> {
    let mut speech = master.speech(channel).unwrap();
    let mut samples = Vec::new();
    while let Some(block) = speech.next_block().unwrap() {
        samples.extend(block);
    }
    samples
}

fn resampled(sound: &[f32], from: u32) -> Vec<f32> {
    let mut resampler = crate::decode::Resampler::new(from, SPEECH_RATE, 1).unwrap();
    let mut all = resampler.push(vec![sound.to_vec()]).unwrap().remove(0);
    all.extend(resampler.finish().unwrap().remove(0));
    all
}

#[test]
fn speech_is_what_was_decoded_at_the_same_time() {
    for rate in [8_000, 16_000, 44_100, 48_000] {
        let sound = sound(rate, 2, 5.0, false);
        let master = kept(rate, &sound);
        for (channel, original) in sound.iter().enumerate() {
            let heard = speech(&master, Some(channel as u16));
            let original = resampled(original, rate);
            assert!(heard.len().abs_diff(original.len()) <= 1, "{rate}: {}", heard.len());
            let (alike, shift) = likeness(&original, &heard, 40);
            assert!(alike > 0.98 && shift.abs() <= 2, "{rate}: {alike} at {shift}");
        }
    }
}

#[test]
fn what_is_played_has_the_recordings_length_to_the_sample() {
    for samples in [1, 441, 960, 44_100, 48_001] {
        let sound = sound(KEPT_RATE, 1, 2.0, false)[0][..samples].to_vec();
        let master = kept(KEPT_RATE, &[sound]);
        let mut played = master.sound().unwrap();
        let mut given = 0;
        while let Some(chunk) = played.next_chunk().unwrap() {
            assert_eq!(chunk.start, given);
            given += chunk.channels[0].len() as u64;
        }
        assert_eq!(given, samples as u64);
        assert_eq!(master.duration(), MediaTime::from_samples(given, KEPT_RATE));
    }
}

#[test]
fn a_conversation_is_heard_apart_and_a_mix_as_one() {
    let call = kept(8_000, &sound(8_000, 2, 12.0, true));
    assert_eq!(call.layout_for(ChannelMode::Auto), ChannelLayout::Separate);
    assert_eq!(call.speeches(ChannelLayout::Separate), [Some(0), Some(1)]);
    assert_eq!(call.layout_for(ChannelMode::Mix), ChannelLayout::Mix);
    let voice = sound(8_000, 1, 12.0, false).swap_remove(0);
    let softer = voice.iter().map(|sample| sample * 0.5).collect();
    let music = kept(8_000, &[voice, softer]);
    assert_eq!(music.layout_for(ChannelMode::Auto), ChannelLayout::Mix);
    assert_eq!(music.speeches(ChannelLayout::Mix), [None]);
    assert_eq!(music.layout_for(ChannelMode::Separate), ChannelLayout::Separate);
    let mono = kept(8_000, &sound(8_000, 1, 1.0, false));
    assert_eq!(mono.layout_for(ChannelMode::Separate), ChannelLayout::Mono);
}

#[test]
fn a_meeting_of_four_channels_is_heard_apart_and_each_is_its_own() {
    let sound = sound(16_000, 4, 12.0, true);
    let master = kept(16_000, &sound);
    assert_eq!(master.layout_for(ChannelMode::Auto), ChannelLayout::Separate);
    for (channel, original) in sound.iter().enumerate() {
        let heard = speech(&master, Some(channel as u16));
        let (alike, _) = likeness(original, &heard, 4);
        assert!(alike > 0.98, "{channel}: {alike}");
    }
    assert!(master.speech(Some(4)).is_err());
}

#[test]
fn more_than_two_channels_become_one_where_they_are_to_be_mixed() {
    let options = MasterOptions { keeps_channels: false, ..MasterOptions::default() };
    let sound = sound(16_000, 4, 3.0, false);
    let master = record(wave(16_000, &sound), &options).unwrap();
    assert_eq!((master.channels(), master.info().channels), (1, 4));
    let (alike, _) = likeness(&mix(&sound), &speech(&master, None), 4);
    assert!(alike > 0.98, "{alike}");
}

#[test]
fn a_long_recording_gets_fewer_bits_and_one_that_fits_nowhere_a_reason() {
    let bytes = wave(16_000, &sound(16_000, 1, 60.0, false));
    let tight = MasterOptions { max_bytes: 200_000, ..MasterOptions::default() };
    let master = record(bytes.clone(), &tight).unwrap();
    assert_eq!(master.duration().as_millis(), 60_000);
    let none = MasterOptions { max_bytes: 50_000, ..MasterOptions::default() };
    let error = record(bytes, &none).err().unwrap();
    assert!(matches!(&error, DecodeError::LimitReached(why) if why.contains("memory")), "{error}");
}

/// What is heard while a recording is kept, in all.
fn heard_live(bytes: Vec<u8>, options: &MasterOptions) -> Result<(Master, Vec<f32>), DecodeError> {
    let input = Box::new(Memory::new(bytes));
    let decoder = Decoder::open(input, None, &DecodeOptions::default()).unwrap();
    Master::record_while(
        decoder,
        options,
        |_| {},
        |speech| {
            let mut samples = Vec::new();
            while let Ok(Some(block)) = speech.next_block() {
                samples.extend(block);
            }
            samples
        },
    )
}

#[test]
fn what_is_heard_while_a_recording_is_kept_is_what_is_heard_afterwards() {
    let mixing = MasterOptions { keeps_channels: false, ..MasterOptions::default() };
    for (rate, channels, seconds) in [(16_000, 1, 7.3), (44_100, 2, 3.0), (48_000, 1, 0.01)] {
        let bytes = wave(rate, &sound(rate, channels, seconds, false));
        let (master, heard) = heard_live(bytes, &mixing).unwrap();
        assert!(!heard.is_empty());
        assert_eq!(heard, speech(&master, None), "{rate} {channels}");
    }
}

#[test]
fn whoever_stops_hearing_early_does_not_end_the_recording() {
    let input = Box::new(Memory::new(wave(16_000, &sound(16_000, 1, 20.0, false))));
    let decoder = Decoder::open(input, None, &DecodeOptions::default()).unwrap();
    let (options, heard) = (MasterOptions::default(), |speech: &mut MasterSpeech<'_>| {
        speech.next_block().unwrap().unwrap().len()
    });
    let (master, first) = Master::record_while(decoder, &options, |_| {}, heard).unwrap();
    assert!(first >= SPEECH_BLOCK);
    assert_eq!(master.duration().as_millis(), 20_000);
}

#[test]
fn a_recording_that_can_not_be_kept_ends_what_is_heard_and_says_why() {
    let bytes = wave(16_000, &sound(16_000, 1, 60.0, false));
    let none = MasterOptions { max_bytes: 50_000, ..MasterOptions::default() };
    let error = heard_live(bytes.clone(), &none).err().unwrap();
    assert!(matches!(&error, DecodeError::LimitReached(why) if why.contains("memory")), "{error}");
    let input = Box::new(Memory::new(bytes));
    let decoder = Decoder::open(input, None, &DecodeOptions::default()).unwrap();
    let mut ended = None;
    let outcome = Master::record_while(
        decoder,
        &none,
        |_| {},
        |speech| {
            ended = std::iter::repeat_with(|| speech.next_block()).find_map(Result::err);
        },
    );
    assert!(outcome.is_err());
    assert!(matches!(ended, Some(DecodeError::NotKept(_))));
}
