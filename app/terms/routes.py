"""How a text says that a medicine is given."""

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Final

from app.domain.frozen import Frozen
from app.terms.phrasebook import NOTHING, Phrasebook

INJECTION: Final = "injection"
INJECTED: Final = frozenset(
    {
        "intravenous",
        "intramuscular",
        "subcutaneous",
        "intrathecal",
        "joint",
        "bone",
        "skin_injection",
        "bladder",
        "cavity",
        INJECTION,
    }
)
"""`By injection` says one of these and does not say which."""

_CANNOT: Final = re.compile(
    r"\b(?:can['\u2019]?t|cannot|unable to|won['\u2019]t|refus\w+(?: to)?|not able to|without|"
    r"no longer) (?:\w+ ){0,2}$",
    re.IGNORECASE,
)
"""Before a route that is ruled out: `who can't use inhalers`."""
REACH: Final = 40
"""Characters in which such words stand before it."""
_CAPITAL: Final = frozenset({"im", "pr", "pv", "sl", "io", "sq", "ng", "peg", "nj"})
"""Abbreviations that count in capitals only: `im 20 weeks pregnant` injects nothing."""


class Route(Frozen):
    """A route; `met` and `unmet` are texts that name it and that do not."""

    says: str
    phrases: tuple[str, ...]
    hidden: tuple[str, ...] = ()
    met: tuple[str, ...]
    unmet: tuple[str, ...]


@lru_cache(maxsize=1)
def routes() -> dict[str, Route]:
    """Name -> the route."""
    text = files("app.terms").joinpath("routes.toml").read_text(encoding="utf-8")
    return {name: Route.model_validate(one) for name, one in tomllib.loads(text).items()}


@lru_cache(maxsize=1)
def _book() -> Phrasebook:
    spoken = {name: one.phrases for name, one in routes().items()}
    hidden = tuple(phrase for one in routes().values() for phrase in one.hidden)
    shown = {phrase for phrases in spoken.values() for phrase in phrases}
    return Phrasebook({**spoken, NOTHING: [one for one in hidden if one not in shown]})


def routes_in(text: str) -> frozenset[str]:
    """The routes that `text` names; a bare injection may be any that needs a needle."""
    found = {
        one.meaning
        for one in _book().find(text)
        if not _CANNOT.search(text[max(0, one.start - REACH) : one.start])
        and (
            text[one.start : one.end].lower() not in _CAPITAL or text[one.start : one.end].isupper()
        )
    }
    if INJECTION in found and not found & (INJECTED - {INJECTION}):
        found |= INJECTED
    return frozenset(found)
