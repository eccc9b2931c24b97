"""What an answer says: sentences with their citations, each quote looked up in its document.

The product's own outcomes and other systems' recorded ones become the same thing, so that both are
scored alike.
"""

from collections.abc import Mapping
from typing import Self

from pydantic import Field, model_validator

from app.domain.answer import Answer, Outcome
from app.domain.citation import Citation
from app.domain.errors import NotFound
from app.domain.frozen import Frozen
from app.domain.ports.library import Library
from eval.asked import OutcomeKind, kind_of
from eval.compose import OPERATOR
from eval.jsonl import Id


class SaidCitation(Frozen):
    document: str = Field(min_length=1)
    """The document's origin, or the id it has in the file of documents."""
    quote: str = Field(min_length=1)
    verbatim: bool | None = None
    """Whether the quote stands in the document; None where that was not looked up."""


class SaidClaim(Frozen):
    text: str = Field(min_length=1)
    citations: tuple[SaidCitation, ...] = ()


class Said(Frozen):
    outcome: OutcomeKind | None
    """None: there is no outcome."""
    claims: tuple[SaidClaim, ...] = ()


class RecordedCitation(Frozen):
    document: str = Field(min_length=1)
    quote: str = Field(min_length=1)


class RecordedClaim(Frozen):
    text: str = Field(min_length=1)
    citations: tuple[RecordedCitation, ...] = ()


class Recorded(Frozen):
    """One line of a file of recorded outcomes."""

    id: Id
    outcome: OutcomeKind
    claims: tuple[RecordedClaim, ...] = ()

    @model_validator(mode="after")
    def _answers_with_claims(self) -> Self:
        if (self.outcome is OutcomeKind.ANSWER) != bool(self.claims):
            raise ValueError("an answer, and nothing else, has claims")
        return self


class SourceDocument(Frozen):
    """One line of a file of documents that recorded outcomes quote."""

    id: Id
    text: str


def said_by(outcome: Outcome, documents: Library) -> Said:
    """What the product says; a quote is verbatim where it is exactly what the stored document has
    at the citation's span. The answer's own evidence is not looked at."""
    claims = outcome.claims if isinstance(outcome, Answer) else ()
    return Said(
        outcome=kind_of(outcome),
        claims=tuple(
            SaidClaim(
                text=claim.text,
                citations=tuple(_stored(each, documents) for each in claim.citations),
            )
            for claim in claims
        ),
    )


def _stored(citation: Citation, documents: Library) -> SaidCitation:
    try:
        document = documents.document(citation.document_id, OPERATOR)
    except NotFound:  # a quote from a document that is not there stands nowhere
        return SaidCitation(document=citation.document_id, quote=citation.quote, verbatim=False)
    return SaidCitation(
        document=document.card.origin,
        quote=citation.quote,
        verbatim=citation.span.of(document.text) == citation.quote,
    )


def said_in(recorded: Recorded | None, texts: Mapping[str, str] | None) -> Said:
    """What another system said; a quote is verbatim where it stands anywhere in its document.

    Args:
        recorded: None where nothing was recorded for the question.
        texts: id of a document -> its text; None where no documents were given.
    """
    if recorded is None:
        return Said(outcome=None)
    return Said(
        outcome=recorded.outcome,
        claims=tuple(
            SaidClaim(
                text=claim.text,
                citations=tuple(
                    SaidCitation(
                        document=each.document,
                        quote=each.quote,
                        verbatim=None
                        if texts is None
                        else each.quote in texts.get(each.document, ""),
                    )
                    for each in claim.citations
                ),
            )
            for claim in recorded.claims
        ),
    )
