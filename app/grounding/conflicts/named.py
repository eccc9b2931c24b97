"""Where a sentence names its drugs, those of one product as one."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from app.grounding.layers import Layer
from app.terms.drugs import CLASS, drug_names

_JOINED: Final = re.compile(r"\s?[/+&-]\s?$|\($")
"""Between the ingredients of one product: `amoxicillin/clavulanate`."""


_ITEM: Final = re.compile(
    r"\W*(?:adults?|child\w*|neonat\w*|infants?|elderly|adolescents?|by |or\b|oral\w*|intra\w+|"
    r"[<>\u2264\u2265]|under|over|above|below|for |up to|maximum|then|and\b|\d)",
    re.IGNORECASE,
)
"""Begins an item of a list on one drug."""
FAR: Final = 1_200
"""Characters before a line in which its list began."""
OPENING: Final = 12
"""Characters before a drug's name in the line that opens its list: `a)`, `Tablet`."""


class DrugNamed(NamedTuple):
    """One drug, or the ingredients of one product; offsets into the text."""

    names: frozenset[str]
    start: int
    end: int

    @property
    def is_class(self) -> bool:
        return any(name.startswith(CLASS) for name in self.names)

    @property
    def spoken(self) -> str:
        return ", ".join(sorted(name.removeprefix(CLASS).replace("_", " ") for name in self.names))


@lru_cache(maxsize=4096)
def named_in(text: str) -> tuple[DrugNamed, ...]:
    """The drugs that a text names, in order; what is found in the body or the kitchen (`folic
    acid`) counts where the text names nothing else."""
    names = drug_names()
    every = names.found(text)
    telling = [one for one in every if names.tells(one.meaning)]
    found: list[DrugNamed] = []
    for one in telling or [one for one in every if not one.meaning.startswith(CLASS)]:
        last = found[-1] if found else None
        same = last is not None and one.start < last.end
        joined = last is not None and _JOINED.fullmatch(text[last.end : one.start]) is not None
        if last is not None and (same or joined):
            together = (
                last.names if joined and one.meaning in last.names else last.names | {one.meaning}
            )
            found[-1] = DrugNamed(together, last.start, max(last.end, one.end))
        else:
            found.append(DrugNamed(frozenset({one.meaning}), one.start, one.end))
    return tuple(found)


def headed_by(layers: Sequence[Layer]) -> DrugNamed | None:
    """The one drug that the nearest heading with a drug names; None where it names several."""
    for layer in layers:
        found = {one.names: one for one in named_in(layer.text)} if layer.heading else {}
        if found:
            only = next(iter(found.values()))
            return only if len(found) == 1 and not only.is_class else None
    return None


def led_by(before: str) -> DrugNamed | None:
    """The drug of the list that a line stands in, from the passage's words before it: the last line
    that names one, with nothing between but lines for other ages, routes and the like."""
    for line in reversed(before[-FAR:].splitlines()):
        found = {one.names: one for one in named_in(line)}
        if found:
            only = next(iter(found.values()))
            single = len(found) == 1 and not only.is_class
            return only if single and only.start <= OPENING else None
        if line.strip() and not _ITEM.match(line):
            return None
    return None


def same_drug(one: frozenset[str], other: frozenset[str]) -> bool:
    """The same ingredients, or a class and its member."""
    if one == other:
        return True
    if len(one) > 1 or len(other) > 1:
        return False
    names = drug_names()
    (a,), (b,) = one, other
    return (a.startswith(CLASS) and b in names.members(a.removeprefix(CLASS))) or (
        b.startswith(CLASS) and a in names.members(b.removeprefix(CLASS))
    )
