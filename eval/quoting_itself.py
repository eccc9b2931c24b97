"""A sentence as a claim that quotes itself: for checks, which do not ask where words come from."""

from app.domain.answer import CitedClaim
from app.domain.citation import Citation
from app.domain.corpus import Span


def quoting_itself(text: str) -> CitedClaim:
    citation = Citation(
        label=1,
        document_id="0" * 64,
        passage_id="0" * 64,
        source="illustrative",
        span=Span(start=0, end=len(text)),
        quote=text,
    )
    return CitedClaim(text=text, citations=(citation,))
