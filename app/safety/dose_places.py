"""Which medicine each amount of a line is of, and how often it is taken."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from app.safety import dose_words as words
from app.safety.dose_parts import Amount, Pace, amounts_in, paces_in, value
from app.safety.dosed_drugs import Named
from app.terms.fixed_products import smallest_tablet

_FAR: Final = 200
"""Characters between a medicine and an amount that is of it."""
_NEAR: Final = 60
_PACE_FAR: Final = 90
_MOST_TABLETS: Final = 12
"""Of a strength, taken at once."""
TABLET: Final = "tablet"
Strengths = Mapping[str, float]
"""Ingredient -> mg in one tablet, as the text told."""


class Place(NamedTuple):
    """An amount, the medicine it is of, and how often."""

    amount: Amount
    named: Named
    pace: Pace | None
    since: int
    """Where the amount before it ends, or the line begins."""
    until: int
    """Where the next amount begins, or the line ends."""
    joined: bool
    """The next amount is taken along with it, or instead."""
    own_pace: bool


def placed(line: str, named: Sequence[Named], carried: Named | None) -> tuple[Place, ...]:
    """The amounts of a line in their order; `carried` is what an earlier line was about."""
    amounts = _amounts(line, named)
    if not amounts:
        return ()
    paces = paces_in(line)
    pace_starts = [one.start for one in paces]
    named_starts = [one.start for one in named]
    found: list[Place] = []
    for number in range(len(amounts) - 1, -1, -1):
        amount = amounts[number]
        since = amounts[number - 1].end if number else 0
        until = _until(line, amounts, number)
        at = bisect_right(named_starts, amount.start)
        before = named[at - 1] if at else None
        behind = named[at] if at < len(named) else None
        of = _of(line, amount, before, behind, carried)
        if of is None:
            continue
        joined = number + 1 < len(amounts) and bool(
            words.JOINED.match(line[amount.end : min(until, amount.end + _PACE_FAR)])
        )
        near = paces[
            bisect_left(pace_starts, max(since, amount.start - _FAR)) : bisect_left(
                pace_starts, min(until, amount.end + _PACE_FAR)
            )
        ]
        pace = _pace(line, amount, since, near, of)
        own = pace is not None
        if not own and joined and found:
            pace = found[-1].pace
        found.append(Place(amount, of, pace, since, until, joined, own))
    return tuple(reversed(found))


def _until(line: str, amounts: Sequence[Amount], number: int) -> int:
    """Where the words of an amount end: at the next one, but behind a maximum in brackets; one in
    brackets itself ends with them."""
    amount = amounts[number]
    if number and _in_brackets(line, amounts[number - 1].end, amount.start):
        closing = line.find(")", amount.end, amount.end + _PACE_FAR)
        if closing >= 0:
            return closing
    behind = number + 1
    if behind < len(amounts) and _in_brackets(line, amount.end, amounts[behind].start):
        behind += 1
    return amounts[behind].start if behind < len(amounts) else len(line)


def _in_brackets(line: str, since: int, start: int) -> bool:
    before = line[max(since, start - _NEAR) : start]
    opening = before.rfind("(")
    return opening > before.rfind(")") and words.LIMIT.search(before[opening:]) is not None


def _amounts(line: str, named: Sequence[Named]) -> tuple[Amount, ...]:
    """With those that have no unit: `12 paracetamol a day`, `Norco 10/325 every six hours`."""
    told = [one for one in named if one.told_until]
    told_ends = [one.end for one in told]

    def is_told(amount: Amount) -> bool:
        at = bisect_right(told_ends, amount.start)
        return at > 0 and amount.start < told[at - 1].told_until

    amounts = [one for one in amounts_in(line) if not is_told(one)]
    counted = any(one.unit == TABLET for one in amounts)
    for one in named:
        before = words.BARE.search(line[max(0, one.start - 24) : one.start])
        behind = line[one.end : one.end + 24]
        number = value(before["low"]) if before else 0.0
        strength = _strength_behind(amounts, one) if 1 < number <= _MOST_TABLETS else None
        if strength is not None:  # `two paracetamol 500 mg`
            each = amounts[strength]
            amounts[strength] = each._replace(low=number * each.low, high=number * each.high)
        elif before and (words.FREQUENCY.search(behind) or TABLET in behind):
            amounts.append(Amount(one.start, one.end, number, number, TABLET))
        elif one.told_until and not counted:
            amounts.append(Amount(one.told_until - 1, one.told_until, 1, 1, TABLET))
    return tuple(sorted(amounts))


def _strength_behind(amounts: Sequence[Amount], named: Named) -> int | None:
    """The number of the amount that stands right behind a name; None: none does."""
    for number, one in enumerate(amounts):
        if 0 <= one.start - named.end <= 1:
            return None if one.unit == TABLET or one.by_weight else number
    return None


def _of(
    line: str, amount: Amount, before: Named | None, behind: Named | None, carried: Named | None
) -> Named | None:
    if before is not None and before.end > amount.start:
        return before
    near = behind is not None and behind.start - amount.end <= _NEAR
    if behind is not None and near:
        between = line[amount.end : behind.start]
        touching = _touches(line, before, amount) and "of" not in between
        if words.NEXT_IS_DRUG.match(between) and not touching:
            return behind
    if before is not None:
        far = amount.start - before.end > _FAR
        between = line[max(before.end, amount.start - _NEAR) : amount.start]
        return None if far or words.UNKNOWN.search(between) else before
    if carried is not None:
        return carried
    return behind if behind is not None and behind.start - amount.end <= _FAR else None


def _touches(line: str, before: Named | None, amount: Amount) -> bool:
    return before is not None and not line[before.end : amount.start].strip(" (:-,")


def _pace(line: str, amount: Amount, since: int, near: Sequence[Pace], of: Named) -> Pace | None:
    """The first behind the amount, else one right before it, else one behind the medicine."""
    behind = next((one for one in near if one.start >= amount.end), None)
    daily = words.DAILY_BEFORE.search(line[max(since, amount.start - _NEAR) : amount.start])
    if behind is not None:
        divided = words.DIVIDED.search(line[amount.end : behind.start]) is not None
        if not behind.whole and (divided or (daily is not None and daily["p"])):
            return Pace(behind.start, behind.end, 1, 1, True)
        return behind
    if daily:
        period = (daily["p"] or daily["q"]).lower()
        times = 1 / 7 if period.startswith("week") else 1 / 30.4 if period == "monthly" else 1.0
        return Pace(amount.start, amount.start, times, times, True)
    if words.LIMIT.search(line[max(since, amount.start - _NEAR) : amount.start]):
        return None
    begin = max(since, of.end, amount.start - _NEAR)
    between = [one for one in near if begin <= one.start and one.end <= amount.start]
    return between[-1] if between else None


def is_strength(place: Place, behind: Iterable[Place]) -> bool:
    """Whether the amount is that of one tablet, and a count of tablets is the dose."""
    if place.amount.unit == TABLET or place.own_pace:
        return False
    last = place
    for one in behind:
        if one.amount.unit == TABLET:
            return True
        if one.own_pace or not last.joined:
            break
        last = one
    return place.amount.one_tablet


def of_each(place: Place, strengths: Strengths) -> Iterator[tuple[str, Amount]]:
    """Each ingredient with its amount in mg or units."""
    amount, of = place.amount, place.named
    if amount.unit != TABLET:
        if of.single is not None:
            yield of.single, amount
        return
    for number, drug in enumerate(of.drugs):
        told = of.strengths[number] if of.strengths else None
        one = told or strengths.get(drug) or (smallest_tablet(drug) if len(of.drugs) == 1 else None)
        if one:
            yield drug, amount._replace(low=amount.low * one, high=amount.high * one, unit="mg")
