"""Makes the spoken set: `spoken.py FOLDER` writes develop.jsonl, unseen.jsonl, held.jsonl,
unseen2.jsonl, unseen3.jsonl, unseen4.jsonl, sixth.jsonl to ninth.jsonl, together.jsonl, and
unseen4's two halves, fifth-develop.jsonl and fifth-unseen.jsonl.

A line is a sentence as it might be transcribed: `text` (a new line is a change of speaker), its
`language` and `template`, and `spans`, the words that are personal data: `kind`, and `start` and
`end` among the words of the text, and `idle`, the words between that give nothing away. The
templates of each kind are dealt out to the two halves by chance; the held set, unseen2
to unseen4 and the sixth to the ninth have templates, names and places of their own; the set
together has templates alone. Equal seeds give equal files.
"""

import hashlib
import json
import re
import sys
from pathlib import Path
from random import Random

from distractors import DISTRACTORS
from lexicon import LEXICON
from lexicon_eighth import EIGHTH
from lexicon_held import HELD
from lexicon_ninth import NINTH
from lexicon_seventh import SEVENTH
from lexicon_sixth import SIXTH
from lexicon_unseen2 import UNSEEN2
from lexicon_unseen3 import UNSEEN3
from lexicon_unseen4 import UNSEEN4
from speech import IDLE, Speaker
from values import CALLED, KINDS

SEED = 20261127
VARIANTS = {"develop": 6, "unseen": 6, "held": 3, "unseen2": 3, "unseen3": 3,
            "unseen4": 3, "sixth": 3, "seventh": 3, "eighth": 3, "ninth": 3, "together": 4}
OWN_WORDS = {"held": HELD, "unseen2": UNSEEN2, "unseen3": UNSEEN3, "unseen4": UNSEEN4,
             "sixth": SIXTH, "seventh": SEVENTH, "eighth": EIGHTH,
             "ninth": NINTH, "together": dict.fromkeys(LEXICON, {})}
"""The sets with templates of their own, and their words."""
PLACEHOLDER = re.compile(r"(\{\w+\})")


def templates(language: str, folder: str = ".") -> list[tuple[str, str]]:
    """(kind, template) of a language, in order."""
    path = Path(__file__).parent / "templates" / folder / f"{language}.txt"
    kind, found = "none", []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif line and not line.startswith("#"):
            found.append((kind, line))
    return found


def halves(language: str) -> list[tuple[str, str]]:
    """(half, template): those of each kind are shuffled and dealt out in turn."""
    chance = Random(f"{SEED} {language}")
    by_kind: dict[str, list[str]] = {}
    for kind, template in templates(language):
        by_kind.setdefault(kind, []).append(template)
    dealt = []
    for group in by_kind.values():
        chance.shuffle(group)
        dealt += [(("develop", "unseen")[index % 2], one) for index, one in enumerate(group)]
    return dealt + [(own, template) for own in OWN_WORDS
                    for _, template in templates(language, own)]


def sentence(template: str, speaker: Speaker) -> tuple[str, list[dict]]:
    """A template filled in, and the words of it that are personal data."""
    chosen = re.sub(r"\(([^)]*\|[^)]*)\)",
                    lambda found: speaker.pick(*found[1].split("|")), template)
    chosen = re.sub(r"\s+([.,?])", r"\1", chosen)
    text, spans = "", []
    for part in PLACEHOLDER.split(chosen.replace(" // ", "\n")):
        if not PLACEHOLDER.fullmatch(part):
            text += part
            continue
        name = part.strip("{}")
        value = (KINDS | DISTRACTORS)[name](speaker)
        start = len(text.split()) - (1 if text and not text[-1].isspace() else 0)
        text += value
        if name in KINDS:
            words = text.split()
            spans.append({"kind": CALLED.get(name, name), "start": start, "end": len(words), "idle":
                          [i for i in range(start, len(words)) if words[i].startswith(IDLE)]})
    text = text.replace(IDLE, "")
    if speaker.likely(0.04):
        return re.sub(r"[.,?!]+(?=\s|$)", "", text).lower(), spans
    return "\n".join(line[:1].upper() + line[1:] for line in text.split("\n")), spans


def make(half: str):
    for language in LEXICON:
        chance = Random(f"{SEED} {language} {half}")
        own = OWN_WORDS[half][language] if half in OWN_WORDS else {}
        for number, (of, template) in enumerate(halves(language)):
            for variant in range(VARIANTS[half] if of == half else 0):
                speaker = Speaker(language, chance)
                speaker.words = speaker.words | own
                text, spans = sentence(template, speaker)
                assert all(span["end"] <= len(text.split()) for span in spans), text
                yield {"id": f"{language}-{number:03}-{variant}", "language": language,
                       "template": template, "text": text, "spans": spans}


def fifth_half(template: str) -> str:
    """Which half of unseen4 a template is in: its own text decides, whatever is added beside it."""
    return ("fifth-develop", "fifth-unseen")[hashlib.sha256(template.encode()).digest()[0] % 2]


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    sets = {name: list(make(name)) for name in VARIANTS}
    for half in ("fifth-develop", "fifth-unseen"):
        sets[half] = [row for row in sets["unseen4"] if fifth_half(row["template"]) == half]
    for name, rows in sets.items():
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{name}: {len(lines)} sentences", file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
