"""What documents of the library state of a medicine at the person's own kidney function."""

from collections.abc import Iterable, Iterator
from typing import Final

from app.domain.facts import ContraindicationFact, DoseFact, Fact, Per
from app.domain.formulary import RenalBand
from app.domain.patient import Situation
from app.domain.safety import CheckStatus, CheckVerdict, Provenance, Severity
from app.domain.subject import Subject
from app.safety.doses import StatedDose
from app.safety.kidney_reading import Missing, Reading, reading
from app.safety.library_words import quoted
from app.safety.meant import named_in

_SLACK: Final = 0.01
"""For figures that were rounded."""
_EDGE: Final = 1e-6


def of_question(
    name: str, drugs: Iterable[tuple[str, str]], subject: Subject
) -> tuple[CheckVerdict, ...]:
    """A warning for each medicine that documents forbid at this kidney function, or give a dose
    of: one for all above a limit, too, where the question names the medicine."""
    found = []
    named = named_in(subject.question.text)
    for drug, words in dict(drugs).items():
        against = _holding(drug, words, ContraindicationFact, subject)
        dosed = tuple(
            (fact, known)
            for fact, known in _holding(drug, words, DoseFact, subject)
            if drug in named or (fact.renal is not None and fact.renal.high is not None)
        )
        if against:
            found.append(_forbidden(name, drug, words, against, subject, blocks=False))
        elif dosed:
            why = f"The library gives a dose of {drug} for this kidney function."
            found.append(_verdict(name, drug, words, why, dosed, subject))
    return tuple(found)


def of_claim(
    name: str, drugs: Iterable[tuple[str, str]], doses: Iterable[StatedDose], subject: Subject
) -> tuple[CheckVerdict, ...]:
    """A block where a document forbids it at this kidney function, a warning where the claim's
    amount is not the document's."""
    found = []
    stated = tuple(doses)
    for drug, words in dict(drugs).items():
        against = _holding(drug, words, ContraindicationFact, subject)
        if against:
            found.append(_forbidden(name, drug, words, against, subject, blocks=True))
            continue
        dosed = _holding(drug, words, DoseFact, subject)
        for dose in stated:
            if dose.drug == drug and dosed and not any(_agree(dose, one) for one in dosed):
                why = f"The library gives another dose of {drug} for this kidney function."
                found.append(_verdict(name, drug, dose.words, why, dosed, subject))
    return tuple(dict.fromkeys(found))


Banded = DoseFact | ContraindicationFact


def _holding(
    drug: str, words: str, kind: type[DoseFact] | type[ContraindicationFact], subject: Subject
) -> tuple[tuple[Banded, Reading], ...]:
    """The facts whose band the person's kidney function falls in, wholly or in part."""
    facts: dict[Banded, None] = {}
    for name in dict.fromkeys((drug, words.lower())):
        facts |= dict.fromkeys(subject.stated.facts(name, kind))
    return tuple(
        (fact, known)
        for fact in facts
        if fact.renal is not None and (known := _reading(subject.situation, fact.renal)) is not None
    )


def _reading(situation: Situation, band: RenalBand) -> Reading | None:
    known = reading(situation, band.measure)
    if isinstance(known, Missing):
        return None
    high = max(known.high, known.low + _EDGE)
    above = band.high is None or known.low < band.high
    below = band.low is None or high > band.low
    return known if above and below else None


def _inside(known: Reading, band: RenalBand) -> bool:
    high = known.high if known.high > known.low else known.low + _EDGE
    return (band.low is None or known.low >= band.low) and (band.high is None or high <= band.high)


def _agree(dose: StatedDose, held: tuple[Banded, Reading]) -> bool:
    """Whether the amounts meet; what cannot be compared is not called different."""
    fact = held[0]
    if not isinstance(fact, DoseFact):
        return True
    unit = f"{dose.unit}{'/kg' if dose.by_weight else ''}"
    if fact.amount.normal_unit != unit:
        return True
    low, high = map(float, fact.amount.normal)
    mine = (dose.low, dose.high)
    theirs = _a_day(fact, low, high)
    if theirs is not None and dose.per_day is not None:
        mine, (low, high) = dose.per_day, theirs
    elif theirs is not None and fact.amount.per is Per.DAY:
        return True
    return mine[0] <= high * (1 + _SLACK) and mine[1] >= low * (1 - _SLACK)


def _a_day(fact: DoseFact, low: float, high: float) -> tuple[float, float] | None:
    if fact.amount.per is Per.DAY:
        return low, high
    rate = fact.frequency.rate if fact.frequency else None
    if fact.amount.per is not Per.DOSE or rate is None:
        return None
    least, most = rate.per_day
    return low * float(least), high * float(most)


def _forbidden(
    name: str,
    drug: str,
    words: str,
    held: tuple[tuple[Banded, Reading], ...],
    subject: Subject,
    *,
    blocks: bool,
) -> CheckVerdict:
    sure = any(fact.renal and _inside(known, fact.renal) for fact, known in held)
    why = f"The library names this kidney function as a contraindication to {drug}."
    said = _verdict(name, drug, words, why, held, subject)
    status = CheckStatus.BLOCK if blocks and sure else CheckStatus.WARN
    return said.model_copy(update={"status": status, "severity": Severity.CRITICAL})


def _verdict(
    name: str,
    drug: str,
    words: str,
    why: str,
    held: tuple[tuple[Banded, Reading], ...],
    subject: Subject,
) -> CheckVerdict:
    facts: Iterator[Fact] = (fact for fact, _ in held)
    return CheckVerdict(
        name=name,
        status=CheckStatus.WARN,
        rule=f"library/renal-{drug}".replace(" ", "-"),
        fired_on=f"{words}; {held[0][1].words}",
        why=why,
        next_step="Read the document's words, and fit the dose to the kidney function.",
        severity=Severity.SERIOUS,
        provenance=Provenance.LIBRARY,
        library=tuple(quoted(one, subject) for one in facts),
    )
