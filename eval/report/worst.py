"""The items on which a run did worst: where looking at single items pays most."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from app.domain.frozen import Frozen
from eval.report.direction import small_is_good
from eval.run import KeptRun
from eval.scored import Scores

SHOWN: Final = 8
"""Items of one figure."""
FIGURES: Final = 4
PERCENT: Final = 100.0


class WorstItem(Frozen):
    id: str
    line: int
    """Its line of items.jsonl, from 1."""
    score: float | None = None
    """What it gained of what was possible."""
    gold: str | None = None
    said: str | None = None
    """Both None where the figure is made of shares."""


class Worst(Frozen):
    figure: str
    items: int
    """How many items the figure was read from."""
    short: int
    """How many of these fell short of the best there is."""
    shown: tuple[WorstItem, ...]


def worst(run: KeptRun) -> tuple[Worst, ...]:
    """Figure by figure; an item counts under the first headline figure that it carries.

    Lowest share first (highest where less is better); of labels, those said wrongly. Of equal ones
    the first of every group stand before the second of any, in the order of the file. A figure on
    which no item fell short is there with none shown.
    """
    names = list(run.figures)
    carried: dict[str, list[tuple[int, Scores]]] = {}
    for line, item in enumerate(run.items, start=1):
        first = next((name for name in names if name in item.shares or name in item.labels), None)
        if first is not None:
            carried.setdefault(first, []).append((line, item))
    order = [name for name in names if name in carried][:FIGURES]
    return tuple(_worst(name, carried[name]) for name in order)


def percentages(items: Sequence[Scores]) -> frozenset[str]:
    """Figures whose items gain up to 100 and not up to 1."""
    return frozenset(
        name
        for item in items
        for name, (gained, possible) in item.shares.items()
        if possible > 0.0 and gained / possible > 1.0
    )


def _worst(name: str, lines: Sequence[tuple[int, Scores]]) -> Worst:
    sign = -1.0 if small_is_good(name) else 1.0
    seen: Counter[tuple[object, ...]] = Counter()
    ranked: list[tuple[float, int, WorstItem]] = []
    for one, groups in _short(name, lines):
        score = sign * (one.score or 0.0)
        key = (score, *sorted(groups.items()))
        ranked.append((score, seen[key], one))
        seen[key] += 1
    ranked.sort(key=lambda each: (each[0], each[1], each[2].line))
    shown = tuple(one for _, _, one in ranked[:SHOWN])
    return Worst(figure=name, items=len(lines), short=len(ranked), shown=shown)


def _short(
    name: str, lines: Sequence[tuple[int, Scores]]
) -> Iterator[tuple[WorstItem, dict[str, str]]]:
    """The items that fell short, with their groups."""
    full = PERCENT if name in percentages([item for _, item in lines]) else 1.0
    best = 0.0 if small_is_good(name) else full
    for line, item in lines:
        if name in item.shares:
            gained, possible = item.shares[name]
            score = gained / possible if possible > 0.0 else best
            if abs(score - best) > 1e-9 * full:
                yield WorstItem(id=item.id, line=line, score=score), item.groups
        else:
            gold, said = item.labels[name]
            if gold != said:
                yield WorstItem(id=item.id, line=line, gold=gold, said=said), item.groups
