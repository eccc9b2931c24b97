"""What the words of advice around a name say of it."""

import re
from enum import StrEnum

from app.safety import stance_words as words
from app.safety.stance_clauses import Clause

NEXT_WORDS = 12
"""Characters behind a word that gives in which one against undoes it: `are best avoided`."""


class Stance(StrEnum):
    """How a sentence stands to a medicine."""

    RECOMMENDED = "recommended"
    AGAINST = "against"
    MENTIONED = "mentioned"


def by_words(clause: Clause, lead: str, tail: str) -> Stance | None:
    """By the nearest word of advice before the name and the first behind it."""
    ahead, act = _ahead(lead, tail)
    behind = _behind(tail)
    if words.DOUBTED.search(lead):
        return Stance.MENTIONED if Stance.AGAINST in (ahead, behind) else Stance.AGAINST
    if ahead is Stance.AGAINST and act and behind is Stance.AGAINST:
        return Stance.RECOMMENDED
    if Stance.AGAINST in (ahead, behind):
        return Stance.AGAINST
    if Stance.RECOMMENDED in (ahead, behind):
        firm = words.FIRM.search(lead) or words.FIRM.search(tail)
        return Stance.MENTIONED if clause.study and not firm else Stance.RECOMMENDED
    return None


def _ahead(lead: str, tail: str) -> tuple[Stance | None, bool]:
    """What the nearest word of advice before the name says, and whether it names an act."""
    against = _last(words.AGAINST, lead)
    giving = _last(words.GIVING, lead)
    if against and (
        giving is None or against[0] >= giving[0] or _reaches(lead[against[1] : giving[0]])
    ):
        word = lead[against[0] : against[1]]
        turned = words.NOT.search(lead[max(0, against[0] - 60) : against[0]]) is not None
        return (
            Stance.RECOMMENDED if turned else Stance.AGAINST,
            words.DOING_AWAY.match(word) is not None,
        )
    if giving:
        whole = lead + tail
        turned = _turned(whole, *giving)
        return Stance.AGAINST if turned else Stance.RECOMMENDED, False
    return None, False


def _reaches(between: str) -> bool:
    """Whether a word against what follows still holds behind the words between."""
    return len(between.split()) <= 3


def _behind(tail: str) -> Stance | None:
    against = words.AGAINST.search(tail)
    given = words.GIVEN.search(tail)
    if against and (given is None or against.start() <= given.end() + NEXT_WORDS):
        denied = words.NOT.search(tail[max(0, against.start() - 60) : against.start()])
        return Stance.RECOMMENDED if denied else Stance.AGAINST
    if given:
        next_word = words.NOT_NEXT.match(tail, given.end())
        turned = next_word is not None or _turned(tail, given.start(), given.end())
        return Stance.AGAINST if turned else Stance.RECOMMENDED
    return None


def _last(pattern: re.Pattern[str], text: str) -> tuple[int, int] | None:
    spans = [one.span() for one in pattern.finditer(text)]
    return spans[-1] if spans else None


def _turned(text: str, start: int, end: int) -> bool:
    return (
        words.NOT.search(text[max(0, start - 60) : start]) is not None
        or words.NOT.search(text[start:end].rsplit(" ", 1)[0] + " ") is not None
    ) and words.LIMIT.match(text[end : end + 90]) is None


def heading(line: str) -> Stance | None:
    """What a line that names no medicine says of those in the lines below; None: nothing."""
    if len(line) > 120 or line.endswith((".", "?", "!")):
        return None
    against = words.AGAINST.search(line)
    if (against and not words.NOT.search(line[: against.start()])) or denied_giving(line):
        return Stance.AGAINST
    return Stance.RECOMMENDED


def denied_giving(line: str) -> bool:
    return any(
        (cue := pattern.search(line)) is not None and _turned(line, cue.start(), cue.end())
        for pattern in (words.GIVING, words.GIVEN)
    )


def said_before(near: str) -> Stance | None:
    against = words.AGAINST.search(near)
    if against and not words.NOT.search(near[: against.start()]):
        return Stance.AGAINST
    return Stance.AGAINST if denied_giving(near) else None


def against_before(lead: str) -> bool:
    return any(
        not words.NOT.search(lead[: cue.start()]) for cue in words.AGAINST.finditer(lead)
    ) and not words.TAKER.search(lead[: len(lead) // 2])
