"""A formula of a Word document (Office MathML) as one line of text.

Source: ECMA-376, part 1, chapter 22.1.
"""

from typing import Final

from lxml import etree

from ingest.sources.mathml import formula_text

M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_BUILT: Final = {
    "f": ("mfrac", ("num", "den")),
    "sSup": ("msup", ("e", "sup")),
    "sSub": ("msub", ("e", "sub")),
    "sSubSup": ("msubsup", ("e", "sub", "sup")),
}
_PROPERTIES: Final = "Pr"


def office_formula(math: etree._Element) -> str:
    """`1/2`, `x\u00b2`, `a_b`: what the formula says, without its markup."""
    return formula_text(_as_mathml(math)).strip()


def _as_mathml(element: etree._Element) -> etree._Element:
    """What its own vocabulary does not name gives its parts in order."""
    name = etree.QName(element).localname
    if name == "t":
        made = etree.Element("mtext")
        made.text = element.text or ""
        return made
    if name in _BUILT:
        tag, parts = _BUILT[name]
        made = etree.Element(tag)
        made.extend(_row(element.find(f"{M}{part}")) for part in parts)
        return made
    if name == "rad":
        degree = "".join(element.xpath("string(*[local-name()='deg'])")).strip()
        made = etree.Element("mroot" if degree else "msqrt")
        made.append(_row(element.find(f"{M}e")))
        if degree:
            made.append(_row(element.find(f"{M}deg")))
        return made
    if name == "d":
        told = {
            mark: one.get(f"{M}val", "")
            for mark in ("begChr", "endChr")
            if (one := element.find(f"{M}dPr/{M}{mark}")) is not None
        }
        made = etree.Element("mfenced")
        made.set("open", told.get("begChr", "("))
        made.set("close", told.get("endChr", ")"))
        made.extend(_row(part) for part in element.iterfind(f"{M}e"))
        return made
    return _row(element)


def _row(element: etree._Element | None) -> etree._Element:
    made = etree.Element("mrow")
    for child in () if element is None else element:
        if isinstance(child.tag, str) and not child.tag.endswith(_PROPERTIES):
            made.append(_as_mathml(child))
    return made
