"""The cited words within a text: where they stand, and what stands before and behind them."""

from typing import Annotated, Final

from fastapi import Query
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field

from app.domain.corpus import Span

AROUND: Final = 200
"""Code points told before and behind the marked words."""

Mark = Annotated[
    str | None,
    Query(
        pattern=r"^[0-9]{1,10}-[0-9]{1,10}$",
        description="The span of a citation, as `start-end` within its document: those words are "
        "marked. It lies within the text that is read.",
        examples=["1200-1290"],
    ),
]


class Marked(BaseModel):
    """The marked words in their place."""

    span: Span
    before: str = Field(description=f"At most {AROUND} characters of the text before them.")
    quote: str
    after: str


def marked(mark: str | None, text: str, whole: Span) -> Marked | None:
    """
    Args:
        mark: `start-end` within the document; None: nothing is marked.
        text: of the document or of a passage of it.
        whole: where the text stands within its document.

    Raises:
        RequestValidationError: it does not lie within the text.
    """
    if mark is None:
        return None
    start, end = map(int, mark.split("-"))
    if not whole.start <= start < end <= whole.end:
        raise RequestValidationError(
            [{"type": "value_error", "loc": ("query", "mark"), "msg": "", "input": None}]
        )
    first, last = start - whole.start, end - whole.start
    return Marked(
        span=Span(start=start, end=end),
        before=text[max(0, first - AROUND) : first],
        quote=text[first:last],
        after=text[last : last + AROUND],
    )
