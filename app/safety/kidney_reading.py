"""What is known of a person's kidneys in one measure, or what must be supplied for it.

An eGFR is never read for a creatinine clearance, nor the other way round: labels that dose on one
were tried on that one. Each may be stated, or worked out from creatinine by its own formula. A
degree in words ("severe renal impairment") and dialysis hold for both.
"""

import re
from typing import Final

from app.domain.formulary import RenalMeasure
from app.domain.frozen import Frozen
from app.domain.patient import Kidney, Situation, Teller, Told
from app.safety.kidney_estimates import (
    AGE,
    CREATININE,
    SEX,
    WEIGHT,
    Estimate,
    Lacking,
    estimate,
    fresh,
    later,
    stale,
)
from app.terms.kidney_formulas import GROWN_UP

NAMES: Final = {
    RenalMeasure.EGFR: "eGFR in mL/min/1.73 m2",
    RenalMeasure.CRCL: "creatinine clearance (Cockcroft-Gault) in mL/min",
}
_NEEDED: Final = {
    RenalMeasure.EGFR: (AGE, SEX, CREATININE),
    RenalMeasure.CRCL: (AGE, SEX, WEIGHT, CREATININE),
}
_ACUTE: Final = re.compile(
    r"\baki\b|\bacute (?:kidney|renal) (?:injury|failure)\b|\boliguri[ac]\b", re.IGNORECASE
)


class Reading(Frozen):
    """`low` <= value < `high`, or one value where both are the same; in the measure's own unit."""

    low: float
    high: float
    words: str
    """As told, or how it was worked out."""

    def below(self, limit: float) -> bool:
        """Whether all of it lies below."""
        return self.low < limit and self.high <= limit

    def may_be_below(self, limit: float) -> bool:
        return self.low < limit


class Missing(Frozen):
    why: str
    supply: str


def reading(situation: Situation, measure: RenalMeasure) -> Reading | Missing:
    """The last value told in this measure, unless creatinine was told later; one worked out from
    creatinine; or a word for a degree. What is too old is missing, and so is what does not hold
    for children, in pregnancy and in acute kidney injury."""
    unfit = _unfit(situation)
    stated = fresh(situation, measure.value) if unfit is None else None
    worked_out = estimate(situation, measure)
    of_creatinine = worked_out if unfit is None and isinstance(worked_out, Estimate) else None
    in_words, dialysis = fresh(situation, "words"), fresh(situation, "dialysis")
    if dialysis is not None and (stated is None or stated.low >= dialysis.high):
        return _read(dialysis)
    if of_creatinine is not None and _counts(of_creatinine, stated, in_words):
        return _of_estimate(of_creatinine)
    known = stated or in_words
    if known is not None:
        return _read(known)
    if unfit is not None:
        return Missing(why=unfit, supply=_supply(measure, _NEEDED[measure]))
    return _missing(situation, measure, worked_out)


def _counts(of_creatinine: Estimate, stated: Kidney | None, in_words: Kidney | None) -> bool:
    """Whether it is what to go by: rather than a value that is stated where creatinine is newer,
    and than a degree in words that the same record tells or that was told before."""
    told = of_creatinine.creatinine
    if stated is not None:
        return later(told, stated.told)
    if in_words is None or later(told, in_words.told):
        return True
    return told.by is Teller.RECORD and in_words.told.by is Teller.RECORD


def _missing(
    situation: Situation, measure: RenalMeasure, worked_out: Estimate | Lacking
) -> Missing:
    other = RenalMeasure.EGFR if measure is RenalMeasure.CRCL else RenalMeasure.CRCL
    parts = worked_out.parts if isinstance(worked_out, Lacking) else _NEEDED[measure]
    old = worked_out.old if isinstance(worked_out, Lacking) else ()
    too_old = tuple(one for one in (stale(situation, measure.value), *old) if one is not None)
    supply = _supply(measure, parts)
    if too_old:
        return Missing(why=_aged(too_old), supply=supply)
    if fresh(situation, other.value) is not None:
        why = f"this drug is dosed on {NAMES[measure]}; {NAMES[other]} is another measure"
        return Missing(why=why, supply=supply)
    if fresh(situation, "creatinine") is not None:
        why = f"{NAMES[measure]} is not told, nor all that it is worked out from"
        return Missing(why=why, supply=supply)
    return Missing(why="kidney function is not told", supply=supply)


def _aged(told: tuple[Told, ...]) -> str:
    listed = "; ".join(one.words for one in told)
    return f"what is known of it is too old to go by ({listed})"


def _supply(measure: RenalMeasure, parts: tuple[str, ...]) -> str:
    if not parts:
        return NAMES[measure]
    listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"{NAMES[measure]}, or {listed}"


def _unfit(situation: Situation) -> str | None:
    """Why estimates from creatinine do not hold for this person."""
    told = [one.told.words for one in situation.kidneys]
    told += [one.told.words for one in situation.problems]
    if any(_ACUTE.search(words) for words in told):
        return "in acute kidney injury creatinine lags behind, and no estimate from it holds"
    if situation.age is not None and situation.age.high <= GROWN_UP:
        return "under 18 years these limits and estimates do not hold"
    if situation.pregnant is not None and situation.pregnant.holds:
        return "in pregnancy these limits and estimates do not hold"
    return None


def _of_estimate(worked_out: Estimate) -> Reading:
    return Reading(low=worked_out.low, high=worked_out.high, words=worked_out.words)


def _read(kidney: Kidney) -> Reading:
    return Reading(low=kidney.low, high=kidney.high, words=kidney.told.words)
