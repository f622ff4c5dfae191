"""Values of every kind, invented and belonging to nobody, as a speaker says them.

Numbers come from ranges that are kept for tests or fiction, or can't be given out: 555-01xx, the
fiction ranges of Ofcom, Arcep and the Bundesnetzagentur, social security numbers with an area,
group or serial that is never assigned, published test cards' prefixes, `example` domains. Sums
(Luhn, IBAN, ABA, NIR, DNI, tax numbers) are right.
"""

import unicodedata

from speech import Speaker

DIGITS = "0123456789"
DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


def plain(name: str) -> str:
    folded = unicodedata.normalize("NFD", name.lower().replace("ß", "ss").replace("ı", "i"))
    return "".join(letter for letter in folded if letter.isascii() and letter.isalpha())


def some(s: Speaker, count: int, alphabet: str = DIGITS) -> str:
    return "".join(s.chance.choice(alphabet) for _ in range(count))


def cut(text: str, *sizes: int) -> list[str]:
    groups, at = [], 0
    for size in sizes:
        groups.append(text[at:at + size])
        at += size
    return [group for group in groups if group]


def luhn(body: str) -> str:
    total = 0
    for index, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if index % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return body + str(-total % 10)


def phone(s: Speaker) -> str:
    end = some(s, 2)
    if s.language == "en":
        if s.likely(0.2):
            return s.digits(["020", "7946", "0" + some(s, 3)], " ")
        groups = [s.pick("415", "212", "605", "307", "912"), "555", "01" + end]
        if s.likely(0.15):
            groups = ["1", *groups]
        return s.digits(groups if s.likely(0.85) else groups[-2:])
    if s.language == "fr":
        head = s.pick(["01", "99", "00"], ["06", "39", "98"], ["02", "61", "91"], ["04", "65", "71"])
        groups = [*head, some(s, 2), end]
        return s.digits(groups, " ") if s.likely(0.4) else s.with_slips(
            [(group, s.pairs) for group in groups])
    if s.language == "de":
        return s.digits(s.pick(["030", "23125", some(s, 3)], ["0171", "392", "00" + end],
                               ["040", "66969", some(s, 3)], ["0176", "040", "690" + end]), " ")
    groups = s.pick(["600", "000", "0" + end], ["91", "555", "01", end], ["699", "90", "00", end])
    return s.digits(groups, " ")


def ssn(s: Speaker) -> str:
    area, group, serial = s.pick(
        ("987", "65", "432" + some(s, 1)), ("000", some(s, 2), some(s, 4)),
        ("9" + some(s, 2), s.pick("12", "23", "34", "45"), some(s, 4)), ("666", "41", some(s, 4)),
        (s.pick("412", "219", "538", "077"), "00", some(s, 4)),
        (s.pick("412", "219", "538", "121"), s.pick("33", "71", "58"), "0000"))
    return s.digits([area, group, serial])


def card(s: Speaker) -> str:
    if s.likely(0.15):
        return s.digits(cut(luhn("3782" + some(s, 10)), 4, 6, 5), " ")
    number = s.pick("4242424242424242", "5555555555554444", "4111111111111111",
                    luhn("400000" + some(s, 9)), luhn("545454" + some(s, 9)),
                    luhn("601111" + some(s, 9)))
    return s.digits(cut(number, 4, 4, 4, 4), s.pick(" ", "-"))


def expiry(s: Speaker) -> str:
    month, short = s.chance.randrange(1, 13), s.chance.randrange(26, 33)
    named = s.words["months"][month - 1]
    of = "de " if s.language == "es" else ""
    return s.pick(
        f"{month:02}/{short}", f"{s.pairs(f'{month:02}')} {s.number(short)}",
        f"{named} {of}{s.number(2000 + short)}", f"{named} {of}{2000 + short}",
        f"{s.number(month)} {s.words['slash']} {s.number(short)}", f"{s.pairs(f'{month:02}')}, "
        f"{s.pairs(str(short))}")


def expiry_said(s: Speaker) -> str:
    """With the month's name, as it stands in a sentence: "runs out in March 2027"."""
    short = s.chance.randrange(26, 33)
    of = "de " if s.language == "es" else ""
    return f"{s.pick(*s.words['months'])} {of}{s.pick(s.number(2000 + short), str(2000 + short))}"


