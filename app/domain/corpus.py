"""Documents and what they are cut into: sections and passages.

All offsets are half-open ranges of Unicode code points into `Document.text`, and the promise the
whole product rests on is `document.text[span] == passage.text`.
"""

import hashlib
from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from app.domain.formulary import FormularyRow
from app.domain.frozen import Frozen


def content_id(*parts: str) -> str:
    """32 hexadecimal digits of the SHA-256 of `parts`; the same words always give the same id."""
    digest = hashlib.sha256()
    for part in parts:
        encoded = part.encode()
        digest.update(len(encoded).to_bytes(8, "big"))
        digest.update(encoded)
    return digest.hexdigest()[:32]


class Audience(StrEnum):
    """Whom a document was written for, and on whose behalf a question is asked."""

    CLINICIAN = "clinician"
    PATIENT = "patient"


class Status(StrEnum):
    """Whether a document may still be relied upon; only `CURRENT` enters evidence by default."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    RETRACTED = "retracted"


class Span(Frozen):
    """A half-open range `[start, end)` of code points."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"a span ends ({self.end}) before it starts ({self.start})")
        return self

    def of(self, text: str) -> str:
        """The words this span covers in `text`."""
        return text[self.start : self.end]


class Provenance(Frozen):
    """What a document says about its origin and its standing; dates are None where unstated."""

    source: str
    """Name of the corpus the document belongs to, as its `corpus.toml` declares it."""
    publisher: str | None = None
    licence: str
    """The licence as declared, or `unstated` where the user accepted that."""
    jurisdiction: str | None = None
    """ISO 3166-1 alpha-2 code, `INT`, or None."""
    language: str = "en"
    audience: Audience = Audience.CLINICIAN
    grade: str | None = None
    """Evidence grade in the source's own words."""
    version: str | None = None
    published: date | None = None
    effective: date | None = None
    review_due: date | None = None
    url: str | None = None
    access_tags: frozenset[str] = frozenset()
    """Empty: readable by everyone of the audience. Otherwise the caller must hold one of them."""
    status: Status = Status.CURRENT
    superseded_by: str | None = None
    """Origin of the edition that replaced this one, where known."""
    said: Status | None = None
    """The status that was declared or stated, where what was found since outranks it: a later
    edition in the library, or a notice or a list that names the document as retracted."""
    identifiers: tuple[str, ...] = ()
    """`pmid:`, `doi:`, `pmcid:` or `setid:` and the number; the document's own first."""
    revised: date | None = None
    """When the source last changed its record of the document."""
    updated_in: str | None = None
    """Identifier of the record that updates this one, where the source states it."""
    concern: bool = False
    """Whether an expression of concern was published about it."""
    kinds: tuple[str, ...] = ()
    """Publication types in the source's own words (`Randomized Controlled Trial`)."""
    subjects: tuple[str, ...] = ()
    """Subject headings in the source's own words (MeSH), its major topics first."""
    recognised_pages: tuple[int, ...] = ()
    """Pages, counted from 1, whose words were read off a scan: to be compared with the original."""

    @property
    def dated(self) -> date | None:
        """Effective, else published; None where neither is stated."""
        return self.effective or self.published


class DocumentCard(Frozen):
    """A document without its text: what a citation shows of it."""

    id: str
    origin: str
    """Where it was read from: a path, or `archive!/member`, or `file#record`."""
    title: str
    provenance: Provenance


class Section(Frozen):
    """A run of the document under one heading path (headings from the title down)."""

    path: tuple[str, ...]
    span: Span


class Document(Frozen):
    """A document's full text and its structure.

    `pages[i]` is the span of page i+1 (empty for formats without pages).
    """

    card: DocumentCard
    text: str
    sections: tuple[Section, ...] = ()
    pages: tuple[Span, ...] = ()

    @property
    def id(self) -> str:
        return self.card.id


class Passage(Frozen):
    """A run of text that is indexed, retrieved and quoted as one.

    `sentences` are document offsets inside `span`, in order, without overlap. A formulary row
    carries its typed `record` too.
    """

    id: str
    document_id: str
    source: str
    path: tuple[str, ...]
    span: Span
    text: str
    sentences: tuple[Span, ...] = ()
    pages: tuple[int, int] | None = None
    """First and last page the passage stands on, counted from 1."""
    record: FormularyRow | None = None

    @property
    def indexed_text(self) -> str:
        """What both legs index: the heading path, then the words."""
        return "\n".join((" - ".join(self.path), self.text)) if self.path else self.text

    def sentence_texts(self) -> tuple[str, ...]:
        """The passage's sentences, verbatim; the whole passage where none were marked."""
        spans = self.sentences or (self.span,)
        return tuple(self.text[s.start - self.span.start : s.end - self.span.start] for s in spans)


class SplitDocument(Frozen):
    """A document with the passages it was split into."""

    document: Document
    passages: tuple[Passage, ...]
