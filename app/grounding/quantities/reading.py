"""A text read for quantities: what they are, and the words between them."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from app.grounding.quantities.figures import Figure, figure_at
from app.grounding.quantities.limits import called, limit_before, limit_behind
from app.grounding.quantities.quantity import Kind, Quantity
from app.grounding.quantities.rates import Rate, needed_at, rate_at
from app.grounding.quantities.tokens import Token, plain, tokens
from app.grounding.quantities.units import Unit, unit_at
from app.grounding.quantities.valued import valued
from app.grounding.quantities.ways import route_at
from app.grounding.quantities.whom import marks_whom
from app.terms.bounds import AT_LEAST, AT_MOST
from app.terms.number_words import FOLDS

_LISTED: Final = frozenset((",", "or", "and", "/", "&", "to", "-", "then", "by", "vs", "versus"))
_WRITTEN: Final = 60
"""Characters of a quantity that a reason repeats."""
_ZERO: Final = Fraction(0)


class Reading(NamedTuple):
    """`row` are the tokens, `quantities` in reading order, none overlapping another."""

    text: str
    row: tuple[Token, ...]
    quantities: tuple[Quantity, ...]


def read(text: str) -> Reading:
    """Every quantity of a text, in time that grows with its length."""
    text = plain(text)
    row = tokens(text)
    figures: list[Figure | Quantity] = []
    header: Unit | None = None
    at = floor = 0
    while at < len(row):
        if row[at].text in (";", "|", "."):
            header = None
        elif row[at].text == ":":
            header = _header(row, at) or header
        found = _at(row, at, floor)
        if not found:
            at += 1
            continue
        first = found[0]
        if isinstance(first, Figure) and first.unit is None and header is not None:
            found = [first._replace(unit=header, last=header), *found[1:]]
        figures.extend(found)
        at = floor = max(each.end for each in found)
    return Reading(text, row, tuple(_quantities(text, row, _units_shared(row, figures))))


def _at(row: Sequence[Token], at: int, floor: int) -> list[Figure | Quantity]:
    """What begins at this token: usually nothing or one, two for a dose per day."""
    behind = needed_at(row, at)
    if behind is not None:
        return [Quantity(Kind.NEED, "as needed", _ZERO, _ZERO, "as needed", at, behind)]
    rate = rate_at(row, at)
    if rate is not None:
        return [_rate(row, at, floor, rate)]
    route = route_at(row, at, beside=floor == at and at > 0)
    if route is not None:
        return [Quantity(Kind.ROUTE, "route", _ZERO, _ZERO, route[0], at, route[1], name=route[0])]
    if row[at].text in FOLDS or row[at].text == "twice":
        times = Fraction(FOLDS.get(row[at].text, 2))
        return [_times(row, at, floor, times)]
    figure = figure_at(row, at, floor)
    if figure is None:
        return []
    unit = figure.last
    if unit is None or unit.days is None:
        return [figure]
    rate_of = Rate(1 / unit.days, 1 / unit.days, figure.end)
    whole = figure._replace(end=unit.above)
    return [whole, _rate(row, unit.above, unit.above, rate_of)]


def _rate(row: Sequence[Token], at: int, floor: int, rate: Rate) -> Quantity:
    before = None if rate.describes else limit_before(row, at, floor)
    behind = None if before or rate.describes else limit_behind(row, rate.end)
    start = before.at if before else at
    end = behind.at if behind else rate.end
    bound = before.bound if before else behind.bound if behind else ""
    return Quantity(
        Kind.RATE, "rate", rate.low, rate.high, "", start, end, bound, weak=rate.describes
    )


def _times(row: Sequence[Token], at: int, floor: int, times: Fraction) -> Quantity:
    before = limit_before(row, at, floor)
    return Quantity(
        Kind.AMOUNT,
        "times",
        times,
        times,
        "",
        before.at if before else at,
        at + 1,
        before.bound if before else "",
        figures=(times, times),
    )


def _header(row: Sequence[Token], at: int) -> Unit | None:
    """The unit of a column, told in its name: `Dose (mg): 5`, `Dose, mg: 5`."""
    for start in range(max(0, at - 7), at):
        if row[start].text in ("(", ",", "["):
            unit = unit_at(row, start + 1)
            if unit is not None and unit.end in (at, at - 1) and row[at - 1].text != ",":
                return unit
    return None


def _units_shared(
    row: Sequence[Token], figures: Sequence[Figure | Quantity]
) -> list[Figure | Quantity]:
    """Figures of a list take the unit at its end: `5, 10 or 20 mg`."""
    shared: list[Figure | Quantity] = []
    for each in reversed(figures):
        behind = shared[-1] if shared else None
        if (
            isinstance(each, Figure)
            and each.unit is None
            and isinstance(behind, Figure)
            and behind.unit is not None
            and not (each.spelled and behind.unit.counted)
            and 0 < behind.start - each.end <= 3
            and all(token.text in _LISTED for token in row[each.end : behind.start])
        ):
            each = each._replace(unit=behind.unit, last=behind.unit)
        shared.append(each)
    return shared[::-1]


def _quantities(
    text: str, row: Sequence[Token], figures: Sequence[Figure | Quantity]
) -> list[Quantity]:
    found: list[Quantity] = []
    amounts_end = 0
    for each in figures:
        quantity = each if isinstance(each, Quantity) else valued(row, each)
        if quantity is None:
            continue
        if quantity.kind not in (Kind.ROUTE, Kind.NEED):
            written = text[row[quantity.start].start : row[quantity.end - 1].end]
            limit = called(row, quantity.start, amounts_end)
            quantity = quantity._replace(
                written=" ".join(written[:_WRITTEN].split()),
                capped=limit == AT_MOST,
                floored=limit == AT_LEAST,
                whom=quantity.age or marks_whom(row, quantity),
            )
        if quantity.kind is Kind.AMOUNT:
            amounts_end = quantity.end
        found.append(quantity)
    return found
