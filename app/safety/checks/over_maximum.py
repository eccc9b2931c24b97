"""Whether a stated dose is over the limits of a rule, for the person told about."""

import re
from collections.abc import Iterator
from typing import Final

from app.domain.frozen import Frozen
from app.domain.patient import Range, Situation
from app.safety.checks.maximum_rules import MaximumRule, of_adults, of_children
from app.safety.doses import Role, StatedDose

CHILD: Final = 12.0
"""Years below which doses go by weight."""
WEIGHT: Final = "weight in kg"
_SLACK: Final = 1.01
"""For figures that were rounded."""
_DAILY: Final = 0.9
"""Times a day from which a medicine is taken daily."""
_NUMBER: Final = re.compile(r"\.?0+$")


class Over(Frozen):
    rule: MaximumRule
    sure: bool
    """By every reading of the dose; else by its upper end alone."""
    why: str


class Unknown(Frozen):
    """The rule needs a weight that is not told."""

    rule: MaximumRule


def judged(dose: StatedDose, situation: Situation, text: str) -> Over | Unknown | None:
    """The worst that can be said of a dose; None: it is within the limits, or none is known.

    Args:
        text: question and claim in lower case, in which other uses are named.
    """
    if for_child(dose, situation):
        rules = [one for one in of_children(dose.drug) if _holds_for_age(one, dose, situation)]
        found = list(_all(rules, dose, situation, text))
        over = [one for one in found if isinstance(one, Over)]
        if over:
            return over[0]
        ceiling = _over_general(dose, Situation(), text)
        if ceiling is not None or dose.by_weight:
            return ceiling
        return found[0] if found else None
    special = [
        one for one in of_adults(dose.drug) if one.special and _is_special(one, dose, situation)
    ]
    for one in _all(special, dose, situation, text):
        if isinstance(one, Over):
            return one
    return _over_general(dose, situation, text)


def known(dose: StatedDose, situation: Situation) -> bool:
    """Whether there is a rule that the dose was compared with."""
    children = of_children(dose.drug) if for_child(dose, situation) else ()
    return any(
        one.unit == dose.unit and (dose.route is None or dose.route in one.routes)
        for one in (*children, *of_adults(dose.drug))
    )


def weighed(situation: Situation) -> Range | None:
    """The weight, unless it was taken too long ago to go by."""
    weight = situation.weight
    return None if weight is None or weight.told.stale else weight


def too_old(situation: Situation) -> str:
    """Of a weight that does not count, for the end of a sentence; else empty."""
    weight = situation.weight
    if weight is None or not weight.told.stale:
        return ""
    return f"; the last weight is too old to go by ({weight.told.words})"


def for_child(dose: StatedDose, situation: Situation) -> bool:
    if dose.people is not None:
        return dose.people == "child"
    return situation.age is not None and _middle(situation.age) < CHILD


def _middle(told: Range) -> float:
    return (told.low + told.high) / 2


def _holds_for_age(rule: MaximumRule, dose: StatedDose, situation: Situation) -> bool:
    age = situation.age
    return dose.people == "child" or age is None or age.low < rule.below


def _is_special(rule: MaximumRule, dose: StatedDose, situation: Situation) -> bool:
    if rule.lighter_than is not None:
        weight, age = weighed(situation), situation.age
        if age is not None and _middle(age) < CHILD:
            return False
        return weight is not None and weight.high < rule.lighter_than
    age = situation.age
    return dose.people == "old" or (age is not None and age.low >= rule.since)


def _over_general(dose: StatedDose, situation: Situation, text: str) -> Over | None:
    """Over every rule that may be meant: where no route is told, the most that any allows."""
    rules = [one for one in of_adults(dose.drug) if not one.special and one.unit == dose.unit]
    if dose.route is not None:
        rules = [one for one in rules if dose.route in one.routes]
    if not rules or any(_other_use(one, text) for one in rules):
        return None
    found = [_against(one, dose, situation) for one in rules]
    over = [one for one in found if isinstance(one, Over)]
    if len(over) < len(found):
        return None
    return next((one for one in over if one.rule.sources), over[-1])


