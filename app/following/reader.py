"""Reads what a sentence names, and what it asks of that."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from app.domain.drugs import DrugMention
from app.domain.ports.drugs import DrugResolver
from app.following.reading import ORGAN, WHOM, Kind, Part, Reading, Thing
from app.following.vocabulary import vocabulary
from app.terms.conditions import conditions

_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019.\-/][^\W_]+)*")
_AMOUNT: Final = re.compile(
    r"\b\d+(?:[.,]\d+)?\s?(?P<unit>mg|mcg|micrograms?|milligrams?|grams?|g|ml|units?|iu|tablets?|"
    r"puffs?|drops?|%)(?:/(?:kg|day|d|h|dose))*(?!\w)",
    re.IGNORECASE,
)
_AGE: Final = re.compile(
    r"\b(?:an? )?\d{1,3}(?:[ -]|-)?(?:years?|yrs?|months?|weeks?|days?)[ -]olds?(?: \w+)?\b"
    r"|\b(?:under|over|aged?|below|above) \d{1,3}(?: (?:years?|months?))?\b",
    re.IGNORECASE,
)
_KIDNEYS: Final = re.compile(
    r"\b(?:an? )?(?:egfr|gfr|crcl|creatinine clearance)"
    r"(?: (?:of|is|at|around|about|below|above|under|over|less than))*\s?[<>=]{0,2}\s?\d{1,3}\b",
    re.IGNORECASE,
)
_LEADING: Final = re.compile(
    r"(?:\b(?:in|for|with|during|to|among|while|when|if)\s)?(?:\b(?:a|an|the|my|her|his|our)\s)?$",
    re.IGNORECASE,
)
_JOINED_BY_OF: Final = re.compile(r" of (?:the )?")
_BESIDE: Final = re.compile(r"[ -]")
_REACH: Final = 24
"""Characters before a population in which its preposition may stand."""


class Reader:
    """Reads sentences; free of state."""

    def __init__(self, drugs: DrugResolver) -> None:
        self._drugs = drugs

    def read(self, text: str) -> Reading:
        """Time grows with the length of `text`."""
        words = tuple((one.group().lower(), *one.span()) for one in _WORD.finditer(text))
        found = vocabulary().parts.find(text)
        parts = [Part(one.meaning, one.start, one.end, one.start) for one in found]
        people = [
            *(_led(text, one) for one in parts if one.name.startswith("population")),
            *(
                _led(text, Part(group, *one.span(), one.start()))
                for group, pattern in ((WHOM, _AGE), (ORGAN, _KIDNEYS))
                for one in pattern.finditer(text)
            ),
        ]
        amounts = [
            Part(one["unit"].lower(), *one.span(), one.start()) for one in _AMOUNT.finditer(text)
        ]
        aspects = tuple(one for one in parts if one.name.startswith("aspect"))
        doings = tuple(one for one in parts if one.name == "doing")
        taken = _Taken((*people, *amounts, *aspects, *doings))
        things = tuple(self._things(text, words, taken))
        return Reading(
            text=text,
            words=words,
            things=things,
            aspects=aspects,
            populations=tuple(sorted(people, key=lambda one: one.start)),
            doings=doings,
            amounts=tuple(amounts),
        )

    def _things(
        self, text: str, words: tuple[tuple[str, int, int], ...], taken: "_Taken"
    ) -> Iterator[Thing]:
        """Medicines, illnesses, and runs of words that are none of every day."""
        ordinary = vocabulary().ordinary
        medicines = [
            Thing(Kind.MEDICINE, _in_small(one), one.start, one.end)
            for one in self._drugs.mentions(text)
            if not taken.at(one.start)
        ]
        illnesses = [
            (one.start, one.end) for one in conditions().find(text) if not taken.at(one.start)
        ]
        held = _Taken(tuple(Part("", one.start, one.end, one.start) for one in medicines))
        ill = _Taken(tuple(Part("", start, end, start) for start, end in illnesses))
        run: list[tuple[int, int]] = []
        found: list[Thing] = list(medicines)
        for word, start, end in words:
            names = not (taken.at(start) or held.at(start)) and (
                ill.at(start)
                or not (word in ordinary or word[0].isdigit() or _possessed(word) in ordinary)
            )
            if run and (not names or not _goes_on(text[run[-1][1] : start])):
                found.append(_thing(text, run, ill))
                run = []
            if names:
                run.append((start, end))
        if run:
            found.append(_thing(text, run, ill))
        yield from sorted(_of_joined(text, found), key=lambda one: one.start)


class _Taken:
    """Whether a place lies in one of the parts."""

    def __init__(self, parts: tuple[Part, ...]) -> None:
        ordered = sorted((one.bare, one.end) for one in parts)
        self._starts = [start for start, _ in ordered]
        ends, furthest = [], 0
        for _, end in ordered:
            furthest = max(furthest, end)
            ends.append(furthest)
        self._ends = ends

    def at(self, place: int) -> bool:
        before = bisect_left(self._starts, place + 1)
        return before > 0 and place < self._ends[before - 1]


def _in_small(one: DrugMention) -> str:
    """An ingredient's name has no capital, unless it is written in capitals alone."""
    begins_sentence = one.kind in ("ingredient", "class") and one.written.istitle()
    return one.written.lower() if begins_sentence else one.written


def _possessed(word: str) -> str:
    """`what's` -> `what`; names keep theirs (`crohn's`)."""
    stem, mark, rest = word.replace("\u2019", "'").partition("'")
    return stem if mark and rest in {"s", "re", "m", "ll", "d", "ve", "t"} else word


def _goes_on(between: str) -> bool:
    return _BESIDE.fullmatch(between) is not None


def _thing(text: str, run: list[tuple[int, int]], ill: _Taken) -> Thing:
    start, end = run[0][0], run[-1][1]
    kind = Kind.ILLNESS if any(ill.at(place) for place, _ in run) else Kind.OTHER
    return Thing(kind, text[start:end], start, end)


def _of_joined(text: str, things: list[Thing]) -> Iterator[Thing]:
    """`cancer of the cervix` is one thing."""
    before: Thing | None = None
    for one in sorted(things, key=lambda each: each.start):
        if before is None:
            before = one
        elif (
            not (before.medicine or one.medicine)
            and _JOINED_BY_OF.fullmatch(text[before.end : one.start]) is not None
        ):
            kind = Kind.ILLNESS if Kind.ILLNESS in (before.kind, one.kind) else Kind.OTHER
            before = Thing(kind, text[before.start : one.end], before.start, one.end)
        else:
            yield before
            before = one
    if before is not None:
        yield before


def _led(text: str, part: Part) -> Part:
    """The part from its preposition on."""
    begins = max(0, part.start - _REACH)
    leading = _LEADING.search(text, begins, part.start)
    return part._replace(start=leading.start() if leading else part.start)
