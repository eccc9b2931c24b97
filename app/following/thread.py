"""What a conversation is about, turn by turn."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from app.following.reading import Kind, Reading, Thing

KEPT: Final = 8
"""Things that are remembered, the latest."""
_JOINED: Final = re.compile(r",|/|&|\+|,? ?(?:and|or|vs|versus)", re.IGNORECASE)


@dataclass(frozen=True)
class Thread:
    """
    Attributes:
        base: the last question as it is understood by itself; None before the first.
        recent: what questions and statements of the user named, the latest last.
        told: medicines and illnesses that the assistant named last.
        several: the last text that named two things or more.
        since: what was named after it.
        asked_back: the assistant's words, where they are the last and may ask for something.
        mentioned: what a statement of the user named after the last question.
    """

    base: Reading | None = None
    recent: tuple[Thing, ...] = ()
    told: tuple[Thing, ...] = ()
    several: tuple[Thing, ...] = ()
    since: tuple[Thing, ...] = ()
    asked_back: str = ""
    mentioned: tuple[Thing, ...] = ()

    @property
    def empty(self) -> bool:
        return self.base is None and not (self.mentioned or self.told)

    def asked(self, question: Reading) -> "Thread":
        """The user asked a question, which is understood by itself."""
        things = question.about
        return replace(
            self._named(things),
            base=question,
            recent=_latest((*self.recent, *things)),
            mentioned=(),
            asked_back="",
        )

    def stated(self, things: tuple[Thing, ...]) -> "Thread":
        """The user stated something."""
        things = tuple(one for one in things if one.kind is not Kind.OTHER)
        if not things:
            return replace(self, asked_back="")
        mentioned = things if self.base is None else self.mentioned
        return replace(self._named(things), mentioned=mentioned, asked_back="")

    def answered(self, things: tuple[Thing, ...], text: str) -> "Thread":
        """The assistant said something."""
        known = tuple(one for one in _once(things) if one.kind is not Kind.OTHER)
        return replace(self._named(known), told=known, asked_back=text)

    def _named(self, things: tuple[Thing, ...]) -> "Thread":
        of_one_kind = _of_one_kind(_once(things))
        if len(of_one_kind) > 1:
            return replace(self, several=of_one_kind, since=())
        return replace(self, since=_latest((*self.since, *things)))

    def focus(self, *, medicine: bool | None = None) -> tuple[Thing, ...]:
        """What `it` is: what the last question is about, medicines before illnesses unless
        `medicine` says which; then what the assistant alone named, where that is one thing."""
        asked = self.base.about if self.base is not None else ()
        by_user = asked or self.mentioned
        medicines = _once(one for one in by_user if one.medicine)
        others = _named_best(_once(one for one in by_user if not one.medicine))
        if medicine is None:
            ways = (medicines, others, self._told_alone(None))
        elif medicine:
            ways = (medicines, self._told_alone(True), others)
        else:
            ways = (others, self._told_alone(False), medicines)
        return next((one for one in ways if one), ())

    def _told_alone(self, medicine: bool | None) -> tuple[Thing, ...]:
        of_it = tuple(one for one in self.told if medicine in (None, one.medicine))
        return of_it if len(of_it) == 1 else ()

    def other(self) -> Thing | None:
        """Of the several things named last, the one that was not spoken of since."""
        spoken = {one.text.lower() for one in self.since}
        left = [one for one in self.several if one.text.lower() not in spoken]
        if len(left) == 1:
            return left[0]
        return self.several[-1] if self.several and len(self.several) == 2 and not spoken else None


def side_by_side(reading: Reading, last: Thing) -> tuple[int, int]:
    """From where to where the things stand that `last` is listed with: `A or B`."""
    start = last.start
    before = [one for one in reading.about if one.end <= last.start]
    for one in reversed(before):
        if one.medicine is not last.medicine or not _listed(reading.text[one.end : start]):
            break
        start = one.start
    return start, last.end


def _listed(between: str) -> bool:
    return _JOINED.fullmatch(between.strip()) is not None


def _of_one_kind(things: tuple[Thing, ...]) -> tuple[Thing, ...]:
    medicines = tuple(one for one in things if one.medicine)
    others = tuple(one for one in things if not one.medicine)
    return medicines if len(medicines) > 1 else others


def _named_best(others: tuple[Thing, ...]) -> tuple[Thing, ...]:
    """Illnesses where there are any; of words that are not known the first."""
    known = tuple(one for one in others if one.kind is Kind.ILLNESS)
    return known or others[:1]


def _once(things: Iterable[Thing]) -> tuple[Thing, ...]:
    found: dict[str, Thing] = {}
    for one in things:
        found.setdefault(one.text.lower(), one)
    return tuple(found.values())


def _latest(things: tuple[Thing, ...]) -> tuple[Thing, ...]:
    """Each once, by its last place; the latest `KEPT`."""
    found: dict[str, Thing] = {}
    for one in things:
        found.pop(one.text.lower(), None)
        found[one.text.lower()] = one
    return tuple(found.values())[-KEPT:]