def routing(s: Speaker) -> str:
    if s.language == "fr":
        return s.digits([some(s, 5)])
    if s.language == "de":
        return s.digits(cut("999" + some(s, 5), 3, 3, 2), " ")
    body = s.pick("01", "06", "11", "12") + some(s, 6)
    weights = (3, 7, 1, 3, 7, 1, 3, 7)
    check = -sum(int(digit) * weight for digit, weight in zip(body, weights)) % 10
    return s.digits(cut(body + str(check), 3, 3, 3), " ")


def birthday(s: Speaker) -> str:
    return s.date(s.chance.randrange(1, 29), s.chance.randrange(1, 13),
                  s.chance.randrange(1934, 2009))


def birth_day(s: Speaker) -> str:
    """Without its year: "March the third"."""
    day, name = s.chance.randrange(2, 29), s.pick(*s.words["months"])
    if s.language == "en":
        ordinal = s.words["ordinals"][day - 1]
        return s.pick(f"{ordinal} of {name}", f"{day}th of {name}" if 3 < day < 21 else f"{day} {name}")
    if s.language == "de":
        return f"{s.pick(s.words['ordinals'][day - 1], f'{day}.')} {name}"
    return f"{s.pick(s.number(day), str(day))} {'de ' if s.language == 'es' else ''}{name}"


def birth_numbers(s: Speaker) -> str:
    """Three numbers: "four, eleven, sixty-two"."""
    parts = [s.chance.randrange(1, 13), s.chance.randrange(1, 13), s.chance.randrange(34, 99)]
    joint = s.pick(", ", " ", f" {s.words['slash']} ")
    return joint.join(s.number(part) if part > 9 or s.likely(0.6) else s.pairs(f"{part:02}")
                      for part in parts)


def age(s: Speaker) -> str:
    n = s.chance.randrange(4, 96)
    return str(n) if s.likely(0.35) else s.number(n)


def passport(s: Speaker) -> str:
    letters = "ABCDEFGHKLMNPRTXYZ"
    if s.language == "fr":
        return s.code([some(s, 2), some(s, 2, letters), some(s, 5)])
    if s.language == "de":
        return s.code(["C01", "X" + some(s, 2), some(s, 1, "FGHJK") + some(s, 2)])
    if s.language == "es":
        return s.code([some(s, 3, letters), some(s, 3), some(s, 3)])
    return s.code(s.pick([some(s, 1, letters), some(s, 4), some(s, 4)],
                         [some(s, 3), some(s, 3), some(s, 3)]))


def license_number(s: Speaker) -> str:
    if s.language == "fr":
        return s.digits(cut(some(s, 12), 4, 4, 4), " ")
    if s.language == "de":
        return s.code(["B072", some(s, 1, "RTX") + some(s, 2), some(s, 4)])
    if s.language == "es":
        return dni(s)
    return s.code(s.pick([some(s, 1, "ABDEFN") + some(s, 3), some(s, 4)],
                         [some(s, 4), some(s, 4)], [some(s, 1, "FSW") + some(s, 3), some(s, 4),
                                                    some(s, 4)]))


def tax_id(s: Speaker) -> str:
    if s.language == "fr":
        return s.digits(cut("0" + some(s, 12), 2, 2, 3, 3, 3), " ")
    if s.language == "de":
        return s.digits(cut(german_tax(s), 2, 3, 3, 3), " ")
    if s.language == "es":
        return s.code(["B" + some(s, 2), some(s, 3), some(s, 3)])
    return s.digits(s.pick(["9" + some(s, 2), "7" + some(s, 1), some(s, 4)],
                           ["00", some(s, 4), some(s, 3)]))


def german_tax(s: Speaker) -> str:
    digits = list(DIGITS)
    s.chance.shuffle(digits)
    digits[9] = digits[s.chance.randrange(0, 9)]
    if digits[0] == "0":
        digits[0], digits[1] = digits[1], digits[0]
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return "".join(digits) + str((11 - product) % 10)


def dni(s: Speaker) -> str:
    body = "00" + some(s, 6)
    return s.code([body[:2], body[2:5], body[5:], DNI_LETTERS[int(body) % 23]])


