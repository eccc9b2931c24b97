"""What a question asks of a patient's record, and what it asks beyond it.

A clause asks the record where the whole of it fits a frame of `asked.toml`; everything else is the
library's. Where the library's part leans on a fact of the patient (`at this kidney function`, `her
INR`), the fact is asked of the record as well.
"""

import re
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from app.patient.asked_words import HERS, KINDS, SHE, Frame, words
from app.patient.clauses import Clause, Shape, clauses_of, of_many, shaped
from app.patient.periods import Period, period_in
from app.patient.slips import Slips
from app.patient.subjects import Subject, subjects_in
from app.terms.analytes import panels

_NUMBER: Final = re.compile(r"«(\d+)»")
_LEANS: Final = re.compile(
    rf"(?P<whose>{HERS}|\b(?:this|these|current|present)) (?:(?:current|latest|last|recent|present|own|"
    r"new|low|high|poor|reduced|regular|usual|existing) )*(?:«(?P<n>\d+)»|(?P<k>«k»))"
)
_STILL: Final = re.compile(
    r"\b(?:still|continue|carry on|stay on|keep taking)\b.{0,12}«(?P<n>\d+)»|«(?P<m>\d+)».{0,12}\b(?:still|be continued)\b"
)
_TOLD: Final = re.compile(r"^\W{0,3}(?:level |was |is |of |now |at |<|>|= ?){0,3}\d")
_BACK: Final = re.compile(
    r"\b(?:it|them)\b(?! (?:is |was |be )?(?:safe|ok|okay|possible|advisable|right|necessary|"
    r"appropriate|reasonable|better|best|time|true|wise) )|"
    r"\b(?:this|that|these|those)\b(?=\W*$| (?:is|are|be|was|with|in|for|safe|ok)\b)",
    re.IGNORECASE,
)
_OVER: Final = re.compile(r"\b(?:past|previous|former|old)\b(?! medical)")
_EVER: Final = re.compile(r"\b(?:was|were|had|did|history|pmh|all)\b")
LONGEST_CLAUSE: Final = 200
"""Characters of a clause that the frames read; a longer one asks nothing so simple."""
_WHICH_DRUG: Final = ("medicine", "problem")


class Ask(NamedTuple):
    """One thing that is asked of a record.

    Attributes:
        how: `latest`, `trend`, `first` and the other tables of `asked.toml`; `leans` for a fact
            that the library's part leans on.
        subjects: what is asked about; empty where `kind` or `named` tells it.
        kind: the kind of entries, as `KINDS` calls them, or `person`.
        named: free words that the vocabulary does not know (`colonoscopy`).
        past: whether what is no longer so is asked for, too; None: that alone.
    """

    how: str
    subjects: tuple[Subject, ...] = ()
    kind: str | None = None
    named: str = ""
    period: Period | None = None
    past: bool | None = False


class Asked(NamedTuple):
    """A question's parts; `beyond` is what the library's part names, for the evidence."""

    asks: tuple[Ask, ...]
    leans: tuple[Ask, ...]
    rest: str
    beyond: tuple[Subject, ...]


@lru_cache(maxsize=1)
def _slips() -> Slips:
    return Slips(words().slips)


def asked(text: str, as_of: date) -> Asked:
    """The parts of a question on a record that is read on `as_of`."""
    general = of_many(text)
    asks: list[Ask] = []
    left: list[Clause] = []
    read: list[_Read] = []
    shares = False
    for clause in clauses_of(text):
        before = asks[-1].subjects if asks else ()
        one = _read(clause, before, as_of, general=general)
        if one.ask is not None:
            asks.append(one.ask)
            shares |= one.shared
        if one.ask is None or one.shared:
            left.append(clause)
            read.append(one)
    beyond = tuple(subject for one in read for subject in one.subjects)
    leans = tuple(ask for one in read for ask in _leaning(one, mixed=bool(asks)))
    return Asked(tuple(asks), leans, _rest(text, left, tuple(asks), shares=shares), beyond)


