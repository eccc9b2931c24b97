"""Which lines of a PDF are headings, how deep, and which is the title.

Tags decide where the document has tagged headings (and type set like them). Elsewhere type does:
larger than the body, or bold where the body is not; each size (bold before plain) is a level.
"""

import re
from collections import Counter

from ingest.sources.pdf_page import Line, Page

_LARGER = 1.08
_TAGGED = 3
"""Fewer tagged heading lines than this are an accident of the producer's."""
_LONGEST = 200
_CAPTION = re.compile(r"(?:table|figure|fig\.|box|appendix table)\s*(?:[\dA-Z]{0,3}[.:]|\d)", re.I)
_BULLET = re.compile(r"[•●○▪■◦‣\u2013*-]\s")
_FILE_NAME = re.compile(r"\.(?:docx?|indd|pdf|pptx?|qxd|rtf)$|^untitled|^microsoft word", re.I)
_CUSTOMARY = frozenset(
    [
        "abstract",
        "acknowledgement",
        "acknowledgements",
        "acknowledgment",
        "acknowledgments",
        "appendix",
        "background",
        "conclusion",
        "conclusions",
        "discussion",
        "introduction",
        "methods",
        "recommendations",
        "references",
        "results",
        "summary",
    ]
)
"""They head a section in whatever bold type they are set, and though their tag was forgotten."""
Style = tuple[float, bool]


class Headings:
    """The heading styles of one document."""

    def __init__(self, pages: tuple[Page, ...]) -> None:
        lines = [line for page in pages for line in page.lines]
        weight: Counter[Style] = Counter()
        for line in lines:
            weight[_style(line)] += len(line.text)
        self._section: int | None = None
        self.body: Style = weight.most_common(1)[0][0] if weight else (0.0, False)
        self._tagged = sum(_tagged(line) is not None for line in lines) >= _TAGGED
        self._levels = _tagged_levels(lines) if self._tagged else {}
        if not self._tagged:
            styles = {_style(line) for line in lines if self._stands_out(line)}
            self._levels = {style: at for at, style in enumerate(sorted(styles, reverse=True), 1)}
        self._section = self._usual_section(lines)

    def level(self, line: Line) -> int | None:
        """The line's level, 1 the outermost; None for a line that is no heading."""
        tagged = _tagged(line) if self._tagged else None
        if tagged is not None:
            return tagged
        level = self._levels.get(_style(line)) if self._stands_out(line) else None
        return self._section if level is None and _customary(line) else level

    def _usual_section(self, lines: list[Line]) -> int:
        """The level of the document's sections: the outermost that is no title's."""
        levels = Counter(filter(None, map(self.level, lines)))
        customary = Counter(filter(None, (self.level(line) for line in lines if _customary(line))))
        if customary:
            return customary.most_common(1)[0][0]
        return min((level for level, count in levels.items() if count > 1), default=1)

    def _stands_out(self, line: Line) -> bool:
        size, bold = _style(line)
        larger = size >= self.body[0] * _LARGER
        bolder = bold and not self.body[1] and size >= self.body[0] * 0.97
        return (larger or bolder) and _reads_as_heading(line.text)


def _customary(line: Line) -> bool:
    """Whether the line is nothing but a customary section's name, in bold."""
    return line.bold and line.text.rstrip(":").casefold() in _CUSTOMARY


def is_sentence(text: str, line: Line, body: Style) -> bool:
    """Whether what is set as a heading says something: a recommendation printed in bold.

    As a heading it would only name what follows and never be quoted.
    """
    if len(text) > 2 * _LONGEST:
        return True
    plain_size = line.size < body[0] * _LARGER
    return plain_size and (len(text) > _LONGEST or text.rstrip().endswith("."))


def _tagged_levels(lines: list[Line]) -> dict[Style, int]:
    """Style -> level, for styles that are mostly tagged as headings: some are always forgotten."""
    levels: dict[Style, Counter[int]] = {}
    for line in lines:
        levels.setdefault(_style(line), Counter())[_tagged(line) or 0] += 1
    mostly = {style: counts.most_common(1)[0][0] for style, counts in levels.items()}
    return {style: level for style, level in mostly.items() if level}


def is_caption(text: str) -> bool:
    """`TABLE 2. ...`: bold in many documents, but it names the table and heads no section."""
    return _CAPTION.match(text) is not None


def title_of(pages: tuple[Page, ...], stated: str, body: Style) -> str | None:
    """The metadata's title where it is one, else the first page's largest type or first line."""
    stated = " ".join(stated.split())
    if len(stated) > 8 and " " in stated and not _FILE_NAME.search(stated):
        return stated
    if not pages or not pages[0].lines:
        return None
    groups: list[list[Line]] = []
    for line in pages[0].lines:
        if groups and abs(groups[-1][-1].size - line.size) < 0.6 and line.size > body[0]:
            groups[-1].append(line)
        else:
            groups.append([line])
    spoken = [g for g in groups if len(" ".join(line.text for line in g).split()) > 1] or groups
    title = max(spoken, key=lambda group: group[0].size)
    text = " ".join(line.text for line in title).strip()
    says_something = title[0].size < body[0] * _LARGER and text.endswith((".", ":", ";", ","))
    return None if says_something else text[:_LONGEST] or None


def _style(line: Line) -> Style:
    return round(line.size * 2) / 2, line.bold


def _tagged(line: Line) -> int | None:
    tag = line.words[0].tag
    return tag.heading if tag else None


def _reads_as_heading(text: str) -> bool:
    if len(text) > _LONGEST or is_caption(text) or _BULLET.match(text):
        return False
    return sum(letter.isalpha() for letter in text) > 1
