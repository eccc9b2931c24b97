"""Medicines of several drugs whose strengths have a fixed order, and the smallest tablets sold."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Final

from pydantic import Field

from app.domain.frozen import Frozen
from app.terms.phrasebook import Named, Phrasebook

_FILE: Final = "fixed_products.toml"


class FixedProduct(Frozen):
    """`order`: canonical ingredients as their strengths are written, `10/325`; `usual`: mg of each
    where no strength is said; `named_by`: the ingredient that a single figure is of."""

    names: tuple[str, ...] = Field(min_length=1)
    order: tuple[str, ...] = Field(min_length=2)
    usual: tuple[float, ...] = ()
    named_by: str | None = None


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, FixedProduct], dict[str, float]]:
    read = tomllib.loads(files("app.terms").joinpath(_FILE).read_text(encoding="utf-8"))
    products = {name: FixedProduct.model_validate(one) for name, one in read["product"].items()}
    return products, read["smallest"]


@lru_cache(maxsize=1)
def _book() -> Phrasebook:
    return Phrasebook({name: one.names for name, one in _table()[0].items()})


def fixed_products_in(text: str) -> tuple[tuple[Named, FixedProduct], ...]:
    """The products that `text` names, each with its place; time grows with its length."""
    products = _table()[0]
    return tuple((one, products[one.meaning]) for one in _book().find(text))


def smallest_tablet(ingredient: str) -> float | None:
    """mg in the smallest tablet or capsule sold of it; None where the table does not say."""
    return _table()[1].get(ingredient)
