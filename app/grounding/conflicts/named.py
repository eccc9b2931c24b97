"""Where a sentence names its drugs, those of one product as one."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from app.grounding.layers import Layer
from app.terms.drugs import CLASS, drug_names

_JOINED: Final = re.compile(r"\s?[/+&-]\s?$|\($")
"""Between the ingredients of one product: `amoxicillin/clavulanate`."""


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