class _Read(NamedTuple):
    shape: Shape
    subjects: tuple[Subject, ...]
    ask: Ask | None = None
    shared: bool = False


def _read(clause: Clause, before: tuple[Subject, ...], as_of: date, *, general: bool) -> _Read:
    mended = _slips().mended(clause.text)
    subjects = subjects_in(mended)
    shape = shaped(mended, subjects, general=general, goes_on=bool(before))
    if len(clause.text) > LONGEST_CLAUSE:
        return _Read(shape, subjects)
    period, plain = period_in(shape.plain, as_of)
    named = subjects or before
    for how, patterns in words().fixed:
        if any(one.fullmatch(plain) for one in patterns):
            return _Read(shape, subjects, _fixed(how, period))
    of_kind = period_in(shape.of_kind, as_of)[1] if shape.of_kind else None
    for how, frames in words().frames:
        for frame in frames:
            ask = _fits(how, frame, plain, of_kind, shape, named, period)
            if ask is not None:
                return _Read(shape, subjects, ask, frame.shared)
    return _Read(shape, subjects)


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
    met = frame.pattern.fullmatch(plain)
    if met is None and of_kind is not None:
        met = frame.pattern.fullmatch(of_kind)
    if met is None:
        return None
    marks = [int(one) for one in _NUMBER.findall(met.group())]
    if any(mark >= len(subjects) for mark in marks):
        return None
    free = met.groupdict().get("w") or ""
    if free and (_no_entry(free) or _NUMBER.search(free) or words().kinds.find(free)):
        return None
    kind = shape.kind if "«k»" in met.group() else None
    past: bool | None = False
    if kind is not None:
        past = None if _OVER.search(met.group()) else _EVER.search(plain) is not None
    return Ask(
        how=how,
        subjects=tuple(subjects[mark] for mark in dict.fromkeys(marks)),
        kind=kind,
        named=free.strip(),
        period=period,
        past=past,
    )


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
    return any(
        one.strip("'s") in words().no_entry or one in words().no_entry for one in free.split()
    )


def _leaning(one: _Read, *, mixed: bool) -> tuple[Ask, ...]:
    """The facts of the patient that a clause of the library's leans on."""
    shape = one.shape.of_kind or one.shape.plain
    about_her = mixed or HERS in shape or SHE in shape
    found = []
    for met in _LEANS.finditer(shape):
        hers = met["whose"] == HERS
        if met["k"]:
            found += [Ask(how="leans", kind=one.shape.kind)] if hers else []
        elif not hers and one.subjects[int(met["n"])].of != "result":
            continue
        elif int(met["n"]) < len(one.subjects) and not _TOLD.match(shape[met.end() :]):
            found.append(Ask(how="leans", subjects=(one.subjects[int(met["n"])],)))
    for met in _STILL.finditer(shape):
        number = int(met["n"] or met["m"])
        if about_her and number < len(one.subjects) and one.subjects[number].of == "medicine":
            found.append(Ask(how="leans", subjects=(one.subjects[number],)))
    return tuple(found)


def _rest(text: str, left: list[Clause], asks: tuple[Ask, ...], *, shares: bool) -> str:
    if not asks:
        return text
    if not any(one.asks for one in left):
        return ""
    named = any(subject.of in _WHICH_DRUG for ask in asks for subject in ask.subjects)
    spoken = [one.span.of(text) for one in left]
    if named and any(_BACK.search(one) for one in spoken):
        return text
    parts: list[str] = []
    end = -1
    for one in left:
        between = text[end : one.span.start] if end >= 0 else ""
        adjoining = end >= 0 and not any(
            c.isalnum() for c in re.sub(r"\b(?:and|but|or|also|then|plus|so)\b", "", between)
        )
        parts.append((between if adjoining else " " if parts else "") + one.span.of(text))
        end = one.span.end
    return "".join(parts).strip()
