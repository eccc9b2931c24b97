"""The words of `words.toml`, read once."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Final, Literal

from pydantic import Field

from app.domain.frozen import Frozen
from app.terms.clause_words import FUNCTION_WORDS
from app.terms.phrasebook import NOTHING, Phrasebook

Wanted = Literal["medicine", "matter", "any"]


class Aspect(Frozen):
    """What is asked of something, as a noun."""

    says: tuple[str, ...] = Field(min_length=1)
    link: str
    """Between it and what it is asked of: `dose` of, `test` for."""
    wants: Wanted
    """Of what it is asked: of a medicine alone, of an illness and the like alone, or of either."""
    numeric: bool = False
    """Whether it differs by who takes it and what for, so that these are carried along."""


class Population(Frozen):
    says: tuple[str, ...] = Field(min_length=1)
    preposition: str


class AskedBack(Frozen):
    """A thing that an assistant asks for, and how a bare answer is said in full."""

    asks: tuple[str, ...] = Field(min_length=1)
    said: str = ""
    denied: str = ""
    number: bool = False
    with_it: bool = False
    """The answer names a medicine that is taken with what was asked about."""


class Phrases(Frozen):
    phrases: tuple[str, ...] = Field(min_length=1)


class Says(Frozen):
    says: tuple[str, ...] = Field(min_length=1)


class Leads(Frozen):
    going_on: tuple[str, ...]
    correcting: tuple[str, ...]
    polite: tuple[str, ...]


class ByKind(Frozen):
    medicine: tuple[str, ...]
    matter: tuple[str, ...]


class _File(Frozen):
    leads: Leads
    cut: Phrases
    why: Phrases
    more: Phrases
    aspect: tuple[Aspect, ...]
    asking: dict[str, tuple[str, str]]
    population: dict[str, Population]
    standing_for: ByKind
    said_of: ByKind
    doing: Says
    hidden: Phrases
    asked_back: tuple[AskedBack, ...]
    comparing: Says
    ordinary: dict[str, str]


class Vocabulary:
    """What `words.toml` says, as books to look things up in.

    Attributes:
        parts: finds aspects (`aspect 3`), populations (`population whom`) and doings.
        leads: finds what may stand before a question, by its kind.
    """

    def __init__(self) -> None:
        text = files("app.following").joinpath("words.toml").read_text(encoding="utf-8")
        given = _File.model_validate(tomllib.loads(text))
        self.aspects: Final = given.aspect
        self.populations: Final = given.population
        self.asked_back: Final = given.asked_back
        self.asking: Final = given.asking
        self.parts: Final = Phrasebook(
            {
                **{f"aspect {at}": one.says for at, one in enumerate(given.aspect)},
                **{f"population {name}": one.says for name, one in given.population.items()},
                "doing": given.doing.says,
                NOTHING: given.hidden.phrases,
            }
        )
        self.leads: Final = Phrasebook(
            {
                "going on": given.leads.going_on,
                "correcting": given.leads.correcting,
                "polite": given.leads.polite,
            }
        )
        self.cut: Final = Phrasebook({"cut": given.cut.phrases})
        self.why: Final = frozenset(given.why.phrases)
        self.more: Final = frozenset(given.more.phrases)
        self.of_medicine: Final = frozenset(given.said_of.medicine)
        self.of_matter: Final = frozenset(given.said_of.matter)
        self.medicine_nouns: Final = frozenset(given.standing_for.medicine)
        self.matter_nouns: Final = frozenset(given.standing_for.matter)
        self.comparing: Final = Phrasebook({"comparing": given.comparing.says})
        self.asked: Final = Phrasebook(
            {str(at): one.asks for at, one in enumerate(given.asked_back)}
        )
        listed = (word for words in given.ordinary.values() for word in words.split())
        self.ordinary: Final = FUNCTION_WORDS | frozenset(listed)


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    return Vocabulary()
