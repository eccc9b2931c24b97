"""States that a person is in or is not (`smokers`, `non-smokers`): `opposites.toml`."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Final

from pydantic import Field

from app.domain.frozen import Frozen
from app.terms.denied import denied
from app.terms.phrasebook import NOTHING, Phrasebook

IN: Final = "in"
OUT: Final = "out"


class Opposite(Frozen):
    """A state; `says` how those in it and those out of it are spoken of."""

    says: tuple[str, str]
    inside: tuple[str, ...] = Field(alias=IN)
    outside: tuple[str, ...] = Field(alias=OUT)
    hidden: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def opposites() -> dict[str, Opposite]:
    """Name -> the state."""
    text = files("app.terms").joinpath("opposites.toml").read_text(encoding="utf-8")
    return {name: Opposite.model_validate(one) for name, one in tomllib.loads(text).items()}


@lru_cache(maxsize=1)
def _books() -> dict[str, Phrasebook]:
    return {
        name: Phrasebook({IN: one.inside, OUT: one.outside, NOTHING: one.hidden})
        for name, one in opposites().items()
    }


@lru_cache(maxsize=4096)
def sides_in(text: str) -> dict[str, frozenset[str]]:
    """State -> its sides, `in` and `out`, that `text` names; the others are left out."""
    found: dict[str, frozenset[str]] = {}
    for name, book in _books().items():
        sides = {
            OUT if one.meaning == IN and denied(text, one.start, one.end) else one.meaning
            for one in book.find(text)
        }
        if sides:
            found[name] = frozenset(sides)
    return found
