"""The most that documents of the library allow of a medicine, held against a stated dose."""

from collections.abc import Sequence
from typing import Final

from app.domain.facts import DoseFact, DoseRole, Per
from app.domain.frozen import Frozen
from app.domain.safety import CheckStatus, CheckVerdict, LibraryWords, Provenance, Severity
from app.domain.subject import Subject
from app.safety.checks.over_maximum import for_child
from app.safety.dose_words import PEOPLE
from app.safety.doses import StatedDose
from app.safety.library_words import quoted

_SLACK: Final = 1.01
_PER_DAY: Final = {Per.DAY: 1.0, Per.WEEK: 1 / 7}


class StatedMaximum(Frozen):
    """`most` in the dose's unit, for each kilogram where the dose is; `a_day` or in one dose."""

    most: float
    a_day: bool
    conditional: bool
    """The document binds it to an indication."""
    words: LibraryWords


def stated_maxima(dose: StatedDose, subject: Subject) -> tuple[StatedMaximum, ...]:
    """What documents state for the same route and people, and for no band of kidney function."""
    names = dict.fromkeys((dose.drug, dose.written or dose.drug))
    facts = [one for name in names for one in subject.stated.facts(name, DoseFact)]
    unit = f"{'IU' if dose.unit == 'unit' else dose.unit}{'/kg' if dose.by_weight else ''}"
    units = {unit, unit.replace("IU", "unit")}
    found = []
    for fact in dict.fromkeys(facts):
        if fact.role is not DoseRole.MAXIMUM or fact.renal is not None:
            continue
        if fact.amount.normal_unit in units and _same(fact, dose, subject):
            most = _most(fact)
            if most is not None:
                found.append(
                    StatedMaximum(
                        most=most[0],
                        a_day=most[1],
                        conditional=fact.indication is not None,
                        words=quoted(fact, subject),
                    )
                )
    return tuple(found)


def _same(fact: DoseFact, dose: StatedDose, subject: Subject) -> bool:
    if fact.route and dose.route and fact.route.lower() != dose.route:
        return False
    told = PEOPLE.search(fact.population or "")
    child = told is not None and told.lastgroup == "child"
    return child == for_child(dose, subject.situation)


def _most(fact: DoseFact) -> tuple[float, bool] | None:
    """The top of the fact and whether it is of a day; None of a rate."""
    top = float(fact.amount.normal[1])
    if fact.amount.per in _PER_DAY:
        return top * _PER_DAY[fact.amount.per], True
    if fact.amount.per is not Per.DOSE:
        return None
    rate = fact.frequency.rate if fact.frequency else None
    return (top * float(rate.per_day[1]), True) if rate else (top, False)


def beyond_library(
    name: str, dose: StatedDose, stated: Sequence[StatedMaximum], *, blocks: bool
) -> CheckVerdict | None:
    """The verdict where the dose is over all that documents state as a maximum."""
    day = dose.per_day
    most_a_day = day[1] if day else dose.high
    over = [
        one
        for one in stated
        if (most_a_day if one.a_day else dose.high) > one.most * _SLACK
        and (one.a_day or not dose.whole)
    ]
    if not over or len(over) < len(stated):
        return None
    sure = blocks and not all(one.conditional for one in over)
    top = max(one.most for one in over)
    return CheckVerdict(
        name=name,
        status=CheckStatus.BLOCK if sure else CheckStatus.WARN,
        rule=f"library/maximum-{dose.drug}".replace(" ", "-"),
        fired_on=dose.words,
        why=f"The library states at most {top:g} {dose.unit} of {dose.drug}; more is stated here.",
        next_step="Do not give more than the document allows; ask a pharmacist.",
        severity=Severity.SERIOUS,
        provenance=Provenance.LIBRARY,
        library=tuple(one.words for one in over),
    )
