"""Kinds that exclude one another (`mild`, `severe`; `first`, `recurrent`): `contrasts.toml`."""

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Final

from app.domain.frozen import Frozen
from app.terms.conditions import conditions
from app.terms.denied import denied
from app.terms.phrasebook import NOTHING, Named, Phrasebook


class Kind(Frozen):
    """One of the kinds; `says` how it is spoken of."""

    says: str
    phrases: tuple[str, ...]


class Contrast(Frozen):
    """Kinds of which one excludes the others.

    Attributes:
        of_illness: whether they are told of an illness, so that they can be compared only where
            both texts are about the same.
        only_headings: whether a quotation's own words do not tell what it is all about.
        hidden: phrases in which a kind's word names none.
        before_illness: phrases that tell a kind only where the name of an illness follows:
            `major bleeding`, but not `Major recommendations`.
    """

    values: dict[str, Kind]
    of_illness: bool = False
    only_headings: bool = False
    hidden: tuple[str, ...] = ()
    before_illness: frozenset[str] = frozenset()


@lru_cache(maxsize=1)
def contrasts() -> dict[str, Contrast]:
    """Name -> the contrast."""
    text = files("app.terms").joinpath("contrasts.toml").read_text(encoding="utf-8")
    return {name: Contrast.model_validate(one) for name, one in tomllib.loads(text).items()}


@lru_cache(maxsize=1)
def _books() -> dict[str, Phrasebook]:
    return {
        name: Phrasebook(
            {**{kind: each.phrases for kind, each in one.values.items()}, NOTHING: one.hidden}
        )
        for name, one in contrasts().items()
    }


REACH: Final = 30
"""Characters in which the illness is named that a word such as `major` is told of."""
_ORGAN: Final = re.compile(
    r"(?:,? (?:to|or|and|/) (?:mild|moderate|severe))?(?:ly impaired)? (?:acute |chronic )?"
    r"(?:renal|kidney|hepatic|liver)\b",
    re.IGNORECASE,
)
"""A degree or a course of these is that of an organ's function, which is read elsewhere."""


@lru_cache(maxsize=4096)
def kinds_in(text: str, within: int | None = None) -> dict[str, frozenset[str]]:
    """Contrast -> the kinds that `text` names and does not deny; the others are left out.

    Args:
        within: characters from the beginning in which a kind's words begin; all of them if None.
    """
    found: dict[str, frozenset[str]] = {}
    for name, book in _books().items():
        kinds = frozenset(
            one.meaning
            for one in book.find(text)
            if (within is None or one.start < within)
            and not denied(text, one.start, one.end)
            and not (contrasts()[name].of_illness and _ORGAN.match(text, one.end))
            and _tells(contrasts()[name], text, one)
        )
        if kinds:
            found[name] = kinds
    return found


def _tells(contrast: Contrast, text: str, one: Named) -> bool:
    if text[one.start : one.end].lower() not in contrast.before_illness:
        return True
    return bool(conditions().named(text[one.end : one.end + REACH]))
