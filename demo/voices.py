"""Speech from text, with the true time of every word.

Kokoro-82M predicts how many 25 ms frames each phoneme lasts and then speaks
exactly that, so reading the prediction out of the model gives word times that
are true by construction, not guessed from the sound afterwards.
"""

import json
import re
import subprocess
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

RATE = 24_000
FRAME = 600  # samples per predicted duration unit
DURATIONS = "/encoder/Clip_output_0"  # the graph's own frames-per-token tensor

# espeak-ng's phonemes to Kokoro's, after the mapping in misaki (Apache-2.0).
TIED = {"a^ɪ": "I", "a^ʊ": "W", "d^ʒ": "ʤ", "e^ɪ": "A", "t^ʃ": "ʧ", "ɔ^ɪ": "Y", "o^ʊ": "O",
        "ə^ʊ": "Q", "d^z": "ʣ", "t^s": "ʦ", "s^s": "S"}
ENGLISH = {"ə^l": "ᵊl", "ʔn\u0329": "tn", "ʔ": "t", "ʲo": "jo", "ʲə": "jə", "ʲ": "", "ɚ": "əɹ",
           "r": "ɹ", "x": "k", "ç": "k", "ɐ": "ə", "ɬ": "l", "\u0303": ""}
ESPEAK_NAMES = {"a": "en-us", "b": "en-gb", "f": "fr-fr", "e": "es"}
# Weak forms, as misaki speaks them inside a sentence.
WEAK = {"a": "ɐ", "an": "ɐn", "am": "ɐm"}
VOWELS = "AIOQWYaiuæɑɒɔəɛɜɪʊʌᵻ"


def espeak(text: str, voice: str) -> list[str]:
    """espeak-ng's phonemes for `text`, one string for each word it sees."""
    command = ["espeak-ng", "-q", "--ipa", "--tie=^", "-v", voice, text]
    spoken = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return re.sub(r"\([a-z-]+\)", "", spoken).split()


class Phonemizer:
    """Turns the words of one language into Kokoro's phonemes, word for word."""

    def __init__(self, accent: str, lexicons: Path, overrides: dict[str, str]):
        self.accent = accent
        self.overrides = overrides
        self.lexicon: dict = {}
        if accent in "ab":
            country = {"a": "us", "b": "gb"}[accent]
            for rank in ("silver", "gold"):
                path = lexicons / f"{country}_{rank}.json"
                self.lexicon.update(json.loads(path.read_text(encoding="utf-8")))

    def words(self, words: list[str]) -> list[str]:
        """Phonemes for each word; the word's punctuation stays at its end."""
        bare = [re.sub(r"[^\w'’\-]", "", word) for word in words]
        tails = [re.sub(r"[\w'’\-\"«»¿¡]", "", word) for word in words]
        sounds = self._english(bare) if self.lexicon else self._foreign(words)
        return [sound + tail for sound, tail in zip(sounds, tails)]

    def _english(self, bare: list[str]) -> list[str]:
        sounds: list[str] = []
        for word in reversed(bare):
            sounds.insert(0, self._english_word(word, sounds[0] if sounds else ""))
        return sounds

    def _english_word(self, word: str, following: str) -> str:
        lower = word.lower()
        before_vowel = following.lstrip("ˈˌ")[:1] in tuple(VOWELS)
        if lower in self.overrides:
            return self.overrides[lower]
        if lower in ("the", "to"):
            return {"the": ("ðə", "ði"), "to": ("tə", "tʊ")}[lower][before_vowel]
        if lower in WEAK and word != "A":
            return WEAK[lower]
        entry = self.lexicon.get(word) or self.lexicon.get(lower)
        if isinstance(entry, dict):
            entry = entry["DEFAULT"]
        return entry or self._from_espeak(word)

    def _from_espeak(self, word: str) -> str:
        sound = "".join(espeak(word, ESPEAK_NAMES[self.accent]))
        for old, new in (TIED | ENGLISH).items():
            sound = sound.replace(old, new)
        if self.accent == "a":
            sound = sound.replace("ɜːɹ", "ɜɹ").replace("ɜː", "ɜɹ").replace("ː", "")
        sound = re.sub("(\\S)\u0329", r"ᵊ\1", sound)
        return sound.replace("e", "A").replace("o", "ɔ").replace("^", "")

    def _foreign(self, words: list[str]) -> list[str]:
        """A whole clause at once, so that French liaisons are heard."""
        sounds = espeak(" ".join(words), ESPEAK_NAMES[self.accent])
        if len(sounds) != len(words):  # it ran some together, such as "parce que"
            sounds = ["".join(espeak(word, ESPEAK_NAMES[self.accent])) for word in words]
        return [self.overrides.get(word.strip(".,?!").lower(), self._plain(sound))
                for word, sound in zip(words, sounds)]

    @staticmethod
    def _plain(sound: str) -> str:
        for old, new in TIED.items():
            sound = sound.replace(old, new)
        return sound.replace("^", "").replace("-", "")


class Kokoro:
    """The neural voice. No randomness inside: equal text gives equal sound."""

    def __init__(self, model: Path, voices: Path, vocabulary: Path):
        graph = onnx.load(str(model))
        graph.graph.output.append(
            onnx.helper.make_tensor_value_info(DURATIONS, onnx.TensorProto.FLOAT, None))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 2
        self.session = onnxruntime.InferenceSession(
            graph.SerializeToString(), options, providers=["CPUExecutionProvider"])
        self.voices = voices
        self.vocabulary = json.loads(vocabulary.read_text(encoding="utf-8"))["vocab"]

    def say(self, sounds: list[str], voice: str, speed: float) -> tuple[np.ndarray, list[tuple[int, int]]]:
        """Sound (24 kHz, mono) of one clause and each word's first and last sample."""
        tokens, spans = [0], []
        for sound in sounds:
            if len(tokens) > 1:
                tokens.append(self.vocabulary[" "])
            start = len(tokens)
            spoken = [self.vocabulary[c] for c in sound if c in self.vocabulary]
            tokens += spoken
            letters = len([c for c in sound if c in self.vocabulary and c not in ".,;:!?—…"])
            spans.append((start, start + letters))
        tokens.append(0)
        style = np.fromfile(self.voices / f"{voice}.bin", dtype=np.float32).reshape(-1, 1, 256)
        audio, frames = self.session.run(None, {
            "tokens": np.array([tokens], dtype=np.int64),
            "style": style[min(len(tokens) - 2, len(style)) - 1],
            "speed": np.array([speed], dtype=np.float32),
        })
        ends = np.concatenate([[0], np.cumsum(frames.ravel())]) * FRAME
        return audio.ravel(), [(int(ends[a]), int(ends[b])) for a, b in spans]
