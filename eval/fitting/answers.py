"""Answers of the product to questions whose right sources are known, with what is measured of each.

The questions are those of the suite `abstention`: answerable ones, ones whose relevant documents
were taken out of the library, ones that name what does not exist, and everyday ones.
"""

from collections.abc import Mapping
from typing import NamedTuple

from app.domain.answer import Answer, DoneEvent, Evidence, EvidenceEvent
from app.domain.confidence import Found
from app.domain.errors import InvalidQuestion
from app.domain.manifest import Manifest
from app.domain.question import Question
from eval.compose import CALLER, Pipeline
from eval.sets import RetrievalSet
from eval.suites.abstention import ANSWERABLE, Asked
from eval.suites.rationale import half

MAJORITY = 0.5
RIGHT = (
    "more than half of the shown claims cite a document that the set judges relevant; wherever "
    "nothing relevant is in the library, no answer is right"
)


class Weighed(NamedTuple):
    """One answer that was given."""

    id: str
    of: str
    """The name of its set."""
    kind: str
    half: str
    before: dict[str, float]
    after: dict[str, float]
    right: bool
    generator: str
    """Fingerprint of what drafted it."""
    shared: tuple[str, ...]
    """What other questions may have in common with it."""


class Library(NamedTuple):
    """An index of one set's documents, opened."""

    parts: Pipeline
    manifest: Manifest
    names: Mapping[str, tuple[str, ...]]
    """Our document id -> the set's."""


def weighed(library: Library, data: RetrievalSet, asked: Asked) -> Weighed | None:
    """The answer; None where none was given."""
    evidence: tuple[Evidence, ...] = ()
    answer: Answer | None = None
    try:
        question = Question.asked(asked.text)
    except InvalidQuestion:  # too long, or control characters: the product answers none of these
        return None
    for event in library.parts.answering.stream(question, CALLER):
        if isinstance(event, EvidenceEvent):
            evidence = event.evidence
        if isinstance(event, DoneEvent) and isinstance(event.outcome, Answer):
            answer = event.outcome
    if answer is None:
        return None
    found = Found(
        question=question.text,
        evidence=evidence,
        signs=library.parts.extractor.signs(question.text, evidence),
        embedder=library.manifest.embedder,
        analyzer=library.manifest.analyzer,
        generator=answer.trace.generator,
    )
    relevant = {document for document, grade in data.qrels.get(asked.id, {}).items() if grade > 0}
    answers = relevant if asked.kind == ANSWERABLE else set()
    measuring = library.parts.confidence
    return Weighed(
        id=f"{data.name}/{asked.kind}/{asked.id}",
        of=data.name,
        kind=asked.kind,
        half=half(asked.id),
        before=measuring.before(found),
        after=measuring.after(found, answer.claims, len(answer.withheld)),
        right=share_citing(answer, library.names, answers) > MAJORITY,
        generator=answer.trace.generator,
        shared=(f"{data.name} {asked.id}", *(f"{data.name}: {one}" for one in sorted(relevant))),
    )


def share_citing(answer: Answer, names: Mapping[str, tuple[str, ...]], relevant: set[str]) -> float:
    """Share of the claims that cite one of these documents of the set, in [0, 1]."""
    hits = [
        any(relevant.intersection(names[citation.document_id]) for citation in claim.citations)
        for claim in answer.claims
    ]
    return sum(hits) / len(hits)
