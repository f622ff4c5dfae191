"""False alarms on earnings calls, and the cost: `calls.py --earmark BINARY [--files N] [--names N]`.

The calls are full of amounts, years, counts and companies, and hold no number that belongs to a
person, but for a telephone number to dial now and then: each mask of a number kind counts as a false
alarm. Names in them are names of people, so NAME and ADDRESS are counted apart. Each call is one
document. The words around some masks are shown, digits as #, for judging.

The cost is the time of `earmark redact` with every kind over whole calls, less that of starting it.
"""

import argparse
import gzip
import json
import re
import time
from collections import Counter
from pathlib import Path
from random import Random

from redactors import Earmark

WORDS_AN_HOUR = 9_000
"""As people speak in calls: 1.03 million words in 117 hours."""


def calls(data: Path) -> list[str]:
    """The text of each call, on one line."""
    texts: dict[str, list[str]] = {}
    with gzip.open(data / "transcripts/earnings22_segments.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            if line.strip():
                segment = json.loads(line)
                texts.setdefault(segment["file"], []).append(segment["text"])
    return [" ".join(" ".join(segments).split()) for segments in texts.values()]


def sample(texts: list[str], answers: list[list[dict]], count: int) -> list[str]:
    found = [(text, span) for text, spans in zip(texts, answers) for span in spans]
    shown = []
    for text, span in Random(1).sample(found, min(count, len(found))):
        before = text[max(0, span["start"] - 60):span["start"]]
        around = f"{before}⟦{text[span['start']:span['end']]}⟧{text[span['end']:span['end'] + 30]}"
        shown.append(f"  {span['kind']:20} {re.sub('[0-9]', '#', around)}")
    return shown


def rates(title: str, texts: list[str], answers: list[list[dict]]) -> None:
    words = sum(len(text.split()) for text in texts)
    kinds = Counter(span["kind"] for spans in answers for span in spans)
    print(f"\n{title}: {len(texts)} calls, {words} words, masks per 1,000 words")
    for kind, count in kinds.most_common():
        print(f"  {kind:20} {count:6}  {count * 1000 / words:.4f}")
    print(f"  {'all':20} {sum(kinds.values()):6}  {sum(kinds.values()) * 1000 / words:.4f}")


ENGLISH = ["--language", "en"]
"""As speech is: whoever transcribed it knows. To find the language would be counted as redaction."""


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--earmark", type=Path, required=True)
    options.add_argument("--data", type=Path, default=Path("/work/shared/data"))
    options.add_argument("--files", type=int, help="only so many calls for the number kinds")
    options.add_argument("--names", type=int, default=6, help="how many for names and the cost")
    options.add_argument("--kinds", default="", help="the number kinds, with commas between")
    options.add_argument("--rtf", type=float, help="transcription: seconds for a second of sound")
    options.add_argument("--samples", type=int, default=40)
    chosen = options.parse_args()
    texts, earmark = calls(chosen.data), Earmark(chosen.earmark)
    if chosen.kinds:
        numbers = texts[:chosen.files]
        answers = earmark.run([*ENGLISH, "--kinds", chosen.kinds], numbers)
        rates("Number kinds, all of them false alarms", numbers, answers)
        print("\n".join(sample(numbers, answers, chosen.samples)))
    whole = texts[:chosen.names]
    started = time.monotonic()
    earmark.run(ENGLISH, ["Hello."])
    starting = time.monotonic() - started
    answers = earmark.run(ENGLISH, whole)
    seconds = time.monotonic() - started - 2 * starting
    rates("Every kind", whole, answers)
    words = sum(len(text.split()) for text in whole)
    cost = f"\nCost: {seconds * 1e6 / words:.1f} ms per 1,000 words ({starting:.2f} s to start)"
    if chosen.rtf:
        sound = words / WORDS_AN_HOUR * 3600
        cost += f", {seconds / (sound * chosen.rtf):.3%} of transcription at {chosen.rtf} s/s"
    print(cost)


if __name__ == "__main__":
    main()
