//! Sounds in which nobody speaks, made by arithmetic: the same each time.

use std::f32::consts::TAU;

/// Samples a second.
const RATE: f32 = 16_000.0;

/// A name and so many seconds of its sound, for each kind.
pub fn all(seconds: usize) -> Vec<(&'static str, Vec<f32>)> {
    let length = seconds * RATE as usize;
    vec![
        ("silence", vec![0.0; length]),
        ("white noise", white(length)),
        ("pink noise", pink(length)),
        ("hum", timed(length, hum)),
        ("sine sweep", sweep(length)),
        ("music", music(length)),
        ("applause", applause(length)),
        ("breathing", breathing(length)),
        ("dial tone", timed(length, dial_tone)),
    ]
}

/// Numbers from -1 to 1 without a pattern (a linear congruential generator).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f32 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f32::from((self.0 >> 48) as u16) / 32_767.5 - 1.0
    }
}

fn timed(length: usize, sound: fn(f32) -> f32) -> Vec<f32> {
    (0..length).map(|at| sound(at as f32 / RATE)).collect()
}

fn sine(hertz: f32, time: f32) -> f32 {
    (TAU * (hertz * time).fract()).sin()
}

fn white(length: usize) -> Vec<f32> {
    let mut dice = Dice(1);
    (0..length).map(|_| dice.roll() * 0.2).collect()
}

/// Several noises, each slower than the one before (Voss).
fn pink(length: usize) -> Vec<f32> {
    let mut dice = Dice(2);
    let mut rows = [0.0_f32; 12];
    let noise = (0..length).map(|at| {
        let row = at.trailing_zeros() as usize % rows.len();
        rows[row] = dice.roll();
        (rows.iter().sum::<f32>() + dice.roll()) * 0.04
    });
    noise.collect()
}

/// The mains, with its overtones.
fn hum(time: f32) -> f32 {
    let parts = [(50.0, 0.2), (100.0, 0.12), (150.0, 0.08), (250.0, 0.04), (350.0, 0.02)];
    parts.iter().map(|(hertz, loud)| sine(*hertz, time) * loud).sum()
}

/// From 50 to 7000 Hz, each octave taking as long as the one before.
fn sweep(length: usize) -> Vec<f32> {
    let mut phase = 0.0_f32;
    let step = |at: usize| 50.0 * 140.0_f32.powf(at as f32 / length as f32) / RATE;
    let sound = (0..length).map(|at| {
        phase = (phase + step(at)).fract();
        (TAU * phase).sin() * 0.3
    });
    sound.collect()
}

/// Chords, a bass, a tune and a drum, four beats to two seconds.
fn music(length: usize) -> Vec<f32> {
    const CHORDS: [[f32; 3]; 4] = [
        [261.6, 329.6, 392.0],
        [220.0, 261.6, 329.6],
        [174.6, 220.0, 261.6],
        [196.0, 246.9, 293.7],
    ];
    const TUNE: [f32; 8] = [523.3, 587.3, 659.3, 784.0, 659.3, 587.3, 523.3, 440.0];
    let mut dice = Dice(3);
    let sound = (0..length).map(|at| {
        let time = at as f32 / RATE;
        let (beat, bar) = ((time * 2.0) as usize, (time / 2.0) as usize);
        let fades = |per: f32| (-4.0 * (time / per).fract()).exp();
        let chord = CHORDS[bar % 4];
        let chords: f32 = chord.iter().map(|hertz| sine(*hertz, time)).sum::<f32>() * 0.06;
        let bass = sine(chord[0] / 4.0, time) * 0.15 * fades(1.0);
        let note = TUNE[beat % 8];
        let tune = (sine(note, time) + 0.4 * sine(note * 2.0, time)) * 0.12 * fades(0.5);
        let drum = dice.roll() * 0.15 * fades(0.5).powi(6);
        chords + bass + tune + drum
    });
    sound.collect()
}

/// Many claps a second, each a short burst of noise, rising and falling.
fn applause(length: usize) -> Vec<f32> {
    let mut dice = Dice(4);
    let mut sound = vec![0.0_f32; length];
    let claps = length / 200;
    for _ in 0..claps {
        let from = ((dice.roll() + 1.0) / 2.0 * length as f32) as usize;
        let loud = 0.05 + 0.05 * dice.roll().abs();
        for (at, sample) in sound.iter_mut().skip(from).take(400).enumerate() {
            *sample += dice.roll() * loud * (-(at as f32) / 80.0).exp();
        }
    }
    let swells = sound.iter().enumerate().map(|(at, sample)| {
        let time = at as f32 / RATE;
        (sample * (0.6 + 0.4 * sine(0.1, time))).clamp(-1.0, 1.0)
    });
    swells.collect()
}

/// In and out every four seconds: noise without its lows, softened, with a pause after each.
fn breathing(length: usize) -> Vec<f32> {
    let mut dice = Dice(5);
    let mut low = 0.0_f32;
    let sound = (0..length).map(|at| {
        let part = (at as f32 / RATE / 4.0).fract();
        let swell = match part {
            0.0..0.35 => (part / 0.35 * std::f32::consts::PI).sin(),
            0.45..0.85 => ((part - 0.45) / 0.4 * std::f32::consts::PI).sin() * 0.7,
            _ => 0.0,
        };
        let noise = dice.roll();
        low += (noise - low) * 0.3;
        (low * 0.5 + (noise - low) * 0.2) * swell * 0.15
    });
    sound.collect()
}

/// As it is in America.
fn dial_tone(time: f32) -> f32 {
    (sine(350.0, time) + sine(440.0, time)) * 0.15
}
