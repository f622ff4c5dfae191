"""What looks like personal data and is none: amounts, years, scores, flights, codes."""

from numerals import year
from speech import Speaker
from values import some

CURRENCIES = {"en": ("dollars", "pounds"), "fr": ("euros",), "de": ("Euro",),
              "es": ("euros", "pesos")}
MILLION = {"en": "million {}", "fr": "millions d'{}", "de": "Millionen {}", "es": "millones de {}"}
TO = {"en": " to ", "fr": " à ", "de": " zu ", "es": " a "}
WEEKDAYS = {"en": ("Monday", "Thursday"), "fr": ("lundi", "jeudi"), "de": ("Montag", "Donnerstag"),
            "es": ("lunes", "jueves")}


def either(s: Speaker, n: int) -> str:
    return str(n) if s.likely(0.4) else s.number(n)


def amount(s: Speaker) -> str:
    money = s.pick(*CURRENCIES[s.language])
    n = s.chance.randrange(3, 990)
    if s.likely(0.35):
        return f"{either(s, n)} {MILLION[s.language].format(money)}"
    if s.language == "en" and s.likely(0.3):
        return f"${s.chance.randrange(1200, 99000):,}"
    return f"{either(s, n * s.pick(1, 1, 100))} {money}"


def clock(s: Speaker) -> str:
    hour, half = s.chance.randrange(1, 12), s.likely(0.5)
    if s.likely(0.4):
        return f"{hour}:{'30' if half else '15'}"
    if s.language == "en":
        return f"{s.number(hour)} {'thirty' if half else 'fifteen'}"
    hours = {"fr": " heures", "de": " Uhr", "es": ""}[s.language]
    link = {"fr": " ", "de": " ", "es": " y "}[s.language]
    return f"{s.number(hour)}{hours}{link + s.number(30) if half else ''}"


DISTRACTORS = {
    "amount": amount, "time": clock,
    "year": lambda s: (lambda n: str(n) if s.likely(0.5) else year(s.language, n))(
        s.chance.randrange(1911, 2024)),
    "weekday": lambda s: s.pick(*WEEKDAYS[s.language]),
    "count": lambda s: either(s, s.chance.randrange(2, 30)),
    "page": lambda s: either(s, s.chance.randrange(40, 250)),
    "percent": lambda s: either(s, s.chance.randrange(2, 60)),
    "big": lambda s: either(s, s.chance.randrange(11, 900) * 100),
    "score": lambda s: TO[s.language].join(
        either(s, s.chance.randrange(0, 9)) for _ in range(2)),
    "flight": lambda s: s.pick("BA", "LH", "AF", "IB", "UA") + s.pick(" ", "") + s.pick(
        some(s, 3, "123456789"), s.single(some(s, 3, "123456789"))),
    "code": lambda s: s.pick("XR", "TB", "KL") + s.pick("-", " ") + some(s, 3, "123456789"),
    "order": lambda s: s.pick("A-", "") + some(s, 5, "123456789"),
}
"""What a placeholder in lower case says."""
