"""The vocabulary of `words.toml`."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Final

from app.domain.frozen import Frozen
from app.terms.groups import spoken_groups
from app.terms.phrasebook import NOTHING, Phrasebook


class Allergen(Frozen):
    """How people name a group of allergens; its members, or a class of `app.terms.drugs`."""

    phrases: tuple[str, ...]
    members: tuple[str, ...] = ()
    class_name: str | None = None


class Words(Frozen):
    usual: dict[str, tuple[str, ...]]
    open_classes: frozenset[str]
    allergens: dict[str, Allergen]
    substances: tuple[str, ...]
    conditions: dict[str, tuple[str, ...]]
    members: dict[str, frozenset[str]]


PREGNANT: Final = "pregnant"
OVER: Final = "over"
FEEDING: Final = "breastfeeding"
NOT_FEEDING: Final = "not breastfeeding"


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, list[str]]]:
    text = files("app.safety.situation").joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=1)
def words() -> Words:
    tables = _tables()
    return Words.model_validate(
        {
            "usual": tables["usual"],
            "open_classes": tables["wide"]["classes"],
            "allergens": tables["allergens"],
            "substances": tables["substances"]["names"],
            "conditions": tables["conditions"],
            "members": tables["members"],
        }
    )


@lru_cache(maxsize=1)
def condition_book() -> Phrasebook:
    return Phrasebook(words().conditions)


@lru_cache(maxsize=1)
def allergen_book() -> Phrasebook:
    known = words()
    named = {name: one.phrases for name, one in known.allergens.items()}
    return Phrasebook({**named, **{name: (name,) for name in known.substances}})


@lru_cache(maxsize=1)
def pregnancy_book() -> Phrasebook:
    """What tells a pregnancy, and what tells that one is over or was never there."""
    own, theirs = _tables()["pregnancy"], spoken_groups()
    told = {
        one
        for one in set(theirs["pregnancy"].phrases) - set(own["not_told"])
        if not one.startswith("due in")
    }
    return Phrasebook(
        {
            PREGNANT: (*sorted(told), *own["phrases"]),
            OVER: (*own["over"], *theirs["not_pregnant"].phrases),
            NOTHING: (*own["hidden"], *theirs["pregnancy"].hidden),
        }
    )


@lru_cache(maxsize=1)
def feeding_book() -> Phrasebook:
    theirs = spoken_groups()
    return Phrasebook(
        {
            FEEDING: (*theirs["lactation"].phrases, *_tables()["breastfeeding"]["phrases"]),
            NOT_FEEDING: theirs["not_lactating"].phrases,
            NOTHING: theirs["lactation"].hidden,
        }
    )


@lru_cache(maxsize=1)
def alias_book() -> Phrasebook:
    """Names of medicines in speech, and what each means."""
    return Phrasebook(_tables()["spoken"])
