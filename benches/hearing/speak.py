"""Speaks the sentences of rare_names.tsv, for `cargo bench --bench hearing -- vocabulary FOLDER`.

    demo/get_voices.sh                      once (see demo/README.md)
    demo/.voices/venv/bin/python benches/hearing/speak.py FOLDER

The demo archive's voices read each name as its spelling suggests, from espeak-ng's phonemes.
"""

import csv
import sys
import wave
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
DEMO = HERE.parents[1] / "demo"
sys.path.insert(0, str(DEMO))

from voices import RATE, Kokoro, Phonemizer  # noqa: E402


def main():
    folder, home = Path(sys.argv[1]), DEMO / ".voices"
    folder.mkdir(parents=True, exist_ok=True)
    engine = Kokoro(home / "kokoro.onnx", home / "styles", home / "vocab.json")
    with open(HERE / "rare_names.tsv", encoding="utf-8", newline="") as sentences:
        for number, row in enumerate(csv.DictReader(sentences, delimiter="\t"), 1):
            phonemes = Phonemizer(row["voice"][0], home / "lexicons", {})
            sounds = phonemes.words(row["sentence"].split())
            sound, _ = engine.say(sounds, row["voice"], 1.0)
            quiet = np.zeros(RATE // 2, dtype=np.float32)
            samples = np.concatenate([quiet, sound, quiet]).clip(-1, 1)
            with wave.open(str(folder / f"{number:02}.wav"), "wb") as out:
                out.setnchannels(1), out.setsampwidth(2), out.setframerate(RATE)
                out.writeframes((samples * 32767).astype("<i2").tobytes())


if __name__ == "__main__":
    main()
