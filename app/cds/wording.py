"""The words of a card: one sentence for its summary, and the rest in Markdown."""

import re
from collections.abc import Sequence
from typing import Final

from app.cds.markdown import escaped, plain, quoted
from app.domain.decision_support import LONGEST_SUMMARY
from app.domain.safety import CheckVerdict, Provenance

LABELS: Final = {
    "interactions": "Interaction",
    "contraindications": "Contraindication",
    "allergy": "Allergy",
    "renal": "Kidney function",
    "hepatic": "Liver function",
    "age": "Age",
    "maximum dose": "Dose",
    "duplicate": "Duplicate",
    "medicine names": "Name of the medicine",
    "patient record": "Record",
}
"""Name of a check -> the topic of its cards."""
_MEMORY: Final = "Citewell, general knowledge"
_LONGEST_NAME: Final = 48
_LONGEST_LABEL: Final = 120
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z(])")
_MOST_QUOTES: Final = 3


def topic(check: str) -> str:
    return LABELS.get(check, check.capitalize())


def summary(verdict: CheckVerdict, name: str = "") -> str:
    """Of fewer than 140 characters: the topic, the medicine, and the first sentence of why."""
    head = f"{topic(verdict.name)}, {shortened(plain(name), _LONGEST_NAME)}" if name else ""
    first = _SENTENCE.split(plain(verdict.why), maxsplit=1)[0]
    return shortened(f"{head or topic(verdict.name)}: {first}", LONGEST_SUMMARY)


def shortened(words: str, most: int) -> str:
    """Cut between two words, and marked where it is cut."""
    if len(words) <= most:
        return words
    cut = words[: most - 3]
    return f"{cut.rpartition(' ')[0].rstrip(' ,;:') or cut}..."


def detail(verdict: CheckVerdict, others: Sequence[CheckVerdict] = ()) -> str:
    """What fired, why, what to do, on whose word; then the same of `others` in short. Words that
    are not ours are escaped."""
    paragraphs = [
        escaped(verdict.why),
        _told("Found", verdict.fired_on),
        _told("What to do", verdict.next_step),
        _told("To be more certain", "; ".join(verdict.supply)),
        *_quotes(verdict),
        _standing(verdict),
    ]
    for one in others:
        paragraphs += [f"**Also:** {escaped(one.why)} {_standing(one)}", *_quotes(one)]
    return "\n\n".join(one for one in paragraphs if one)


def source(verdict: CheckVerdict) -> str:
    """The primary source that the card stands on."""
    if verdict.provenance is Provenance.LIBRARY and verdict.library:
        return shortened(plain(verdict.library[0].title) or "The library", _LONGEST_LABEL)
    if verdict.source:
        return shortened(plain(verdict.source).partition(" (")[0], _LONGEST_LABEL)
    return _MEMORY


def _told(label: str, words: str | None) -> str:
    return f"**{label}:** {escaped(words)}" if words else ""


def _quotes(verdict: CheckVerdict) -> list[str]:
    return [
        f"{quoted(one.quote)}\n>\n> *{escaped(one.title) or 'a document of the library'}*"
        for one in verdict.library[:_MOST_QUOTES]
        if one.quote
    ]


def _standing(verdict: CheckVerdict) -> str:
    parts = []
    if verdict.source:
        parts.append(f"Source: {escaped(verdict.source)}.")
    elif verdict.provenance is Provenance.FROM_MEMORY:
        parts.append("From general knowledge: no publication stands behind this rule.")
    if verdict.reviewed_by:
        parts.append(f"Signed off by {escaped(verdict.reviewed_by)}.")
    elif verdict.rule and verdict.provenance is not Provenance.LIBRARY:
        parts.append("No clinician of this site has signed this rule off.")
    if verdict.rule:
        parts.append(f"Rule {escaped(verdict.rule)}.")
    return " ".join(parts)
