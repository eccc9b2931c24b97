"""Medicines by a brand: `eval/own/brand_names.toml`.

[[pair]]
ingredient = "warfarin"
brand = "Coumadin"
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import Field

from app.domain.frozen import Frozen
from eval.perturb.swap import Rule, Swapper

TABLE: Final = Path(__file__).parents[1] / "own" / "brand_names.toml"


class _Pair(Frozen):
    ingredient: str
    brand: str


class _Table(Frozen):
    pair: tuple[_Pair, ...] = Field(min_length=1)


def by_brand(question: str, key: str) -> str | None:  # noqa: ARG001 - no chance
    """The question with each listed ingredient called by its brand; None where it has none."""
    return _swapper().swapped(question)


@cache
def _swapper() -> Swapper:
    table = _Table.model_validate(tomllib.loads(TABLE.read_text(encoding="utf-8")))
    return Swapper([Rule(said=pair.ingredient, instead=pair.brand) for pair in table.pair])
