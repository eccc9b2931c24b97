"""What a drug label says of its own products: the rows under its heading `Products`.

The readers of SPL and openFDA labels write them, one line a product (`Product: ...; Active
ingredient: ... (UNII ...); Strength: ...`). A document without them is no label here.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from app.domain.corpus import Passage, Span, SplitDocument
from app.domain.ingredients import ingredient_name

PRODUCTS: Final = "Products"
_COLUMNS: Final = (
    "Product",
    "Generic name",
    "NDC",
    "Dosage form",
    "Active ingredient",
    "UNII",
    "Pharmacologic class",
    "Strength",
    "Route",
    "Labeler",
    "Document type",
    "Product data",
)
_COLUMN: Final = re.compile(rf"(?:^|; )({'|'.join(_COLUMNS)}): ")
_CODED: Final = re.compile(r"(.+?) \(UNII ([0-9A-Z]{10})\)(?:, |$)")
_CODE: Final = re.compile(r"[0-9A-Z]{10}")
_COUNTED_FOR: Final = re.compile(r"[\d.,]+ \S+ of (?P<moiety>.+?)(?: in [\d.,]+ \S+)?")
_FOR_OTHERS: Final = re.compile(
    r"animal|veterinary|device|cosmetic|dietary|food|bulk|export only", re.IGNORECASE
)


class Ingredient(NamedTuple):
    """As the row has it, what it is called, and its FDA code where one is stated."""

    written: str
    name: str
    unii: str | None


class Product(NamedTuple):
    """One row, and where it stands."""

    cells: dict[str, str]
    ingredients: tuple[Ingredient, ...]
    passage: Passage
    span: Span

    @property
    def names(self) -> tuple[str, ...]:
        """The ingredients' names, sorted and once each."""
        return tuple(sorted({one.name for one in self.ingredients}))


class Label(NamedTuple):
    """A label all of whose products hold the same ingredients."""

    products: tuple[Product, ...]
    ingredients: tuple[str, ...]
    names: frozenset[str]
    """Whatever the label may call its drug, in lower case: products, generics, ingredients."""

    @property
    def single(self) -> bool:
        return len(self.ingredients) == 1


def products_of(document: SplitDocument) -> tuple[Product, ...]:
    """The label's products; none where a row's ingredients are not certain, or it is a label of
    something that is no medicine for people."""
    found = []
    for passage in document.passages:
        if passage.path[1:] != (PRODUCTS,) or passage.record is not None:
            continue
        for span in passage.sentences:
            cells = _cells(span.of(document.document.text))
            ingredients = _ingredients(cells)
            if not ingredients or _FOR_OTHERS.search(cells.get("Document type", "")):
                return ()
            found.append(Product(cells, ingredients, passage, span))
    return tuple(found)


def label_of(products: tuple[Product, ...]) -> Label | None:
    """The label these products make; None where they do not all hold the same."""
    sets = {product.names for product in products}
    if len(sets) != 1:
        return None
    names = {
        name
        for product in products
        for written in (
            product.cells.get("Product", ""),
            product.cells.get("Generic name", ""),
            *(one.written for one in product.ingredients),
            *product.names,
        )
        for name in (written.casefold(), ingredient_name(written))
        if name
    }
    return Label(products, sets.pop(), frozenset(names))


def _cells(line: str) -> dict[str, str]:
    marks = list(_COLUMN.finditer(line))
    if not marks:
        return {}
    ends = [*(mark.start() for mark in marks[1:]), len(line)]
    cells = {mark[1]: line[mark.end() : end].strip() for mark, end in zip(marks, ends, strict=True)}
    cells[marks[-1][1]] = cells[marks[-1][1]].removesuffix(".")
    return cells


def _ingredients(cells: dict[str, str]) -> tuple[Ingredient, ...]:
    """The row's active ingredients, in its order; empty where they cannot be told apart."""
    written = cells.get("Active ingredient", "")
    codes = cells.get("UNII", "").split(", ") if cells.get("UNII") else []
    pairs: list[tuple[str, str | None]]
    if "(UNII " in written:
        pairs = [(match[1], match[2]) for match in _CODED.finditer(written)]
        if ", ".join(f"{name} (UNII {code})" for name, code in pairs) != written:
            return ()
    elif codes and all(_CODE.fullmatch(code) for code in codes):
        names = [written] if len(codes) == 1 else written.split(", ")
        if len(names) != len(codes):
            return ()
        pairs = list(zip(names, codes, strict=True))
    else:
        pairs = [(written, None)] if written and "," not in written else []
    moiety = _moiety(cells.get("Strength", "")) if len(pairs) == 1 else None
    return tuple(_named(pairs, moiety))


def _named(pairs: list[tuple[str, str | None]], moiety: str | None) -> Iterator[Ingredient]:
    for written, unii in pairs:
        yield Ingredient(written, ingredient_name(moiety or written), unii)


def _moiety(strength: str) -> str | None:
    """Of what a single ingredient's strength is counted: `10 mg of ATORVASTATIN`."""
    match = _COUNTED_FOR.fullmatch(strength)
    return match["moiety"] if match else None
