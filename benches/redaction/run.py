"""Measures redaction on the written and the spoken sets, Earmark beside Presidio.

    run.py --earmark BINARY [--sets written,develop,unseen,…]
           [--kinds KIND,…] [--misses FILE] [--readme]

Other sets are unseen2, unseen3, sixth to ninth, together, and unseen4's halves fifth-develop and
fifth-unseen. Misses of the held set, of unseen4 and of fifth-unseen are counted, and shown with --i-am-done-developing alone, so
that nobody mends what they have seen.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from redactors import PRESIDIO_KINDS, Earmark, Presidio
from report import misses, table, write_columns
from sets import WRITTEN_KINDS, WRITTEN_NEUTRAL, spoken, written

HERE = Path(__file__).parent
HELD_OUT = ("held", "unseen4", "fifth-unseen")


def load(name: str, data: Path):
    if name == "written":
        return written(data / "pii/presidio_synth_v2.json")
    return spoken(HERE / ".out" / f"{name}.jsonl")


def print_mapping() -> None:
    print("The written set's kinds and ours:")
    print("  " + ", ".join(f"{theirs}→{ours}" for theirs, ours in WRITTEN_KINDS.items()))
    print("  counting neither way: "
          + ", ".join(f"{theirs} for {'/'.join(ours)}" for theirs, ours in WRITTEN_NEUTRAL.items()))
    print("Presidio's kinds and ours:")
    print("  " + ", ".join(f"{theirs}→{ours}" for theirs, ours in PRESIDIO_KINDS.items()))
    print("  DATE_TIME counts for DATE_OF_BIRTH and AGE where right, and is forgiven where wrong.")


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--earmark", type=Path, required=True)
    options.add_argument("--data", type=Path, default=Path("/work/shared/data"))
    options.add_argument("--sets", default="written,develop,unseen")
    options.add_argument("--kinds", default="", help="only these, of the truth too [default: all]")
    options.add_argument("--misses", type=Path)
    options.add_argument("--readme", action="store_true",
                         help="put the held set's figures into the table of the README")
    options.add_argument("--without-presidio", action="store_true")
    options.add_argument("--find-language", action="store_true",
                         help="leave it to Earmark in which language a text is")
    options.add_argument("--i-am-done-developing", action="store_true")
    chosen = options.parse_args()
    subprocess.run([sys.executable, HERE / "spoken.py", HERE / ".out"], check=True)
    earmark, presidio = Earmark(chosen.earmark, chosen.kinds, not chosen.find_language), None
    if not chosen.without_presidio:
        presidio = Presidio()
        print_mapping()
    notes = []
    for name in chosen.sets.split(","):
        documents = load(name, chosen.data)
        for document in documents:
            document.entities = [entity for entity in document.entities
                                 if entity.kind in (chosen.kinds or entity.kind).split(",")]
        found = {"Earmark": earmark.masks(documents)}
        whole = name not in ("develop", "unseen")
        title = f"the {name} set" if whole else f"the spoken set, {name} half"
        english = [document for document in documents if document.language == "en"]
        beside = {"Presidio": presidio.masks(documents)} if presidio else {}
        table(f"{title}, English", english, found | beside)
        if name != "written":
            table(f"{title}, all four languages", documents, found)
            for language in ("fr", "de", "es"):
                mine = [document for document in documents if document.language == language]
                table(f"{title}, {language}", mine, found)
        if name in HELD_OUT and chosen.readme:
            write_columns(HERE.parent.parent / "README.md", documents, found["Earmark"])
        if name not in HELD_OUT or chosen.i_am_done_developing:
            notes += [(name, *miss) for miss in misses(documents, found["Earmark"])]
    if chosen.misses:
        lines = ["\t".join(note) for note in notes]
        chosen.misses.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
