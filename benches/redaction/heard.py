"""Redaction through the real path: `heard.py --earmark BINARY [--model base]`.

The voiced sentences (voiced.py) of a language and half are joined into one recording, two seconds
apart, a channel for each speaker, and go through `earmark transcribe`, which may hear any of the
four languages. What was said is compared with what came out, in two ways:

- by sound: the share of a value's time, 80 ms at its edges left out, in which the redacted sound is
  silent on its channel. A value is silenced if that is all of it but 5%.
- by text: a value gets through if the redacted text shows four of its digits in a row (all, of a
  shorter one), or a word of it of four letters or more, or one that differs by a fifth. Words that
  belong to no value ("street", "dot") do not count.
"""

import argparse
import difflib
import json
import os
import re
import subprocess
import time
import wave
from array import array
from pathlib import Path

from lexicon import LEXICON, NATO
from numerals import WORDS
from report import percent
from scores import share
from values import plain

HERE = Path(__file__).parent
EDGE_MILLIS = 80
NO_VALUES = {"street", "road", "avenue", "lane", "drive", "court", "apartment", "flat", "number",
             "rue", "boulevard", "place", "chemin", "impasse", "calle", "avenida", "plaza", "paseo",
             "numero", "example", "mail", "post", "correo", "courriel", "point", "punkt", "punto",
             "arobase", "arroba", "underscore", "unterstrich", "slash", "barra", "guion", "bajo",
             "tiret", "bindestrich", "minus", "dash", "hyphen", "double", "doble", "doppel",
             "triple", "zweimal", "dreimal", "fois", "veces", "comme", "capital", "mayuscula",
             "majuscule", "grosses", "exclamation", "mark", "ausrufezeichen", "signo",
             "hundred", "hundert", "cent", "thousand", "mille", "tausend"}


def numbers(language: str) -> dict[str, str]:
    words = {plain(WORDS[language](n)): str(n) for n in range(99, -1, -1)}
    return words | {"oh": "0", "zwo": "2"} | {plain(month): "" for month in
                                              LEXICON[language]["months"]}


def tokens(text: str) -> list[str]:
    return re.findall(r"\d+|[^\W\d_]+", text)


def digits(words: list[str], language: str) -> str:
    known = numbers(language)
    return "".join(word if word.isdigit() else known.get(plain(word), " ")
                   for word in words).replace(" ", "")


def gets_through(entity: dict, text: str, language: str) -> bool:
    said = [token for word in entity["words"] for token in tokens(word)]
    left = tokens(re.sub(r"\[[A-Z_]+\]", " | ", text))
    value = digits(said, language)
    if value:
        shown = digits(left, language)
        run = min(4, len(value))
        if len(value) >= 2 and any(value[at:at + run] in shown
                                   for at in range(len(value) - run + 1)):
            return True
    skipped = NO_VALUES | set(numbers(language)) | set(NATO.values())
    telling = {plain(word) for word in said} - skipped
    letters = [plain(word) for word in left]
    return any(len(word) >= 4 and difflib.SequenceMatcher(None, word, other).ratio() >= 0.8
               for word in telling for other in letters)


def silenced(entity: dict, spans: list[dict]) -> float:
    start, end = entity["start"] + EDGE_MILLIS, entity["end"] - EDGE_MILLIS
    if end <= start:
        start, end = entity["start"], entity["end"]
    quiet = {at for span in spans
             if span["channel"] in (None, entity["channel"]) or entity["channel"] is None
             for at in range(max(start, span["span"]["start"]), min(end, span["span"]["end"]))}
    return len(quiet) / (end - start)


def join(sentences: list[dict], file: Path) -> float:
    """Writes one recording of them all, moves their times to its clock, gives its seconds."""
    pieces, at = [], 0
    for one in sentences:
        with wave.open(str(HERE / f".out/voiced/{one['id']}.wav")) as source:
            rate, channels = source.getframerate(), source.getnchannels()
            frames = array("h", source.readframes(source.getnframes()))
        stereo = frames if channels == 2 else array("h", (
            sample for frame in frames for sample in (frame, 0)))
        one["from"], one["to"] = at * 1000 // rate, (at + len(stereo) // 2) * 1000 // rate
        for entity in one["entities"]:
            entity["start"] += one["from"]
            entity["end"] += one["from"]
            entity["channel"] = entity["channel"] or 0
        pieces += [stereo, array("h", bytes(2 * 2 * 2 * rate))]
        at += len(stereo) // 2 + 2 * rate
    with wave.open(str(file), "wb") as joined:
        joined.setparams((2, 2, rate, 0, "NONE", ""))
        joined.writeframes(b"".join(piece.tobytes() for piece in pieces))
    return at / rate


def text_between(result: dict, start: int, end: int) -> str:
    words = [word for segment in result["segments"] for word in segment["words"]]
    inside = [word for word in words
              if start - 1000 <= (word["span"]["start"] + word["span"]["end"]) / 2 <= end + 1000]
    return " ".join(word["text"] for word in sorted(inside, key=lambda w: w["span"]["start"]))


def hear(binary: Path, file: Path, model: str) -> dict:
    command = [binary, "transcribe", file, "--format", "json"]
    command += [part for language in LEXICON for part in ("--language", language)]
    environment = os.environ | {"EARMARK_MODEL": model}
    done = subprocess.run(command, check=True, capture_output=True, env=environment)
    return json.loads(done.stdout)


def count(one: dict, text: str, spans: list[dict], counts: dict, is_shown: bool) -> None:
    for entity in one["entities"]:
        quiet = silenced(entity, spans)
        through = gets_through(entity, text, one["language"])
        outcome = (True, quiet >= 0.95, not through, quiet >= 0.95 and not through)
        for key in ((entity["kind"], "both"), ("all", one["half"]), ("all", one["language"]),
                    ("all", "both")):
            counts[key] = [n + new for n, new in zip(counts.get(key, [0] * 4), outcome)]
        if is_shown and not outcome[3]:
            print(f"{one['id']} {entity['kind']} {'in the text, ' if through else ''}{quiet:.2f} "
                  f"silent: said {' '.join(entity['words'])!r}; text {text!r}", flush=True)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--earmark", type=Path, required=True)
    options.add_argument("--model", default="base")
    options.add_argument("--languages", default="en,fr,de,es")
    options.add_argument("--i-am-done-developing", action="store_true")
    chosen = options.parse_args()
    truth = json.loads((HERE / ".out/voiced/truth.json").read_text("utf-8"))
    counts: dict[tuple[str, str], list[int]] = {}
    started, sound = time.monotonic(), 0.0
    for language in chosen.languages.split(","):
        for half in ("develop", "unseen"):
            mine = [one for one in truth if (one["language"], one["half"]) == (language, half)]
            file = HERE / f".out/voiced/{language}-{half}.wav"
            sound += join(mine, file)
            result = hear(chosen.earmark, file, chosen.model)
            for one in mine:
                text = text_between(result, one["from"], one["to"])
                count(one, text, result["spans"], counts,
                      half == "develop" or chosen.i_am_done_developing)
    seconds = time.monotonic() - started
    print(f"\n{len(truth)} sentences, {sound:.0f} s of sound, heard in {seconds:.0f} s")
    print(f"{'':32}    n  silenced  not in text  neither")
    for (kind, part), (n, quiet, unseen, both) in sorted(counts.items()):
        print(f"{kind:20} {part:10} {n:5}     {percent(share(quiet, n))}        "
              f"{percent(share(unseen, n))}    {percent(share(both, n))}")


if __name__ == "__main__":
    main()
