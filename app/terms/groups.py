"""Whom or what a text speaks of: pregnancy, sex, animals, cells, volunteers."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Final, Literal, get_args

from app.domain.frozen import Frozen
from app.terms.phrasebook import NOTHING, Phrasebook

GroupName = Literal[
    "pregnancy", "not_pregnant", "lactation", "women", "men", "patients", "people", "volunteers",
    "animals", "cells",
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


@lru_cache(maxsize=4096)
def groups_in(text: str) -> frozenset[str]:
    """The groups that `text` names, each looked for by itself."""
    return frozenset(name for name, book in _books().items() if book.named(text))
