"""What documents of the library call contraindicated, against what is told of the person."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from app.domain.facts import ContraindicationFact, DoseFact, Fact
from app.domain.patient import Situation
from app.domain.safety import CheckStatus, CheckVerdict, LibraryWords, Provenance, Severity
from app.domain.subject import Subject
from app.safety.checks.recommended import Recommended
from app.safety.situation.words import (
    FEEDING,
    PREGNANT,
    condition_book,
    feeding_book,
    pregnancy_book,
)
from app.terms.conditions import conditions
from app.terms.denied import denied
from app.terms.liver_function import liver_classes_in

_LIVER: Final = {"mild": "A", "moderate": "B", "severe": "C"}
_STATES: Final = {"pregnant": PREGNANT, "breastfeeding": FEEDING}
_NO_STATE: Final = frozenset({"pain", "fever"})
"""Conditions that a contraindication names in passing."""


def stated_against(
    name: str, given: Recommended, text: str, subject: Subject, *, with_block: bool
) -> tuple[CheckVerdict, ...]:
    """A verdict for each state of the person that a document names against the medicine; several
    documents that name the same stand in one verdict."""
    if not given.name:
        return ()
    facts = subject.stated.facts(given.name, ContraindicationFact)
    if not facts:
        return ()
    found: dict[str, list[tuple[str, ContraindicationFact]]] = {}
    for fact in facts:
        for state, words in _met(fact.against, subject.situation):
            found.setdefault(state, []).append((words, fact))
    return tuple(
        _verdict(name, given, text, state, told, subject, with_block=with_block)
        for state, told in found.items()
    )


def stated_for(given: Recommended, state: str | None, subject: Subject) -> tuple[LibraryWords, ...]:
    """Doses that documents give to people in the state: they say otherwise than a rule against it.

    Args:
        state: `pregnant` or `breastfeeding`; of others nothing is looked for.
    """
    if not given.name or state not in _STATES:
        return ()
    return tuple(
        _words(one, subject)
        for one in subject.stated.facts(given.name, DoseFact)
        if one.population is not None and _STATES[state] in _states(one.population)
    )


def _words(fact: Fact, subject: Subject) -> LibraryWords:
    return LibraryWords(
        document_id=fact.document_id,
        passage_id=fact.passage_id,
        title=subject.stated.title(fact.document_id),
        span=fact.span,
        quote=fact.quote,
    )


def _verdict(
    name: str,
    given: Recommended,
    text: str,
    state: str,
    told: list[tuple[str, ContraindicationFact]],
    subject: Subject,
    *,
    with_block: bool,
) -> CheckVerdict:
    facts = tuple(dict.fromkeys(fact for _, fact in told))
    other_route = all(one.route and text and one.route.lower() not in text.lower() for one in facts)
    blocks = with_block and not other_route
    return CheckVerdict(
        name=name,
        status=CheckStatus.BLOCK if blocks else CheckStatus.WARN,
        rule=f"library/{state}".replace(" ", "-"),
        fired_on=f"{given.words}; {told[0][0]}",
        why=f"A document of the library names {state} as a contraindication to {given.words}.",
        next_step="Choose another medicine, or ask a pharmacist or a specialist.",
        severity=Severity.CRITICAL,
        provenance=Provenance.LIBRARY,
        library=tuple(_words(one, subject) for one in facts),
    )


def _met(against: str, person: Situation) -> Iterator[tuple[str, str]]:
    """The states of the person that the words name, each with the words that told it."""
    read = _states(against)
    if PREGNANT in read and person.pregnant and person.pregnant.holds:
        yield "pregnancy", person.pregnant.told.words
    if FEEDING in read and person.breastfeeding and person.breastfeeding.holds:
        yield FEEDING, person.breastfeeding.told.words
    for one in person.problems:
        if one.name in read:
            yield one.name, one.told.words
    letter = _LIVER.get(person.liver or "")
    if person.liver_told is not None and letter and f"liver {letter}" in read:
        yield f"liver disease of class {letter}", person.liver_told.words


@lru_cache(maxsize=4096)
def _states(against: str) -> frozenset[str]:
    found = {
        one.meaning
        for book in (pregnancy_book(), feeding_book())
        for one in book.find(against)
        if not denied(against, one.start, one.end)
    }
    for one in (*condition_book().find(against), *conditions().find(against)):
        if not denied(against, one.start, one.end):
            found.add(one.meaning)
    found |= {f"liver {letter}" for letter in liver_classes_in(against)}
    return frozenset(found - _NO_STATE)
