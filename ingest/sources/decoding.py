"""Bytes of a text format as text: byte order mark, UTF-8, the declared encoding, Windows-1252."""

import codecs
import re
from typing import Final

from app.domain.errors import UnreadableDocument
from ingest.reading import SourceFile
from ingest.sources.line_ends import written_lines

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED: Final = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_OTHER_FORMATS: Final = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old or password-protected Office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"{\\rtf", "a rich text document"),
)
LARGEST: Final = 32 * 1024 * 1024
"""Bytes of one file: it is held in memory whole, and its tree takes ten times as much. A thousand
printed pages have three megabytes."""
MOST_CONTROLS: Final = 0.01
"""Share of control characters above which bytes are no text; text of any language has none."""


def read_text(file: SourceFile) -> str:
    """The file's text with `\\n` line ends.

    What is valid UTF-8 is read as UTF-8 whatever it declares, for pages are often re-encoded and
    seldom re-labelled; else the declared encoding counts, else Windows-1252, as browsers read
    Latin-1.

    Raises:
        UnreadableDocument: the file is empty, too large, or is not text.
    """
    size = file.path.stat().st_size
    if size > LARGEST:
        raise UnreadableDocument(
            f"{file.origin} has {size:,} bytes; at most {LARGEST:,} of text are read. Split it."
        )
    data = file.path.read_bytes()
    for signature, kind in _OTHER_FORMATS:
        if data.startswith(signature):
            raise UnreadableDocument(
                f"{file.origin} is {kind}, not what its name says. Give it its right suffix."
            )
    text = written_lines(decoded(data))
    if not text.strip():
        raise UnreadableDocument(f"{file.origin} is empty. Replace it, or take it away.")
    controls = sum(1 for _ in _CONTROLS.finditer(text))
    if controls > MOST_CONTROLS * len(text):
        raise UnreadableDocument(
            f"{file.origin} is not text: {controls:,} of its {len(text):,} characters are control "
            "characters. Save it again as UTF-8, or take it away."
        )
    return text


def decoded(data: bytes) -> str:
    """The text of these bytes, whatever they are."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    declared = _DECLARED.search(data[:2048])
    named = (declared[1].decode("ascii"),) if declared else ()
    for encoding in ("utf-8", *named, "cp1252"):
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeError):
            continue
    return data.decode("latin-1")
