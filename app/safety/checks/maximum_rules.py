"""The most of a medicine in a day, in one dose or in a week, and by the kilogram for children.

Sources: labels and guidelines where one at hand states it, else general knowledge.
"""

from functools import lru_cache
from typing import Literal, Self

from pydantic import Field, model_validator

from app.safety.rule import Rule
from app.safety.rulebook import read_rules

ADULTS, CHILDREN = "maximum_dose_adults.toml", "maximum_dose_children.toml"


class MaximumRule(Rule):
    """Limits in `unit`; those that are None are not compared."""

    drugs: tuple[str, ...] = Field(min_length=1)
    """Canonical ingredients."""
    routes: tuple[str, ...] = ("oral",)
    unit: Literal["mg", "unit"] = "mg"
    day: float | None = Field(default=None, gt=0)
    single: float | None = Field(default=None, gt=0)
    week: float | None = Field(default=None, gt=0)
    """Of a medicine taken once a week: taken daily it is too much at any dose."""
    kg_day: float | None = Field(default=None, gt=0)
    kg_single: float | None = Field(default=None, gt=0)
    loading: float | None = Field(default=None, gt=0)
    """In one loading dose or on the loading day; None: loading doses are not compared."""
    since: float = Field(default=0, ge=0)
    """Years from which it holds; of a rule for children also from which the drug is given."""
    below: float = Field(default=200, gt=0)
    lighter_than: float | None = Field(default=None, gt=0)
    """Kilograms below which it holds."""
    unless: tuple[str, ...] = ()
    """Words of other uses with doses of their own, such as `leukaemia`."""

    @model_validator(mode="after")
    def _limits_something(self) -> Self:
        if not any((self.day, self.single, self.week, self.kg_day, self.kg_single)):
            raise ValueError("a rule on the maximum has a limit")
        return self

    @property
    def special(self) -> bool:
        """Whether it holds for some adults alone."""
        return self.lighter_than is not None or self.since > 0


@lru_cache(maxsize=1)
def adult_rules() -> tuple[MaximumRule, ...]:
    return read_rules(ADULTS, MaximumRule)


@lru_cache(maxsize=1)
def child_rules() -> tuple[MaximumRule, ...]:
    return read_rules(CHILDREN, MaximumRule)


def of_adults(drug: str) -> tuple[MaximumRule, ...]:
    return _by_drug()[0].get(drug, ())


def of_children(drug: str) -> tuple[MaximumRule, ...]:
    return _by_drug()[1].get(drug, ())


@lru_cache(maxsize=1)
def _by_drug() -> tuple[dict[str, tuple[MaximumRule, ...]], dict[str, tuple[MaximumRule, ...]]]:
    return _grouped(adult_rules()), _grouped(child_rules())


def _grouped(rules: tuple[MaximumRule, ...]) -> dict[str, tuple[MaximumRule, ...]]:
    found: dict[str, tuple[MaximumRule, ...]] = {}
    for rule in rules:
        for drug in rule.drugs:
            found[drug] = (*found.get(drug, ()), rule)
    return found
