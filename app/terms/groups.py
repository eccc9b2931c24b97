"""Whom or what a text speaks of: pregnancy, sex, animals, cells, volunteers."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Final, Literal, get_args

from app.domain.frozen import Frozen
from app.terms.denied import denied, either_way, joined
from app.terms.phrasebook import NOTHING, Named, Phrasebook

GroupName = Literal[
    "pregnancy", "not_pregnant", "lactation", "not_lactating", "women", "men", "patients", "people",
    "volunteers", "animals", "cells",
]  # fmt: skip
GROUPS: Final[tuple[GroupName, ...]] = get_args(GroupName)


class SpokenGroup(Frozen):
    """How a group is named; `met` and `unmet` are texts that name it and that do not."""

    phrases: tuple[str, ...]
    hidden: tuple[str, ...] = ()
    met: tuple[str, ...]
    unmet: tuple[str, ...]


@lru_cache(maxsize=1)
def spoken_groups() -> dict[str, SpokenGroup]:
    """Name -> how it is spoken of."""
    text = files("app.terms").joinpath("groups.toml").read_text(encoding="utf-8")
    return {name: SpokenGroup.model_validate(one) for name, one in tomllib.loads(text).items()}


@lru_cache(maxsize=1)
def _books() -> dict[str, Phrasebook]:
    return {
        name: Phrasebook({name: one.phrases, NOTHING: one.hidden})
        for name, one in spoken_groups().items()
    }


_DENIED: Final[dict[str, GroupName]] = {
    "pregnancy": "not_pregnant",
    "lactation": "not_lactating",
}
"""Groups that a text may name by denying them, and the group that it then names."""


@lru_cache(maxsize=4096)
def groups_in(text: str, *, heading: bool = False) -> frozenset[str]:
    """The groups that `text` names, each looked for by itself; `not pregnant` names another group
    than `pregnant`, `whether or not pregnant` names both.

    Args:
        heading: `except in pregnancy` is about the others there.
    """
    found = {name for name, book in _books().items() if name not in _DENIED and book.named(text)}
    states = sorted(
        (one for name in _DENIED for one in _books()[name].find(text)), key=lambda one: one.start
    )
    found |= _affirmed_or_denied(text, states, heading=heading)
    if either_way(text):
        found |= {_DENIED[one.meaning] for one in states}
    return frozenset(found)


def _affirmed_or_denied(text: str, states: list[Named], *, heading: bool) -> set[str]:
    found: set[str] = set()
    before: Named | None = None
    before_denied = False
    for one in states:
        chained = before_denied and before is not None and joined(text[before.end : one.start])
        before, before_denied = one, (chained or denied(text, one.start, one.end, heading=heading))
        found.add(_DENIED[one.meaning] if before_denied else one.meaning)
    return found
