"""Lines of a record as evidence: passages that are cited like a document's, and written nowhere."""

from collections.abc import Iterable
from typing import Final

from app.domain.answer import Evidence
from app.domain.citation import Origin
from app.domain.corpus import DocumentCard, Passage, Provenance, Span, content_id
from app.patient.lines import Line

SOURCE: Final = "patient record"
LICENCE: Final = "the patient's own record"
HEADING: Final = "Patient record"


def evidence_of(lines: Iterable[Line], first_label: int) -> tuple[Evidence, ...]:
    """Evidence of origin RECORD, one a line, labelled from `first_label` in the order given.

    The document of each is its line and nothing else: `document.text[span] == passage.text`. Where
    several lines rest on one resource, the second is `record:Observation/17#2`.
    """
    seen: dict[str, int] = {}
    found = []
    for label, line in enumerate(lines, start=first_label):
        seen[line.resource] = count = seen.get(line.resource, 0) + 1
        document = f"record:{line.resource}" + (f"#{count}" if count > 1 else "")
        found.append(_evidence(line, label, document))
    return tuple(found)


def _evidence(line: Line, label: int, document: str) -> Evidence:
    passage = Passage(
        id=content_id(document, line.text),
        document_id=document,
        source=line.resource,
        path=(HEADING, line.kind.value),
        span=Span(start=0, end=len(line.text)),
        text=line.text,
    )
    dated = f", {line.on.text}" if line.on else ""
    card = DocumentCard(
        id=document,
        origin="record",
        title=f"{HEADING}, {line.resource}{dated}",
        provenance=Provenance(
            source=SOURCE, licence=LICENCE, published=line.on.first if line.on else None
        ),
    )
    return Evidence(label=label, passage=passage, document=card, origin=Origin.RECORD)
