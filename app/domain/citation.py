"""Where the words stand that something rests on."""

from pydantic import Field

from app.domain.corpus import Span
from app.domain.frozen import Frozen


class Citation(Frozen):
    """The exact words a claim stands on: `document.text[span] == quote`."""

    label: int = Field(ge=1)
    document_id: str
    passage_id: str
    source: str
    span: Span
    quote: str = Field(min_length=1)
