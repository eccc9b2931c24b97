"""Which entries of a record a finding is about."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from app.domain.patient import Situation, Told
from app.domain.record import PatientRecord
from app.domain.safety import CheckStatus, CheckVerdict, Severity
from app.domain.summary import RecordPlace, SummaryFinding

MET: Final = (CheckStatus.BLOCK, CheckStatus.WARN)
_GRAVEST_FIRST: Final = (*Severity, None)
_RESOURCE: Final = re.compile(r"\b[A-Z][A-Za-z]+/[A-Za-z0-9.\-]*[A-Za-z0-9]")


def findings(said: Iterable[CheckVerdict], record: PatientRecord) -> Iterator[SummaryFinding]:
    """What warns, the gravest first, with the places of what it speaks of."""
    places = {record.patient: RecordPlace(resource=record.patient)}
    for entry in record.entries:
        on = entry.on.text if entry.on else None
        places.setdefault(entry.resource, RecordPlace(resource=entry.resource, on=on))
    met = [one for one in said if one.status in MET]
    for one in sorted(met, key=lambda each: _GRAVEST_FIRST.index(each.severity)):
        cited = dict.fromkeys(_resources(one, record.situation))
        yield SummaryFinding(
            check=one, cites=tuple(places[each] for each in cited if each in places)
        )


def _resources(check: CheckVerdict, situation: Situation) -> Iterator[str]:
    """Those that its words name, and those of what its words name."""
    words = check.fired_on or ""
    yield from _RESOURCE.findall(words)
    for told, names in _named(situation):
        if told.resource and (
            told.words in words or any(_stands(name.lower(), words.lower()) for name in names)
        ):
            yield told.resource


def _stands(name: str, words: str) -> bool:
    """As a word of its own. No pattern is made of it: patterns are remembered, and it is a word of
    a patient's record."""
    at = words.find(name)
    while at >= 0:
        around = words[max(0, at - 1) : at] + words[at + len(name) : at + len(name) + 1]
        if not any(one.isalnum() or one == "_" for one in around):
            return True
        at = words.find(name, at + 1)
    return False


def _named(situation: Situation) -> Iterator[tuple[Told, frozenset[str]]]:
    for medicine in situation.medicines:
        yield medicine.told, medicine.ingredients
    for allergy in situation.allergies:
        yield allergy.told, allergy.ingredients | {allergy.substance}
    for problem in situation.problems:
        yield problem.told, frozenset({problem.name})
    ranges = (situation.age, situation.weight, situation.weeks, *situation.kidneys)
    for one in (*ranges, situation.pregnant, situation.breastfeeding):
        if one is not None:
            yield one.told, frozenset()
    if situation.liver_told is not None:
        yield situation.liver_told, frozenset()
