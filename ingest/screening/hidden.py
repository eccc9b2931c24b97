"""Words that stand in a file and that nobody sees who opens it."""

from app.domain.frozen import Frozen
from ingest.reading import ReadDocument


class Hidden(Frozen):
    """One run of words that is not seen."""

    how: str
    """As it completes "hidden ...": `in a comment`, `by white letters on white`."""
    text: str
    page: int | None = None
    deliberate: bool = False
    """Whether layout has no use for hiding words in this way, so that someone wanted them there."""
    everyday: bool = False
    """Whether people hide text of the trade in this way every day (a slide that is not shown, a
    column put away), so that it is only a finding where it would be one in plain sight."""


class Concealing(ReadDocument):
    """A document whose file holds words that are not seen, as far as its reader looks for them.

    Whether they stand among the blocks too is the reader's affair.
    """

    hidden: tuple[Hidden, ...] = ()