def national_id(s: Speaker) -> str:
    if s.language == "fr":
        month = s.pick("03", "07", "11")
        body = f"{s.pick('1', '2')}{some(s, 2)}{month}99{some(s, 3)}{some(s, 3)}"
        return s.digits(cut(body + f"{97 - int(body) % 97:02}", 1, 2, 2, 2, 3, 3, 2), " ")
    if s.language == "de":
        return s.code(s.pick(["L01", "X00", "T" + some(s, 2)],
                             ["12", some(s, 6), some(s, 1, "KMS"), some(s, 3)]))
    if s.language == "es":
        return dni(s)
    return s.pick(lambda: s.code(["QQ", some(s, 2), some(s, 2), some(s, 2), "C"]),
                  lambda: s.digits(cut(luhn("0" + some(s, 7)), 3, 3, 3)))()


def iban(s: Speaker) -> str:
    country, bban = {
        "en": ("GB", "TEST" + some(s, 14)), "fr": ("FR", some(s, 23)), "de": ("DE", some(s, 18)),
        "es": ("ES", some(s, 20))}[s.language]
    number = "".join(str(int(letter, 36)) for letter in bban + country + "00")
    text = f"{country}{98 - int(number) % 97:02}{bban}"
    return s.code(cut(text, *[4] * 7))


def ip_address(s: Speaker) -> str:
    parts = s.pick("192.0.2", "198.51.100", "203.0.113", "10.0.14").split(".")
    parts.append(str(s.chance.randrange(2, 255)))
    dot = s.words["dot"]
    if s.likely(0.25):
        return ".".join(parts)
    read = s.pick(lambda part: s.number(int(part)), s.single, lambda part: part)
    return f" {dot} ".join(read(part) for part in parts)


def user(s: Speaker) -> str:
    first, last = plain(s.pick(*s.words["first"])), plain(s.pick(*s.words["last"]))
    return s.pick(f"{first}.{last}", f"{first[0]}.{last}", f"{first}_{last}", f"{first}-{last}",
                  f"{first}{some(s, 2)}", f"{first[0]}{last}", f"{last}.{some(s, 2)}", last)


def email(s: Speaker) -> str:
    text = f"{user(s)}@{s.pick(*s.words['mail'])}"
    return text if s.likely(0.2) else s.net(text)


def url(s: Speaker) -> str:
    first, last = plain(s.pick(*s.words["first"])), plain(s.pick(*s.words["last"]))
    host = s.pick(*s.words["mail"])
    path = s.pick(f"/{last}", f"/{first}-{last}", f"/{first}/{some(s, 2)}", "")
    if s.likely(0.3):
        return f"{s.pick('https://', 'https://www.', 'www.')}{last}.{host}{path}"
    head = s.pick(s.words["www"] + " ", "")
    return head + s.net(f"{s.pick(last + '.', '')}{host}{path}", spells=False)


def username(s: Speaker) -> str:
    text = s.pick(user(s), f"{s.pick(*s.words['things'])}_{some(s, 2)}")
    return text if s.likely(0.3) else s.net(text)


def password(s: Speaker) -> str:
    thing, number = s.pick(*s.words["things"]), some(s, 2)
    return s.pick(
        lambda: f"{thing.capitalize()}{number}!",
        lambda: f"{thing} {s.single(number)} {s.words['bang']}",
        lambda: f"{s.words['capital'].format(thing[0].upper())} {' '.join(thing[1:])} "
                f"{s.single(number)}",
        lambda: f"{s.words['capital'].format(thing.capitalize())} {s.pairs(number)}",
        lambda: f"{thing} {s.pick(*s.words['dash'])} {s.pick(*s.words['things'])} "
                f"{s.pairs(number)}")()


def plate(s: Speaker) -> str:
    letters = "BCDFGHJKLMNPRSTVWXYZ"
    return s.code({
        "en": s.pick([some(s, 1) + some(s, 3, letters), some(s, 3)],
                     [some(s, 2, letters) + some(s, 2), some(s, 3, letters)],
                     [some(s, 3, letters), some(s, 4)]),
        "fr": [some(s, 2, letters), some(s, 3), some(s, 2, letters)],
        "de": [s.pick("M", "HH", "KS", "B"), some(s, 2, letters), some(s, 3)],
        "es": [some(s, 4), some(s, 3, letters)]}[s.language])


def name(s: Speaker) -> str:
    return s.pick(full_name, full_name, full_name, last_name, first_name)(s)


def first_name(s: Speaker) -> str:
    return s.pick(*s.words["first"])


