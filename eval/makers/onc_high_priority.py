"""Interacting pairs of the ONC high-priority list, as a set of the suite `interactions`.

Reads the list's CSV as dbmi-pitt/public-PDDI-analysis has it (Phansalkar et al., "High-priority
drug-drug interactions for use in electronic health records", JAMIA 2012, revised table). Columns:
number, object class, object drug, precipitant class, precipitant drug. An entry begins at a row
with a number and goes on over rows without one; what stands in its two columns of drugs are two
lists that happen to share rows, not pairs. Every object drug of an entry with every precipitant
drug of it is one interacting pair, category = the entry's number.

Read with care:
    a class cell "CYP3A4 inhibitors / Indinavir" whose last part is a drug elsewhere in the list
    holds a member of the class too
    misspelt and misplaced members are put right or left out as `CORRECTED` says
    an entry that names classes alone (QT-prolonging agents with each other) gives no pair
    a pair that stands in two entries, either way round, is kept at its first; a drug is not paired
    with itself

    --set names=all   every pair in both orders by generic names, by each brand of either beside the
                      generic name of the other, and by the first brand of both; brands are those
                      of one ingredient in the product's vocabulary, so that a brand it lacks is
                      in no set

The list names interactions only. What is not on it may interact all the same, so no pair without
an interaction can be made of it: `false_alarms` and `precision` need pairs from elsewhere.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import Final

from app.domain.frozen import Frozen
from eval.jsonl import write_jsonl
from eval.suite import MakeRequest, UnusableSet, chosen

NAME = "onc-high-priority"
SUMMARY = "a set for `interactions` from the ONC list of high-priority drug interactions"

COLUMNS: Final = 5
GENERIC, ALL = "generic", "all"
CORRECTED: Final[dict[str, str | None]] = {
    "Esmoprazole": "Esomeprazole",
    "Lisdexamefetamine": "Lisdexamfetamine",
    "Moclobamide": "Moclobemide",
    "Voreconazole": "Voriconazole",
    "NSAID": None,
}
"""A member as it is printed -> the drug that is meant; None where none can be told: NSAID stands
among the protease inhibitors."""


class PairLine(Frozen):
    """A line of the set."""

    id: str
    drug_a: str
    drug_b: str
    expected: str = "interaction"
    category: str


@dataclass
class _Entry:
    number: str
    objects: list[str] = field(default_factory=list)
    precipitants: list[str] = field(default_factory=list)


def make(request: MakeRequest) -> int:
    """Write the set; how many pairs it has.

    Raises:
        UnusableSet: the file is not that list, it gives no pair, or the set cannot be written.
    """
    names = chosen(request.options, ("names",)).get("names", GENERIC)
    if names not in (GENERIC, ALL):
        raise UnusableSet(f"names={names}: {GENERIC} or {ALL}.")
    pairs = _pairs(_entries(_rows(request.data)))
    lines = pairs if names == GENERIC else _by_all_names(pairs)
    return write_jsonl(request.out, lines, f"{request.data} names no pair of drugs.")


def _rows(path: Path) -> list[tuple[str, ...]]:
    """The rows below the header that are not blank, of five cells each."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            header = next(reader, [])
            rows = [(reader.line_num, tuple(map(_plain, row))) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnusableSet(f"{path} cannot be read ({error}).") from None
    if header[:1] != ["#"] or len(header) != COLUMNS:
        raise UnusableSet(f"{path}:1: not the list's header: #, a class, a drug, a class, a drug.")
    filled = [(line, row) for line, row in rows if any(row)]
    for line, row in filled:
        if len(row) != COLUMNS:
            raise UnusableSet(f"{path}:{line}: {len(row)} cells, not {COLUMNS}.")
    if filled and not filled[0][1][0]:
        raise UnusableSet(f"{path}:{filled[0][0]}: the first entry has no number.")
    return [row for _, row in filled]


def _plain(cell: str) -> str:
    """The cell on one line, with a typewriter's apostrophe."""
    return " ".join(cell.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())


def _entries(rows: Sequence[tuple[str, ...]]) -> list[_Entry]:
    drugs = {drug for _, _, one, _, other in rows for drug in (one, other)}
    entries: list[_Entry] = []
    for number, object_class, one, precipitant_class, other in rows:
        if number:
            entries.append(_Entry(number))
        entry = entries[-1]
        entry.objects += _members(object_class, one, drugs)
        entry.precipitants += _members(precipitant_class, other, drugs)
    return entries


def _members(named_class: str, drug: str, drugs: set[str]) -> Iterator[str]:
    """The drugs that one class cell and the drug cell beside it name."""
    in_class = named_class.rpartition("/")[2].strip()
    for printed in (in_class if in_class in drugs else "", drug):
        meant = CORRECTED.get(printed, printed)
        if meant:
            yield meant


def _pairs(entries: Sequence[_Entry]) -> Iterator[PairLine]:
    seen: set[frozenset[str]] = set()
    for entry in entries:
        for one, other in product(entry.objects, entry.precipitants):
            pair = frozenset((one.casefold(), other.casefold()))
            if len(pair) == 2 and pair not in seen:
                seen.add(pair)
                yield PairLine(
                    id=f"onc-{len(seen)}", drug_a=one, drug_b=other, category=entry.number
                )


def _by_all_names(pairs: Iterable[PairLine]) -> Iterator[PairLine]:
    for pair in pairs:
        for number, (one, other) in enumerate(_names_of_both(pair), 1):
            for order, (first, second) in enumerate(((one, other), (other, one)), 1):
                yield pair.model_copy(
                    update={"id": f"{pair.id}/{number}.{order}", "drug_a": first, "drug_b": second}
                )


def _names_of_both(pair: PairLine) -> Iterator[tuple[str, str]]:
    one, other = pair.drug_a, pair.drug_b
    ones, others = _brands().get(one.casefold(), ()), _brands().get(other.casefold(), ())
    yield one, other
    yield from ((brand, other) for brand in ones)
    yield from ((one, brand) for brand in others)
    if ones and others:
        yield ones[0], others[0]


@lru_cache(maxsize=1)
def _brands() -> dict[str, tuple[str, ...]]:
    """Ingredient -> the brands that hold it alone."""
    text = files("app.terms").joinpath("drug_names.txt").read_text(encoding="utf-8")
    lines = (line.partition(":") for line in text.splitlines() if "+" not in line)
    return {name: tuple(brands.split()) for name, _, brands in lines}
