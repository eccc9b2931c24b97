"""What a text says is taken with something: drugs, classes of drugs, food and drink."""

import tomllib
from collections import Counter
from functools import lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from app.terms.drugs import NamedDrugs, drug_names
from app.terms.phrasebook import NOTHING, Named, Phrasebook


class Partner(NamedTuple):
    """One thing that is taken; `drug` is empty for food and drink."""

    name: str
    drug: NamedDrugs


class Partners:
    """The drugs, and the vocabulary of `taken_with.toml`."""

    def __init__(self) -> None:
        text = files("app.terms").joinpath("taken_with.toml").read_text(encoding="utf-8")
        given = tomllib.loads(text)
        self._wider: Final[dict[str, frozenset[str]]] = {
            wide: frozenset(each) for wide, each in given["wider"].items()
        }
        self._book: Final = Phrasebook({**given["phrases"], NOTHING: given["hidden"]["phrases"]})

    def named(self, text: str) -> tuple[Partner, ...]:
        """What `text` names, each by itself; the drugs of one name (`co-amoxiclav`) apart."""
        drugs = drug_names().named(text)
        single = [
            Partner(one, NamedDrugs(ingredients=frozenset({one}), distinct=frozenset({one})))
            for one in sorted((drugs.distinct & drugs.ingredients) - _other_names(text))
        ]
        single += [
            Partner(one, NamedDrugs(classes=frozenset({one}), distinct=frozenset({one})))
            for one in sorted(drugs.classes)
        ]
        return (*single, *(Partner(one, NamedDrugs()) for one in sorted(self._book.named(text))))

    def found(self, text: str) -> tuple[Named, ...]:
        """What else than drugs `text` names, with its places."""
        return self._book.find(text)

    def same(self, one: Partner, other: Partner) -> bool:
        """The same thing, or a class and its member."""
        if one.name == other.name:
            return True
        if other.name in self._wider.get(one.name, ()) or one.name in self._wider.get(
            other.name, ()
        ):
            return True
        return drug_names().related(one.drug, other.drug)


def _other_names(text: str) -> set[str]:
    """Drugs that are another by another name: `thyroxine` is levothyroxine."""
    found = drug_names().found(text)
    places = Counter((one.start, one.end) for one in found)
    return {
        one.meaning
        for one in found
        if places[one.start, one.end] > 1 and one.meaning == text[one.start : one.end].lower()
    }


@lru_cache(maxsize=1)
def partners() -> Partners:
    return Partners()
