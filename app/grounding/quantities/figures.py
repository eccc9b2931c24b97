"""Numbers with their units, ranges and limits, as they stand in a row of tokens."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from app.grounding.quantities.limits import about_before, limit_before, limit_behind
from app.grounding.quantities.naming import is_name
from app.grounding.quantities.numerals import Numeral, is_text, numeral_at
from app.grounding.quantities.tokens import Token
from app.grounding.quantities.units import Unit, unit_at
from app.terms.wording import words

_CHANGES: Final = words(
    "increase increased increases increasing decrease decreased decreases decreasing reduce "
    "reduced reducing titrate titrated raise raised lower lowered change changed switch switched "
    "rose fell improved"
)
_CHANGE_NEAR: Final = 10
_ARTICLE_UNITS: Final = frozenset(
    ("time", "tablet", "capsule", "puff", "spray", "drop", "patch", "volume")
)
_HYPHEN: Final = "-"


class Figure(NamedTuple):
    """One figure or range, in the units it was written in.

    `unit` and `last` are the units of its first and second number; both are the same for most.
    """

    low: Fraction
    high: Fraction
    unit: Unit | None
    last: Unit | None
    start: int
    end: int
    bound: str = ""
    change: bool = False
    spelled: bool = False
    article: bool = False
    """`a tablet`: one, said with an article."""


def figure_at(row: Sequence[Token], at: int, floor: int) -> Figure | None:
    """The figure whose number begins at `row[at]`; its limit begins at `floor` or later."""
    if row[at].text in ("a", "an"):
        return _with_article(row, at)
    first = numeral_at(row, at)
    if first is None or is_name(row, at, first):
        return None
    unit = _unit_behind(row, first.end)
    figure = _range(row, at, first, unit) or Figure(
        first.value, first.value, unit, unit, at, unit.end if unit else first.end
    )
    return _limited(row, figure._replace(spelled=first.spelled), floor)


def _unit_behind(row: Sequence[Token], at: int) -> Unit | None:
    """The unit behind a number, a hyphen between them or not: `10-mg tablet`."""
    if is_text(row, at, _HYPHEN) and row[at].glued and at + 1 < len(row) and row[at + 1].glued:
        return unit_at(row, at + 1)
    if is_text(row, at, "x") and numeral_at(row, at + 1) is not None:
        return None
    return unit_at(row, at)


def _range(row: Sequence[Token], at: int, first: Numeral, unit: Unit | None) -> Figure | None:
    behind = unit.end if unit else first.end
    between = at > 0 and any(row[here].text == "between" for here in range(max(0, at - 3), at))
    joins = ("to", "through", _HYPHEN, "and") if between else ("to", "through", _HYPHEN)
    if behind >= len(row) or row[behind].text not in joins or row[behind].line:
        return None
    start = behind + 1
    while start < len(row) and row[start].text in ("about", "approximately", "a", "maximum", "of"):
        start += 1
    second = numeral_at(row, start)
    if second is None or is_name(row, start, second, joined=True):
        return None
    last = _unit_behind(row, second.end)
    if unit is not None and last is not None and unit.measure != last.measure:
        if unit.measure != "angle":
            return None
        unit = last
    end = last.end if last else second.end
    last, unit = last or unit, unit or last
    low, high = first.value, second.value
    change = _is_change(row, at)
    return Figure(low, high, unit, last, at, end, change=change)


def _is_change(row: Sequence[Token], at: int) -> bool:
    """`increased from 5 to 10 mg`, whose two ends are two doses; `increased by 5 to 10 mg`."""
    before = [token.text for token in row[max(0, at - _CHANGE_NEAR) : at]]
    return "from" in before[-3:] and not _CHANGES.isdisjoint(before)


def _limited(row: Sequence[Token], figure: Figure, floor: int) -> Figure:
    start = about_before(row, figure.start, floor)
    before = limit_before(row, start, floor)
    if before is not None:
        if before.bound in ("more than", "at most") and _lasts(row, before.at, figure):
            return figure._replace(start=start)
        behind = limit_behind(row, figure.end) if before.bound.endswith("than") else None
        end = behind.at if behind else figure.end
        return figure._replace(start=before.at, end=end, bound=before.bound)
    behind = limit_behind(row, figure.end)
    if behind is not None:
        return figure._replace(start=start, end=behind.at, bound=behind.bound)
    return figure._replace(start=start)


def _lasts(row: Sequence[Token], at: int, figure: Figure) -> bool:
    """`over 30 minutes` says how long a thing takes; `over 65 years` is a limit of age."""
    if row[at].text != "over" or figure.unit is None or figure.unit.measure != "time":
        return False
    behind = [token.text for token in row[figure.end : figure.end + 3]]
    return not ("age" in behind or "old" in behind or "aged" in behind)


def _with_article(row: Sequence[Token], at: int) -> Figure | None:
    """`an hour`, `a tablet`; `a day` behind a dose was read with it."""
    unit = unit_at(row, at + 1)
    if is_text(row, at + 1, "second"):  # the next one, far more often than the sixtieth of a minute
        return None
    if unit is None or unit.measure not in _ARTICLE_UNITS or unit.days is not None:
        return None
    one = Fraction(1)
    return Figure(one, one, unit, unit, at, unit.end, spelled=True, article=True)
