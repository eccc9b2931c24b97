"""Lines by their dates: the newest, the course over time, what is so today."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from app.domain.record import Course, ProblemEntry, ResultEntry, When
from app.patient.lines import Line
from app.patient.matching import course_of

MOST_OF_ONE: Final = 6
"""Lines about one thing, where not a course is asked for."""


def newest_first(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Newest first, undated ones last; those of one day in their order."""
    kept = tuple(lines)
    dated = [(one.on.last, -at, one) for at, one in enumerate(kept) if one.on is not None]
    ordered = [one for _, _, one in sorted(dated, key=lambda each: each[:2], reverse=True)]
    return (*ordered, *undated(kept))


def oldest_first(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(one for one in reversed(newest_first(lines)) if one.on is not None)


def undated(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(one for one in lines if one.on is None)


def measured(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(one for one in lines if _has_value(one))


def last_before(line: Line, lines: Iterable[Line]) -> tuple[Line, ...]:
    """The last one measured before it, to compare it with."""
    older = [
        one
        for one in newest_first(measured(lines))
        if one.on is not None and line.on is not None and one.on.last < line.on.first
    ]
    return tuple(older[:1])


def _has_value(line: Line) -> bool:
    entry = line.entry
    return not isinstance(entry, ResultEntry) or entry.amount is not None or bool(entry.words)


def of_family(line: Line) -> bool:
    return isinstance(line.entry, ProblemEntry) and line.entry.of_family


def latest(found: tuple[Line, ...]) -> tuple[Line, ...]:
    """The newest of each measure, all of its day; the newest with a value too, where that has
    none. Of medicines and problems those of today."""
    if any(course_of(one) is not None for one in found):
        return today(found)
    names = dict.fromkeys(tuple(sorted(one.known_as)) or one.kind for one in found)
    chosen: list[Line] = []
    for name in names:
        same = newest_first(
            one for one in found if (tuple(sorted(one.known_as)) or one.kind) == name
        )
        day = same[0].on
        of_day = [one for one in same if day is not None and one.on == day] or [same[0]]
        chosen += of_day[:MOST_OF_ONE]
        if not any(_has_value(one) for one in of_day):
            chosen += [one for one in same if _has_value(one)][:1]
    return tuple(chosen)


def today(found: tuple[Line, ...]) -> tuple[Line, ...]:
    """What is so; else what may be; else what was, the newest."""
    own = tuple(one for one in found if not of_family(one)) or found
    for wanted in ((Course.ACTIVE,), (Course.UNKNOWN, None), (Course.PAST,)):
        chosen = tuple(one for one in own if course_of(one) in wanted)
        if chosen:
            most = MOST_OF_ONE if Course.PAST not in wanted else 2
            return (*newest_first(chosen)[:most], *_ended_since(chosen, own))
    return ()


def _ended_since(chosen: tuple[Line, ...], own: tuple[Line, ...]) -> tuple[Line, ...]:
    """The newest that was ended after all that are chosen began: the record contradicts itself."""
    begun = max((one.on.last for one in chosen if one.on is not None), default=date.min)
    ended = (one for one in own if course_of(one) is Course.PAST and one not in chosen)
    return newest_first(one for one in ended if _day(one) > begun)[:1]


def _day(line: Line) -> date:
    until: When | None = getattr(line.entry, "until", None) or line.on
    return until.last if until is not None else date.min
