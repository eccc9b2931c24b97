"""Rules on two medicines that are taken together, and which of them a pair meets."""

import re
from collections import defaultdict
from datetime import timedelta
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from pydantic import Field, model_validator

from app.domain.safety import Provenance, Severity
from app.safety.rule import Rule
from app.safety.rulebook import read_rules
from app.terms.written_numbers import number as figure

FILES: Final = ("interactions_onc.toml", "interactions_labels.toml")


_AFTER: Final = re.compile(r"(?P<n>\d+)(?: to (?P<most>\d+))? (?P<unit>hour|day|week)s?")
_AFTER_ONE: Final = re.compile(r"\((?P<n>\w+) weeks after (?P<name>\w+)\)")
"""Of one that leaves the body more slowly than the others of the rule."""


class InteractionRule(Rule):
    """Each medicine of `one` interacts with each of `other`, whichever is named first.

    Names are canonical ingredients of `app.terms.drugs`, and of `app.terms.partners` for food,
    drink and minerals.
    """

    one: tuple[str, ...] = Field(min_length=1)
    other: tuple[str, ...] = Field(min_length=1)
    advice: Literal["contraindicated", "avoid", "adjust", "monitor"]
    """Of the two together."""
    mechanism: str
    after: str = ""
    """How long it still holds after one of them was stopped; empty: not at all."""
    also_local: tuple[str, ...] = ()
    """Those that interact as a cream, drops or inhaler too."""

    @model_validator(mode="after")
    def _each_is_a_member(self) -> "InteractionRule":
        if unknown := {*self.also_local, *self.from_memory} - {*self.one, *self.other}:
            raise ValueError(f"{sorted(unknown)} are in neither list")
        return self

    def lasts(self, stopped: frozenset[str]) -> timedelta:
        """How long it still holds after these were stopped."""
        other = _AFTER_ONE.search(self.after)
        if other is not None and other["name"] in stopped:
            return timedelta(weeks=figure(other["n"]))
        spans = [
            timedelta(**{f"{one['unit']}s": int(one["most"] or one["n"])})
            for one in _AFTER.finditer(self.after)
        ]
        return max(spans, default=timedelta(0))

    @property
    def blocks(self) -> bool:
        """Whether a recommendation of both is withheld."""
        return (
            self.advice in ("contraindicated", "avoid")
            and self.severity in (Severity.CRITICAL, Severity.SERIOUS)
            and self.provenance is Provenance.SOURCED
            and not self.only_warns
        )


MOST_KEPT: Final = 4096
"""Medicines of which it is remembered which rules name them."""


class Met(NamedTuple):
    """A rule that a pair meets, with the members of either medicine that it names."""

    rule: InteractionRule
    of_one: frozenset[str]
    of_other: frozenset[str]


class InteractionBook:
    """All rules, looked up by either medicine."""

    def __init__(self, rules: tuple[InteractionRule, ...]) -> None:
        self.rules: Final = rules
        self._sides: Final[tuple[tuple[frozenset[str], frozenset[str]], ...]] = tuple(
            (frozenset(one.one), frozenset(one.other)) for one in rules
        )
        self._numbers_of: Final[dict[frozenset[str], frozenset[int]]] = {}
        self._naming: Final[dict[str, set[int]]] = defaultdict(set)
        for number, sides in enumerate(self._sides):
            for name in sides[0] | sides[1]:
                self._naming[name].add(number)

    def met(self, one: frozenset[str], other: frozenset[str]) -> tuple[Met, ...]:
        """The rules that two medicines meet, in the order of the files; a medicine and itself
        meet none."""
        found = []
        both = self._numbers(one) & self._numbers(other)
        for number in sorted(both) if both else ():
            first, second = self._sides[number]
            for left, right in ((one & first, other & second), (one & second, other & first)):
                if left and right and (left != right or len(left) > 1):
                    found.append(Met(self.rules[number], left, right))
                    break
        return tuple(found)

    def _numbers(self, names: frozenset[str]) -> frozenset[int]:
        known = self._numbers_of.get(names)
        if known is None:
            found = {number for name in names for number in self._naming.get(name, ())}
            known = frozenset(found)
            if len(self._numbers_of) < MOST_KEPT:
                self._numbers_of[names] = known
        return known


@lru_cache(maxsize=1)
def interaction_book() -> InteractionBook:
    """The installed rules, read at their first use."""
    return InteractionBook(
        tuple(rule for name in FILES for rule in read_rules(name, InteractionRule))
    )
