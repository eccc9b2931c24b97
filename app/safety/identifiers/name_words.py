"""Lists of names, and of words with a capital that are none; read at their first use."""

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from app.terms.drugs import drug_names

UNSURE: Final = "~"
"""Marks, in a list, a name that is also something else."""
_CLINICAL: Final = re.compile(
    r".*(?:olog(?:y|ists?|ical)|itis|osis|oses|[ai]emias?|ectom(?:y|ies)|otomy|oscopy|plasty|"
    r"path(?:y|ies|ic)|tions?|sions?|ments?|ness|[ai]bles?|ical|ous|isms?|ity|ities|tive|ally|"
    r"ular|graphy|metry|trophy|trophic)"
)
"""Endings of clinical words; a name that ends so must stand in a list."""


class Names(NamedTuple):
    """Given names and surnames, all in lower case."""

    given: frozenset[str]
    """That are nothing else."""
    any_given: frozenset[str]
    surnames: frozenset[str]
    any_surname: frozenset[str]


class NotNames(NamedTuple):
    """Words in lower case that are nobody's name."""

    makers: frozenset[str]
    """After a name, they make an eponym of it."""
    eponyms: frozenset[str]
    words: frozenset[str]


def _text(name: str) -> str:
    return files("app.safety.identifiers").joinpath(name).read_text(encoding="utf-8")


def _listed(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """Those that are nothing else, and all."""
    lines = (line for line in _text(name).splitlines() if not line.startswith("#"))
    words = [word for line in lines for word in line.split()]
    sure = frozenset(word for word in words if not word.startswith(UNSURE))
    return sure, sure | {word.removeprefix(UNSURE) for word in words}


@lru_cache(maxsize=1)
def names() -> Names:
    """The lists of names."""
    return Names(*_listed("given_names.txt"), *_listed("surnames.txt"))


@lru_cache(maxsize=1)
def not_names() -> NotNames:
    """The lists of what is no name."""
    lists = tomllib.loads(_text("not_names.toml"))
    return NotNames(
        frozenset(lists["makes_an_eponym"].split()),
        frozenset(lists["eponyms"].split()),
        frozenset(lists["words"].split()),
    )


@lru_cache(maxsize=8192)
def is_word(written: str) -> bool:
    """Whether `written` is a word of English, medicine or pharmacy rather than a name."""
    small = written.lower()
    listed, none = names(), not_names()
    if small in none.words or small in none.makers:
        return True
    if small in listed.given or small in listed.surnames:
        return False
    return bool(_CLINICAL.fullmatch(small)) or is_drug(written)


@lru_cache(maxsize=8192)
def is_drug(written: str) -> bool:
    """Whether `written` names a drug, a brand or a class of drugs."""
    return bool(drug_names().found(written))
