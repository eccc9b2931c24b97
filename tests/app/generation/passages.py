"""Evidence made of plain sentences, for tests of the extractive generator."""

from collections.abc import Sequence

from app.domain.answer import Evidence
from app.domain.ranking import Hit, Place
from tests.fakes import split_document


def evidence(
    *paragraphs: str, title: str = "Illustrative note", scores: Sequence[float] | None = None
) -> tuple[Evidence, ...]:
    """One piece of evidence for each paragraph, labelled from 1, with falling retrieval scores."""
    given = scores or [1.0 - 0.1 * n for n in range(len(paragraphs))]
    found = []
    for label, (paragraph, score) in enumerate(zip(paragraphs, given, strict=True), 1):
        one = split_document(f"{title} {label}", [paragraph])
        passage = one.passages[0]
        found.append(
            Evidence(
                label=label,
                passage=passage,
                document=one.document.card,
                hit=Hit(
                    passage_id=passage.id,
                    document_id=passage.document_id,
                    rank=label,
                    score=score,
                    dense=Place(rank=label, score=score),
                ),
            )
        )
    return tuple(found)
