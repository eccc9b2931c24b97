"""Drugs that must be left out, lowered or watched where the liver works badly.

Classes are those of Child and Pugh, which labels use: mild A, moderate B, severe C. Where the liver
is told about at all without a class, the class is asked for.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final, Literal

from pydantic import Field

from app.domain.answer import CitedClaim
from app.domain.patient import Situation, Use
from app.domain.safety import CheckVerdict
from app.domain.subject import Subject
from app.safety.checks.renal import Action
from app.safety.lacking import Lacking, told_once
from app.safety.meant import asked_medicines, is_someone, recommended
from app.safety.rule import Rule
from app.safety.rulebook import read_rules
from app.safety.saying import fired, passed
from app.terms.liver_function import liver_classes_in

NAME: Final = "hepatic"
SUPPLY: Final = "how well the liver works: Child-Pugh class A, B or C, or that it is healthy"
DEGREES: Final = {"mild": 0, "moderate": 1, "severe": 2}


class HepaticRule(Rule):
    """From this degree of impairment on, do `action`."""

    drugs: tuple[str, ...] = Field(min_length=1)
    """Canonical ingredients."""
    begins: Literal["mild", "moderate", "severe"]
    action: Action


@lru_cache(maxsize=1)
def hepatic_rules() -> tuple[HepaticRule, ...]:
    return read_rules("hepatic.toml", HepaticRule)


@lru_cache(maxsize=1)
def hepatic_exposure_rules() -> tuple[HepaticRule, ...]:
    """Of drugs whose exposure doubles; `deploy/exposure_rules.py` writes them."""
    return read_rules("hepatic_exposure.toml", HepaticRule)


@lru_cache(maxsize=1)
def _by_drug() -> dict[str, tuple[HepaticRule, ...]]:
    """The rules of each drug, those for worse livers first: they ask for more."""
    found: dict[str, list[HepaticRule]] = {}
    every = (*hepatic_rules(), *hepatic_exposure_rules())
    for rule in sorted(every, key=lambda one: -DEGREES[one.begins]):
        for drug in rule.drugs:
            found.setdefault(drug, []).append(rule)
    return {drug: tuple(rules) for drug, rules in found.items()}


class HepaticOfQuestion:
    """The medicines that the question and the person's list name; it warns."""

    name: Final = NAME

    def check(self, subject: Subject) -> tuple[CheckVerdict, ...]:
        meant = asked_medicines(subject.situation, (Use.ASKED, Use.TAKEN))
        return _said(meant, subject.situation, blocks=False)


class HepaticOfClaim:
    """The medicines that a claim recommends without a word of the liver."""

    name: Final = NAME

    def check(self, claim: CitedClaim, subject: Subject) -> tuple[CheckVerdict, ...]:
        if liver_classes_in(claim.text) - {"0"}:
            return (passed(NAME, "the claim says for which liver function it holds"),)
        return _said(recommended(claim.text), subject.situation, blocks=True)


def _said(
    drugs: Iterable[tuple[str, str]], situation: Situation, *, blocks: bool
) -> tuple[CheckVerdict, ...]:
    each = [_of(drug, words, situation, blocks=blocks) for drug, words in drugs]
    found = dict.fromkeys(one for one in each if isinstance(one, CheckVerdict))
    lacking = (one for one in each if isinstance(one, Lacking))
    unknown = told_once(
        NAME, "is limited in liver disease", "are limited in liver disease", lacking
    )
    return (*found, *unknown) or (passed(NAME),)


def _of(
    drug: str, words: str, situation: Situation, *, blocks: bool
) -> CheckVerdict | Lacking | None:
    """Of one drug the strictest rule that holds, or that the liver is not told of."""
    rules = _by_drug().get(drug, ())
    if not rules:
        return None
    degree, told = situation.liver, situation.liver_told
    if degree is None:
        supply = (SUPPLY,) if is_someone(situation) else ()
        return Lacking(drug, "nothing is told of the liver", supply) if told is None else None
    if degree == "normal":
        return None
    where = f"{words}; {told.words}" if told else words
    if degree == "impaired":
        return fired(NAME, rules[-1].of({drug}), where, supply=(SUPPLY,))
    for rule in rules:
        if DEGREES[degree] >= DEGREES[rule.begins]:
            avoid = rule.action is Action.AVOID
            return fired(NAME, rule.of({drug}), where, blocks=blocks and avoid)
    return None