def last_name(s: Speaker) -> str:
    return s.pick(*s.words["last"])


def full_name(s: Speaker) -> str:
    first, last = first_name(s), last_name(s)
    if s.language == "es" and s.likely(0.4):
        last = f"{last} {last_name(s)}"
    if s.language == "en" and s.likely(0.15):
        last = f"{s.pick('J', 'M', 'T')}. {last}"
    return f"{first} {last}"


def spelled_name(s: Speaker) -> str:
    last = last_name(s)
    return f"{last}, {s.letters(plain(last))}"


def address(s: Speaker) -> str:
    street, city = s.pick(*s.words["streets"]), s.pick(*s.words["cities"])
    house = s.chance.randrange(2, 140)
    said = str(house) if s.likely(0.5) else s.number(house)
    code = {"en": some(s, 5), "fr": s.pick("44", "69", "93", "49") + "0" + some(s, 2),
            "de": s.pick("80", "33", "26", "34") + some(s, 3), "es": s.pick("47", "50", "29") +
            some(s, 3)}[s.language]
    code = s.pick(code, s.single(code), s.pairs(code))
    if s.language == "de":
        return s.pick(f"{street} {said}", f"{street} {said}, {code} {city}",
                      f"{street} {said} in {city}")
    if s.language == "fr":
        return s.pick(f"{said} {street}", f"{said} {street}, {code} {city}",
                      f"{said} {street} à {city}")
    if s.language == "es":
        return s.pick(f"{street} {said}", f"{street}, número {said}, {code} {city}",
                      f"{street} {said}, {city}")
    unit = s.pick(f", apartment {s.number(house % 30 + 1)}", f", flat {house % 9 + 1}", "")
    return s.pick(f"{said} {street}{unit}", f"{said} {street}{unit}, {city}, {code}",
                  f"{said} {street} in {city}")


KINDS = {
    "NAME": name, "FIRST_NAME": first_name, "LAST_NAME": last_name, "FULL_NAME": full_name,
    "LOW_FIRST": lambda s: first_name(s).lower(), "LOW_FULL": lambda s: full_name(s).lower(),
    "SPELLED_NAME": spelled_name, "ADDRESS": address, "PHONE": phone, "EMAIL": email, "SSN": ssn,
    "CREDIT_DEBIT_NUMBER": card, "CREDIT_DEBIT_CVV": lambda s: s.digits([some(s, 3)]),
    "CREDIT_DEBIT_EXPIRY": expiry, "EXPIRY_SAID": expiry_said,
    "PIN": lambda s: s.digits([some(s, s.pick(4, 4, 6))]),
    "BANK_ACCOUNT_NUMBER": lambda s: s.digits(
        cut("00" + some(s, s.pick(6, 8, 9)), 4, 4, 4), " "),
    "BANK_ROUTING": routing, "SORT_CODE": lambda s: s.digits(["00", some(s, 2), some(s, 2)]),
    "AGE": age, "AGE_DECADE": lambda s: s.pick(*s.words["decades"]),
    "DATE_OF_BIRTH": birthday, "BIRTH_DAY": birth_day, "BIRTH_NUMBERS": birth_numbers,
    "BIRTH_YEAR": lambda s: s.spoken_year(s.chance.randrange(1934, 2000)), "PASSPORT": passport,
    "DRIVER_LICENSE": license_number,
    "TAX_ID": tax_id, "NATIONAL_ID": national_id, "IBAN": iban, "IP_ADDRESS": ip_address,
    "URL": url, "USERNAME": username, "PASSWORD": password, "LICENSE_PLATE": plate,
}
"""What a placeholder in a template says."""

CALLED = {"FIRST_NAME": "NAME", "LAST_NAME": "NAME", "FULL_NAME": "NAME", "SPELLED_NAME": "NAME",
          "LOW_FIRST": "NAME", "LOW_FULL": "NAME", "BIRTH_DAY": "DATE_OF_BIRTH",
          "BIRTH_NUMBERS": "DATE_OF_BIRTH", "BIRTH_YEAR": "DATE_OF_BIRTH",
          "EXPIRY_SAID": "CREDIT_DEBIT_EXPIRY", "AGE_DECADE": "AGE", "SORT_CODE": "BANK_ROUTING"}
"""The kind of a placeholder that has another name than its kind."""
