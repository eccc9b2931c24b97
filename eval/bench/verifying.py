"""How long the product's verifiers take over one claim."""

import statistics
import time
from collections.abc import Sequence
from typing import Final

from app.domain.answer import DraftClaim, Evidence, Quote
from app.domain.corpus import DocumentCard, Passage, Provenance, Span, content_id
from app.domain.ports.grounding import Verifier

WORDS_ALONE: Final = frozenset({"quote"})
"""Verifiers that compare words and read no meaning."""
UNREAD: Final = "not built: no verifier reads meaning"
ROUNDS: Final = 5

_TEXT: Final = (
    "Illustrative: in adults with an itch, examplol 10 mg by mouth twice daily relieves it within "
    "an hour. Illustrative: do not give examplol to children under 12 years. Illustrative: in "
    "severe renal impairment the dose of examplol is 5 mg once daily."
)
_CLAIMS: Final = (
    "Examplol 10 mg by mouth twice daily relieves an itch in adults.",
    "Examplol 20 mg by mouth twice daily relieves an itch in adults.",
    "Examplol is not given to children under 12 years.",
    "Examplol may be given to children under 12 years.",
    "In severe renal impairment the dose of examplol is 5 mg once daily.",
)
_QUESTION: Final = "What is the dose of examplol for an itch?"


def milliseconds_a_claim(verifiers: Sequence[Verifier]) -> float | None:
    """All verifiers over one claim and the words it stands on: the median over claims of our own.
    The first round, in which models load, is left out. None where none of them reads meaning."""
    if all(each.name in WORDS_ALONE for each in verifiers):
        return None
    evidence = _evidence()
    took = []
    for number in range(ROUNDS + 1):
        for text in _CLAIMS:
            claim = DraftClaim(text=text, labels=(1,), quotes=(Quote(label=1, text=_TEXT),))
            started = time.perf_counter()
            for verifier in verifiers:
                verifier.verify(claim, _QUESTION, evidence, evidence)
            if number:
                took.append(time.perf_counter() - started)
    return statistics.median(took) * 1000


def _evidence() -> tuple[Evidence, ...]:
    ends = [at + 1 for at, letter in enumerate(_TEXT) if letter == "."]
    starts = [0, *(end + 1 for end in ends[:-1])]
    document = content_id("examplol", _TEXT)
    passage = Passage(
        id=content_id(document, "0", _TEXT),
        document_id=document,
        source="illustrative",
        path=("Examplol",),
        span=Span(start=0, end=len(_TEXT)),
        text=_TEXT,
        sentences=tuple(Span(start=a, end=b) for a, b in zip(starts, ends, strict=True)),
    )
    stated = DocumentCard(
        id=document,
        origin="examplol.md",
        title="Examplol",
        provenance=Provenance(source="illustrative", licence="CC0-1.0"),
    )
    return (Evidence(label=1, passage=passage, document=stated),)
