"""What stands around a quantity, and how alike two surroundings are.

Two measures are added. `abreast` walks from both quantities outward, word by word, while the words
are the same: that is how a sentence with one figure altered is recognised. `company` compares which
words stand near, whatever their order: that is how a paraphrase is.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from app.grounding.quantities.quantity import Kind, Quantity, comparable, says
from app.grounding.quantities.reading import Reading
from app.terms.dose_roles import PLAIN, SAME, TELLING

ABREAST: Final = 15
"""Items compared on either side."""
NEAR: Final = 10
"""Telling words gathered on either side."""
_PLAIN_WORTH: Final = 0.4
_OTHER_FIGURE: Final = -0.5
_SIDE: Final = 0.6
"""What a word is worth that stands on the other side of the quantity."""
_CROSSING: Final = 2.0
"""Steps that a word is further away for a quantity of the same measure in between."""
_STOPS: Final = frozenset(".!?")
_PAUSES: Final = frozenset((";", ":", ",", "and", "or", "but", "while", "whereas"))

Item = str | Quantity
"""A word or sign, or a quantity in its place."""


class Placed(NamedTuple):
    """A quantity at its place among the items of its text."""

    quantity: Quantity
    items: Sequence[Item]
    at: int
    near: dict[str, tuple[float, float]]
    """Telling word -> how near it stands before and behind, 1 at most."""


def placed(reading: Reading) -> tuple[Placed, ...]:
    """Every quantity of a reading with what stands around it."""
    items = items_of(reading)
    return tuple(
        Placed(item, items, at, _near(items, at, item))
        for at, item in enumerate(items)
        if isinstance(item, Quantity)
    )


def items_of(reading: Reading) -> list[Item]:
    """The text's words and signs, each quantity in place of its own."""
    items: list[Item] = []
    at = 0
    for quantity in (*reading.quantities, None):
        end = len(reading.row) if quantity is None else quantity.start
        for step in range(at, end):
            token = reading.row[step]
            word = SAME.get(token.text, token.text)
            if word in _STOPS and not _ends(reading, step):
                continue
            items.append(word)
        if quantity is not None:
            items.append(quantity)
            at = quantity.end
    return items


def likeness(claim: Placed, quoted: Placed) -> float:
    """How alike the surroundings are; 0 where they have nothing in common, no upper end."""
    return _abreast(claim, quoted, -1) + _abreast(claim, quoted, 1) + _company(claim, quoted)


def _ends(reading: Reading, step: int) -> bool:
    """Whether a stop ends a sentence: a blank or the end of the text is behind it."""
    behind = step + 1
    return behind >= len(reading.row) or not reading.row[behind].glued


def _abreast(claim: Placed, quoted: Placed, side: int) -> float:
    total = 0.0
    for step in range(1, ABREAST + 1):
        here, there = claim.at + side * step, quoted.at + side * step
        if not (0 <= here < len(claim.items) and 0 <= there < len(quoted.items)):
            break
        one, other = claim.items[here], quoted.items[there]
        if isinstance(one, str) or isinstance(other, str):
            if one != other:
                break
            total += _PLAIN_WORTH if one in PLAIN or not str(one).isalpha() else 1.0
        elif one.kind is not other.kind:
            break
        else:
            total += 1.0 if says(other, one) else _OTHER_FIGURE
    return total


def _company(claim: Placed, quoted: Placed) -> float:
    total = 0.0
    for word, (before, behind) in claim.near.items():
        there = quoted.near.get(word)
        if there is None:
            continue
        same = max(min(before, there[0]), min(behind, there[1]))
        across = max(min(before, there[1]), min(behind, there[0])) * _SIDE
        total += max(same, across) * (1.5 if word in TELLING else 1.0)
    return total


def _near(items: Sequence[Item], at: int, quantity: Quantity) -> dict[str, tuple[float, float]]:
    found: dict[str, tuple[float, float]] = {}
    for side in (-1, 1):
        for word, nearness in _walk(items, at, side, quantity):
            before, behind = found.get(word, (0.0, 0.0))
            if side < 0:
                found[word] = (max(before, nearness), behind)
            else:
                found[word] = (before, max(behind, nearness))
    return found


def _walk(items: Sequence[Item], at: int, side: int, quantity: Quantity) -> list[tuple[str, float]]:
    found: list[tuple[str, float]] = []
    distance = 0.0
    for step in range(1, 4 * NEAR):
        here = at + side * step
        if not 0 <= here < len(items) or len(found) >= NEAR:
            break
        item = items[here]
        if isinstance(item, Quantity):
            distance += _CROSSING if comparable(item, quantity) else 0.0
            if item.kind is Kind.ROUTE:
                found.append((item.name, 1 / (1 + distance / 2)))
        elif item in _STOPS:
            break
        elif item in _PAUSES:
            distance += 0.5
        elif item not in PLAIN and item[0].isalpha():
            found.append((item, 1 / (1 + distance / 2)))
            distance += 1
    return found
