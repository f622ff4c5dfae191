"""Reads one recording's text: who says what, and which words are personal data.

A text marks personal data where it is spoken, as {KIND|as spoken|as written};
the written form may be left out where it is the same.
"""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

LANGUAGES = {"a": "en", "b": "en", "f": "fr", "e": "es"}  # by the voice's first letter
MARK = re.compile(r"\{([A-Z_]+)\|([^|}]+)(?:\|([^}]+))?\}")


@dataclass
class Pii:
    kind: str
    spoken: str
    written: str

    def variants(self) -> list[str]:
        """Other ways in which a machine may write the same thing."""
        if self.kind == "NAME":
            return self.written.split()
        if self.kind == "EMAIL":
            user, host = self.written.split("@")
            return [f"{user} at {host}", self.spoken]
        if self.kind == "AGE":
            return []
        digits = re.sub(r"\D", "", self.written)
        groups = re.findall(r"\d+", self.written)
        forms = [digits, "-".join(groups), " ".join(groups), " ".join(digits), "-".join(digits)]
        if self.kind == "PHONE" and len(groups) == 3:
            forms.append(f"({groups[0]}) {groups[1]}-{groups[2]}")
        return [form for form in dict.fromkeys(forms) if form != self.written]


@dataclass
class Sentence:
    speaker: str
    voice: str
    speed: float
    channel: int
    words: list[str]
    pii: list[Pii | None]  # beside each word
    pause: float  # seconds of silence after it

    @property
    def language(self) -> str:
        return LANGUAGES[self.voice[0]]


@dataclass
class Script:
    name: str
    title: str
    file: str
    recorded: str
    languages: list[str]
    phrases: list[str]
    pronounce: dict[str, str]
    sentences: list[Sentence] = field(default_factory=list)

    @property
    def channels(self) -> int:
        return 1 + max(sentence.channel for sentence in self.sentences)


def read(path: Path) -> Script:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    script = Script(path.stem, told["title"], told["file"], told["recorded"], told["languages"],
                    [told["phrase"], *told.get("more_phrases", [])], told.get("pronounce", {}))
    for turn in told["turns"]:
        speaker = told["speakers"][turn["speaker"]]
        for text in re.split(r"(?<=[.?!])\s+", turn["text"].strip()):
            words, pii = marked_words(text)
            script.sentences.append(Sentence(
                turn["speaker"], speaker["voice"], speaker.get("speed", 1.0),
                speaker.get("channel", 0), words, pii, 0.3))
        script.sentences[-1].pause = turn.get("pause", 0.55)
    return script


def marked_words(text: str) -> tuple[list[str], list[Pii | None]]:
    """The words as spoken, and the personal data that each belongs to."""
    words: list[str] = []
    pii: list[Pii | None] = []

    def take(part: str, mark: Pii | None) -> None:
        for word in part.split():
            words.append(word)
            pii.append(mark)

    at = 0
    for match in MARK.finditer(text):
        take(text[at:match.start()], None)
        kind, spoken, written = match.groups()
        take(spoken, Pii(kind, spoken, written or spoken))
        at = match.end()
        tail = re.match(r"[.,?!]+", text[at:])
        if tail:  # the stop after a mark belongs to its last word
            words[-1] += tail.group()
            at += tail.end()
    take(text[at:], None)
    return words, pii
