"""From quoted words to a place in a document, or to nothing: there is no nearly."""

from collections.abc import Sequence

from app.domain.answer import DraftClaim, Evidence, Quote, Verdict, VerdictKind
from app.domain.citation import Citation, Origin
from app.domain.corpus import Span


def locate(quote: Quote, evidence: Evidence) -> Citation | None:
    """The quote in document coordinates, so that `document.text[span] == quote`.

    The first occurrence counts. None where the words do not stand in the passage exactly as
    written: case, punctuation and white space included.
    """
    at = evidence.passage.text.find(quote.text)
    if at < 0:
        return None
    start = evidence.passage.span.start + at
    of_record = evidence.origin is Origin.RECORD
    return Citation(
        label=evidence.label,
        document_id=evidence.passage.document_id,
        passage_id=evidence.passage.id,
        source=evidence.passage.source,
        span=Span(start=start, end=start + len(quote.text)),
        quote=quote.text,
        origin=evidence.origin,
        on=evidence.document.provenance.dated if of_record else None,
    )


def cite(claim: DraftClaim, evidence: Sequence[Evidence]) -> tuple[Citation, ...]:
    """A citation for every quote of the claim; empty where one of them cannot be found.

    One quote that is not in the source makes the whole claim uncitable: a reader could not tell
    which of its words the remaining quotes carry.
    """
    by_label = {each.label: each for each in evidence}
    citations = []
    for quote in claim.quotes:
        cited = by_label.get(quote.label)
        citation = locate(quote, cited) if cited else None
        if citation is None:
            return ()
        citations.append(citation)
    return tuple(citations)


class QuoteVerifier:
    """Every quote stands word for word in the evidence it names."""

    name = "quote"
    objection = "the words it quotes do not stand in the evidence it names"

    def verify(
        self,
        claim: DraftClaim,
        question: str,  # noqa: ARG002 - the port's signature
        cited: Sequence[Evidence],
        admitted: Sequence[Evidence],  # noqa: ARG002 - the port's signature
    ) -> Verdict:
        """UNSUPPORTED for a label not among the cited evidence, or words not found in it."""
        by_label = {each.label: each for each in cited}
        for quote in claim.quotes:
            if quote.label not in by_label:
                why = f"there is no evidence with the label [{quote.label}]"
                return Verdict(kind=VerdictKind.UNSUPPORTED, by=self.name, why=why)
            if locate(quote, by_label[quote.label]) is None:
                why = f"the quoted words do not stand in evidence [{quote.label}]"
                return Verdict(kind=VerdictKind.UNSUPPORTED, by=self.name, why=why)
        return Verdict(kind=VerdictKind.SUPPORTED, by=self.name)
