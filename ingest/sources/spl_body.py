"""The sections of an SPL document as headings and what stands under them."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from lxml import etree

from ingest.clean import clean
from ingest.reading import Block, BlockKind
from ingest.sources.spl_narrative import Footnotes, Grid, narrative
from ingest.sources.spl_outline import Heading, Outline
from ingest.sources.spl_sections import (
    BOXED_WARNING,
    DOSAGE,
    LEAD_INS,
    PACKAGE_LABEL,
    heading_of_code,
)
from ingest.sources.spl_words import Line, plain

V3: Final = "{urn:hl7-org:v3}"
LONGEST_TITLE: Final = 200
"""Characters of a section's title; a longer one is read as a paragraph."""
SHORTEST_SENTENCE: Final = 80
"""Characters of a title with a full stop that is no name (`General.` is one)."""
LONGEST_MARKED: Final = 120
"""Characters of a paragraph that may be a heading because all of it is bold or underlined."""

_NUMBER: Final = re.compile(r"^[\d.]+\s+")
_ENDED: Final = re.compile(r"[.;,!][)\]\"\u201d]*$")
_CAPTION: Final = re.compile(r"(?:figure|table)\b", re.IGNORECASE)

Path = tuple[Heading, ...]
Part = Line | Grid


def say_sections(document: etree._Element, outline: Outline) -> None:
    """Every section of the document's body, in its order.

    A section is headed by its title, else by the name of its LOINC code, else by a first paragraph
    that is bold, in italics or underlined throughout. An unclassified section that is a title and
    nothing else ("4.1 Severe liver disease") says it as a paragraph.

    The highlights (`excerpt`) of a section are left out, for they repeat it; they are read where
    the section has no text and no subsections.
    """
    notes = {
        name: note
        for note in document.iter(f"{V3}footnote")
        if (name := note.get("ID")) is not None
    }
    for section in document.iterfind(f"{V3}component/{V3}structuredBody/{V3}component/{V3}section"):
        _Section(section, notes).say((), outline)


class _Section:
    def __init__(
        self, element: etree._Element, footnotes: Footnotes, in_dosage: bool = False
    ) -> None:
        """`in_dosage`: it stands inside the section on dosage."""
        code = element.find(f"{V3}code")
        self._element = element
        self._footnotes = footnotes
        self._code = code.get("code", "") if code is not None else ""
        self._shown = code.get("displayName", "") if code is not None else ""
        self._inside = element.findall(f"{V3}component/{V3}section")
        self._in_dosage = in_dosage
        self._warns = self._code == BOXED_WARNING and not in_dosage

    def say(self, above: Path, outline: Outline) -> None:
        parts = self._parts()
        title = self._element.find(f"{V3}title")
        words = clean(plain(title)) if title is not None else ""
        path = above
        if not parts and not self._inside:
            if words and not self._names_only(words):
                outline.say(self._by_code(above), [_prose(words)])
            return
        if self._warns and "boxed" not in words.casefold():
            path = self._by_code(above)
        begins = self._code in LEAD_INS and (parts or self._inside)
        if words and (_is_sentence(words) or begins):
            path = self._by_code(above)
            outline.say(path, [_prose(words)])
        elif words:
            path = (*path, Heading(words))
        elif path == above:
            path = self._by_code(above)
            if path == above and parts and _may_head(parts[0]) and (parts[1:] or self._inside):
                path = (*above, Heading(_heading_words(parts.pop(0))))
        plainly = self._code == PACKAGE_LABEL
        for headings, blocks in _under_marked(parts, plainly):
            outline.say((*path, *headings), blocks)
        in_dosage = self._in_dosage or self._code == DOSAGE
        for section in self._inside:
            _Section(section, self._footnotes, in_dosage).say(path, outline)

    def _by_code(self, above: Path) -> Path:
        """Among doses a boxed warning is only a drawn box: labels code dose tables so."""
        if self._code == BOXED_WARNING and not self._warns:
            return above
        heading = heading_of_code(self._code, self._shown)
        return (*above, Heading(heading)) if heading else above

    def _names_only(self, title: str) -> bool:
        """Whether the title only names the section: `8.1 Pregnancy`, or a picture of a package."""
        name = heading_of_code(self._code, self._shown) or ""
        return self._code == PACKAGE_LABEL or _NUMBER.sub("", title).casefold() == name.casefold()

    def _parts(self) -> list[Part]:
        parts = self._told("text")
        return parts if parts or self._inside else self._told(f"excerpt/{V3}highlight/{V3}text")

    def _told(self, path: str) -> list[Part]:
        texts = self._element.iterfind(f"{V3}{path}")
        return [part for text in texts for part in narrative(text, self._footnotes)]


def _under_marked(parts: Sequence[Part], plainly: bool) -> Iterator[tuple[Path, list[Block]]]:
    """The parts under the marked paragraphs among them that head what follows.

    Args:
        plainly: what is marked is only large print, as on a package.
    """
    path: Path = ()
    for at, part in enumerate(parts):
        after = parts[at + 1] if at + 1 < len(parts) else None
        heads = not plainly and after is not None and _may_head(part) and not _may_head(after)
        if heads and not _quotable(part):
            path = (Heading(_heading_words(part)),)
        else:
            yield path, list(_blocks(part))


def _is_sentence(title: str) -> bool:
    """Whether a section's title says what a paragraph should."""
    return len(title) > LONGEST_TITLE or (
        len(title) > SHORTEST_SENTENCE and _ENDED.search(title) is not None
    )


def _may_head(part: Part) -> bool:
    """Whether the part reads as a heading: a short marked line that is no sentence or caption."""
    if not isinstance(part, Line) or not part.marked or len(part.text) > LONGEST_MARKED:
        return False
    words = part.text
    return bool(
        any(c.isalpha() for c in words) and not _ENDED.search(words) and not _CAPTION.match(words)
    )


def _quotable(part: Part) -> bool:
    """A heading's words cannot be quoted: a line with a figure might be a dose, one with a colon
    begins what follows it."""
    return isinstance(part, Line) and (
        part.text.endswith(":") or any(c.isdigit() for c in part.text)
    )


def _heading_words(part: Part) -> str:
    return part.text.rstrip(": ") if isinstance(part, Line) else ""


def _blocks(part: Part) -> Iterator[Block]:
    if isinstance(part, Line):
        yield _prose(part.text)
    else:
        yield from part.blocks


def _prose(text: str) -> Block:
    return Block(kind=BlockKind.PROSE, text=text)
