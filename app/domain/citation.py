"""Where the words stand that something rests on."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from app.domain.corpus import Span
from app.domain.frozen import Frozen


class Origin(StrEnum):
    """Where evidence comes from: the library, or the patient's own record."""

    LIBRARY = "library"
    RECORD = "record"


class Citation(Frozen):
    """The exact words a claim stands on: `document.text[span] == quote`.

    Of a record the document is one entry of it, whose text travels in the outcome's evidence;
    `source` then names the resource, and `on` is its date.
    """

    label: int = Field(ge=1)
    document_id: str
    passage_id: str
    source: str
    span: Span
    quote: str = Field(min_length=1)
    origin: Origin = Origin.LIBRARY
    on: date | None = None
