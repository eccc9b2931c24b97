"""Function of kidneys and liver of a record, each by the measure it was stated in."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from math import inf
from typing import Final, Literal

from app.domain.patient import Kidney, Told
from app.domain.record import Course, EventEntry, PatientRecord, ProblemEntry, ResultEntry
from app.patient.lasting import lapsed
from app.patient.measured import Newest, newest
from app.patient.told import told
from app.patient.unremembered import unremembered
from app.terms.kidney_formulas import MICROMOL
from app.terms.kidney_function import clearances_in
from app.terms.liver_function import liver_classes_in

Liver = Literal["normal", "mild", "moderate", "severe", "impaired"]
Measure = Literal["egfr", "crcl", "creatinine"]
MEASURES: Final[tuple[Measure, ...]] = ("egfr", "crcl", "creatinine")
BEST: Final = 200.0
"""mL/min; the end of a range without one."""
WORST_CREATININE: Final = 3000.0
_DIALYSIS: Final = re.compile(r"dialysis|dialysed|dialyzed|hemofiltration|haemofiltration", re.I)
_NO_DIALYSIS: Final = re.compile(
    r"education|planning|fistula|catheter|access|referral|counsel|discuss|history|refus", re.I
)
_STAGE: Final = "chronic kidney disease stage "
_IMPAIRED: Final = "kidney impairment"
"""Names of problems by which kidneys are told of."""
_DEGREES: Final[dict[frozenset[str], Liver]] = {
    frozenset("0"): "normal",
    frozenset("A"): "mild",
    frozenset("0A"): "mild",
    frozenset("B"): "moderate",
    frozenset("C"): "severe",
}
_classes_in: Final = unremembered(liver_classes_in)
_PUGH: Final = ("child-pugh class", "child-pugh score")
_WORSE: Final[dict[Liver, int]] = {
    "normal": 0, "mild": 1, "impaired": 2, "moderate": 3, "severe": 4,
}  # fmt: skip


def kidneys(record: PatientRecord) -> tuple[Kidney, ...]:
    """The newest of each measure, then the stage of a chronic disease and dialysis."""
    results = [one for one in record.entries if isinstance(one, ResultEntry)]
    found = [
        _measured(measure, value)
        for measure in MEASURES
        if (value := newest(results, measure)) is not None
    ]
    stage = _stage([one for one in record.entries if isinstance(one, ProblemEntry)])
    dialysis = next(_on_dialysis(record), None)
    return tuple(one for one in (*found, stage, dialysis) if one is not None)


def _measured(measure: Measure, value: Newest) -> Kidney | None:
    factor = MICROMOL if measure == "creatinine" and value.unit == "mg/dL" else 1.0
    end = WORST_CREATININE if measure == "creatinine" else BEST
    low = 0.0 if value.low is None else round(value.low * factor, 1)
    high = end if value.high is None else round(value.high * factor, 1)
    return Kidney(measure=measure, low=low, high=max(low, high), told=value.told)


def _stage(problems: Iterable[ProblemEntry]) -> Kidney | None:
    """Of the newest problem that has one; the worst of those of that day."""
    staged = [
        (one, band)
        for one in problems
        if one.course is not Course.PAST and not one.of_family
        if (band := _band(one)) is not None
    ]
    if not staged:
        return None
    entry, (low, high) = max(staged, key=lambda one: (_day(one[0]), -one[1][0]))
    return Kidney(measure="words", low=low, high=high, told=told(entry))


def _day(entry: ProblemEntry) -> date:
    return entry.on.last if entry.on is not None else date.min


def _band(problem: ProblemEntry) -> tuple[float, float] | None:
    """Of the names that are known for it; the narrowest."""
    names = [one for one in problem.known_as if one.startswith(_STAGE) or one == _IMPAIRED]
    texts = names or [problem.name]
    if "dialysis" in problem.known_as or _DIALYSIS.search(problem.name):
        return None
    bands = [
        (one.low, BEST if one.high == inf else one.high)
        for text in texts
        for one in unremembered(clearances_in)(text)
    ]
    return min(bands, key=lambda one: one[1] - one[0], default=None)


def _on_dialysis(record: PatientRecord) -> Iterator[Kidney]:
    """A state that goes on, or a session not long ago."""
    for one in record.entries:
        if not isinstance(one, ProblemEntry | EventEntry) or not _names_dialysis(one):
            continue
        if isinstance(one, ProblemEntry):
            lasts = one.course is not Course.PAST and not one.of_family
        else:
            lasts = (
                one.kind == "procedure"
                and one.done
                and one.on is not None
                and not lapsed("dialysis_session", one.on.last, record.as_of)
            )
        if lasts:
            yield Kidney(measure="dialysis", low=0, high=15, told=told(one))


def _names_dialysis(entry: ProblemEntry | EventEntry) -> bool:
    named = "dialysis" in entry.known_as or _DIALYSIS.search(entry.name) is not None
    return named and not _NO_DIALYSIS.search(entry.name)


def liver(record: PatientRecord) -> tuple[Liver, Told] | None:
    """The newest Child-Pugh class or score that is not stale, else the worst that problems tell."""
    results = [one for one in record.entries if isinstance(one, ResultEntry)]
    scored = _pugh([one for one in results if one.known_as & set(_PUGH) and not one.stale])
    if scored is not None:
        return scored
    told_of = [
        (degree, told(one))
        for one in record.entries
        if isinstance(one, ProblemEntry) and one.course is not Course.PAST and not one.of_family
        if (degree := _degree(one)) is not None
    ]
    return max(told_of, key=lambda one: _WORSE[one[0]], default=None)


def _pugh(results: Sequence[ResultEntry]) -> tuple[Liver, Told] | None:
    for one in results:
        value = one.standard.value if one.standard is not None else None
        words = one.words or (f"score {value:.0f}" if value is not None else "")
        classes = _classes_in(f"Child-Pugh {words}") or _classes_in(words)
        degree = _DEGREES.get(classes)
        if degree is not None:
            return degree, told(one)
    return None


def _degree(problem: ProblemEntry) -> Liver | None:
    words = "; ".join((problem.name, *sorted(problem.known_as)))
    classes = _classes_in(words)
    return (_DEGREES.get(classes) or "impaired") if classes else None
