#!/usr/bin/env python3
"""Makes the demo archive: texts/*.toml -> archive/<collection>/* and truth/*.json.

    ./get_voices.sh                                   # once, about 300 MB into .voices/
    .voices/venv/bin/python make_archive.py           # everything
    .voices/venv/bin/python make_archive.py owls-at-dusk estrellas

Needs espeak-ng and ffmpeg (Debian), and what get_voices.sh fetches.
"""

import hashlib
import json
import re
import subprocess
import sys
import tempfile
import wave
from pathlib import Path

import numpy as np

import picture
import script as scripts
from voices import FRAME, RATE, Kokoro, Phonemizer

HERE = Path(__file__).resolve().parent
VOICES = HERE / ".voices"
ONSET = 2 * FRAME  # a word is heard this long before its first predicted frame (measured after pauses)
LEVEL = 0.07  # root mean square of every sentence, so that all voices are equally loud
MUTED = ["-fflags", "+bitexact", "-flags:a", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1"]
CODECS = {
    ".wav": ["-ar", "8000", "-c:a", "pcm_s16le"],
    ".aiff": ["-ar", "16000", "-c:a", "pcm_s16be"],
    ".flac": ["-ar", "16000", "-sample_fmt", "s16", "-c:a", "flac"],
    ".mp3": ["-c:a", "libmp3lame", "-b:a", "40k"],
    ".m4a": ["-c:a", "aac", "-b:a", "48k"],
    ".mp4": ["-c:a", "aac", "-b:a", "48k", "-c:v", "libx264", "-threads", "1", "-preset", "slow",
             "-crf", "30", "-pix_fmt", "yuv420p", "-movflags", "+faststart", "-shortest"],
    ".ogg": ["-c:a", "libvorbis", "-q:a", "2"],
    ".opus": ["-c:a", "libopus", "-b:a", "32k"],
    ".webm": ["-c:a", "libopus", "-b:a", "32k"],
}


class Studio:
    """Speaks sentences, and remembers those it has already spoken."""

    def __init__(self):
        self.kokoro = Kokoro(VOICES / "kokoro.onnx", VOICES / "styles", VOICES / "vocab.json")
        self.takes = VOICES / "takes"
        self.takes.mkdir(exist_ok=True)

    def say(self, sentence: scripts.Sentence, pronounce: dict[str, str]) -> tuple[np.ndarray, list[tuple[int, int]]]:
        phonemizer = Phonemizer(sentence.voice[0], VOICES / "lexicons", pronounce)
        sounds = phonemizer.words(sentence.words)
        key = repr((sounds, sentence.voice, sentence.speed)).encode()
        take = self.takes / f"{hashlib.sha256(key).hexdigest()[:24]}.npz"
        if not take.exists():
            audio, spans = self.kokoro.say(sounds, sentence.voice, sentence.speed)
            np.savez(take, audio=audio, spans=np.array(spans))
        stored = np.load(take)
        return cut(stored["audio"], [tuple(map(int, span)) for span in stored["spans"]])


def cut(audio: np.ndarray, spans: list[tuple[int, int]]) -> tuple[np.ndarray, list[tuple[int, int]]]:
    """Takes the silence off a sentence's ends and evens out its level."""
    step = RATE // 100
    loud = np.sqrt(np.mean(audio[: len(audio) // step * step].reshape(-1, step) ** 2, axis=1))
    heard = np.flatnonzero(loud > 0.02 * loud.max())
    starts = [max(0, start - ONSET) for start, _ in spans]
    first = max(0, starts[0] - RATE // 20)
    ends = [0] + [end for _, end in spans]
    spans = [tighten((max(starts[i], ends[i]), ends[i + 1]), heard, step) for i in range(len(spans))]
    last = min(len(audio), int(heard[-1] + 6) * step)
    spoken = audio[first:last]
    spoken = spoken * (LEVEL / np.sqrt(np.mean(spoken**2)))
    return np.clip(spoken, -0.98, 0.98), [(start - first, end - first) for start, end in spans]


def tighten(span: tuple[int, int], heard: np.ndarray, step: int) -> tuple[int, int]:
    """A word's span without the pause that a comma or full stop left in it."""
    inside = heard[(heard * step >= span[0]) & (heard * step < span[1])]
    if len(inside) == 0:
        return span
    return max(span[0], int(inside[0]) * step), min(span[1], int(inside[-1] + 1) * step)


def perform(script: scripts.Script, studio: Studio) -> tuple[np.ndarray, list[dict], list[dict]]:
    """The whole recording: samples by channel, its words, its personal data."""
    pieces, words, pii, at = [], [], [], RATE // 2
    for sentence in script.sentences:
        audio, spans = studio.say(sentence, script.pronounce)
        pieces.append((at, sentence.channel, audio))
        for text, mark, (start, end) in zip(sentence.words, sentence.pii, spans):
            word = {"text": text, "start_ms": milliseconds(at + start), "end_ms": milliseconds(at + end),
                    "channel": sentence.channel, "language": sentence.language,
                    "speaker": sentence.speaker, "pii": mark and mark.kind}
            words.append(word)
            if mark:
                note_pii(pii, mark, word)
        at += len(audio) + int(sentence.pause * RATE)
    mix = np.zeros((at, script.channels), dtype=np.float32)
    for start, channel, audio in pieces:
        mix[start:start + len(audio), channel] += audio
    for item in pii:
        del item["mark"]
    return mix, words, pii


def note_pii(pii: list[dict], mark: scripts.Pii, word: dict) -> None:
    """Begins an item of personal data, or stretches the one that the word belongs to."""
    if pii and pii[-1]["mark"] is mark:
        pii[-1]["end_ms"] = word["end_ms"]
        return
    pii.append({"mark": mark, "kind": mark.kind, "spoken": mark.spoken, "written": mark.written,
                "variants": mark.variants(), "start_ms": word["start_ms"], "end_ms": word["end_ms"],
                "channel": word["channel"], "language": word["language"]})


def milliseconds(samples: int) -> int:
    return round(samples * 1000 / RATE)


def plain(word: str) -> str:
    return re.sub(r"[^\w'’\-]", "", word).lower()


def find_phrase(phrase: str, words: list[dict]) -> dict:
    """Where the phrase is spoken: exactly once in the recording."""
    wanted = [plain(word) for word in phrase.split()]
    spoken = [plain(word["text"]) for word in words]
    found = [i for i in range(len(spoken)) if spoken[i:i + len(wanted)] == wanted]
    if len(found) != 1:
        raise ValueError(f"phrase spoken {len(found)} times: {phrase}")
    hit = words[found[0]:found[0] + len(wanted)]
    if any(word["pii"] for word in hit):
        raise ValueError(f"phrase holds personal data: {phrase}")
    return {"text": phrase, "start_ms": hit[0]["start_ms"], "end_ms": hit[-1]["end_ms"],
            "channel": hit[0]["channel"]}


def encode(mix: np.ndarray, script: scripts.Script, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        master = Path(folder) / "master.wav"
        with wave.open(str(master), "wb") as out:
            out.setnchannels(mix.shape[1])
            out.setsampwidth(2)
            out.setframerate(RATE)
            out.writeframes(np.round(mix * 32767).astype("<i2").tobytes())
        command = ["ffmpeg", "-y", "-v", "error", "-i", str(master)]
        if target.suffix == ".mp4":
            command += ["-f", "rawvideo", "-pix_fmt", "rgb24", "-r", str(picture.FPS),
                        "-s", f"{picture.WIDTH}x{picture.HEIGHT}", "-i", "pipe:"]
        command += [*MUTED, *CODECS[target.suffix], "-metadata", f"title={script.title}", str(target)]
        encoder = subprocess.Popen(command, stdin=subprocess.PIPE)
        if target.suffix == ".mp4":
            for frame in picture.frames(len(mix) / RATE):
                encoder.stdin.write(frame)
        encoder.stdin.close()
        if encoder.wait() != 0:
            raise RuntimeError(f"ffmpeg could not write {target}")


def make(script: scripts.Script, studio: Studio) -> None:
    mix, words, pii = perform(script, studio)
    target = HERE / "archive" / script.file
    encode(mix, script, target)
    phrases = [find_phrase(phrase, words) for phrase in script.phrases]
    truth = {"file": script.file, "title": script.title, "recorded": script.recorded,
             "language": script.languages[0] if len(script.languages) == 1 else script.languages,
             "channels": script.channels, "duration_ms": milliseconds(len(mix)), "times": "engine",
             "phrase": phrases[0], "more_phrases": phrases[1:], "pii": pii, "words": words}
    path = HERE / "truth" / f"{script.name}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(tidy(truth), encoding="utf-8")
    print(f"{script.file}: {len(mix) / RATE:.1f} s, {target.stat().st_size / 1000:.0f} kB, "
          f"{len(words)} words, {len(pii)} personal", flush=True)


def tidy(truth: dict) -> str:
    """JSON with one line for each key, word and item, so that diffs can be read."""
    lines = []
    for key, value in truth.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            rows = ",\n".join("    " + json.dumps(row, ensure_ascii=False) for row in value)
            lines.append(f'  "{key}": [\n{rows}\n  ]')
        else:
            lines.append(f'  "{key}": {json.dumps(value, ensure_ascii=False)}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main() -> None:
    wanted = sys.argv[1:]
    studio = Studio()
    for path in sorted((HERE / "texts").glob("*.toml")):
        if not wanted or path.stem in wanted:
            make(scripts.read(path), studio)


if __name__ == "__main__":
    main()
