"""The person a question is about, in the words that verifiers compare quotations with.

What the question itself tells is left out: it is compared anyway. So only a record and earlier
turns speak here, and a value that is too old says nothing.
"""

from typing import Final

from app.domain.formulary import RenalMeasure
from app.domain.patient import Range, Situation, Teller, Told, Whom, YesNo
from app.safety.kidney_estimates import Estimate, estimate, fresh

GROWN_UP: Final = 18
_NOUNS: Final = {
    (True, "female"): "woman",
    (True, "male"): "man",
    (True, None): "person",
    (False, "female"): "girl",
    (False, "male"): "boy",
    (False, None): "child",
}
_KIDNEYS: Final = (
    (RenalMeasure.EGFR, "an eGFR of {:.0f} mL/min/1.73 m2"),
    (RenalMeasure.CRCL, "a creatinine clearance of {:.0f} mL/min"),
)


def whom(situation: Situation) -> Whom:
    """Both in words; empty where nothing beyond the question is told."""
    words, groups = [], []
    age = situation.age if _told_elsewhere(situation.age) else None
    if age is not None:
        grown = age.low >= GROWN_UP
        words.append(f"a {_NOUNS[grown, situation.sex]} of {_years(age.low)}")
        if not grown:
            groups.append("in a child")
    if _holds(situation.pregnant):
        words.append("pregnant")
        groups.append("in pregnancy")
    if _holds(situation.breastfeeding):
        words.append("breastfeeding")
        groups.append("while breastfeeding")
    words += [
        f"with {form.format(value)}"
        for measure, form in _KIDNEYS
        if (value := _kidney(situation, measure)) is not None
    ]
    return Whom(
        words=f"The patient is {', '.join(words)}." if words else "", group=" ".join(groups)
    )


def _kidney(situation: Situation, measure: RenalMeasure) -> float | None:
    told = fresh(situation, measure.value)
    if told is not None:
        exact = told.low == told.high and told.told.by is not Teller.QUESTION
        return told.low if exact else None
    worked_out = estimate(situation, measure)
    if not isinstance(worked_out, Estimate) or worked_out.low != worked_out.high:
        return None
    return worked_out.low if worked_out.creatinine.by is not Teller.QUESTION else None


def _told_elsewhere(value: Range | None) -> bool:
    return value is not None and _fresh(value.told)


def _holds(value: YesNo | None) -> bool:
    return value is not None and value.holds and _fresh(value.told)


def _fresh(told: Told) -> bool:
    return told.by is not Teller.QUESTION and not told.stale


def _years(age: float) -> str:
    """`4 years`, `7 months`."""
    if age >= 2:
        return f"{int(age)} years"
    months = int(age * 12)
    return f"{months} month{'' if months == 1 else 's'}"
