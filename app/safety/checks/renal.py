"""Drugs that must be left out, lowered or watched where the kidneys work badly.

Each limit is compared with the measure it names and no other (`kidney_reading.py`). Missing kidney
function is told as not checked, with what to supply.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Final

from pydantic import Field

from app.domain.answer import CitedClaim
from app.domain.formulary import RenalMeasure
from app.domain.patient import Situation, Use
from app.domain.safety import CheckVerdict
from app.domain.subject import Subject
from app.safety.checks import library_renal
from app.safety.doses import doses_in
from app.safety.kidney_reading import Missing, Reading, reading
from app.safety.lacking import Lacking, told_once
from app.safety.meant import asked_medicines, is_someone, recommended
from app.safety.rule import Rule
from app.safety.rulebook import read_rules
from app.safety.saying import fired, passed, told_together
from app.terms.kidney_function import clearances_in

NAME: Final = "renal"
_ONE_HAS: Final = "has a limit of kidney function"
_SEVERAL_HAVE: Final = "have limits of kidney function"


class Action(StrEnum):
    AVOID = "avoid"
    REDUCE = "reduce"
    WATCH = "watch"


class RenalRule(Rule):
    """Below `below` of `measure` (mL/min/1.73 m2 for eGFR, mL/min for clearance), do `action`."""

    drugs: tuple[str, ...] = Field(min_length=1)
    """Canonical ingredients."""
    measure: RenalMeasure
    below: float = Field(gt=0, le=120)
    action: Action


@lru_cache(maxsize=1)
def renal_rules() -> tuple[RenalRule, ...]:
    return read_rules("renal.toml", RenalRule)


@lru_cache(maxsize=1)
def renal_exposure_rules() -> tuple[RenalRule, ...]:
    """Of drugs whose exposure doubles; `deploy/exposure_rules.py` writes them."""
    return read_rules("renal_exposure.toml", RenalRule)


@lru_cache(maxsize=1)
def _by_drug() -> dict[str, tuple[RenalRule, ...]]:
    found: dict[str, list[RenalRule]] = {}
    for rule in sorted((*renal_rules(), *renal_exposure_rules()), key=lambda one: one.below):
        for drug in rule.drugs:
            found.setdefault(drug, []).append(rule)
    return {drug: tuple(rules) for drug, rules in found.items()}


class RenalOfQuestion:
    """The medicines that the question and the person's list name; it warns."""

    name: Final = NAME

    def check(self, subject: Subject) -> tuple[CheckVerdict, ...]:
        meant = tuple(asked_medicines(subject.situation, (Use.ASKED, Use.TAKEN)))
        stated = library_renal.of_question(NAME, meant, subject)
        return _said(meant, subject.situation, stated, blocks=False)


class RenalOfClaim:
    """The medicines that a claim recommends without a word of the kidneys."""

    name: Final = NAME

    def check(self, claim: CitedClaim, subject: Subject) -> tuple[CheckVerdict, ...]:
        if clearances_in(claim.text):
            return (passed(NAME, "the claim says for which kidney function it holds"),)
        meant = tuple(recommended(claim.text))
        stated = library_renal.of_claim(NAME, meant, doses_in(claim.text), subject)
        return _said(meant, subject.situation, stated, blocks=True)


def _said(
    drugs: Iterable[tuple[str, str]],
    situation: Situation,
    stated: tuple[CheckVerdict, ...],
    *,
    blocks: bool,
) -> tuple[CheckVerdict, ...]:
    known = {measure: reading(situation, measure) for measure in RenalMeasure}
    someone = is_someone(situation)
    each = [_of(drug, words, known, blocks=blocks, someone=someone) for drug, words in drugs]
    found = told_together(one for one in each if isinstance(one, CheckVerdict))
    lacking = (one for one in each if isinstance(one, Lacking))
    unknown = told_once(NAME, _ONE_HAS, _SEVERAL_HAVE, lacking)
    return (*found, *unknown, *stated) or (passed(NAME),)


def _of(
    drug: str,
    words: str,
    readings: Mapping[RenalMeasure, Reading | Missing],
    *,
    blocks: bool,
    someone: bool,
) -> CheckVerdict | Lacking | None:
    """Of one drug the strictest limit that it falls below, or what is missing to know.

    Where a drug has limits in both measures, that which is known decides. What is only watched is
    not asked for where no person is told of.
    """
    rules = _by_drug().get(drug, ())
    missing: list[Missing] = []
    known = False
    for rule in rules:
        value = readings[rule.measure]
        if isinstance(value, Missing):
            missing.append(value)
            continue
        known = True
        if value.may_be_below(rule.below):
            return _fired(rule.of({drug}), words, value, blocks=blocks)
    if not missing or known:
        return None
    firm = any(rule.action is not Action.WATCH for rule in rules)
    return Lacking(drug, missing[0].why, (missing[0].supply,) if firm or someone else ())


def _fired(rule: RenalRule, words: str, known: Reading, *, blocks: bool) -> CheckVerdict:
    sure = known.below(rule.below) and rule.action is Action.AVOID
    return fired(NAME, rule, f"{words}; {known.words}", blocks=blocks and sure)
