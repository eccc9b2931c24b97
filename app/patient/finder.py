"""What a patient's record holds for one question: `RecordFinder` over lines ranked in memory."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

from app.domain.answer import DraftClaim, Quote
from app.domain.ports.embedding import Embedder
from app.domain.ports.record import RecordFound
from app.domain.record import PatientRecord
from app.patient.answers import Told, answers
from app.patient.ask import Asked
from app.patient.asked import asked
from app.patient.derived import derived_lines
from app.patient.lines import Kind, Line, lines_of, person_line
from app.patient.ranking import bearing
from app.patient.timeline import evidence_of

MOST_EVIDENCE: Final = 8
"""Lines that bear on the question beside those that answer it, in all."""


class RecordTimeline:
    """A `RecordFinder`. It keeps nothing: lines and their vectors live as long as one call.

    Args:
        embedder: one that remembers no texts, for these are a patient's.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def find(self, text: str, record: PatientRecord, first_label: int) -> RecordFound:
        """See `RecordFinder`; a record of 1,000 entries takes a fraction of a second."""
        what = asked(text, record.as_of)
        lines = (*lines_of(record), *derived_lines(record))
        told = _once(
            one for ask in (*what.asks, *what.leans) for one in answers(ask, lines, record)
        )
        if record.died is not None and told:
            told = _once((Told((person_line(record),)), *told))
        quoted = list(dict.fromkeys(chain.from_iterable(one.lines for one in told)))
        beside = self._beside(what, lines, quoted)
        evidence = evidence_of((*quoted, *beside), first_label)
        labels = {line: one.label for line, one in zip(quoted, evidence, strict=False)}
        return RecordFound(
            evidence=evidence,
            said=tuple(_claim(one, labels) for one in told),
            rest=what.rest,
        )

    def _beside(
        self, what: Asked, lines: Sequence[Line], quoted: Sequence[Line]
    ) -> tuple[Line, ...]:
        """What bears on the library's part and was not quoted yet."""
        room = MOST_EVIDENCE - len(quoted)
        if not what.rest or room <= 0:
            return ()
        said = {one.text for one in quoted}
        left = [one for one in lines if one.kind is not Kind.PERSON]
        found = bearing(what.rest, what.beyond, left, self._embedder)
        return tuple(one for one in found if one.text not in said)[:room]


def _once(told: Iterable[Told]) -> tuple[Told, ...]:
    """Without what was said before: a sentence that stands in an earlier claim."""
    said: set[str] = set()
    kept = []
    for one in told:
        if any(line.text not in said for line in one.lines):
            said.update(line.text for line in one.lines)
            kept.append(one)
    return tuple(kept)


def _claim(told: Told, labels: dict[Line, int]) -> DraftClaim:
    quotes = tuple(Quote(label=labels[line], text=line.text) for line in told.lines)
    return DraftClaim(text=" ".join(quote.text for quote in quotes), quotes=quotes)
