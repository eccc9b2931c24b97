"""Pages of a PDF that show something and have no text layer: read where that can be done surely.

Each page is decided by itself. What cannot be read is named in a notice, so that no page goes
missing in silence.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Final

from app.domain.errors import UnreadableDocument
from ingest.notices import Notice, Said
from ingest.sources.doubtful import UNCLEAR
from ingest.sources.pdf_page import Page
from ingest.sources.pdf_pictures import GLANCING, shots, shows_more, whole_page_pictures
from ingest.sources.recognition import Recogniser
from ingest.sources.scan_lines import as_page

_LETTERS: Final = 20
"""A page with fewer has no text layer."""
_STAMP: Final = 200
"""Letters of a stamp or a running foot on a page that is a picture otherwise."""
_SUREST: Final = 0.98
"""Mean confidence that a page must reach. Made-up pages: clean or a little noisy, 100 to 300 dpi,
0.988 and above, with errors that `doubtful` finds; noisy at 100 dpi, at 72 dpi, or badly blurred,
0.973 and below, with wrong numbers that nothing tells from right ones. Pages of MMWR and of a Word
document: 0.993 and above."""
_MOST_PAGES: Final = 500
_LONGEST: Final = 2 * 3600.0
"""Seconds for one file; a page of dense print takes 4 to 9 on one core."""


@dataclass(frozen=True, slots=True)
class Scans:
    """The pages with those that were read from pictures among them, and what is to be told."""

    pages: tuple[Page, ...]
    recognised: tuple[int, ...]
    left_out: tuple[int, ...]
    notices: tuple[Notice, ...]

    @property
    def letters(self) -> int:
        """On the pages that were not left out: a stamp on a scan is no text."""
        read = (page for page in self.pages if page.number not in self.left_out)
        return sum(len(line.text) for page in read for line in page.lines)


def read_scans(path: Path, pages: tuple[Page, ...], recogniser: Recogniser | None) -> Scans:
    """The pages with the words of scans in place of the text layer that these lack.

    A page that is a scan with a stamp on it keeps the stamp's words where it cannot be read.

    Args:
        recogniser: None reads none and names them all.

    Raises:
        UnreadableDocument: there are too many scans, or they take too long.
    """
    scans = _scans(path, pages)
    if recogniser is None or not scans:
        return Scans(pages, (), tuple(scans), _notices({Said.WITHOUT_TEXT: scans}))
    if len(scans) > _MOST_PAGES:
        raise UnreadableDocument(
            f"The PDF has no text layer on {len(scans)} pages, more than {_MOST_PAGES} that are "
            "read in one file: split it, or run OCR on it first (e.g. ocrmypdf)."
        )
    started = time.monotonic()
    read: dict[int, Page] = {}
    faint: list[int] = []
    wordless: list[int] = []
    huge: list[int] = []
    for shot in shots(path, scans):
        if time.monotonic() - started > _LONGEST:
            raise UnreadableDocument(
                f"The PDF has no text layer, and to read its pages takes longer than "
                f"{_LONGEST / 3600:.0f} hours: split it, or run OCR on it first (e.g. ocrmypdf)."
            )
        if shot.picture is None:
            huge.append(shot.number)
            continue
        seen = recogniser.read(shot.picture)
        if not seen.lines:
            wordless.append(shot.number)
        elif seen.sure < _SUREST:
            faint.append(shot.number)
        else:
            read[shot.number] = as_page(shot.number, seen, shot.scale)
    unclear = [number for number, page in read.items() if _has_unclear(page)]
    return Scans(
        tuple(replace(read[p.number], hidden=p.hidden) if p.number in read else p for p in pages),
        tuple(read),
        (*faint, *wordless, *huge),
        _notices(
            {
                Said.TOO_FAINT: faint,
                Said.WITHOUT_WORDS: wordless,
                Said.TOO_LARGE: huge,
                Said.UNCLEAR: unclear,
            }
        ),
    )


def _scans(path: Path, pages: tuple[Page, ...]) -> list[int]:
    """Numbers of the pages that show something and have no text layer, or only a stamp's."""
    letters = {page.number: sum(len(line.text) for line in page.lines) for page in pages}
    few = [number for number, count in letters.items() if count < _LETTERS]
    by_number = {page.number: page for page in pages}
    seen = [
        shot.number
        for shot in shots(path, few, GLANCING)
        if shows_more(shot, by_number[shot.number])
    ]
    stamped = [number for number, count in letters.items() if _LETTERS <= count < _STAMP]
    covered = whole_page_pictures(path, stamped) if stamped else frozenset()
    return sorted({*seen, *covered})


def _has_unclear(page: Page) -> bool:
    return any(UNCLEAR in word.text for line in page.lines for word in line.words)


def _notices(found: dict[Said, list[int]]) -> tuple[Notice, ...]:
    return tuple(
        Notice(said=said, of=f"pages:{_ranges(numbers)}")
        for said, numbers in found.items()
        if numbers
    )


def _ranges(numbers: Iterable[int]) -> str:
    """`3,7-9` for 3, 7, 8 and 9."""
    parts = []
    for _, run in groupby(enumerate(sorted(numbers)), key=lambda one: one[1] - one[0]):
        first, *rest = [number for _, number in run]
        parts.append(f"{first}-{rest[-1]}" if rest else str(first))
    return ",".join(parts)
