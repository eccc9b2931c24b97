"""Medicines against allergies: the very medicine, and those that cross-react with it.

It speaks of a recommendation, not of a warning or a mention; on the question alone it warns.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from app.domain.answer import CitedClaim
from app.domain.facts import ContraindicationFact
from app.domain.patient import Allergy, Use
from app.domain.safety import CheckStatus, CheckVerdict, LibraryWords, Provenance, Severity
from app.domain.subject import Subject
from app.safety.checks.allergic import (
    AllergyRule,
    allergic,
    allergy_rules,
    given_by,
    known,
    severe,
    shortly,
    substances,
)
from app.safety.checks.recommended import Recommended, members, recommended, tells_another
from app.safety.checks.whom import about_someone
from app.safety.saying import fired, not_checked, passed
from app.safety.spoken import named_in
from app.terms.drugs import CLASS

NAME: Final = "allergy"
SUPPLY: Final = "allergies to medicines with what happened, or that there are none"
_TESTED: Final = re.compile(
    r"\bdesensiti[sz]\w+|\bnon-?allergic\b|\bnot allergic\b|\bskin[- ]tests?\b|\bde-?label\w*",
    re.IGNORECASE,
)
"""A claim that speaks of testing or desensitising, or of others, warns and is not held back."""
_UNKNOWN: Final = "Nothing is told of allergies."
_NOT_KNOWN: Final = "No medicine could be compared with the allergy to"
_MOST: Final = 8
"""Of allergies that are named in one verdict."""
_HYPERSENSITIVE: Final = re.compile(r"hypersensitiv|allerg|anaphyla|sensitivity", re.IGNORECASE)


class AllergyCheck:
    """`ClaimCheck`: the medicines that a claim recommends."""

    name = NAME

    def check(self, claim: CitedClaim, subject: Subject) -> tuple[CheckVerdict, ...]:
        given = recommended(claim, subject)
        if not given:
            return (passed(NAME, "The claim recommends no medicine."),)
        found: dict[str, CheckVerdict] = {}
        for one in given:
            for verdict in _against(one, claim.text, subject, blocks=True):
                found.setdefault(f"{verdict.rule} {verdict.fired_on}", verdict)
        return tuple(found.values()) or (_nothing(given, subject),)


class AllergyQuestionCheck:
    """`QuestionCheck`: the medicines that are taken or asked about; it warns only."""

    name = NAME

    def check(self, subject: Subject) -> tuple[CheckVerdict, ...]:
        person = subject.situation
        found: dict[str, CheckVerdict] = {}
        asked: list[Recommended] = []
        for medicine in person.medicines:
            if medicine.use is Use.STOPPED:
                continue
            names = sorted(medicine.ingredients) if medicine.class_name is None else [""]
            for name in names:
                one = Recommended(name, medicine.class_name, medicine.told.words, "")
                if medicine.use is Use.ASKED:
                    asked.append(one)
                for verdict in _against(one, subject.question.text, subject, blocks=False):
                    found.setdefault(f"{verdict.rule} {verdict.fired_on}", verdict)
        if not asked and not found:
            return (passed(NAME, "The question asks about no medicine by name."),)
        return tuple(found.values()) or (_nothing(tuple(asked), subject),)


def _nothing(given: tuple[Recommended, ...], subject: Subject) -> CheckVerdict:
    person = subject.situation
    unknown = [shortly(one) for one in person.allergies if not known(one)]
    if unknown:
        return not_checked(NAME, f"{_NOT_KNOWN} {'; '.join(unknown[:_MOST])}", SUPPLY)
    if person.allergies:
        return passed(NAME, "None of the allergies that are told is to it or cross-reacts.")
    if person.no_allergies is not None:
        return passed(NAME, "It is told that there are no allergies.")
    if about_someone(subject) and any(tells_another(one) for one in given):
        return not_checked(NAME, _UNKNOWN, SUPPLY)
    return passed(NAME, "Nothing is told of a person with an allergy.")


def _against(
    one: Recommended, text: str, subject: Subject, *, blocks: bool
) -> Iterator[CheckVerdict]:
    for allergy in subject.situation.allergies:
        hit = False
        substance = allergy.substance if allergy.substance in substances() else ""
        for rule in _rules_on(allergy.ingredients, allergy.class_name, substance):
            if not _meets(rule, one, allergy) or any(_has(each, text) for each in rule.unless):
                continue
            hit = True
            held = rule.blocks or (rule.blocks_if_severe and severe(allergy))
            held = held and not (_TESTED.search(text) or members(one) & rule.from_memory)
            yield fired(
                NAME,
                rule.of(members(one), allergy.ingredients),
                f"{one.words}; {allergy.told.words}",
                blocks=blocks and held,
                library=_stated(one, allergy, subject),
            )
            if rule.blocks and one.name not in rule.from_memory:
                break
        library = _stated(one, allergy, subject)
        if library and not hit:
            yield CheckVerdict(
                name=NAME,
                status=CheckStatus.BLOCK if blocks else CheckStatus.WARN,
                rule=f"library/{NAME}",
                fired_on=f"{one.words}; {allergy.told.words}",
                why=f"A document of the library names this allergy against {one.words}.",
                next_step="Choose another medicine, or ask a pharmacist or an allergy clinic.",
                severity=Severity.CRITICAL,
                provenance=Provenance.LIBRARY,
                library=library,
            )


@lru_cache(maxsize=256)
def _rules_on(
    ingredients: frozenset[str], class_name: str | None, substance: str
) -> tuple[AllergyRule, ...]:
    """Those that speak of this allergy, or of the very medicine of any.

    Args:
        substance: one of `substances`, or empty: what people write is not kept.
    """
    return tuple(
        rule
        for rule in allergy_rules()
        if rule.same or allergic(rule, ingredients, class_name, substance)
    )


def _meets(rule: AllergyRule, one: Recommended, allergy: Allergy) -> bool:
    if rule.same:
        if rule.allergens and one.name not in rule.allergens:
            return False
        if one.name and allergy.class_name is None:
            return one.name in allergy.ingredients
        if one.name:
            return not rule.allergens and one.name in allergy.ingredients
        return one.class_name is not None and one.class_name == allergy.class_name
    if one.class_name is not None:
        return one.class_name in rule.classes
    return one.name in given_by(rule.id) and (
        one.name not in allergy.ingredients or allergy.class_name is not None
    )


def _stated(one: Recommended, allergy: Allergy, subject: Subject) -> tuple[LibraryWords, ...]:
    if not one.name:
        return ()
    return tuple(
        LibraryWords(
            document_id=fact.document_id,
            passage_id=fact.passage_id,
            title=subject.stated.title(fact.document_id),
            span=fact.span,
            quote=fact.quote,
        )
        for fact in subject.stated.facts(one.name, ContraindicationFact)
        if _names(fact.against, one.name, allergy)
    )


def _names(against: str, given: str, allergy: Allergy) -> bool:
    """Whether the words name the allergy: its medicine, its class or its substance."""
    if not _HYPERSENSITIVE.search(against):
        return False
    named = {one.meaning.removeprefix(CLASS) for one in named_in(against)}
    if allergy.class_name in named or (allergy.class_name is None and allergy.ingredients & named):
        return True
    if given in allergy.ingredients and allergy.class_name is None:
        return True
    return not allergy.ingredients and _has(allergy.substance, against)


@lru_cache(maxsize=512)
def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(phrase)}", re.IGNORECASE)


def _has(phrase: str, text: str) -> bool:
    return _pattern(phrase).search(text) is not None
