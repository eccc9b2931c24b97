"""What is taken from a release: names and what each means."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, Literal, NamedTuple

NameKind = Literal["ingredient", "product"]
Told = Callable[[int, int], None]
"""Called with the bytes of a file that were read, and all of them."""
SHORTEST: Final = 3
LONGEST: Final = 80
"""Characters; RxNorm has chemical names of hundreds, which nobody writes in a question."""
MOST_NAMES: Final = 500_000
"""That one release may bring: RxNorm's and dm+d's ingredients and brands are a tenth of it."""


class ReleasedName(NamedTuple):
    """A name, and the ingredients that it means: itself for an ingredient's own name."""

    name: str
    kind: NameKind
    ingredients: tuple[str, ...]


class Release(NamedTuple):
    """Attributes:
    source: `rxnorm` or `dmd`.
    version: as the release calls itself; `unknown` where it does not.
    files: those that were read.
    names: each once.
    notes: what was left out, for the person who loads it.
    """

    source: str
    version: str
    files: tuple[Path, ...]
    names: tuple[ReleasedName, ...]
    notes: tuple[str, ...]


def plain(name: str) -> str | None:
    """The name in lower case with single blanks; None where it is too short, too long, no word."""
    folded = " ".join(name.casefold().split())
    usable = SHORTEST <= len(folded) <= LONGEST and any(char.isalpha() for char in folded)
    return folded if usable and "+" not in folded and "|" not in folded else None


def once(names: Iterable[ReleasedName]) -> tuple[ReleasedName, ...]:
    """Each name's first meaning, sorted."""
    found: dict[str, ReleasedName] = {}
    for one in names:
        found.setdefault(one.name, one)
    return tuple(sorted(found.values()))
