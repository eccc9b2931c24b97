"""A sheet's header of several rows as one: `Renal impairment` over `mild`, `moderate`, `severe`.

Without it the lower row would read as data and a figure would lose which band it is for.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Final

from ingest.sources.formulary import known_names
from ingest.sources.sheet_tables import Row

_LONGEST_NAME: Final = 160
"""Characters."""
Wide = Sequence[tuple[int, int]]
"""Cells merged across: their first and last column, from 0."""


def one_header(
    rows: list[Row], wide: Mapping[int, Wide], mapped: frozenset[str] = frozenset()
) -> list[Row]:
    """The rows with those of the header joined by column, from the top to the bottom.

    A header begins with the first row of several cells; it goes on below a row with merged cells,
    where several names stand under one of them and nothing but names stands in the row. A name that
    stands there once and is mapped, or known of formularies, is kept bare.

    Args:
        rows: the sheet's rows that have words, an empty one where others stand between them.
        wide: by index into `rows`.
        mapped: the names of a site's column map.
    """
    first = next((at for at, row in enumerate(rows) if len(set(filter(None, row))) > 1), len(rows))
    if first == len(rows):
        return rows
    top = [(rows[first], wide.get(first, ()))]
    end = first + 1
    while (below := end + (rows[end : end + 1] == [()])) + 1 < len(rows):
        if not _goes_on(top[-1][0], rows[below], top[-1][1]):
            break
        top.append((rows[below], wide.get(below, ())))
        end = below + 1
    if len(top) == 1:
        return rows
    levels = [_spread(row, merged) for row, merged in top[:-1]]
    columns = [tuple(column) for column in zip_longest(*levels, top[-1][0], fillvalue="")]
    lowest = [next((name for name in reversed(column) if name), "") for column in columns]
    often = Counter(lowest)
    header = tuple(
        bare if often[bare] == 1 and _called(bare, mapped) else " ".join(_distinct(column))
        for bare, column in zip(lowest, columns, strict=True)
    )
    return [*rows[:first], header, *rows[end:]]


def _goes_on(above: Row, below: Row, merged: Wide) -> bool:
    groups = [set(filter(None, below[left : right + 1])) for left, right in merged]
    if not any(len(names) > 1 for names in groups):
        return False
    under = {column for left, right in merged for column in range(left, right + 1)}
    beside = (
        not name or not over or name == over
        for column, (over, name) in enumerate(zip_longest(above, below, fillvalue=""))
        if column not in under
    )
    return all(beside) and all(_is_name(name) for name in below if name)


def _called(name: str, mapped: frozenset[str]) -> bool:
    return known_names((name,)) > 0 or name.casefold().strip() in {m.casefold() for m in mapped}


def _is_name(text: str) -> bool:
    return any(letter.isalpha() for letter in text) and len(text) <= _LONGEST_NAME


def _spread(row: Row, merged: Wide) -> Row:
    """The row with each merged cell's words in every column it covers."""
    width = max([len(row), *(right + 1 for _, right in merged)])
    cells = [*row, *("" for _ in range(width - len(row)))]
    for left, right in merged:
        cells[left : right + 1] = [cells[left]] * (right + 1 - left)
    return tuple(cells)


def _distinct(names: Row) -> list[str]:
    return list(dict.fromkeys(" ".join(name.split()) for name in names if name))
