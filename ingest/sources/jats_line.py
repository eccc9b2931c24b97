"""A JATS paragraph, title or cell as one line of text.

Source: NISO Z39.96, "JATS: Journal Article Tag Suite", 1.3.
"""

import re
from typing import Final

from lxml import etree

from ingest.sources.citation_marks import cited, is_cited, plain, without_marks
from ingest.sources.mathml import formula_text
from ingest.sources.raised import raised

_SKIPPED: Final = frozenset(
    {
        *("graphic", "inline-graphic", "media", "alt-text", "long-desc", "object-id", "tex-math"),
        *("private-char", "glyph-data", "index-term", "permissions", "processing-meta", "strike"),
        *("mixed-citation", "element-citation", "citation", "nlm-citation", "related-object"),
        *("fig", "table-wrap", "fn", "supplementary-material"),
    }
)
"""Markup, pictures, struck words; references written out; floats, which are read by themselves."""
_APART: Final = frozenset(
    {
        *("p", "title", "label", "list", "list-item", "def", "term", "disp-quote"),
        *("td", "th", "tr", "break", "hr"),
    }
)
"""Their words never run into those around them."""
_REFERENCES: Final = frozenset({"bibr", "ref"})
_NOTES: Final = frozenset({"fn", "table-fn"})
_PEOPLE: Final = frozenset({"aff", "corresp", "author-notes", "contrib"})
_FORMULAS: Final = frozenset({"inline-formula", "math"})
_SCRIPTS: Final = frozenset({"sub", "sup", *_FORMULAS})
_NOTE_BEHIND: Final = re.compile(r"(?:\d|\b(?:[mk\u00b5]?g|mcg|m[lL]|L|IU|mmol|units?|%))$")
_CONTEXT: Final = 12
"""Characters before a raised figure that decide what it is."""


def line(element: etree._Element) -> str:
    """The words of `element`, on one line; "" where it has none.

    References to the bibliography are taken out with what only joined them. A mark of a table's
    footnote stays, in brackets (`12.5[a]`); one of any other footnote goes. Raised and lowered
    figures never run into the number beside them: `10\u2079`, `m\u00b2`, `log2 8`, `2_1`.
    """
    return without_marks(_inside(element, ""))


def _inside(element: etree._Element, before: str) -> str:
    text = plain(element.text or "")
    for child in element:
        shown = _shown(child, (before + text)[-_CONTEXT:])
        tail = plain(child.tail or "")
        apart = child.tag in _SCRIPTS and shown[-1:].isdigit() and tail[:1].isdigit()
        glued = child.tag in _FORMULAS and (before + text)[-1:].isalnum() and shown[:1].isdigit()
        text += (" " if glued else "") + shown + (" " if apart else "") + tail
    return text


def _shown(child: etree._Element, before: str) -> str:
    if child.tag in _SKIPPED:
        return ""
    match child.tag:
        case "math":
            return formula_text(child)
        case "alternatives":
            # One formula in several notations: the first that says it in words.
            return next(filter(None, (_shown(one, before) for one in child)), "")
        case "xref":
            return _cross_reference(child)
        case "sup":
            return _raised(before, _inside(child, ""))
        case "sub":
            return _lowered(before, _inside(child, ""))
    inside = _inside(child, before)
    return f" {inside} " if child.tag in _APART else inside


def _cross_reference(xref: etree._Element) -> str:
    kind = xref.get("ref-type", "")
    if kind in _REFERENCES:
        names = _not_raised(xref)
        return cited(names if any(map(str.isalnum, names)) else "".join(xref.itertext()))
    if kind in _PEOPLE:
        return ""
    if kind in _NOTES:
        mark = "".join(xref.itertext()).strip(" ()[]")
        if next(xref.iterancestors("table-wrap"), None) is None:
            return cited(mark) if mark.isdigit() else ""
        return _noted(mark)
    return _inside(xref, "")


def _not_raised(element: etree._Element) -> str:
    """The words without what is raised: `Alpha et al.<sup>12</sup>` is named by its authors."""
    text = element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag != "sup":
            text += _not_raised(child)
        text += child.tail or ""
    return text


def _raised(before: str, words: str) -> str:
    """JATS marks references as such, so bare raised figures are a power, whatever they follow."""
    if is_cited(words):
        return cited("")
    text = words.strip()
    if re.fullmatch(r"[a-z]", text) and _NOTE_BEHIND.search(before):
        return _noted(text)
    if re.fullmatch(r"\d{3,}", text) and not before[-1:].isalnum():
        return words  # an isotope: <sup>131</sup>I
    return raised("10", words)


def _lowered(before: str, words: str) -> str:
    return f"_{words}" if before[-1:].isdigit() and words[:1].isdigit() else words


def _noted(mark: str) -> str:
    return f"[{mark}]" if mark.isalnum() else mark
