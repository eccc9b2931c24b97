"""Which conditions a text names, and which of them are one within the other."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Final

from app.terms.phrasebook import NOTHING, Named, Phrasebook


class Conditions:
    """The vocabulary of `conditions.toml`."""

    def __init__(self) -> None:
        given = tomllib.loads(
            files("app.terms").joinpath("conditions.toml").read_text(encoding="utf-8")
        )
        self.phrases: Final[dict[str, list[str]]] = given["phrases"]
        self.narrower: Final[dict[str, frozenset[str]]] = {
            wide: frozenset(each) for wide, each in given["wider"].items()
        }
        self.hidden: Final[list[str]] = given["hidden"]["phrases"]
        self._book: Final = Phrasebook({**self.phrases, NOTHING: self.hidden})

    def named(self, text: str) -> frozenset[str]:
        """The conditions that `text` names, each by its own name only."""
        return self._book.named(text)

    def find(self, text: str) -> tuple[Named, ...]:
        """The same with their places."""
        return self._book.find(text)

    def related(self, asked: frozenset[str], said: frozenset[str]) -> bool:
        """Whether one of each is the same, or one within the other."""
        return any(
            one == other
            or other in self.narrower.get(one, frozenset())
            or one in self.narrower.get(other, frozenset())
            for one in asked
            for other in said
        )


@lru_cache(maxsize=1)
def conditions() -> Conditions:
    return Conditions()
