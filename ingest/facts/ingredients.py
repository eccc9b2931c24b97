"""What products are made of, and the classes their drugs are put in."""

import re
from collections.abc import Iterator
from typing import Final

from app.domain.corpus import Passage, SplitDocument
from app.domain.facts import ClassFact, IngredientFact
from app.domain.formulary import FormularyRow
from app.domain.ingredients import ingredient_names
from ingest.facts.label import Product
from ingest.facts.standing import standing

_CLASS: Final = re.compile(r"([^\[\]]+?) \[(EPC|MoA|PE|CS|EXT)\](?:, |$)")
_CLASS_COLUMN: Final = re.compile(
    r"(?:(?:drug|medicine|therapeutic|pharmacologic(?:al)?|bnf) )?class(?:ification)?",
    re.IGNORECASE,
)


def ingredient_facts(
    document: SplitDocument, products: tuple[Product, ...]
) -> Iterator[IngredientFact]:
    """One a product of the label."""
    for product in products:
        codes = tuple(one.unii for one in product.ingredients if one.unii)
        yield IngredientFact(
            **standing(document, product.passage, product.span, product.names),
            product=product.cells.get("Product") or None,
            generic=product.cells.get("Generic name") or None,
            written=tuple(one.written for one in product.ingredients),
            unii=codes if len(codes) == len(product.ingredients) else (),
            form=product.cells.get("Dosage form") or None,
            route=product.cells.get("Route") or None,
        )


def class_facts(document: SplitDocument, products: tuple[Product, ...]) -> Iterator[ClassFact]:
    """The classes that openFDA states; of a combination it states them of the whole."""
    for product in products:
        written = product.cells.get("Pharmacologic class", "")
        named = [(match[1], match[2]) for match in _CLASS.finditer(written)]
        if ", ".join(f"{name} [{system}]" for name, system in named) != written:
            continue
        for name, system in named:
            yield ClassFact(
                **standing(document, product.passage, product.span, product.names),
                name=name,
                system=system,
            )


def row_ingredients(row: FormularyRow) -> tuple[str, ...] | None:
    """Whom a formulary's row is about: its ingredients, else what it calls the drug."""
    return ingredient_names(row.ingredient or row.drug)


def row_facts(
    document: SplitDocument, passage: Passage, row: FormularyRow, about: tuple[str, ...]
) -> Iterator[IngredientFact | ClassFact]:
    """A formulary row's ingredient and class, where it has a column for them."""
    if row.ingredient:
        yield IngredientFact(
            **standing(document, passage, passage.span, about),
            product=row.drug,
            written=(row.ingredient,) if len(about) == 1 else about,
            form=row.form,
            route=row.route,
        )
    for column, cell in row.other:
        if _CLASS_COLUMN.fullmatch(" ".join(column.split())):
            yield ClassFact(**standing(document, passage, passage.span, about), name=cell)
