"""What is known of a person's kidneys in one measure, or what must be supplied for it.

An eGFR is never read for a creatinine clearance, nor the other way round: labels that dose on one
were tried on that one. A degree in words ("severe renal impairment") and dialysis hold for both.
"""

import re
from typing import Final

from app.domain.formulary import RenalMeasure
from app.domain.frozen import Frozen
from app.domain.patient import Kidney, Situation
from app.safety.cockcroft_gault import GROWN_UP, NEEDED, of_person

NAMES: Final = {
    RenalMeasure.EGFR: "eGFR in mL/min/1.73 m2",
    RenalMeasure.CRCL: "creatinine clearance (Cockcroft-Gault) in mL/min",
}
SUPPLY: Final = {
    RenalMeasure.EGFR: NAMES[RenalMeasure.EGFR],
    RenalMeasure.CRCL: f"{NAMES[RenalMeasure.CRCL]}, or {NEEDED}",
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
    """The last value told in this measure; a word for a degree; or a clearance worked out."""
    unfit = _unfit(situation)
    exact = _last(situation, measure.value)
    if exact is not None and unfit is None:
        return _read(exact)
    in_words = _last(situation, "words") or _last(situation, "dialysis")
    if in_words is not None:
        return _read(in_words)
    if unfit is not None:
        return Missing(why=unfit, supply=SUPPLY[measure])
    if measure is RenalMeasure.CRCL and (value := of_person(situation)) is not None:
        words = f"{value:.0f} mL/min by Cockcroft-Gault"
        return Reading(low=value, high=value, words=words)
    other = RenalMeasure.EGFR if measure is RenalMeasure.CRCL else RenalMeasure.CRCL
    if _last(situation, other.value) is not None:
        why = f"this drug is dosed on {NAMES[measure]}; {NAMES[other]} is another measure"
        return Missing(why=why, supply=SUPPLY[measure])
    return Missing(why="kidney function is not told", supply=SUPPLY[measure])


def told_of(situation: Situation) -> bool:
    """Whether anything is told of the kidneys."""
    return bool(situation.kidneys)


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


def _last(situation: Situation, measure: str) -> Kidney | None:
    found = (one for one in situation.kidneys if one.measure == measure and not one.told.stale)
    return next(found, None)


def _read(kidney: Kidney) -> Reading:
    return Reading(low=kidney.low, high=kidney.high, words=kidney.told.words)
