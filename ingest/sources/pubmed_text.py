"""The words of a PubMed element: raised or lowered digits never run into the number before them."""

import re
from typing import Final

from lxml import etree

_RAISED: Final = {"sup", "msup"}
_LOWERED: Final = {"sub", "msub"}
_UNSEEN: Final = {"annotation", "annotation-xml", "mphantom"}
"""Parts of a formula that are never drawn."""


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
    name = etree.QName(element).localname
    if name in _UNSEEN:
        return
    before = _last(parts)
    inside: list[str] = [element.text or ""]
    for at, child in enumerate(element):
        if at and name in _RAISED | _LOWERED:
            inside.append(_mark(name, _last(inside), "".join(child.itertext())))
        _collect(child, inside)
        inside.append(child.tail or "")
    text = "".join(inside)
    if name in {"sup", "sub"}:
        parts.append(_mark(name, before, text))
    parts.append(text)


def _last(parts: list[str]) -> str:
    """The last character so far."""
    return next((part[-1] for part in reversed(parts) if part), "")


def _mark(name: str, before: str, script: str) -> str:
    """`10^9` for a raised 9, `kg^-1`; but m2, CO2, Ca2+ and 19th as everyone writes them."""
    if not re.match(r"\s*[+\-\u2212]?\d", script) or not before.strip():
        return ""
    if before.isalpha() and script.strip()[0].isdigit():
        return ""
    if name in _LOWERED:
        return "_" if before.isdigit() else ""
    return "^"
