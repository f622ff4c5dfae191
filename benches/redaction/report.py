"""Tables, and what was missed."""

import re
from pathlib import Path

from redactors import Mask
from scores import Score, f1, is_found, is_right, joined, score, share, total
from sets import Document

HEAD = "  n  recall hidden precis.    F1  chR  chP"


def percent(value: float | None) -> str:
    return "    –" if value is None else f"{value:5.3f}"


def cells(one: Score) -> str:
    recall, precision = share(one.found, one.entities), share(one.right, one.masks)
    return (f"{one.entities:5} {percent(recall)}  {percent(share(one.hidden, one.entities))}  "
            f"{percent(precision)} {percent(f1(recall, precision))} "
            f"{percent(share(one.chars_found, one.chars))} "
            f"{percent(share(one.chars_right, one.chars_masked))}")


def table(title: str, documents: list[Document], found: dict[str, dict[str, list[Mask]]]) -> None:
    """Prints a table by kind, a block of columns for each redactor."""
    scores = {name: score(documents, masks) for name, masks in found.items()}
    print(f"\n{title}: {len(documents)} texts")
    width = len(cells(Score()))
    print(" " * 20 + " | ".join(f"{name:{width}}" for name in scores))
    print(" " * 20 + " | ".join(f"{HEAD:{width}}" for _ in scores))
    kinds = sorted({kind for one in scores.values() for kind in one})
    for kind in kinds:
        blocks = [cells(one.get(kind, Score())) for one in scores.values()]
        print(f"{kind:20}" + " | ".join(blocks))
    print(f"{'all':20}" + " | ".join(cells(total(one)) for one in scores.values()))


def shown(document: Document, chars: set[int]) -> str:
    """The text with what is meant in brackets."""
    start, end = min(chars), max(chars) + 1
    text = document.text
    return (f"{text[:start]}⟦{text[start:end]}⟧{text[end:]}").replace("\n", " // ")


def misses(documents: list[Document], found: dict[str, list[Mask]]) -> list[tuple[str, str, str]]:
    """(kind, name of the text, what is wrong), for what was not found and what was in error."""
    wrong = []
    for document in documents:
        masks = joined(document, found[document.name])
        for entity in document.entities:
            if not is_found(document, masks, entity):
                instead = [f"{'/'.join(sorted(mask.kinds))}={document.text[mask.start:mask.end]!r}"
                           for mask in masks if entity.chars & set(range(mask.start, mask.end))]
                note = f"missed: {shown(document, entity.chars)}  got: {', '.join(instead) or '–'}"
                wrong.append((entity.kind, document.name, note))
        for mask in masks:
            if is_right(document, mask) is False:
                chars = set(range(mask.start, mask.end))
                kind = "/".join(sorted(mask.kinds))
                wrong.append((kind, document.name, f"false:  {shown(document, chars)}"))
    return sorted(wrong)


def write_columns(readme: Path, documents: list[Document], masks: dict[str, list[Mask]]) -> None:
    """Puts recall and precision into the last two columns of the rows that begin with a kind."""
    scores = score(documents, masks)

    def measured(row: re.Match) -> str:
        one = scores.get(row["kind"], Score())
        recall, precision = share(one.found, one.entities), share(one.right, one.masks)
        return f"{row['start']}| {percent(recall).strip()} | {percent(precision).strip()} |"

    pattern = r"^(?P<start>\| `(?P<kind>[A-Z_]+)` \|.*)\|[^|]*\|[^|]*\|$"
    text = re.sub(pattern, measured, readme.read_text(encoding="utf-8"), flags=re.MULTILINE)
    readme.write_text(text, encoding="utf-8")
