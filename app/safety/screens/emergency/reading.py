"""What a text tells of now: its findings, each with the words that tell it."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from app.safety.screens.emergency.ages import ages
from app.safety.screens.emergency.cues import Cues
from app.safety.screens.emergency.measures import measured
from app.safety.screens.emergency.patterns import Mention
from app.safety.screens.emergency.standing import Standing, standing
from app.safety.screens.emergency.vocabulary import HIDES, Section, vocabulary
from app.safety.screens.emergency.words import Word, words_of

_END: Final = re.compile(r"[?!\n;]|\.(?:\s|$)")
_MEASURES_OF_ONE: Final = 2
"""So many figures out of order are of somebody who is there."""
_OF_ONE: Final = re.compile(
    r"\b\d{1,3} ?(?:yo|y/o|yrs?|y)? ?(?:[mf]|male|female)\b(?! ?[a-z]?\d)"
    r"|\b(?:[01]?\d|2[0-3]):[0-5]\d\b"
)
"""Shorthand of one patient (`58M`), and the time of day at which something was."""
_DENIALS: Final = frozenset({"no", "not", "without", "never"})
_BARE_DENIALS: Final = frozenset({"no", "without"})


class Told(NamedTuple):
    """A finding, the words that tell it, and how it is meant."""

    finding: str
    words: str
    standing: Standing


class Reading(NamedTuple):
    """All findings of one text. `here`: it speaks of somebody who is there. `over`: it says that
    the emergency is past. `cues`: the kinds of cues that it has."""

    told: tuple[Told, ...]
    here: bool
    over: bool
    cues: frozenset[str]

    def present(self) -> Mapping[str, str]:
        """finding -> the words that tell it first."""
        found: dict[str, str] = {}
        for one in self.told:
            if one.standing is Standing.PRESENT:
                found.setdefault(one.finding, one.words)
        return found


@lru_cache(maxsize=1024)
def reading(text: str) -> Reading:
    """What `text` tells; time grows with its length."""
    plain, words = words_of(text)
    known = vocabulary()
    mentions = known.lexicon.find(words)
    hiding = {(one.first, one.last) for one in mentions if one.meaning == HIDES}
    hidden = {at for first, last in hiding for at in range(first, last + 1)}
    cues = Cues(words, (one for one in mentions if one.meaning in known.cues))
    told: dict[Told, None] = {}
    out_of_order: set[int] = set()
    stated = _OF_ONE.search(plain) is not None
    for one in mentions:
        section = known.findings.get(one.meaning)
        if section is None or _parted(words, one):
            continue
        named = section is Section.KNOWN and (one.first, one.last) in hiding
        if not named and not hidden.isdisjoint(one.at):
            continue
        spoken = plain[words[one.first].start : words[one.last].end]
        told[Told(one.meaning, spoken, standing(cues, one, section))] = None
    starts = [word.start for word in words]
    for figure in measured(plain):
        place = _place(starts, figure.start, figure.end)
        if place is None:
            continue
        at = Mention(figure.finding, *place, ())
        meant = standing(cues, at, Section.FINDINGS)
        if meant is Standing.PRESENT and figure.beyond and _asked(plain, figure.end):
            meant = Standing.GENERAL
        if meant is Standing.PRESENT and not figure.beyond:
            out_of_order.add(figure.end)
            stated = stated or not _asked(plain, figure.end)
        told[Told(figure.finding, plain[figure.start : figure.end], meant)] = None
    for age in ages(plain):
        told[Told(age.finding, plain[age.start : age.end], Standing.PRESENT)] = None
    here = stated or cues.anywhere("here") or len(out_of_order) >= _MEASURES_OF_ONE
    kinds = frozenset(one.meaning for one in mentions if one.meaning in known.cues)
    return Reading(tuple(told), here, cues.anywhere("over"), kinds)


def _asked(plain: str, at: int) -> bool:
    """Whether the sentence around `at` is a question."""
    return (end := _END.search(plain, at)) is not None and end.group().startswith("?")


def _parted(words: Sequence[Word], one: Mention) -> bool:
    """Whether a denial at the beginning or the end is of another clause: `no fever, feeding well`,
    `bladder normal, no numbness`."""
    first, last = words[one.at[0]], words[one.at[-1]]
    if first.clause == last.clause:
        return False
    return first.text in _DENIALS or last.text in _BARE_DENIALS


def _place(starts: Sequence[int], start: int, end: int) -> tuple[int, int] | None:
    """The first and the last word between two offsets, by the offsets at which words begin."""
    if not starts:
        return None
    return max(bisect_right(starts, start) - 1, 0), max(bisect_right(starts, end - 1) - 1, 0)
