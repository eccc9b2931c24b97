"""What a rule of contraindication is, and whether it holds for a person."""

from functools import lru_cache
from typing import Final, Literal, NamedTuple

from pydantic import Field

from app.domain.formulary import RenalMeasure
from app.domain.patient import Problem, Range, Situation, Told
from app.domain.safety import Severity
from app.safety.kidney_estimates import fresh
from app.safety.kidney_reading import Missing, reading
from app.safety.rule import Rule
from app.safety.rulebook import read_rules

PLANNING: Final = "planning pregnancy"
"""The problem by which a situation tells it."""
FILES: Final = (
    "contraindications_pregnancy.toml",
    "contraindications_lactation.toml",
    "contraindications_conditions.toml",
)


class Contraindication(Rule):
    """Medicines that must not be given to somebody in a state or with a condition.

    Each criterion that is given must hold; of `conditions` and `liver` one suffices.
    """

    drugs: frozenset[str] = frozenset()
    """Ingredients by canonical name, or groups of `spoken` words."""
    classes: frozenset[str] = frozenset()
    """Of `app.terms.drugs`, with all their members but those of `not_drugs`."""
    not_drugs: frozenset[str] = frozenset()
    state: Literal["pregnant", "breastfeeding"] | None = None
    weeks_from: float = Field(default=0.0, ge=0)
    weeks_below: float = 43.0
    """Of the pregnancy. Where they are not told a rule that names some warns and asks."""
    conditions: frozenset[str] = frozenset()
    """Problems as the reader of situations names them."""
    liver: frozenset[str] = frozenset()
    kidneys_below: float | None = None
    """mL/min, by whatever measure it was told."""
    years_from: float | None = None
    years_below: float | None = None
    unless: tuple[str, ...] = ()
    """Words in the claim or question that take a form or use of the medicine out."""
    unless_conditions: frozenset[str] = frozenset()
    blocks: bool = False
    """Whether a recommendation is held back; otherwise it is shown with a warning."""


class Holds(NamedTuple):
    """A rule holds by these words; `sure` is False where something that it asks is not told."""

    words: str
    sure: bool = True
    supply: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def contraindications() -> tuple[Contraindication, ...]:
    return tuple(rule for name in FILES for rule in read_rules(name, Contraindication))


def holds(rule: Contraindication, person: Situation) -> Holds | None:
    """Whether what is told of the person meets the rule, and by which words."""
    told: list[Told] = []
    sure = True
    supply: tuple[str, ...] = ()
    if rule.unless_conditions and any(
        one.name in rule.unless_conditions for one in person.problems
    ):
        return None
    if rule.state is not None:
        state = person.pregnant if rule.state == "pregnant" else person.breastfeeding
        if state is None or not state.holds:
            return _planned(rule, person)
        told.append(state.told)
        meets = _weeks(rule, person.weeks)
        if meets is False:
            return None
        if meets is None:
            sure, supply = False, ("how many weeks pregnant she is",)
    if rule.conditions or rule.liver or rule.kidneys_below is not None:
        found = _ill(rule, person)
        if found is None:
            return None
        told.append(found)
    if not _aged(rule, person.age):
        return None
    return Holds("; ".join(one.words for one in told), sure, supply) if told else None


def _planned(rule: Contraindication, person: Situation) -> Holds | None:
    """What harms an unborn child at any week concerns somebody who plans a pregnancy, too."""
    if rule.state != "pregnant" or rule.severity is not Severity.CRITICAL or rule.weeks_from > 0:
        return None
    plans = next((one.told for one in person.problems if one.name == PLANNING), None)
    return None if plans is None else Holds(plans.words, sure=False)


def _weeks(rule: Contraindication, weeks: Range | None) -> bool | None:
    if rule.weeks_from <= 0 and rule.weeks_below >= 43:
        return True
    if weeks is None:
        return None
    return weeks.low < rule.weeks_below and max(weeks.high, weeks.low + 1e-6) > rule.weeks_from


def _ill(rule: Contraindication, person: Situation) -> Told | None:
    problem: Problem | None = next(
        (one for one in person.problems if one.name in rule.conditions), None
    )
    if problem is not None:
        return problem.told
    if person.liver in rule.liver and person.liver_told is not None:
        return person.liver_told
    return None if rule.kidneys_below is None else _kidneys_below(rule.kidneys_below, person)


def _kidneys_below(limit: float, person: Situation) -> Told | None:
    """By a measure that is told, else by an eGFR that creatinine gives; degrees in words are wide:
    the whole range lies below."""
    for measure in ("egfr", "crcl", "words", "dialysis"):
        one = fresh(person, measure)
        if one is not None and (one.high <= limit if one.high > one.low else one.low < limit):
            return one.told
    if fresh(person, "egfr") is not None or fresh(person, "creatinine") is None:
        return None
    known = reading(person, RenalMeasure.EGFR)
    if isinstance(known, Missing) or not known.below(limit):
        return None
    told = next(one.told for one in person.kidneys if one.measure == "creatinine")
    return told.model_copy(update={"words": known.words})


def _aged(rule: Contraindication, age: Range | None) -> bool:
    """An age that a rule asks for must be told."""
    if rule.years_from is not None and (age is None or age.low < rule.years_from):
        return False
    return rule.years_below is None or (age is not None and age.high <= rule.years_below)
