"""The products of a label as a table: what is in them, in what form, from whom.

Source: FDA, "Structured Product Labeling implementation guide", product data elements. Strengths
are written as the label codes them (`25 mg`, `40 mg in 0.8 mL`), units in UCUM. What a strength
counts is written with it: of the active ingredient, of its active moiety (`25 mg of SILDENAFIL`),
or of the reference substance.
"""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from ingest.clean import clean
from ingest.reading import Block, BlockKind, Table
from ingest.sources.spl_words import plain

_V3: Final = "{urn:hl7-org:v3}"
_NDC: Final = "2.16.840.1.113883.6.69"
_UNII: Final = "2.16.840.1.113883.4.9"
_COUNTS: Final = {
    "ACTIM": f"{_V3}activeMoiety/{_V3}activeMoiety/{_V3}name",
    "ACTIR": f"{_V3}asEquivalentSubstance/{_V3}definingSubstance/{_V3}name",
}
"""Whose amount a strength states, by the ingredient's class; by default the ingredient's own."""

COLUMNS: Final = (
    "Product",
    "Generic name",
    "NDC",
    "Dosage form",
    "Active ingredient",
    "Strength",
    "Route",
    "Labeler",
    "Document type",
)


def product_table(document: etree._Element, labeler: str) -> Block | None:
    """A row for each product, and for each part of a kit that has an active ingredient.

    Inactive ingredients, packages, colours and imprints are left out. None where the document
    lists no product.
    """
    code = document.find(f"{_V3}code")
    kind = clean(code.get("displayName", "")) if code is not None else ""
    rows = tuple(
        dict.fromkeys(
            (*row, labeler, kind)
            for product in document.iterfind(f".//{_V3}subject/{_V3}manufacturedProduct")
            for row in _rows(product)
        )
    )
    if not rows:
        return None
    return Block(kind=BlockKind.TABLE, table=Table(header=COLUMNS, rows=rows))


def product_names(document: etree._Element) -> tuple[str, str]:
    """The first product's name and its generic name; empty where it states none."""
    for product in document.iterfind(f".//{_V3}subject/{_V3}manufacturedProduct"):
        for inside in _inside(product):
            return _name(inside), _generic(inside)
    return "", ""


def _rows(product: etree._Element) -> Iterator[tuple[str, ...]]:
    for inside in _inside(product):
        ndc = _ndc(inside)
        parts = [
            (part, part.find(f"{_V3}partProduct"))
            for part in inside.iterfind(f"{_V3}part")
            if part.find(f"{_V3}partProduct/{_V3}ingredient") is not None
        ]
        medicines = [(around, made) for around, made in parts if made is not None and _active(made)]
        if _active(inside) or not medicines:
            yield _row(inside, ndc, _routes(product, inside))
        for around, made in medicines:
            yield _row(made, _ndc(made) or ndc, _routes(around, made) or _routes(product, inside))


def _row(product: etree._Element, ndc: str, routes: str) -> tuple[str, ...]:
    active = _active(product)
    form = product.find(f"{_V3}formCode")
    return (
        _name(product),
        _generic(product),
        ndc,
        clean(form.get("displayName", "")) if form is not None else "",
        ", ".join(filter(None, map(_substance, active))),
        ", ".join(filter(None, (_strength(one, len(active) > 1) for one in active))),
        routes,
    )


def _inside(product: etree._Element) -> Iterator[etree._Element]:
    for tag in ("manufacturedProduct", "manufacturedMedicine"):
        yield from product.iterfind(f"{_V3}{tag}")


def _active(product: etree._Element) -> list[etree._Element]:
    return [
        one
        for one in product.iterfind(f"{_V3}ingredient")
        if one.get("classCode", "").startswith("ACTI")
    ]


def _substance(ingredient: etree._Element) -> str:
    substance = ingredient.find(f"{_V3}ingredientSubstance")
    if substance is None:
        return ""
    name, code = _words(substance, f"{_V3}name"), substance.find(f"{_V3}code")
    unii = code.get("code", "") if code is not None and code.get("codeSystem") == _UNII else ""
    return f"{name} (UNII {clean(unii)})" if unii else name


def _strength(ingredient: etree._Element, named: bool) -> str:
    """`25 mg of SILDENAFIL in 5 mL`; `named`: the product has other ingredients too."""
    amount = _quantity(ingredient.find(f"{_V3}quantity/{_V3}numerator"))
    per = _quantity(ingredient.find(f"{_V3}quantity/{_V3}denominator"))
    if not amount:
        return ""
    substance = ingredient.find(f"{_V3}ingredientSubstance")
    of = ""
    if substance is not None:
        of = _words(substance, _COUNTS.get(ingredient.get("classCode", ""), f"{_V3}none"))
        of = of or (_words(substance, f"{_V3}name") if named else "")
    return amount + (f" of {of}" if of else "") + (f" in {per}" if per not in ("", "1") else "")


def _quantity(element: etree._Element | None) -> str:
    if element is None or not element.get("value"):
        return ""
    unit = element.get("unit", "1")
    return clean(f"{element.get('value')} {unit if unit != '1' else ''}")


def _routes(around: etree._Element, product: etree._Element) -> str:
    codes = [
        route.get("displayName", "")
        for one in (around, product)
        for route in one.iterfind(f"{_V3}consumedIn/{_V3}substanceAdministration/{_V3}routeCode")
    ]
    return ", ".join(dict.fromkeys(filter(None, map(clean, codes))))


def _ndc(product: etree._Element) -> str:
    code = product.find(f"{_V3}code")
    return (
        clean(code.get("code", "")) if code is not None and code.get("codeSystem") == _NDC else ""
    )


def _name(product: etree._Element) -> str:
    return _words(product, f"{_V3}name")


def _generic(product: etree._Element) -> str:
    return _words(product, f"{_V3}asEntityWithGeneric/{_V3}genericMedicine/{_V3}name")


def _words(element: etree._Element, path: str) -> str:
    found = element.find(path)
    return clean(plain(found)) if found is not None else ""
