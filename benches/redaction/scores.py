"""Recall, precision and F1 by kind, by entity and by character."""

from dataclasses import dataclass

from redactors import Mask
from sets import Document, Entity, letters_and_digits


@dataclass
class Score:
    """Counts of one kind. An entity is found if every letter and digit of it is under a mask of
    its kind, and hidden if all are under masks of any kind. A mask is right if it touches an entity
    of its kind."""
    entities: int = 0
    found: int = 0
    hidden: int = 0
    masks: int = 0
    right: int = 0
    chars: int = 0
    chars_found: int = 0
    chars_masked: int = 0
    chars_right: int = 0


def share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def f1(recall: float | None, precision: float | None) -> float | None:
    if not recall or not precision:
        return 0.0 if recall == 0 or precision == 0 else None
    return 2 * recall * precision / (recall + precision)


def joined(document: Document, masks: list[Mask]) -> list[Mask]:
    """Masks of one kind with nothing said between them are one."""
    whole: list[Mask] = []
    for mask in sorted(masks, key=lambda mask: (sorted(mask.kinds), mask.start)):
        last = whole[-1] if whole else None
        if last and last.kinds == mask.kinds and not letters_and_digits(
                document.text, last.end, mask.start):
            whole[-1] = Mask(last.kinds, last.start, max(last.end, mask.end), last.is_judged)
        else:
            whole.append(mask)
    return whole


def covered(document: Document, masks: list[Mask], kind: str | None) -> set[int]:
    return set().union(*(letters_and_digits(document.text, mask.start, mask.end)
                         for mask in masks if kind is None or kind in mask.kinds))


def is_found(document: Document, masks: list[Mask], entity: Entity) -> bool:
    return entity.chars <= covered(document, masks, entity.kind)


def is_right(document: Document, mask: Mask) -> bool | None:
    """None where it counts neither way."""
    chars = letters_and_digits(document.text, mask.start, mask.end)
    if any(entity.kind in mask.kinds and chars & entity.chars for entity in document.entities):
        return True
    if not mask.is_judged or not chars:
        return None
    neutral = set().union(*(document.neutral.get(kind, set()) for kind in mask.kinds))
    return None if chars & neutral else False


def score(documents: list[Document], found: dict[str, list[Mask]]) -> dict[str, Score]:
    scores: dict[str, Score] = {}
    for document in documents:
        masks = joined(document, found[document.name])
        everything = covered(document, masks, None)
        for entity in document.entities:
            one = scores.setdefault(entity.kind, Score())
            mine = covered(document, masks, entity.kind)
            one.entities += 1
            one.found += entity.chars <= mine
            one.hidden += entity.chars <= everything
            one.chars += len(entity.chars)
            one.chars_found += len(entity.chars & mine)
        for mask in masks:
            count_mask(scores, document, mask)
    return scores


def count_mask(scores: dict[str, Score], document: Document, mask: Mask) -> None:
    right = is_right(document, mask)
    if right is None or len(mask.kinds) != 1:
        return
    (kind,) = mask.kinds
    one = scores.setdefault(kind, Score())
    one.masks += 1
    one.right += right
    chars = letters_and_digits(document.text, mask.start, mask.end)
    gold = set().union(*(entity.chars for entity in document.entities if entity.kind == kind))
    chars -= document.neutral.get(kind, set()) - gold
    one.chars_masked += len(chars)
    one.chars_right += len(chars & gold)


def total(scores: dict[str, Score]) -> Score:
    whole = Score()
    for one in scores.values():
        for name in vars(whole):
            setattr(whole, name, getattr(whole, name) + getattr(one, name))
    return whole
