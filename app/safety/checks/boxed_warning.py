"""The boxed warning of each medicine that an answer recommends, appended with its passages."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from app.domain.answer import CitedClaim
from app.domain.corpus import Span
from app.domain.facts import BoxedWarningFact
from app.domain.safety import CheckStatus, CheckVerdict, LibraryWords, Provenance, Severity
from app.domain.subject import Subject
from app.safety.claim_medicines import recommended
from app.safety.saying import passed
from app.terms.sentences import sentence_spans

NAME: Final = "boxed warning"
RULE: Final = "boxed-warning/label"
SHORTEST: Final = 25
"""Characters from which a sentence tells something; `WARNING` alone does not."""
_POINTS: Final = re.compile(r"\W*(?:see|refer|consult)\b", re.IGNORECASE)
"""Opens a sentence that points elsewhere."""


class BoxedWarnings:
    """Boxed warnings of the labels in the library; typed facts are its only source."""

    @property
    def name(self) -> str:
        return NAME

    def check(self, claims: Sequence[CitedClaim], subject: Subject) -> tuple[CheckVerdict, ...]:
        """A warning for each label of a recommended medicine that has a boxed one: its first
        telling sentence, then all its passages."""
        said = [verdict for drug in _drugs(claims) for verdict in _warnings(drug, subject)]
        why = "No label in the library has a boxed warning for a medicine that is recommended."
        return tuple(said) or (passed(NAME, why),)


def _drugs(claims: Sequence[CitedClaim]) -> tuple[frozenset[str], ...]:
    """Each medicine that the claims recommend by name, a product by all its ingredients; a class
    names no label."""
    found: dict[frozenset[str], None] = {}
    for claim in claims:
        for one in recommended(claim.text):
            if not one.one_of:
                found[one.names] = None
    return tuple(found)


def _warnings(drug: frozenset[str], subject: Subject) -> Iterator[CheckVerdict]:
    by_document: dict[str, list[BoxedWarningFact]] = {}
    asked: tuple[str | frozenset[str], ...] = tuple(sorted(drug))
    for name in (drug, *asked) if len(drug) > 1 else asked:
        for fact in subject.stated.facts(name, BoxedWarningFact):
            by_document.setdefault(fact.document_id, []).append(fact)
    for document_id, facts in by_document.items():
        title = subject.stated.title(document_id)
        ordered = sorted(facts, key=lambda one: one.part)
        parts = tuple(_words(one, one.span, title) for one in ordered)
        yield CheckVerdict(
            name=NAME,
            status=CheckStatus.WARN,
            rule=RULE,
            fired_on=" and ".join(sorted(drug)),
            why="A label in the library has a boxed warning for this medicine.",
            next_step="Read the boxed warning before the medicine is given.",
            severity=Severity.CRITICAL,
            provenance=Provenance.LIBRARY,
            library=tuple(dict.fromkeys((*_telling(ordered, title), *parts))),
        )


def _telling(facts: Sequence[BoxedWarningFact], title: str) -> Iterator[LibraryWords]:
    """The first sentence of the warning that is more than a heading."""
    for fact in facts:
        for one in sentence_spans(fact.quote):
            if one.end - one.start >= SHORTEST and not _POINTS.match(fact.quote, one.start):
                start = fact.span.start
                yield _words(fact, Span(start=start + one.start, end=start + one.end), title)
                return


def _words(fact: BoxedWarningFact, span: Span, title: str) -> LibraryWords:
    begin = span.start - fact.span.start
    return LibraryWords(
        document_id=fact.document_id,
        passage_id=fact.passage_id,
        title=title,
        span=span,
        quote=fact.quote[begin : begin + span.end - span.start],
    )
