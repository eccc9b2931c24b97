"""Lists of names, and of words with a capital that are none; read at their first use."""

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from app.terms.drugs import drug_names

_PATRONYMIC: Final = re.compile(
    r"(?!\w*person)\w{3,}(?:s?son|sdottir|ova|eva|[eo]vi[ck]h?|escu|enko|czyk|[csw]ki|[csw]ka|wicz|shvili|adze|idis|iadis|poulos|poulou|"
    r"oglu|yan|inen|onen|sdatter|sen|quist|qvist|gaard|strom|berg|stein|feld|mann|ez|ini|elli|etti|ucci|"
    r"owicz|ovsky|evsky|akis|ov|ev|ou)|(?:mc|mac|o['\u2019]|fitz|al-|el-)\w{3,}"
)
"""Endings and beginnings of surnames in many languages; from general knowledge. They tell a surname
behind another word with a capital, not by themselves."""
_LIKE: Final = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ð": "d", "þ": "th", "æ": "ae", "ß": "ss"}
)
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
    words = [folded(word) for line in lines for word in line.split()]
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


def folded(written: str) -> str:
    """In lower case and without accents, as the lists are."""
    if written.isascii():
        return written.lower()
    apart = unicodedata.normalize("NFKD", written.lower())
    return "".join(one for one in apart if not unicodedata.combining(one)).translate(_LIKE)


@lru_cache(maxsize=8192)
def like_a_surname(small: str) -> bool:
    """Whether a word in lower case is a listed surname, or formed as one."""
    return small in names().surnames or (
        _PATRONYMIC.fullmatch(small) is not None
        and small not in not_names().eponyms
        and not is_word(small)
    )


@lru_cache(maxsize=8192)
def is_word(written: str) -> bool:
    """Whether `written` is a word of English, medicine or pharmacy rather than a name."""
    small = folded(written)
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
