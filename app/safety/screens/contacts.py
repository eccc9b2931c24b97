"""Whom to ring, by country and kind of need."""

from collections.abc import Iterable
from typing import Final

from app.domain.safety import Contact
from app.safety.numbers import number_table

FALLBACK: Final = "fallback"
EMERGENCY: Final = "emergency"
FILE: Final = "crisis.toml"


def countries() -> frozenset[str]:
    """ISO 3166-1 alpha-2 codes of the countries that have numbers of their own."""
    return frozenset(number_table(FILE)) - {FALLBACK}


def contacts(country: str | None, kinds: Iterable[str]) -> tuple[Contact, ...]:
    """The lines of a country for these kinds of need, each once, in the order of the kinds.

    What a country has no number for is told by the international fallback, and so is everything
    where the country is not known.
    """
    table = number_table(FILE)
    own = table.get(country or "", {})
    fallback = table[FALLBACK]
    found: list[list[str]] = []
    lacking = False
    for kind in kinds:
        if kind in own:
            found += own[kind]
        elif kind == EMERGENCY:
            found += fallback[EMERGENCY]
        else:
            lacking = True
    if lacking:
        found += fallback["help"]
    once = {tuple(one): None for one in found}
    return tuple(
        Contact(name=name, number=number, note=" ".join(note)) for name, number, *note in once
    )
