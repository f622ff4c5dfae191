"""Voices a part of the spoken set: `voiced.py FOLDER` writes a WAV a sentence and truth.json.

Run it with the demo's voices: demo/get_voices.sh, then demo/.voices/venv/bin/python. Kokoro speaks
English, French and Spanish and tells when each word sounds; espeak-ng speaks German, a value apart
from what surrounds it, so that its time is known too. A dialogue has a channel for each speaker.
Only sentences whose values are written as words are voiced: a voice can't read "415-555-0132".
"""

import io
import json
import subprocess
import sys
import wave
from pathlib import Path
from random import Random

import numpy as np

HERE = Path(__file__).parent
DEMO = HERE.parent.parent / "demo"
sys.path.insert(0, str(DEMO))

from make_archive import VOICES, cut  # noqa: E402
from spoken import SEED  # noqa: E402
from voices import RATE, Kokoro, Phonemizer  # noqa: E402

SPEAKERS = {"en": ("am_michael", "bf_emma"), "fr": ("ff_siwis", "ff_siwis"),
            "es": ("em_alex", "ef_dora"), "de": ("de", "de+f3")}
EACH = {"en": 2}
"""Sentences of each kind by language; else one."""
PAUSE = RATE // 2


def chosen() -> list[dict]:
    """Sentences of every kind and language, from both halves in turn."""
    chance, picked = Random(SEED), []
    rows = [json.loads(line) | {"half": half} for half in ("develop", "unseen")
            for line in (HERE / ".out" / f"{half}.jsonl").read_text("utf-8").splitlines()]
    kinds = sorted({span["kind"] for row in rows for span in row["spans"]})
    for language in SPEAKERS:
        for number, kind in enumerate(kinds):
            for again in range(EACH.get(language, 1)):
                half = ("develop", "unseen")[(number + again) % 2]
                fitting = [row for row in rows if row["language"] == language
                           and row["half"] == half and is_speakable(row)
                           and row["spans"] and row["spans"][0]["kind"] == kind
                           and row not in picked]
                picked += chance.sample(fitting, 1) if fitting else []
    return picked


def is_speakable(row: dict) -> bool:
    return not any(character.isdigit() or character in "@/_~" for character in row["text"])


class Voice:
    def __init__(self):
        self.kokoro = Kokoro(VOICES / "kokoro.onnx", VOICES / "styles", VOICES / "vocab.json")

    def say(self, words: list[str], language: str, voice: str, cuts: list[int]):
        """Sound, and each word's first and last sample (for German, each cut's)."""
        if language == "de":
            return espeak(words, voice, cuts)
        sounds = Phonemizer(voice[0], VOICES / "lexicons", {}).words(words)
        return cut(*self.kokoro.say(sounds, voice, 1.0))


def espeak(words: list[str], voice: str, cuts: list[int]):
    pieces, spans, at = [], [], 0
    for start, end in zip([0, *cuts], [*cuts, len(words)]):
        if start == end:
            continue
        command = ["espeak-ng", "-v", voice, "-s", "150", "--stdout", " ".join(words[start:end])]
        sound = subprocess.run(command, capture_output=True, check=True).stdout
        with wave.open(io.BytesIO(sound)) as file:
            samples = np.frombuffer(file.readframes(10**9), np.int16) / 32768
            count = len(samples) * RATE // file.getframerate()
        piece = np.interp(np.linspace(0, len(samples), count), np.arange(len(samples)), samples)
        heard = np.flatnonzero(np.abs(piece) > 0.01)
        first, last = (int(heard[0]), int(heard[-1]) + 1) if len(heard) else (0, count)
        spans += [(at + first, at + last)] * (end - start)
        pieces.append(piece)
        at += count
    return np.concatenate(pieces), spans


def perform(row: dict, voice: Voice) -> tuple[np.ndarray, list[dict]]:
    turns = row["text"].split("\n")
    at, offset, pieces, times = PAUSE, 0, [], []
    for turn, line in enumerate(turns):
        words = line.split()
        cuts = sorted({edge - offset for span in row["spans"] for edge in (span["start"],
                       span["end"]) if 0 <= edge - offset <= len(words)})
        speaker = SPEAKERS[row["language"]][turn % 2]
        sound, spans = voice.say(words, row["language"], speaker, cuts)
        pieces.append((at, turn % 2, sound))
        times += [(at + start, at + end, turn % 2) for start, end in spans]
        at += len(sound) + PAUSE
        offset += len(words)
    mix = np.zeros((at, min(len(turns), 2)), dtype=np.float32)
    for start, channel, sound in pieces:
        mix[start:start + len(sound), channel] += sound
    words, entities = row["text"].split(), []
    for span in row["spans"]:
        said = [i for i in range(span["start"], span["end"]) if i not in span["idle"]]
        entities.append({
            "kind": span["kind"], "words": [words[i] for i in said],
            "channel": times[said[0]][2] if len(turns) > 1 else None,
            "start": times[said[0]][0] * 1000 // RATE, "end": times[said[-1]][1] * 1000 // RATE})
    return mix, entities


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    voice, truth = Voice(), []
    for row in chosen():
        mix, entities = perform(row, voice)
        with wave.open(str(folder / f"{row['id']}.wav"), "wb") as file:
            file.setnchannels(mix.shape[1])
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes((np.clip(mix, -1, 1) * 32767).astype("<i2").tobytes())
        truth.append({"id": row["id"], "language": row["language"], "half": row["half"],
                      "text": row["text"], "seconds": len(mix) / RATE, "entities": entities})
    (folder / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), "utf-8")
    print(f"{len(truth)} sentences, {sum(one['seconds'] for one in truth):.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
