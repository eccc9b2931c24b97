"""What the patient's own record has to say to a question, beside the library."""

from collections.abc import Sequence
from typing import Final

from app.answering.timing import Stopwatch
from app.domain.answer import Evidence
from app.domain.citation import Origin
from app.domain.ports.record import RecordFinder, RecordFound
from app.domain.question import Question

BEYOND: Final = (
    "The patient's record answers a part of the question alone: nothing that could be shown from "
    "the library answers the rest."
)


def on_record(finder: RecordFinder | None, question: Question, watch: Stopwatch) -> RecordFound:
    """What bears on the question in the record that came with it; without one, nothing: then the
    library is asked all of it."""
    if finder is None or question.record is None:
        return RecordFound(rest=question.text)
    with watch.stage("record"):
        return finder.find(question.text, question.record, 1)


def library_of(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The evidence that is the library's."""
    return tuple(one for one in evidence if one.origin is Origin.LIBRARY)
