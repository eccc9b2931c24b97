"""The doses that a text states: of which medicine, how much, how often, by which route.

An amount belongs to the medicine right behind it (`4 g of paracetamol`), else to the last one
before it. Tablets count by the strength that the text states, by the usual strength of a product
of several drugs, or else by the smallest tablet sold. Amounts by body surface, concentrations and
rates of infusion are left out.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from typing import Final, Literal, cast

from app.domain.frozen import Frozen
from app.safety import dose_words as words
from app.safety.dose_parts import paces_in
from app.safety.dose_places import TABLET, Place, is_strength, of_each, placed
from app.safety.dosed_drugs import Named, named_in
from app.terms.sentences import sentence_spans

_BEFORE: Final = 70
"""Characters before an amount in which it is called a maximum or a loading dose."""
_BEHIND: Final = 40
_NEAR: Final = 35
_CHAIN: Final = 4
"""Ingredients whose strengths stand side by side."""
_PEOPLE_FAR: Final = 300
People = Literal["adult", "old", "child"]


class Role(StrEnum):
    STATED = "stated"
    LOADING = "loading"
    MAXIMUM = "maximum"
    """The most that may be given."""
    OVER = "over"
    """`more than 10 g`: the amount is passed."""


class StatedDose(Frozen):
    """One dose of one ingredient; `low` and `high` in `unit`, for each kilogram if `by_weight`."""

    drug: str
    """Canonical ingredient."""
    written: str = ""
    """As the text names it; empty where it does not."""
    low: float
    high: float
    unit: Literal["mg", "unit"]
    by_weight: bool = False
    whole: bool = False
    """The amount of the whole day or week that `times` tells, rather than of one dose."""
    times: tuple[float, float] | None = None
    """Fewest and most times a day; below 1 where it is taken less often. None: not told."""
    once: bool = False
    """Given once, and not again."""
    role: Role = Role.STATED
    route: str | None = None
    people: People | None = None
    """For whom the line says it is."""
    words: str
    behind: str = ""
    """What stands right behind them."""
    start: int
    """Where its amount stands in the text, with `end`."""
    end: int
    sentence: str

    @property
    def per_day(self) -> tuple[float, float] | None:
        """Least and most in a day; None where how often is not told."""
        if self.once:
            return self.low, self.high
        if self.times is None:
            return None
        return self.low * self.times[0], self.high * self.times[1]


@lru_cache(maxsize=1024)
def doses_in(text: str, otherwise: str | None = None) -> tuple[StatedDose, ...]:
    """The doses of `text` in their order; time grows with its length.

    Args:
        otherwise: the ingredient that an amount is of where the text names none.
    """
    found: list[StatedDose] = []
    carried = Named(0, 0, (otherwise,), single=otherwise) if otherwise else None
    strengths: dict[str, float] = {}
    for span in sentence_spans(text):
        line = text[span.start : span.end]
        named = named_in(line)
        if named or carried is not None:
            found += _line(line, span.start, placed(line, named, carried), strengths)
        if named:
            carried = named[0] if len({one.drugs for one in named}) == 1 else None
    return tuple(_capped(found))


def _line(
    line: str, at: int, places: Sequence[Place], strengths: dict[str, float]
) -> Iterator[StatedDose]:
    """`strengths` is added to: later lines may count tablets."""
    tablet: list[Named] = []
    for number, place in enumerate(places):
        if is_strength(place, islice(places, number + 1, number + 1 + _CHAIN)):
            strengths |= dict.fromkeys(place.named.drugs, place.amount.high)
            tablet.append(place.named)
            continue
        several = tablet if place.amount.unit == TABLET and place.named in tablet else [place.named]
        for named in several:
            for drug, amount in of_each(place._replace(named=named), strengths):
                yield _dose(line, at, drug, place._replace(amount=amount))


def _dose(line: str, at: int, drug: str, place: Place) -> StatedDose:
    amount, pace = place.amount, place.pace
    before = line[max(place.since, amount.start - _BEFORE) : amount.start]
    behind = line[amount.end : min(place.until, amount.end + _BEHIND)]
    end = max(amount.end, pace.end if pace else 0)
    low, high = (pace.low, pace.high) if pace else (0.0, 0.0)
    for again in paces_in(line[end : place.until]) if pace and not pace.whole else ():
        if words.LIMIT.search(line[end : end + again.start]):
            high = min(high, again.high)
    return StatedDose(
        drug=drug,
        written=place.named.written,
        low=amount.low,
        high=amount.high,
        unit=cast(Literal["mg", "unit"], amount.unit),
        by_weight=amount.by_weight,
        whole=pace is not None and pace.whole,
        times=(min(low, high), high) if pace else None,
        once=words.SINGLE.search(before[-30:] + behind) is not None and pace is None,
        role=_role(before, behind, line[amount.end : amount.end + _BEHIND]),
        route=_route(line, amount.start, place.until),
        people=_people(line[max(0, amount.start - _PEOPLE_FAR) : amount.start]),
        behind=line[end : end + _BEHIND],
        words=line[min(amount.start, end) : end].strip(),
        start=at + amount.start,
        end=at + end,
        sentence=line,
    )


def _role(before: str, behind: str, beyond: str) -> Role:
    if words.OVER.search(before) and not words.DENIED.search(before):
        return Role.OVER
    if words.LIMIT.search(before) or words.LIMIT_BEHIND.match(beyond):
        return Role.MAXIMUM
    since = max((one.end() for one in words.THEN.finditer(before)), default=0)
    if words.LOADING.search(before[since:][-35:]) or words.LOADING.search(
        words.THEN.split(behind)[0]
    ):
        return Role.LOADING
    return Role.STATED


def _route(line: str, start: int, until: int) -> str | None:
    """The nearest that stands before the amount, else behind it."""
    before = [one.group() for one in words.ROUTE.finditer(line, max(0, start - _BEFORE), start)]
    behind = words.ROUTE.search(line, start, until)
    said = behind.group() if behind else before[-1] if before else None
    return words.ROUTE_OF[said.lower()] if said else None


def _people(before: str) -> People | None:
    said = [one.lastgroup for one in words.PEOPLE.finditer(before)]
    return cast(People, said[-1]) if said else None


def _capped(doses: Sequence[StatedDose]) -> Iterator[StatedDose]:
    """No dose is more in a day than the maximum that the text states with it."""
    caps: dict[tuple[object, ...], set[tuple[float, bool]]] = {}
    for one in doses:
        if one.role is Role.MAXIMUM:
            day = one.per_day
            cap = (day[1], True) if day else (one.high, False)
            caps.setdefault((one.drug, one.by_weight, one.people), set()).add(cap)
    for one in doses:
        day = one.per_day
        tops = [
            top
            for top, a_day in caps.get((one.drug, one.by_weight, one.people), ())
            if a_day or top > one.high
        ]
        if day and tops and one.role is not Role.MAXIMUM and day[1] > min(tops) >= one.high:
            top = min(tops)
            whole = {"low": min(day[0], top), "high": top, "whole": True, "times": (1.0, 1.0)}
            yield one.model_copy(update=whole)
        else:
            yield one
