"""What ingest's screen makes of a document that stands in a set as text."""

import tempfile
from pathlib import Path
from typing import Final

from ingest.reading import SourceFile
from ingest.screen import screen
from ingest.sources.markdown import MarkdownReader

_NAME: Final = "document.md"


def kept_out(text: str) -> tuple[str, ...]:
    """The rules by which the document would be held for review; empty: it is let in.

    It is read as Markdown, as which plain text and pieces of HTML are read too.

    Raises:
        UnreadableDocument: nothing in it can be read.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _NAME
        path.write_text(text, encoding="utf-8")
        found = [
            finding
            for read in MarkdownReader().read(SourceFile(path=path, origin=_NAME), {})
            for finding in screen(read)
        ]
    return tuple(dict.fromkeys(one.rule for one in found))
