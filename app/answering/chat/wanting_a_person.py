"""Whether a message asks to talk to a person instead of a machine."""

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

FILE: Final = "wanting_a_person.toml"
_SPACE: Final = re.compile(r"\s+")
_BARE: Final = 12
"""Words of a message that asks for a person and, by its length, for nothing else."""


class Words(NamedTuple):
    """`examples` want a person, `others` do not; tests run them."""

    ways: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str]
    examples: tuple[str, ...]
    others: tuple[str, ...]


def wants_a_person(text: str) -> bool:
    """By words that ask for one; not where they are asked about or told of others."""
    said = _SPACE.sub(" ", text.lower().replace("\u2019", "'")).strip()
    found = words()
    return any(way.search(said) for way in found.ways) and not found.unless.search(said)


def wants_nothing_else(text: str) -> bool:
    """Whether a message that asks for a person is too short to ask for more."""
    return wants_a_person(text) and len(text.split()) <= _BARE


@lru_cache(maxsize=1)
def words() -> Words:
    """Of `wanting_a_person.toml`."""
    text = files("app.answering.chat").joinpath(FILE).read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return Words(
        ways=tuple(re.compile(one["pattern"]) for one in table["way"]),
        unless=re.compile(table["unless"]["pattern"]),
        examples=tuple(each for one in table["way"] for each in one["examples"]),
        others=tuple(table["unless"]["examples"]),
    )
