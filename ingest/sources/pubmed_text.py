"""The words of a PubMed element: raised or lowered digits never run into the number before them."""

import re
from typing import Final

from lxml import etree

from ingest.sources.mathml import formula_text

_NOTE: Final = re.compile(r"[a-h](?:\s*,\s*[a-h])*")
_UNIT: Final = re.compile(r"(?:\d|\b(?:[mk\u00b5]?g|mcg|m[lL]|L|IU|mmol|units?|%))$")
"""Behind these a raised letter marks a note: 5 mg<sup>a</sup> is no unit."""
_LOOKED_BACK: Final = 12


def first_text(record: etree._Element, *paths: str) -> str:
    """The text at the first of the paths that has any."""
    for path in paths:
        element = record.find(path)
        if element is not None and (text := plain(element)):
            return text
    return ""


def plain(element: etree._Element) -> str:
    """The element's words in one line."""
    parts: list[str] = []
    _collect(element, parts)
    return " ".join("".join(parts).split())


def _collect(element: etree._Element, parts: list[str]) -> None:
    if not isinstance(element.tag, str):
        return
    name = etree.QName(element).localname
    if name == "math":
        parts.append(_apart(parts, formula_text(element).strip()))
        return
    before = "".join(parts)[-_LOOKED_BACK:]
    inside: list[str] = [element.text or ""]
    for child in element:
        _collect(child, inside)
        tail = child.tail or ""
        inside.append(_apart(inside, tail) if _ends_in_script(child) else tail)
    text = "".join(inside)
    if name == "sup" and _NOTE.fullmatch(text.strip()) and _UNIT.search(before):
        text = f"[{text.strip()}]"
    elif name in {"sup", "sub"}:
        parts.append(_mark(name, before[-1:], text))
    elif name == "br":
        text = " "
    parts.append(text)


def _ends_in_script(child: etree._Element) -> bool:
    name = etree.QName(child).localname if isinstance(child.tag, str) else ""
    return name in {"sup", "sub", "math"} and "".join(child.itertext()).rstrip()[-1:].isdigit()


def _apart(parts: list[str], words: str) -> str:
    """The words, never as further figures of the number before them."""
    return f" {words}" if _last(parts).isdigit() and words[:1].isdigit() else words


def _last(parts: list[str]) -> str:
    """The last character so far."""
    return next((part[-1] for part in reversed(parts) if part), "")


def _mark(name: str, before: str, script: str) -> str:
    """`10^9` for a raised 9, `kg^-1`; but m2, CO2, Ca2+ and 19th as everyone writes them."""
    if not re.match(r"\s*[+\-\u2212]?\d", script) or not before.strip():
        return ""
    if before.isalpha() and script.strip()[0].isdigit():
        return ""
    if name == "sub":
        return "_" if before.isdigit() else ""
    return "^"
