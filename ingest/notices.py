"""What a file says of a document that lies in another one: that it was deleted, or retracted.

A reader yields such a notice as a record without blocks, so the ledger keeps it with its file, as
one of the records that became no document; it holds for as long as the file is there.
"""

import re
from enum import StrEnum
from typing import Final

from app.domain.frozen import Frozen
from ingest.reading import ReadDocument

_WRITTEN: Final = re.compile(r"#(deletes|retracts) ([a-z]+:\S+)$")


class Said(StrEnum):
    DELETES = "deletes"
    """The source took its record back: the document leaves the index."""
    RETRACTS = "retracts"


class Notice(Frozen):
    """`said` of the documents that go by `of`, an identifier."""

    said: Said
    of: str

    def record(self) -> ReadDocument:
        """The record that a reader yields."""
        return ReadDocument(title=None, blocks=(), record=f"{self.said} {self.of}")

    @property
    def reason(self) -> str:
        """Why the record became no document."""
        if self.said is Said.DELETES:
            return f"It says that the source deleted {self.of}, which is not kept."
        return f"It says that {self.of} is retracted, which is no evidence."


def notice_in(origin: str) -> Notice | None:
    """The notice that the record of this origin is; None for any other record."""
    found = _WRITTEN.search(origin)
    return Notice(said=Said(found[1]), of=found[2]) if found else None
