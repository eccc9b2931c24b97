"""Kidney function worked out for a person from creatinine, and what is missing to do so."""

from typing import Final, NamedTuple

from app.domain.formulary import RenalMeasure
from app.domain.patient import Kidney, Range, Situation, Teller, Told
from app.terms.kidney_formulas import Sex, ckd_epi_2021, cockcroft_gault

_FORMULA: Final = {
    RenalMeasure.EGFR: ("eGFR", "mL/min/1.73 m2 by CKD-EPI 2021"),
    RenalMeasure.CRCL: ("creatinine clearance", "mL/min by Cockcroft-Gault"),
}
_OUTRANKS: Final = {Teller.QUESTION: 2, Teller.CONVERSATION: 1, Teller.RECORD: 0}
AGE, SEX, WEIGHT, CREATININE = "age", "sex", "weight in kg", "serum creatinine with its unit"


class Estimate(NamedTuple):
    """`words` tell the figure, the formula, and the creatinine it was worked out from."""

    low: float
    high: float
    words: str
    creatinine: Told


class Lacking(NamedTuple):
    """What is not known, and which of it is known by a value too old to go by."""

    parts: tuple[str, ...]
    old: tuple[Told, ...]


def estimate(situation: Situation, measure: RenalMeasure) -> Estimate | Lacking:
    """In the measure's own unit. A range of creatinine gives a range."""
    creatinine = fresh(situation, "creatinine")
    age, sex, weight = situation.age, situation.sex, situation.weight
    needs_weight = measure is RenalMeasure.CRCL
    heavy = weight is None or weight.told.stale
    missing = [
        (AGE, age is None or age.high - age.low > 1),
        (SEX, sex is None),
        (WEIGHT, needs_weight and heavy),
        (CREATININE, creatinine is None),
    ]
    if creatinine is None or age is None or sex is None or any(told for _, told in missing):
        return Lacking(
            parts=tuple(name for name, told in missing if told),
            old=tuple(_too_old(situation, needs_weight=needs_weight)),
        )
    values = [
        value
        for level in (creatinine.high, creatinine.low)
        for kilograms in _ends(weight if needs_weight else None)
        if (value := _worked_out(measure, age.low, kilograms, level, sex)) is not None
    ]
    if not values:
        return Lacking(parts=(CREATININE,), old=())
    return _estimate(measure, min(values), max(values), creatinine)


def _ends(weight: Range | None) -> tuple[float, ...]:
    return (0.0,) if weight is None else (weight.low, weight.high)


def _worked_out(
    measure: RenalMeasure, age: float, weight: float, creatinine: float, sex: Sex
) -> float | None:
    if measure is RenalMeasure.CRCL:
        return cockcroft_gault(age, weight, creatinine, sex)
    return ckd_epi_2021(age, creatinine, sex)


def _estimate(measure: RenalMeasure, low: float, high: float, creatinine: Kidney) -> Estimate:
    name, unit = _FORMULA[measure]
    figure = f"{low:.0f}" if f"{low:.0f}" == f"{high:.0f}" else f"{low:.0f} to {high:.0f}"
    words = f"{name} {figure} {unit} from {creatinine.told.words}"
    return Estimate(low, high, words, creatinine.told)


def fresh(situation: Situation, measure: str) -> Kidney | None:
    """The value told in this measure, unless it is too old."""
    found = (one for one in situation.kidneys if one.measure == measure and not one.told.stale)
    return next(found, None)


def stale(situation: Situation, measure: str) -> Told | None:
    found = (one.told for one in situation.kidneys if one.measure == measure and one.told.stale)
    return next(found, None)


def _too_old(situation: Situation, *, needs_weight: bool) -> list[Told]:
    old = [one for one in (stale(situation, "creatinine"),) if one is not None]
    weight = situation.weight
    if needs_weight and weight is not None and weight.told.stale:
        old.append(weight.told)
    return old


def later(one: Told, other: Told) -> bool:
    """Whether what is told by `one` outranks `other`: by who tells it, in a record by its day."""
    if one.by is not other.by:
        return _OUTRANKS[one.by] > _OUTRANKS[other.by]
    return one.on is not None and other.on is not None and one.on > other.on
