"""MathML as one line of text: what a formula says, without its markup."""

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree

from ingest.sources.raised import raised

_UNSEEN: Final = frozenset({"annotation", "annotation-xml", "mphantom"})
_MARKS: Final = ("\u2061", "\u2062", "\u2063", "\u2064")
"""Invisible "apply", "times", "separator" and "plus"."""
_RELATIONS: Final = frozenset("=<>\u2264\u2265\u2248\u2260")
_SIMPLE: Final = re.compile(r"[^\W\d]+|[\d.]+")
_FIGURES: Final = re.compile(r"[+\u2212-]?\d{1,2}")


def formula_text(math: etree._Element) -> str:
    """The formula: a fraction as `a/b`, a power as `x\u00b2` or `x^(a+b)`, an index as `x_a`.

    Elements are told by their local names, whatever their namespace; ones that this does not know
    give their parts in order.
    """
    if not isinstance(math.tag, str):
        return ""
    name = etree.QName(math).localname
    if name in _UNSEEN:
        return ""
    parts = [part for child in math if (part := formula_text(child))]
    if name in {"mi", "mn", "mo", "mtext", "ms"}:
        words = "".join(c for c in "".join(math.itertext()) if c not in _MARKS)
        spaced = name == "mo" and words.strip() in _RELATIONS
        return f" {words.strip()} " if spaced else words
    if name == "mfenced":
        inside = ", ".join(parts)
        return f"{math.get('open', '(')}{inside}{math.get('close', ')')}"
    if name in {"mtable", "mtr"}:
        return "; ".join(parts) if name == "mtable" else ", ".join(parts)
    return _built(name, parts)


def _built(name: str, parts: Sequence[str]) -> str:
    match (name, *parts):
        case ("mfrac", above, below):
            return f"{_grouped(above)}/{_grouped(below)}"
        case ("msup", base, power):
            return base + _power(power)
        case ("msub", base, index):
            return f"{base}_{_grouped(index)}"
        case ("msubsup", base, index, power):
            return f"{base}_{_grouped(index)}{_power(power)}"
        case ("msqrt", *_):
            return f"\u221a({_joined(parts)})"
        case ("mroot", base, degree):
            return f"{_grouped(base)}^(1/{degree.strip()})"
    return _joined(parts)


def _grouped(words: str) -> str:
    text = words.strip()
    return text if _SIMPLE.fullmatch(text) else f"({text})"


def _power(power: str) -> str:
    words = power.strip()
    return raised("10", words) if _FIGURES.fullmatch(words) else f"^{_grouped(words)}"


def _joined(parts: Sequence[str]) -> str:
    """The parts in order; two figures or words in a row stay apart."""
    text = ""
    for part in parts:
        text += " " if text[-1:].isalnum() and part[:1].isdigit() else ""
        text += part
    return text
