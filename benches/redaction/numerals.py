"""Numbers below a million in words, as English, French, German and Spanish say them."""

EN_ONES = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
           "fifteen sixteen seventeen eighteen nineteen").split()
EN_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
FR_ONES = ("zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze "
           "seize dix-sept dix-huit dix-neuf").split()
FR_TENS = "_ _ vingt trente quarante cinquante soixante".split()
DE_ONES = ("null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn "
           "fünfzehn sechzehn siebzehn achtzehn neunzehn").split()
DE_TENS = "_ _ zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()
ES_ONES = ("cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
           "dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés "
           "veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve").split()
ES_TENS = "_ _ _ treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
ES_HUNDREDS = ("_ ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos "
               "ochocientos novecientos").split()


def english(n: int) -> str:
    if n < 20:
        return EN_ONES[n]
    if n < 100:
        return EN_TENS[n // 10] + (f"-{EN_ONES[n % 10]}" if n % 10 else "")
    if n < 1000:
        return f"{EN_ONES[n // 100]} hundred" + (f" {english(n % 100)}" if n % 100 else "")
    return f"{english(n // 1000)} thousand" + (f" {english(n % 1000)}" if n % 1000 else "")


def french(n: int) -> str:
    if n < 20:
        return FR_ONES[n]
    if n < 70:
        return FR_TENS[n // 10] + ("" if n % 10 == 0 else " et un" if n % 10 == 1
                                   else f"-{FR_ONES[n % 10]}")
    if n < 80:
        return "soixante et onze" if n == 71 else f"soixante-{FR_ONES[n - 60]}"
    if n < 100:
        return "quatre-vingts" if n == 80 else f"quatre-vingt-{FR_ONES[n - 80]}"
    if n < 1000:
        head = "cent" if n < 200 else f"{FR_ONES[n // 100]} cent"
        return head + (f" {french(n % 100)}" if n % 100 else "s" if n >= 200 else "")
    head = "mille" if n < 2000 else f"{french(n // 1000)} mille"
    return head + (f" {french(n % 1000)}" if n % 1000 else "")


def german(n: int) -> str:
    if n < 20:
        return DE_ONES[n]
    if n < 100:
        one = "ein" if n % 10 == 1 else DE_ONES[n % 10]
        return (f"{one}und" if n % 10 else "") + DE_TENS[n // 10]
    if n < 1000:
        head = "ein" if n < 200 else DE_ONES[n // 100]
        return f"{head}hundert" + (german(n % 100) if n % 100 else "")
    head = "ein" if n < 2000 else german(n // 1000)
    return f"{head}tausend" + (german(n % 1000) if n % 1000 else "")


def spanish(n: int) -> str:
    if n < 30:
        return ES_ONES[n]
    if n < 100:
        return ES_TENS[n // 10] + (f" y {ES_ONES[n % 10]}" if n % 10 else "")
    if n < 1000:
        return "cien" if n == 100 else ES_HUNDREDS[n // 100] + (
            f" {spanish(n % 100)}" if n % 100 else "")
    head = "mil" if n < 2000 else f"{spanish(n // 1000)} mil"
    return head + (f" {spanish(n % 1000)}" if n % 1000 else "")


WORDS = {"en": english, "fr": french, "de": german, "es": spanish}


def year(language: str, n: int) -> str:
    """A year as people say it, from 1900 on."""
    if language == "en" and n < 2000:
        rest = n % 100
        return f"nineteen {'oh ' if 0 < rest < 10 else ''}{english(rest) if rest else 'hundred'}"
    if language == "de" and n < 2000:
        return "neunzehnhundert" + (german(n % 100) if n % 100 else "")
    return WORDS[language](n)
