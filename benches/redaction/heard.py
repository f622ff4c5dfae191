"""Redaction through the real path: `heard.py --earmark BINARY [--model base]`.

Each voiced sentence (voiced.py) goes through `earmark transcribe`, which may hear any of the four
languages. What was said is compared with what came out, in two ways:

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
import sys
import time
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


def hear(binary: Path, file: Path, model: str) -> dict:
    command = [binary, "transcribe", file, "--format", "json"]
    command += [part for language in LEXICON for part in ("--language", language)]
    environment = os.environ | {"EARMARK_MODEL": model}
    done = subprocess.run(command, check=True, capture_output=True, env=environment)
    return json.loads(done.stdout)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--earmark", type=Path, required=True)
    options.add_argument("--model", default="base")
    options.add_argument("--limit", type=int)
    options.add_argument("--i-am-done-developing", action="store_true")
    chosen = options.parse_args()
    truth = json.loads((HERE / ".out/voiced/truth.json").read_text("utf-8"))[:chosen.limit]
    counts: dict[tuple[str, str], list[int]] = {}
    started, sound = time.monotonic(), 0.0
    for one in truth:
        result = hear(chosen.earmark, HERE / f".out/voiced/{one['id']}.wav", chosen.model)
        text = "\n".join(" ".join(word["text"] for word in segment["words"])
                         for segment in result["segments"])
        sound += one["seconds"]
        for entity in one["entities"]:
            quiet = silenced(entity, result["spans"])
            through = gets_through(entity, text, one["language"])
            for key in ((entity["kind"], "both"), ("all", one["half"]), ("all", one["language"]),
                        ("all", "both")):
                count = counts.setdefault(key, [0, 0, 0, 0])
                for at, is_so in enumerate((True, quiet >= 0.95, not through,
                                            quiet >= 0.95 and not through)):
                    count[at] += is_so
            shown = one["half"] == "develop" or chosen.i_am_done_developing
            if (quiet < 0.95 or through) and shown:
                print(f"{one['id']} {entity['kind']} {'text ' if through else ''}{quiet:.2f} silent:"
                      f" said {' '.join(entity['words'])!r}; text {text!r}")
    seconds = time.monotonic() - started
    print(f"\n{len(truth)} sentences, {sound:.0f} s of sound, heard in {seconds:.0f} s, "
          "each by a process of its own")
    print(f"{'':32}    n  silenced  not in text  neither")
    for (kind, part), (n, quiet, unseen, both) in sorted(counts.items()):
        print(f"{kind:20} {part:10} {n:5}     {percent(share(quiet, n))}        "
              f"{percent(share(unseen, n))}    {percent(share(both, n))}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
