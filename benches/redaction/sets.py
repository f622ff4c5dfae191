"""The sets that redaction is measured on, as documents with the truth about every character."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Entity:
    """Personal data: the characters of the text that give it away."""
    kind: str
    chars: set[int]


@dataclass
class Document:
    name: str
    language: str
    text: str
    entities: list[Entity]
    template: str = ""
    neutral: dict[str, set[int]] = field(default_factory=dict)
    """By kind: characters where a mask is neither right nor wrong."""


WRITTEN_KINDS = {
    "PERSON": "NAME", "STREET_ADDRESS": "ADDRESS", "CREDIT_CARD": "CREDIT_DEBIT_NUMBER",
    "PHONE_NUMBER": "PHONE", "AGE": "AGE", "US_SSN": "SSN", "EMAIL_ADDRESS": "EMAIL",
    "IBAN_CODE": "IBAN", "IP_ADDRESS": "IP_ADDRESS", "DOMAIN_NAME": "URL",
    "US_DRIVER_LICENSE": "DRIVER_LICENSE",
}
"""Presidio's synthetic set: its kinds and ours."""

WRITTEN_NEUTRAL = {"GPE": ["ADDRESS"], "ZIP_CODE": ["ADDRESS"], "TITLE": ["NAME"],
                   "DATE_TIME": ["DATE_OF_BIRTH", "AGE"]}
"""What is personal data only with something else: a mask of these kinds there counts neither way."""


def letters_and_digits(text: str, start: int, end: int) -> set[int]:
    return {at for at in range(start, end) if text[at].isalnum()}


def spoken(path: Path) -> list[Document]:
    """A half of the spoken set, as spoken.py writes it."""
    documents = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        words = [found.span() for found in re.finditer(r"\S+", row["text"])]
        entities = []
        for span in row["spans"]:
            said = [words[at] for at in range(span["start"], span["end"])
                    if at not in span["idle"]]
            chars = set().union(*(letters_and_digits(row["text"], *word) for word in said))
            entities.append(Entity(span["kind"], chars))
        documents.append(Document(row["id"], row["language"], row["text"], entities,
                                  row["template"]))
    return documents


def written(path: Path) -> list[Document]:
    """Presidio's synthetic set, mapped."""
    documents = []
    for number, row in enumerate(json.loads(path.read_text(encoding="utf-8"))):
        document = Document(f"written-{number:04}", "en", row["full_text"], [], row["masked"])
        for span in row["spans"]:
            chars = letters_and_digits(document.text, span["start_position"],
                                       span["end_position"])
            if span["entity_type"] in WRITTEN_KINDS:
                document.entities.append(Entity(WRITTEN_KINDS[span["entity_type"]], chars))
            for kind in WRITTEN_NEUTRAL.get(span["entity_type"], []):
                document.neutral.setdefault(kind, set()).update(chars)
        documents.append(document)
    return documents
