"""Which medicine each amount of a line is of, and how often it is taken."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from app.safety import dose_words as words
from app.safety.dose_parts import Amount, Pace, amounts_in, paces_in, value
from app.safety.dosed_drugs import Named
from app.terms.fixed_products import smallest_tablet

_FAR: Final = 200
"""Characters between a medicine and an amount that is of it."""
_NEAR: Final = 60
_PACE_FAR: Final = 90
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
    found: list[Place] = []
    for number in range(len(amounts) - 1, -1, -1):
        amount = amounts[number]
        until = amounts[number + 1].start if number + 1 < len(amounts) else len(line)
        of = _of(line, amount, named, carried)
        if of is None:
            continue
        joined = number + 1 < len(amounts) and bool(words.JOINED.match(line[amount.end : until]))
        since = amounts[number - 1].end if number else 0
        pace = _pace(line, amount, until, since, paces, of)
        own = pace is not None
        if not own and joined and found:
            pace = found[-1].pace
        found.append(Place(amount, of, pace, since, until, joined, own))
    return tuple(reversed(found))


def _amounts(line: str, named: Sequence[Named]) -> tuple[Amount, ...]:
    """With those that have no unit: `12 paracetamol a day`, `Norco 10/325 every six hours`."""
    amounts = [
        one
        for one in amounts_in(line)
        if not any(each.end <= one.start < each.told_until for each in named)
    ]
    for one in named:
        before = words.BARE.search(line[max(0, one.start - 24) : one.start])
        behind = line[one.end : one.end + 24]
        if before and (words.FREQUENCY.search(behind) or TABLET in behind):
            number = value(before["low"])
            amounts = [each for each in amounts if not one.end <= each.start < one.end + 2]
            amounts.append(Amount(one.start, one.end, number, number, TABLET))
        elif one.told_until and not any(each.unit == TABLET for each in amounts):
            amounts.append(Amount(one.told_until - 1, one.told_until, 1, 1, TABLET))
    return tuple(sorted(amounts))


def _of(
    line: str, amount: Amount, named: Sequence[Named], carried: Named | None
) -> Named | None:
    behind = next((one for one in named if one.start >= amount.end), None)
    before = next((one for one in reversed(named) if one.start <= amount.start), None)
    if before is not None and before.end > amount.start:
        return before
    if behind is not None and behind.start - amount.end <= _NEAR:
        between = line[amount.end : behind.start]
        if words.NEXT_IS_DRUG.match(between) and not (_touches(line, before, amount) and "of" not in between):
            return behind
    if before is not None:
        return before if amount.start - before.end <= _FAR else None
    if carried is not None:
        return carried
    return behind if behind is not None and behind.start - amount.end <= _FAR else None


def _touches(line: str, before: Named | None, amount: Amount) -> bool:
    return before is not None and not line[before.end : amount.start].strip(" (:-,")


def _pace(
    line: str, amount: Amount, until: int, since: int, paces: Sequence[Pace], of: Named
) -> Pace | None:
    """The first behind the amount, else one right before it, else one behind the medicine."""
    behind = [one for one in paces if amount.end <= one.start < min(until, amount.end + _PACE_FAR)]
    daily = words.DAILY_BEFORE.search(line[max(since, amount.start - _NEAR) : amount.start])
    if behind:
        whole = behind[0].whole or bool(words.DIVIDED.search(line[amount.end : behind[0].start]))
        if daily and daily["p"] and not behind[0].whole:
            whole = True
        if whole and not behind[0].whole:
            return Pace(behind[0].start, behind[0].end, 1, 1, True)
        return behind[0]
    if daily:
        period = (daily["p"] or daily["q"]).lower()
        times = 1 / 7 if period.startswith("week") else 1 / 30.4 if period == "monthly" else 1.0
        return Pace(amount.start, amount.start, times, times, True)
    between = [one for one in paces if max(since, of.end) <= one.start and one.end <= amount.start]
    return between[-1] if between else None


def is_strength(place: Place, behind: Sequence[Place]) -> bool:
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
