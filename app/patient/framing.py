"""A clause read by the frames of `asked.toml`, and by its cues where none fits."""

import re
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from app.patient.ask import Ask
from app.patient.asked_words import HERS, KIND_MARK, KINDS, SHE, Frame, words
from app.patient.clauses import Clause, Shape, shaped
from app.patient.loosely import asks_loosely
from app.patient.periods import Period, period_in
from app.patient.slips import Slips
from app.patient.subjects import Subject, subjects_in
from app.terms.analytes import panels

LONGEST_CLAUSE: Final = 200
"""Characters of a clause that the frames read; a longer one asks nothing so simple."""
_NUMBER: Final = re.compile(r"«(\d+)»")
_OVER: Final = re.compile(r"\b(?:past|previous|former|old)\b(?! medical)")
_EVER: Final = re.compile(r"\b(?:was|were|had|did|history|pmh|all)\b")
_FAMILY: Final = re.compile(r"\b(?:family|familial|hereditary|relatives?)\b")
_LAST: Final = re.compile(r"\b(?:last|latest|most recent|newest)\b")
_OVER_TIME: Final = re.compile(
    r"^(?:over|since|between|from|across|throughout|within)\b|\b(?:last|past)\b"
)
"""What was measured in such a time is told as a course."""


class Read(NamedTuple):
    """A clause as it was read; `shared`: the library is asked it as well."""

    shape: Shape
    subjects: tuple[Subject, ...]
    ask: Ask | None = None
    shared: bool = False


def read(clause: Clause, before: tuple[Subject, ...], as_of: date, *, general: bool) -> Read:
    """What a clause asks of the record, if that.

    Args:
        before: what the clause before it asked about, for an `it`.
        general: `they` are patients in general.
    """
    mended = _slips().mended(clause.text)
    subjects = subjects_in(mended)
    shape = shaped(mended, subjects, general=general, goes_on=bool(before))
    if len(clause.text) > LONGEST_CLAUSE:
        return Read(shape, subjects)
    period, plain = period_in(shape.plain, as_of)
    named = subjects or before
    for how, patterns in words().fixed:
        if any(one.fullmatch(plain) for one in patterns):
            return Read(shape, subjects, _fixed(how, period))
    of_kind = period_in(shape.of_kind, as_of)[1] if shape.of_kind else None
    for how, frames in words().frames:
        for frame in frames:
            ask = _fits(how, frame, plain, of_kind, shape, named, period)
            if ask is not None:
                return Read(shape, subjects, ask, frame.shared)
    loosely = plain if subjects or of_kind is None else of_kind
    if subjects or of_kind is not None:
        cued = asks_loosely(
            loosely,
            subjects,
            of_her=shape.of_her,
            timed=period is not None,
            states=not clause.asks,
        )
        if cued is not None:
            kind = None if subjects else shape.kind
            return Read(shape, subjects, _ask(cued, subjects, loosely, kind, period))
    return Read(shape, subjects)


def _fits(
    how: str,
    frame: Frame,
    plain: str,
    of_kind: str | None,
    shape: Shape,
    subjects: tuple[Subject, ...],
    period: Period | None,
) -> Ask | None:
    if frame.timed and period is None:
        return None
    met = frame.pattern.fullmatch(of_kind) if of_kind is not None else None
    if met is None or KIND_MARK not in met.group():
        met = frame.pattern.fullmatch(plain)
    if met is None:
        return None
    marks = [int(one) for one in _NUMBER.findall(met.group())]
    if any(mark >= len(subjects) for mark in marks):
        return None
    free = met.groupdict().get("w") or ""
    if free and (_no_entry(free) or _NUMBER.search(free) or words().kinds.find(free)):
        return None
    if frame.of_results and (period or any(one.of != "result" for one in subjects)):
        return None
    if how == "latest" and _of_anybody(met.group(), shape, subjects):
        return None
    kind = shape.kind if KIND_MARK in met.group() or not (marks or free) else None
    if not (marks or free or kind):
        return None
    about = tuple(subjects[mark] for mark in dict.fromkeys(marks))
    return _ask(how, about, met.group(), kind, period)._replace(named=free.strip())


def _of_anybody(met: str, shape: Shape, subjects: tuple[Subject, ...]) -> bool:
    """`current smokers`, `latest statins`: without a word of the patient a result is meant."""
    own = shape.of_her or HERS in met or SHE in met
    return not own and any(one.of in ("medicine", "problem") for one in subjects)


def _ask(
    how: str,
    subjects: tuple[Subject, ...],
    shape: str,
    kind: str | None,
    period: Period | None,
) -> Ask:
    past: bool | None = False
    if kind is not None:
        past = None if _OVER.search(shape) else _EVER.search(shape) is not None
        how = "count" if shape.startswith("how many ") else how
    if how == "trend":
        results = tuple(one for one in subjects if one.of == "result")
        how, subjects = ("trend", results) if results else ("has", subjects)
    long = period is not None and _OVER_TIME.search(period.words) is not None
    if how == "latest" and long and subjects and not _LAST.search(shape):
        how = "trend" if all(one.of == "result" for one in subjects) else how
    family = _FAMILY.search(shape) is not None
    return Ask(how, subjects, kind, period=period, past=past, of_family=family)


def _fixed(how: str, period: Period | None) -> Ask:
    if how in KINDS:
        return Ask(how="list", kind=how, period=period)
    if how == "person":
        return Ask(how="person", kind="person")
    names = panels()["kidney function"].members if how == "kidney" else (how,)
    written = "kidney function" if how == "kidney" else how
    subject = Subject(of="result", names=frozenset(names), written=written, start=0, end=0)
    return Ask(how="latest", subjects=(subject,), period=period)


def _no_entry(free: str) -> bool:
    return not words().no_entry.isdisjoint(one.removesuffix("'s") for one in free.split())


@lru_cache(maxsize=1)
def _slips() -> Slips:
    return Slips(words().slips)