def _all(
    rules: list[MaximumRule], dose: StatedDose, situation: Situation, text: str
) -> Iterator[Over | Unknown]:
    for rule in rules:
        meant = dose.route is None or dose.route in rule.routes
        if rule.unit == dose.unit and meant and not _other_use(rule, text):
            found = _against(rule, dose, situation)
            if found is not None:
                yield found


def _other_use(rule: MaximumRule, text: str) -> bool:
    return any(one in text for one in rule.unless)


def _against(rule: MaximumRule, dose: StatedDose, situation: Situation) -> Over | Unknown | None:
    if dose.role is Role.LOADING:
        most = (dose.per_day or (dose.high, dose.high))[1]
        too_much = rule.loading is not None and not dose.by_weight and most > rule.loading * _SLACK
        return Over(rule=rule, sure=True, why=_told(most, dose, "")) if too_much else None
    if rule.week is not None:
        return _weekly(rule, rule.week, dose)
    if dose.by_weight:
        return _by_kilogram(rule, dose)
    return _absolute(rule, dose, situation)


def _weekly(rule: MaximumRule, week: float, dose: StatedDose) -> Over | None:
    if dose.times is not None and dose.times[1] >= _DAILY:
        why = "it is taken once a week, and the words have it daily"
        return Over(rule=rule, sure=dose.times[0] >= _DAILY, why=why)
    most = dose.high if dose.per_day is None or dose.once else dose.per_day[1] * 7
    if most > week * _SLACK:
        return Over(rule=rule, sure=True, why=_told(most, dose, " a week"))
    return None


def _by_kilogram(rule: MaximumRule, dose: StatedDose) -> Over | None:
    day = dose.per_day
    if rule.kg_day is not None:
        most = day[1] if day else dose.high
        if _passes(most, rule.kg_day, dose):
            sure = _sure(dose, rule.kg_day)
            return Over(rule=rule, sure=sure, why=_told(most, dose, "/kg a day"))
    if rule.kg_single is not None and not dose.whole and _passes(dose.high, rule.kg_single, dose):
        return Over(rule=rule, sure=True, why=_told(dose.high, dose, "/kg a dose"))
    return None


def _absolute(rule: MaximumRule, dose: StatedDose, situation: Situation) -> Over | Unknown | None:
    bare = dose.role is Role.MAXIMUM and dose.times is None
    """A cap on doses by weight: `15 mg/kg (maximum 1 g)`."""
    scales = weighed(situation)
    weight = scales.high if scales is not None and not bare else None
    day, single = _limits(rule, weight)
    each_day = dose.per_day
    most = each_day[1] if each_day else dose.high
    if day is not None and _passes(most, day, dose):
        return Over(rule=rule, sure=_sure(dose, day), why=_told(most, dose, " a day"))
    if single is not None and not bare and not dose.whole and _passes(dose.high, single, dose):
        return Over(rule=rule, sure=True, why=_told(dose.high, dose, " a dose"))
    if weight is None and not bare and (rule.kg_day is not None or rule.kg_single is not None):
        return Unknown(rule=rule)
    return None


def _limits(rule: MaximumRule, weight: float | None) -> tuple[float | None, float | None]:
    """Of a day and of a dose; what goes by weight never passes what is fixed."""

    def least(fixed: float | None, each: float | None) -> float | None:
        told = [one for one in (fixed, each * weight if each and weight else None) if one]
        return min(told, default=None)

    return least(rule.day, rule.kg_day), least(rule.single, rule.kg_single)


def _passes(most: float, limit: float, dose: StatedDose) -> bool:
    return most * _SLACK >= limit if dose.role is Role.OVER else most > limit * _SLACK


def _sure(dose: StatedDose, limit: float) -> bool:
    """Whether the largest dose at the longest interval is over it too."""
    fewest = dose.times[0] if dose.times is not None and not dose.once else 1.0
    return _passes(dose.high * fewest, limit, dose)


def _told(most: float, dose: StatedDose, per: str) -> str:
    figure = _NUMBER.sub("", f"{most:.4f}") if most < 1e6 else f"{most:.0f}"
    return f"the words come to {figure} {dose.unit}{'s' if dose.unit == 'unit' else ''}{per}"
