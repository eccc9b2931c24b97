"""Drugs that are not for children below an age, or are a bad choice for older people.

An amount that a claim states for a child without a weight or an age is not checked: children's
doses go by weight. Rules for older people are from memory and warn.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from pydantic import Field, model_validator

from app.domain.answer import CitedClaim
from app.domain.patient import Situation, Use
from app.domain.safety import CheckVerdict
from app.domain.subject import Subject
from app.safety.checks.over_maximum import too_old, weighed
from app.safety.lacking import Lacking, told_once
from app.safety.meant import asked_medicines, is_someone, recommended
from app.safety.rule import Rule
from app.safety.rulebook import read_rules
from app.safety.saying import fired, not_checked, passed, told_together
from app.terms.ages import ages_in

NAME: Final = "age"
MONTHS: Final = 12
CHILD: Final = 12.0
"""Years below which doses go by weight; adolescents of adult weight have adult doses."""
AGE, WEIGHT = "age in years (in months or weeks below 2 years)", "weight in kg"
_AMOUNT: Final = re.compile(
    r"\b\d+(?:[.,]\d+)?\s?(?:mg|g|mcg|micrograms?|ml|mL|units?|tablets?|capsules?)\b(?!\s?/)",
    re.IGNORECASE,
)
_BY_WEIGHT: Final = re.compile(r"/\s?kg|per kg|per kilogram|/\s?m2|per square met", re.IGNORECASE)


class AgeRule(Rule):
    """Below `below` years, or from `since` years on; exactly one of the two is set."""

    drugs: tuple[str, ...] = Field(min_length=1)
    """Canonical ingredients."""
    below: float | None = Field(default=None, gt=0, le=21)
    since: float | None = Field(default=None, ge=60)
    avoid: bool = True
    """Whether it is left out; else it is watched, or given in a lower dose."""

    @model_validator(mode="after")
    def _one_end(self) -> "AgeRule":
        if (self.below is None) == (self.since is None):
            raise ValueError("a rule on age has `below` or `since`")
        return self


@lru_cache(maxsize=1)
def children_rules() -> tuple[AgeRule, ...]:
    return read_rules("age_children.toml", AgeRule)


@lru_cache(maxsize=1)
def older_rules() -> tuple[AgeRule, ...]:
    return read_rules("age_older.toml", AgeRule)


@lru_cache(maxsize=1)
def _by_drug() -> dict[str, tuple[AgeRule, ...]]:
    found: dict[str, list[AgeRule]] = {}
    for rule in (*children_rules(), *older_rules()):
        for drug in rule.drugs:
            found.setdefault(drug, []).append(rule)
    return {drug: tuple(rules) for drug, rules in found.items()}


class AgeOfQuestion:
    """The medicines that the question and the person's list name; it warns."""

    name: Final = NAME

    def check(self, subject: Subject) -> tuple[CheckVerdict, ...]:
        meant = asked_medicines(subject.situation, (Use.ASKED, Use.TAKEN))
        return _said(meant, subject.situation, blocks=False) or (passed(NAME),)


class AgeOfClaim:
    """The medicines that a claim recommends, and the amounts it states for a child."""

    name: Final = NAME

    def check(self, claim: CitedClaim, subject: Subject) -> tuple[CheckVerdict, ...]:
        text, situation = claim.text, subject.situation
        meant = tuple(recommended(text))
        if ages := ages_in(text):
            too_young = _own_ages(meant, [one.high / MONTHS for one in ages])
            return too_young or (passed(NAME, "the claim says for which age it holds"),)
        said = _said(meant, situation, blocks=True)
        if meant and _a_child(situation) and _AMOUNT.search(text) and not _BY_WEIGHT.search(text):
            supply = () if weighed(situation) else (WEIGHT,)
            why = "an amount without an age or a weight, and the question is about a child"
            why = f"{why}{too_old(situation)}"
            said += (not_checked(NAME, why, *supply),)
        return said or (passed(NAME),)


def _said(
    drugs: Iterable[tuple[str, str]], situation: Situation, *, blocks: bool
) -> tuple[CheckVerdict, ...]:
    each = [one for drug, words in drugs for one in _of(drug, words, situation, blocks=blocks)]
    found = told_together(one for one in each if isinstance(one, CheckVerdict))
    lacking = (one for one in each if isinstance(one, Lacking))
    return (*found, *told_once(NAME, "has a limit of age", "have limits of age", lacking))


def _of(
    drug: str, words: str, situation: Situation, *, blocks: bool
) -> Iterator[CheckVerdict | Lacking]:
    age = situation.age
    for rule in _by_drug().get(drug, ()):
        if age is None:
            if is_someone(situation):
                yield Lacking(drug, "none is told", (AGE,))
            return
        sure, maybe = _holds(rule, age.low, age.high)
        if maybe:
            where = f"{words}; {age.told.words}"
            yield fired(NAME, rule.of({drug}), where, blocks=blocks and sure and rule.avoid)


def _own_ages(
    drugs: Iterable[tuple[str, str]], highest: Sequence[float]
) -> tuple[CheckVerdict, ...]:
    """What a claim recommends to people of whom all are too young, by its own words."""
    return tuple(
        fired(NAME, rule.of({drug}), words, blocks=rule.avoid)
        for drug, words in drugs
        for rule in _by_drug().get(drug, ())
        if rule.below is not None and max(highest) <= rule.below
    )


def _holds(rule: AgeRule, low: float, high: float) -> tuple[bool, bool]:
    """Whether the rule holds for every age of the range, and whether for most of it."""
    middle = (low + high) / 2
    if rule.below is not None:
        return low < rule.below and high <= rule.below, middle < rule.below
    assert rule.since is not None  # noqa: S101 - the rule's own promise
    return low >= rule.since, middle >= rule.since


def _a_child(situation: Situation) -> bool:
    return situation.age is not None and situation.age.high <= CHILD
