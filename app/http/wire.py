"""What travels over HTTP where it is not a domain type itself, and the way into the domain."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.domain.corpus import Audience, Document, DocumentCard, Passage, Provenance, Section, Span
from app.domain.formulary import FormularyRow
from app.domain.found import MOST_FOUND
from app.domain.question import LONGEST_QUESTION, Question
from app.domain.ranking import Filters

Words = Annotated[
    str,
    Field(
        description=f"1 to {LONGEST_QUESTION:,} characters of text.",
        examples=["How often should serum potassium be checked after starting spironolactone?"],
    ),
]


class _Request(BaseModel):
    """Unknown fields are refused, so that a misspelt filter is not silently ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class AskBody(_Request):
    question: Words
    audience: Audience = Audience.CLINICIAN
    filters: Filters = Filters()


class SearchBody(_Request):
    query: Words
    k: int = Field(default=10, ge=1, le=MOST_FOUND, description="At most this many passages.")
    audience: Audience = Audience.CLINICIAN
    filters: Filters = Filters()


class PassageBody(BaseModel):
    """A passage with the card of the document it stands in."""

    id: str
    document_id: str
    source: str
    path: tuple[str, ...]
    span: Span
    text: str
    sentences: tuple[Span, ...]
    pages: tuple[int, int] | None
    record: FormularyRow | None
    document: DocumentCard

    @classmethod
    def of(cls, passage: Passage, card: DocumentCard) -> "PassageBody":
        return cls(**dict(passage), document=card)


class DocumentBody(BaseModel):
    """A document in full: every citation's `quote` equals `text[span.start:span.end]`.

    Offsets count Unicode code points.
    """

    id: str
    origin: str
    title: str
    provenance: Provenance
    text: str
    sections: tuple[Section, ...]
    pages: tuple[Span, ...]

    @classmethod
    def of(cls, document: Document) -> "DocumentBody":
        return cls(
            **dict(document.card),
            text=document.text,
            sections=document.sections,
            pages=document.pages,
        )


class Health(BaseModel):
    status: str = Field(examples=["ok"])
    version: str = Field(examples=["0.1.0"])


class Readiness(BaseModel):
    status: str = Field(examples=["ready"])
    generation: str
    documents: int
    passages: int


def to_question(body: AskBody) -> Question:
    """Raises InvalidQuestion."""
    return Question.asked(body.question, body.audience, filters=body.filters)


def to_query(body: SearchBody) -> Question:
    """Raises InvalidQuestion."""
    return Question.asked(body.query, body.audience, filters=body.filters)
