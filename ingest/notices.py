"""What a file says of a document that lies in another one, and what of its own pages was not read.

A document elsewhere was deleted, or retracted; a page was a scan that could not be read. A reader
yields such a notice as a record without blocks, so the ledger keeps it with its file, as one of the
records that became no document; it holds for as long as the file is there.
"""

import re
from enum import StrEnum
from typing import Final

from app.domain.frozen import Frozen
from ingest.reading import ReadDocument


class Said(StrEnum):
    DELETES = "deletes"
    """The source took its record back: the document leaves the index."""
    RETRACTS = "retracts"
    WITHOUT_TEXT = "without-text"
    """Its pages `of` have no text layer, and no text recognition is installed."""
    WITHOUT_WORDS = "without-words"
    """Text recognition found no words on them."""
    TOO_FAINT = "too-faint"
    """Text recognition could not read them surely."""
    TOO_LARGE = "too-large"
    """Their pictures have more dots than fit a memory."""
    UNCLEAR = "unclear"
    """Some of their numbers could not be read surely, and are not in the text."""


_WRITTEN: Final = re.compile(rf"#({'|'.join(Said)}) ([a-z]+:\S+)$")
_OF_PAGES: Final = {
    Said.WITHOUT_TEXT: "Pages {}: no text layer, as scans have none, and they were left out. "
    "Install citewell[ocr], or run OCR first (e.g. ocrmypdf), and ingest the file again.",
    Said.WITHOUT_WORDS: "Pages {}: no text layer, and text recognition found no words on them. "
    "Look whether they are only pictures.",
    Said.TOO_FAINT: "Pages {}: no text layer, and too faint or blurred to be read surely, so they "
    "were left out. Scan them again at 300 dpi.",
    Said.TOO_LARGE: "Pages {}: no text layer, and a picture of more than 100 million dots, so they "
    "were left out. Scan them again at 300 dpi.",
    Said.UNCLEAR: "Pages {}: read from a scan; numbers that could not be read surely stand as "
    "[unclear] in the text. Look at the original, or scan the pages again at 300 dpi.",
}


class Notice(Frozen):
    """`said` of the documents that go by `of`, an identifier, or of its file's `pages:3,7-9`."""

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
        if self.said in _OF_PAGES:
            return _OF_PAGES[self.said].format(self.of.removeprefix("pages:").replace(",", ", "))
        return f"It says that {self.of} is retracted, which is no evidence."


def notice_in(origin: str) -> Notice | None:
    """The notice that the record of this origin is; None for any other record."""
    found = _WRITTEN.search(origin)
    return Notice(said=Said(found[1]), of=found[2]) if found else None
