"""Groups of age (`neonates`, `older people`): the vocabulary of `age_groups.toml`."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from math import inf
from typing import Final, NamedTuple

from app.domain.frozen import Frozen
from app.terms.phrasebook import NOTHING, Phrasebook

YEAR: Final = 12.0
"""Months."""


class Ages(NamedTuple):
    """`low` <= age < `high`, in months."""

    low: float
    high: float

    def meets(self, other: "Ages") -> bool:
        return self.low < other.high and other.low < self.high


class Group(NamedTuple):
    """A group named in a text: where its words begin and end, and its ages."""

    start: int
    end: int
    ages: Ages


class AgeGroup(Frozen):
    low: float
    high: float = inf
    phrases: tuple[str, ...]

    @property
    def ages(self) -> Ages:
        return Ages(self.low, self.high)


class AgeGroups(Frozen):
    """`groups` are looked for in every text, `grown_up` in those that name none of them."""

    groups: dict[str, AgeGroup]
    grown_up: dict[str, AgeGroup]
    hidden: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def age_groups() -> AgeGroups:
    text = files("app.terms").joinpath("age_groups.toml").read_text(encoding="utf-8")
    return AgeGroups.model_validate(tomllib.loads(text))


@lru_cache(maxsize=1)
def _books() -> tuple[Phrasebook, Phrasebook]:
    known = age_groups()
    hidden = known.hidden["phrases"]
    first, second = (
        Phrasebook({**{name: one.phrases for name, one in groups.items()}, NOTHING: hidden})
        for groups in (known.groups, known.grown_up)
    )
    return first, second


def age_groups_in(text: str) -> tuple[Group, ...]:
    """The groups that `text` names, in their order."""
    groups = age_groups().groups
    return tuple(
        Group(one.start, one.end, groups[one.meaning].ages) for one in _books()[0].find(text)
    )


def grown_up_in(text: str) -> tuple[Ages, ...]:
    """What `a man` or `my grandmother` says of an age, in a text that says nothing else of it."""
    grown_up = age_groups().grown_up
    return tuple(
        sorted((grown_up[name].ages for name in _books()[1].named(text)), reverse=True)[:1]
    )
