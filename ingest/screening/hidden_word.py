"""What a Word document holds and neither shows nor prints: runs marked hidden, white, or tiny."""

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Final

from ingest.screening.hidden import Hidden

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from lxml.etree import _Element

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF: Final = frozenset({"0", "false", "off", "none"})
_WHITE: Final = frozenset({"FFFFFF", "FEFEFE", "FDFDFD", "FCFCFC"})
SMALLEST: Final = 4
"""Half points: letters of two points or less cannot be read."""


def hidden_in(word: "WordDocument") -> tuple[Hidden, ...]:
    """The runs of the body that are not seen, neighbours of a paragraph that hide alike joined.

    Only what a run itself says is looked at, no styles; the words of shaded cells, paragraphs and
    runs may be white.
    """
    return tuple(one for one in _runs(word) if one.text.strip())


def _runs(word: "WordDocument") -> Iterator[Hidden]:
    for paragraph in word.element.body.iter(f"{_W}p"):
        for how, runs in groupby(paragraph.iter(f"{_W}r"), key=_how):
            if how:
                words = "".join(t.text or "" for run in runs for t in run.iter(f"{_W}t"))
                yield Hidden(how=how, text=words, deliberate=True)


def _how(run: "_Element") -> str:
    told = run.find(f"{_W}rPr")
    if told is None:
        return ""
    vanish = told.find(f"{_W}vanish")
    if vanish is not None and vanish.get(f"{_W}val", "1") not in _OFF:
        return "by Word's hidden mark"
    size = told.find(f"{_W}sz")
    value = size.get(f"{_W}val", "") if size is not None else ""
    if value.isdecimal() and int(value) <= SMALLEST:
        return "by letters of no size"
    colour = told.find(f"{_W}color")
    white = colour is not None and colour.get(f"{_W}val", "").upper() in _WHITE
    return "by white letters on white" if white and not _shaded(run) else ""


def _shaded(run: "_Element") -> bool:
    """Whether anything around the run gives it a ground of its own."""
    if run.find(f"{_W}rPr/{_W}highlight") is not None:
        return True
    around = (run, *run.iterancestors(f"{_W}p", f"{_W}tc", f"{_W}tbl", f"{_W}txbxContent"))
    return any(
        one.tag == f"{_W}txbxContent"
        or one.find(f"{one.tag!s}Pr/{_W}shd") is not None
        or (one.tag == f"{_W}tbl" and one.find(f"{_W}tblPr/{_W}tblStyle") is not None)
        for one in around
    )
