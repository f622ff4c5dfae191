"""Says digits, letters, dates and addresses as people do, and as Whisper writes what they say."""

import re
from random import Random

from lexicon import LEXICON, NATO
from numerals import WORDS, year


IDLE = "~"
"""Stands before words inside a value that are no part of it: fillers, "no sorry"."""


def idle(words: str) -> str:
    return " ".join(IDLE + word for word in words.split())


class Speaker:
    """One sentence's way of speaking: a language and a source of chance."""

    def __init__(self, language: str, chance: Random):
        self.language = language
        self.words = LEXICON[language]
        self.chance = chance

    def pick(self, *options):
        return self.chance.choice(options)

    def likely(self, share: float) -> bool:
        return self.chance.random() < share

    def number(self, n: int) -> str:
        return WORDS[self.language](n)

    def digit(self, digit: str) -> str:
        return self.pick(*self.words["zeros"]) if digit == "0" else self.number(int(digit))

    def filler(self) -> str:
        return idle(f"{self.pick(*self.words['fillers'])},")

    # Digits

    def digits(self, groups: list[str], joint: str = "-") -> str:
        """Groups of digits in one of the ways in which such numbers are said or written."""
        style = self.chance.choices(
            ("single", "written", "spaced", "mixed", "pairs", "hundreds"),
            (34, 16, 10, 12, 15, 13))[0]
        if style == "written":
            return self.pick(joint, " ", joint).join(groups)
        say = {"single": self.single, "spaced": self.spaced, "pairs": self.pairs,
               "hundreds": self.hundreds,
               "mixed": lambda group: self.pick(self.single, self.spaced)(group)}[style]
        return self.with_slips([(group, say) for group in groups])

    def with_slips(self, parts: list) -> str:
        """Groups one after the other, with commas, fillers and, now and then, a correction."""
        comma = self.pick(",", "", ",", "...")
        slips_at = self.chance.randrange(len(parts)) if self.likely(0.12) else None
        fills_at = self.chance.randrange(1, len(parts) + 1) if self.likely(0.2) else None
        said = []
        for index, (group, say) in enumerate(parts):
            if index == fills_at:
                said.append(self.filler())
            if index == slips_at and group.isdigit():
                wrong = group[:-1] + str((int(group[-1]) + self.chance.randrange(1, 9)) % 10)
                said.append(f"{say(wrong)}, {idle(self.pick(*self.words['corrections']))}")
            said.append(say(group) + (comma if index + 1 < len(parts) else ""))
        return " ".join(said)

    def single(self, group: str) -> str:
        """Digit by digit, with "double seven" where it fits."""
        said, at = [], 0
        zero = self.pick(*self.words["zeros"])
        while at < len(group):
            run = len(group[at:]) - len(group[at:].lstrip(group[at]))
            run = run if run in (2, 3) and self.likely(0.5) else 1
            digit = zero if group[at] == "0" else self.digit(group[at])
            form = {1: "{}", 2: self.pick(*self.words["double"]),
                    3: self.pick(*self.words["triple"])}[run]
            said.append(form.format(digit))
            at += run
        return " ".join(said)

    def spaced(self, group: str) -> str:
        return " ".join(group)

    def pairs(self, group: str) -> str:
        """Two by two: "fifty-five twelve"; an odd digit stands first and alone."""
        head = len(group) % 2
        said = [self.digit(group[0])] if head else []
        for at in range(head, len(group), 2):
            pair = group[at:at + 2]
            said.append(self.single(pair) if pair[0] == "0" else self.number(int(pair)))
        return " ".join(said)

    def hundreds(self, group: str) -> str:
        """Three digits as one number: "four hundred twelve"."""
        if len(group) == 3 and group[0] != "0":
            return self.number(int(group))
        if len(group) == 4 and group[2:] == "00" and group[1] != "0" and self.language == "en":
            return f"{self.number(int(group[:2]))} hundred"
        return self.pairs(group)

    # Letters

    def letters(self, letters: str) -> str:
        """Single letters, by a spelling alphabet, or by NATO's."""
        style = self.pick("plain", "plain", "plain", "as in", "nato")
        return " ".join(self.letter(letter, style) for letter in letters)

    def letter(self, letter: str, style: str = "plain") -> str:
        low = letter.lower()
        if style == "nato":
            return NATO[low]
        if style == "as in":
            return self.words["spelled"].format(letter.upper(), self.words["words"][low])
        return letter.upper()

    def code(self, groups: list[str]) -> str:
        """Letters and digits mixed, such as a passport's number."""
        if self.likely(0.3):
            return self.pick("", "-", " ").join(groups)
        return self.with_slips([(group, self.code_group) for group in groups])

    def code_group(self, group: str) -> str:
        runs = re.findall(r"[A-Za-z]+|\d+", group)
        read = self.pick(self.single, self.single, self.pairs, self.spaced)
        return " ".join(read(run) if run.isdigit() else self.letters(run) for run in runs)

    # Dates

    def date(self, day: int, month: int, full_year: int) -> str:
        name = self.words["months"][month - 1]
        makers = {"en": self._english_date, "de": self._german_date}
        if self.likely(0.15):
            order = (month, day) if self.language == "en" else (day, month)
            joint = {"de": "."}.get(self.language, "/")
            return joint.join([f"{part:02}" for part in order] + [str(full_year)])
        if self.language in makers:
            return makers[self.language](day, month, full_year)
        of, link = ("", "") if self.language == "fr" else ("de ", "de ")
        said = self.number(day) if self.likely(0.6) else str(day)
        if day == 1:
            said = self.pick("premier", "1er") if self.language == "fr" else self.pick("uno", "1")
        spoken = self.spoken_year(full_year)
        return f"{said} {of}{name} {link}{spoken}"

    def spoken_year(self, full_year: int) -> str:
        style = self.pick("words", "words", "written", "short")
        if style == "written":
            return str(full_year)
        if style == "short" and 1930 < full_year < 2000 and self.language != "es":
            return self.number(full_year % 100)
        return year(self.language, full_year)

    def _english_date(self, day: int, month: int, full_year: int) -> str:
        name, ordinal = self.words["months"][month - 1], self.words["ordinals"][day - 1]
        spoken = self.spoken_year(full_year)
        suffix = {1: "st", 2: "nd", 3: "rd"}.get(day % 10 if day not in (11, 12, 13) else 0, "th")
        return self.pick(
            f"the {ordinal} of {name} {spoken}", f"{name} {ordinal}, {spoken}",
            f"{name} {day}{suffix}, {full_year}", f"{name} the {ordinal} {spoken}",
            f"{self.number(month)} {self.number(day)} {self.number(full_year % 100)}"
            if 1930 < full_year < 2000 else f"{day} {name} {full_year}",
            f"the {day}{suffix} of {name}, {spoken}", f"{name} {ordinal}, {self.filler()} {spoken}")

    def _german_date(self, day: int, month: int, full_year: int) -> str:
        name, ordinals = self.words["months"][month - 1], self.words["ordinals"]
        spoken = self.spoken_year(full_year)
        return self.pick(f"{ordinals[day - 1]} {name} {spoken}", f"{day}. {name} {spoken}",
                         f"{ordinals[day - 1]} {ordinals[month - 1]} {spoken}",
                         f"{ordinals[day - 1]} {name}, {self.filler()} {spoken}")

    # Addresses of the net

    def net(self, text: str, spells: bool = True) -> str:
        """A user, host or path as it is said: "jane dot roe at example dot com"."""
        names = {".": self.words["dot"], "@": self.words["at"], "_": self.words["underscore"],
                 "-": self.pick(*self.words["dash"]), "/": self.words["slash"]}
        said = []
        spells_first = spells and self.likely(0.3)
        for index, part in enumerate(re.findall(r"[a-zA-Z]+|\d+|[.@_/-]", text)):
            if part in names:
                said.append(names[part])
            elif part.isdigit():
                said.append(self.pick(self.pairs(part), self.single(part), part))
            elif index == 0 and spells_first:
                letter_by_letter = self.likely(0.7)
                said.append(" ".join(part) if letter_by_letter else self.letters(part))
            else:
                said.append(part)
        return " ".join(said)
