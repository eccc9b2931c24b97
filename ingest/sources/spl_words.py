"""The words of an SPL element: what is raised, lowered or noted is told apart from the figures.

Source: HL7, "Structured Product Labeling, Release 4", the narrative block (`paragraph`, `content`,
`sub`, `sup`, `br`, `footnote`, `footnoteRef`, `linkHtml`, `renderMultiMedia`).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from lxml import etree

from ingest.reading import Block, BlockKind
from ingest.sources.raised import raised

NOTE_MARKS: Final = "*\u2020\u2021\u00a7\u00b6#"
"""What a footnote is marked with; beyond these the marks are doubled."""

_MARKED: Final = ("bold", "italics", "underline")
_PICTURES: Final = frozenset({"renderMultiMedia", "observationMedia"})
_LETTERS: Final = re.compile(r"[a-z](?:\s*,\s*[a-z])*")
_SIGNED: Final = re.compile(r"[+\u2212\u2013-]\d")
_TRADE_MARKS: Final = {"\u00ae": "\u00ae", "\u2122": "\u2122", "TM": "\u2122"}
_LOOKED_BACK: Final = 20
_BREAK: Final = "\u2028"
"""A `br`, apart from the line ends with which the file was written."""
_EMPTY_LINE: Final = re.compile(rf"{_BREAK}\s*{_BREAK}")
_NEXT_FIGURE: Final = re.compile(
    rf"(\d[^\s;,.:]*(?: [a-z%]+)?)\s*{_BREAK}\s*"
    r"(?=[<>\u2264\u2265\u00b1+\u2212\u2191\u2193-]?\s?\d)"
)
"""A figure, with its unit, above a figure: two values, not one."""
_BULLET: Final = re.compile(r"^[\u2022\u25cf\u25aa]\s*")


class Line(NamedTuple):
    """A paragraph or list item; `marked`: every word of it is bold, in italics or underlined."""

    text: str
    marked: bool = False
    bold: bool = False


class Notes:
    """The footnotes of one table, or of a text around its tables, marked in the order met."""

    def __init__(self, footnotes: Mapping[str, etree._Element], around: str = "") -> None:
        """
        Args:
            footnotes: those of the whole document, by their ID, for references to them.
            around: the words that the notes belong to. A mark that these use by themselves, for a
                note written out below, is no other note's mark.
        """
        self._footnotes = footnotes
        self._met: list[etree._Element] = []
        self._marks = [mark for mark in NOTE_MARKS if mark not in around] or [*NOTE_MARKS]
        self._least = 1 if self._marks[0] not in around else 2

    def mark(self, element: etree._Element) -> str:
        """The mark of a `footnote` or a `footnoteRef`; empty where the reference leads nowhere."""
        note: etree._Element | None = element
        if name_of(element) == "footnoteRef":
            note = self._footnotes.get(element.get("IDREF", ""))
        if note is None:
            return ""
        if note not in self._met:
            self._met.append(note)
        again, place = divmod(self._met.index(note), len(self._marks))
        return self._marks[place] * (again + self._least)

    def blocks(self) -> Iterator[Block]:
        """Each note behind its mark, as a paragraph of its own."""
        for note in list(self._met):
            words = " ".join(plain(note).split())
            if words:
                yield Block(kind=BlockKind.PROSE, text=f"{self.mark(note)} {words}")


class Words:
    """The words said so far, and whether all of them were marked."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._said: list[str] = []
        self._all_marked = True
        self._all_bold = True

    def add(self, text: str | None, styles: frozenset[str] = frozenset()) -> None:
        if not text:
            return
        self._said.append(text)
        if any(c.isalnum() for c in text):
            self._all_marked &= bool(styles)
            self._all_bold &= "bold" in styles

    def take(self, element: etree._Element, styles: frozenset[str] = frozenset()) -> None:
        """Adds an inline element's words, without its tail."""
        name = name_of(element)
        if name == "br":
            self._said.append(_BREAK)
        elif name in ("footnote", "footnoteRef"):
            self._said.append(self._notes.mark(element))
        elif name == "sup":
            self._raise(self._apart(element), styles)
        elif name == "sub":
            lowered = self._apart(element)
            between = "_" if self._before()[-1:].isdigit() and lowered[:1].isdigit() else ""
            self.add(between + lowered, styles)
        elif name and name not in _PICTURES and element.get("revised") != "delete":
            self.inside(element, styles | _styles(element))

    def inside(self, element: etree._Element, styles: frozenset[str] = frozenset()) -> None:
        """Adds all words of an element, whatever it is."""
        self.add(element.text, styles)
        for child in element:
            self.take(child, styles)
            self.add(child.tail, styles)

    def said(self) -> str:
        return "".join(self._said)

    def lines(self) -> list[Line]:
        """What was said since the last call, cut where a line is left empty."""
        said = _NEXT_FIGURE.sub(r"\1; ", self.said())
        texts = (_BULLET.sub("", " ".join(part.split())) for part in _EMPTY_LINE.split(said))
        made = [Line(text, self._all_marked, self._all_bold) for text in texts if text]
        self._said, self._all_marked, self._all_bold = [], True, True
        return made

    def _apart(self, element: etree._Element) -> str:
        words = Words(self._notes)
        words.inside(element)
        return words.said()

    def _raise(self, words: str, styles: frozenset[str]) -> None:
        text = words.strip()
        if text in _TRADE_MARKS:
            self._close_up()
            self._said.append(_TRADE_MARKS[text])
        elif letters := _LETTERS.match(text):
            rest = text[letters.end() :]
            single = not rest[:1].isalnum()
            self.add(f"[{letters.group()}]{rest}" if single else words, styles)
        else:
            if _SIGNED.match(text):
                self._close_up()
            self.add(raised(self._before(), words), styles)

    def _close_up(self) -> None:
        """Takes the blanks away with which the last words end."""
        while self._said and not self._said[-1].rstrip():
            self._said.pop()
        self._said[-1:] = [part.rstrip() for part in self._said[-1:]]

    def _before(self) -> str:
        """The last words so far, as many as tell what a raised figure belongs to."""
        return "".join(self._said[-_LOOKED_BACK:])[-_LOOKED_BACK:]


def plain(element: etree._Element) -> str:
    """The element's words without marks for its footnotes."""
    words = Words(Notes({}))
    words.inside(element)
    return words.said()


def name_of(element: etree._Element) -> str:
    """The tag without its namespace; empty for a comment, an instruction or an entity."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _styles(element: etree._Element) -> frozenset[str]:
    code = element.get("styleCode", "").casefold()
    return frozenset(style for style in _MARKED if style in code)
