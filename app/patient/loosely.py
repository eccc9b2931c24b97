"""What a clause that fits no frame asks of a record: told by cues, where it has no other word."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from app.patient.asked_words import HERS, SHE, loose_words
from app.patient.subjects import Subject

_MARK: Final = re.compile(r"«\w+»")
_FOR_ANOTHER: Final = (["given"], ["with"], ["for"], ["at"], ["on"], ["in"], ["since"], ["because"])
_WHICH: Final = re.compile(r"\b(?:what|which|how)\b")
_TO_DO: Final = re.compile(
    r"(?<!known )(?<!noted )(?<!seen )\bto (?:take|have|use|get|start|stop|be|receive|begin|put)\b"
)
"""What is to be done is for the library."""
_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


class _Cues(NamedTuple):
    plain: frozenset[str]
    verbs: frozenset[str]
    treating: re.Pattern[str]
    filed: re.Pattern[str]
    last: re.Pattern[str]
    trend: re.Pattern[str]
    trend_alone: re.Pattern[str]
    first: re.Pattern[str]
    counted: re.Pattern[str]
    allergic: re.Pattern[str]
    past: re.Pattern[str]


def asks_loosely(
    shape: str, subjects: tuple[Subject, ...], *, of_her: bool, timed: bool, states: bool
) -> str | None:
    """What a clause asks of these subjects, as the tables of `asked.toml` are called; None where it
    is no question on a record.

    Args:
        shape: with marks for what it names and for the person, a time cut out.
        subjects: what it names; none where it names a kind of entries.
        of_her: it speaks of the record, or of the patient, in words that were taken off.
        timed: it names a time.
        states: it is no question by its form: then it asks only where it is no sentence.
    """
    cues = _cues()
    left = _MARK.sub(" ", shape).strip()
    found = _WORD.findall(left)
    if any(word not in cues.plain for word in found) or (states and _sentence(left, cues)):
        return None
    if _TO_DO.search(left) or (_WHICH.search(left) and cues.verbs.isdisjoint(found)):
        return None  # "which antibiotic for her pneumonia"
    of_her = of_her or SHE in shape or cues.filed.search(left) is not None
    if not all(one.of == "result" for one in subjects):
        last = cues.last.search(left) is not None
        vaccine = any(one.of == "vaccine" for one in subjects)
        own = of_her or (
            last and (vaccine or HERS in shape)
        )  # "latest JAK inhibitors" are nobody's
        return _of_others(left, subjects, cues, latest=last or vaccine) if own else None
    of_her = of_her or HERS in shape
    if not subjects:
        return _of_kind(left, cues) if of_her else None
    if cues.treating.search(left):
        return None
    return _of_results(left, cues, of_her=of_her, timed=timed)


def _sentence(left: str, cues: _Cues) -> bool:
    """Whether it tells something, or what something else is asked for (`given her INR`)."""
    words = left.split()
    return not cues.verbs.isdisjoint(words) or words[:1] in _FOR_ANOTHER


def _of_results(left: str, cues: _Cues, *, of_her: bool, timed: bool) -> str | None:
    course = cues.trend_alone.search(left) is not None or (timed and of_her)
    if course or (of_her and cues.trend.search(left)):
        return "trend"
    return "latest" if of_her or cues.last.search(left) else None


def _of_others(
    left: str, subjects: tuple[Subject, ...], cues: _Cues, *, latest: bool
) -> str | None:
    for how, cue in (("allergic", cues.allergic), ("first", cues.first), ("count", cues.counted)):
        if cue.search(left):
            return how
    if all(one.of == "problem" for one in subjects) and cues.treating.search(left):
        return None  # how it is treated may be asked of the library
    if latest:
        return "latest"
    if any(one.of == "medicine" for one in subjects):
        return "was_on" if cues.past.search(left) else "is_on"
    return "has"


def _of_kind(left: str, cues: _Cues) -> str:
    if cues.counted.search(left):
        return "count"
    return "latest" if cues.last.search(left) else "list"


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    given = loose_words()
    patterns = {
        name: re.compile(rf"\b(?:{'|'.join(some)})\b")
        for name, some in given.items()
        if not isinstance(some, str)
    }
    plain, verbs = (frozenset(str(given[name]).split()) for name in ("plain", "verbs"))
    return _Cues(plain=plain, verbs=verbs, **patterns)
