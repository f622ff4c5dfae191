"""Times Earmark beside faster-whisper and whisper.cpp, and counts their errors: see run.sh.

File by file, each engine in turn, so that a slow moment of the machine meets all alike; loading the
models is not counted, decoding the file is. Word error rates after Whisper's own normalisers
(the package whisper-normalizer).
"""

import argparse
import csv
import json
import os
import subprocess
import time
from pathlib import Path

import numpy as np
from faster_whisper import BatchedInferencePipeline, WhisperModel
from faster_whisper.audio import decode_audio
from whisper_normalizer.basic import BasicTextNormalizer
from whisper_normalizer.english import EnglishTextNormalizer

HERE = Path("var/peers")
THREADS = 2
RATE = 16_000
PAUSES = [4, 9, 6, 15, 5]  # seconds of near silence between the files of the long recording


class FasterWhisper:
    """One configuration of faster-whisper; its defaults but for what is named."""

    def __init__(self, name, model, **options):
        self.name, self.model, self.options = name, model, options

    def hear(self, file):
        began = time.perf_counter()
        segments, _ = self.model.transcribe(str(file), **self.options)
        text = "".join(segment.text for segment in segments)
        return time.perf_counter() - began, text


class Rust:
    """Earmark or whisper.cpp's plain path, in the bench `peers`."""

    def __init__(self, name, process, engine):
        self.name, self.process, self.engine = name, process, engine

    def hear(self, file):
        self.process.stdin.write(f"{self.engine}\t{file}\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        return answer["seconds"], answer["text"]


def engines(bench):
    model = WhisperModel(str(HERE / "base"), device="cpu", compute_type="int8", cpu_threads=THREADS)
    batched = BatchedInferencePipeline(model)
    process = subprocess.Popen([*bench.split(), str(THREADS)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline().strip() == "ready", "the bench did not start"
    return [
        FasterWhisper("faster-whisper int8", model),
        FasterWhisper("faster-whisper int8 beam 1", model, beam_size=1),
        FasterWhisper("faster-whisper int8 batched", batched, batch_size=8),
        FasterWhisper("faster-whisper int8 batched beam 1", batched, batch_size=8, beam_size=1),
        FasterWhisper("the same with word times", batched, batch_size=8, beam_size=1, word_timestamps=True),
        Rust("whisper.cpp plain (whisper-rs)", process, "plain"),
        Rust("earmark", process, "earmark"),
        Rust("earmark, engine whisper.cpp", process, "earmark-whisper.cpp"),
    ], process


def references(folder):
    """File, seconds, language and what is said, of every file whose own words are known."""
    with open(folder / "MANIFEST.tsv", encoding="utf-8", newline="") as manifest:
        for row in csv.DictReader(manifest, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["reference"].strip() and row["reference_kind"] != "English gloss only":
                yield folder / row["file"], float(row["seconds"]), row["language"], row["reference"]


def long_recording(files, path):
    """The real files one after the other with faint noise between them, as a WAV; its words."""
    import wave
    noise = np.random.default_rng(1)
    parts, said = [], []
    for index, (file, _, language, text) in enumerate(files):
        if not language.startswith("en"):
            continue
        silence = noise.normal(0, 1e-4, PAUSES[index % len(PAUSES)] * RATE)
        parts += [decode_audio(str(file), sampling_rate=RATE), silence.astype(np.float32)]
        said.append(text)
    samples = (np.concatenate(parts).clip(-1, 1) * 32767).astype("<i2")
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1), out.setsampwidth(2), out.setframerate(RATE)
        out.writeframes(samples.tobytes())
    return path, len(samples) / RATE, "en", " ".join(said)


def words(text, language):
    # What stands in parentheses is read out; L: and R: name channels.
    text = text.replace("(", " ").replace(")", " ").replace("L:", " ").replace("R:", " ")
    english = EnglishTextNormalizer() if language.startswith("en") else BasicTextNormalizer()
    return english(text).split()


def edits(a, b):
    row = list(range(len(b) + 1))
    for i, left in enumerate(a):
        diagonal, row[0] = row[0], i + 1
        for j, right in enumerate(b):
            diagonal, row[j + 1] = row[j + 1], min(
                diagonal + (left != right), row[j + 1] + 1, row[j] + 1)
    return row[-1]


def measure(runs, files, rounds):
    """Seconds (the fastest round a file) and wrong words, by engine and file."""
    seconds = {run.name: {} for run in runs}
    wrong = {run.name: {} for run in runs}
    for number in range(rounds):
        for index, (file, _, language, text) in enumerate(files):
            # Another one begins each time.
            turn = (index + number) % len(runs)
            for run in runs[turn:] + runs[:turn]:
                took, heard = run.hear(file)
                seconds[run.name][file] = min(took, seconds[run.name].get(file, took))
                wrong[run.name][file] = edits(words(text, language), words(heard, language))
    return seconds, wrong


def table(title, runs, files, seconds, wrong):
    audio = sum(one[1] for one in files)
    count = sum(len(words(one[3], one[2])) for one in files)
    ours = sum(seconds["earmark"].values())
    print(f"\n{title}: {len(files)} files, {audio:.0f} s, {count} words, {THREADS} threads")
    print(f"{'engine':<36} {'RTF':>7} {'earmark is faster by':>21} {'WER':>7}")
    for run in runs:
        total = sum(seconds[run.name].values())
        rate = sum(wrong[run.name].values()) / count
        print(f"{run.name:<36} {total / audio:>7.4f} {total / ours:>20.2f}x {rate:>7.2%}")


def by_file(runs, files, wrong):
    print("\nword error rates by file")
    for file, _, language, text in files:
        count = len(words(text, language))
        rates = "".join(f"{wrong[run.name][file] / count:>8.1%}" for run in runs)
        print(f"{rates}  {file.name}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("audio", type=Path)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--bench", default="cargo bench --quiet --bench peers --",
                        help="how to start the bench, if it is built already")
    parser.add_argument("--only", choices=["short", "long"])
    options = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = str(THREADS)
    files = [(file.resolve(), *rest) for file, *rest in references(options.audio)]
    runs, process = engines(options.bench)
    for run in runs:  # nobody pays for a first touch
        run.hear(files[0][0])
    if options.only != "long":
        seconds, wrong = measure(runs, files, options.rounds)
        table("real speech", runs, files, seconds, wrong)
        by_file(runs, files, wrong)
    if options.only != "short":
        long = [long_recording(files, (HERE / "long.wav").resolve())]
        seconds, wrong = measure(runs, long, options.rounds)
        table("one long recording with pauses (English)", runs, long, seconds, wrong)
    process.stdin.close()


if __name__ == "__main__":
    main()
