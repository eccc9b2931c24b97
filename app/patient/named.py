"""Which conditions, medicines and allergens the words of one entry name."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from app.domain.drugs import DrugMention
from app.patient import code_tables as tables
from app.terms.conditions import conditions
from app.terms.drug_resolver import drug_resolver

LONGEST: Final = 400
"""Characters of a name that are read; a longer one is a story and no name."""
_ALLERGY: Final = re.compile(
    r"\b(?:allerg(?:y|ies|ic)(?: reactions?)?(?: to)?|hypersensitivity(?: to)?|intoleran(?:ce|t)"
    r"(?: (?:to|of))?|adverse reactions?(?: to)?|sensitivity(?: to)?|anaphylaxis(?: to)?)\b|"
    r"-?\bcontaining\b|\bproducts?\b|\bsubstances?\b|\bpreparations?\b",
    re.IGNORECASE,
)
_VITAMIN: Final = re.compile(r"\b(vitamin [bd]) (\d{1,2})\b", re.IGNORECASE)


@lru_cache(maxsize=8192)
def conditions_named(text: str) -> frozenset[str]:
    text = text[:LONGEST]
    if tables.not_had().named(text):
        return frozenset()
    found = tables.condition_words().find(text)
    taken = {at for one in found for at in range(one.start, one.end)}
    ours = frozenset(one.meaning for one in found) if not _DENIED.search(text) else frozenset()
    if CHRONIC in ours:
        ours = ours | _stage(text)
    if any(one.startswith(CHRONIC) for one in ours):
        ours = ours | {CHRONIC}
    listed = conditions().phrases
    named = frozenset(
        one.meaning
        for one in conditions().find(text)
        if one.meaning in listed or taken.isdisjoint(range(one.start, one.end))
    )
    return ours | (named - conditions().denied(text))


CHRONIC: Final = "chronic kidney disease"
_STAGE: Final = re.compile(
    r"\b(?:stage|grade|g)\s?(?P<which>[1-5][ab]?|i{1,2}|iii[ab]?|iv|v)\b", re.IGNORECASE
)
_ROMAN: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
_DENIED: Final = re.compile(r"^\s*(?:no|not|denies|without|negative)\b", re.IGNORECASE)


def _stage(text: str) -> frozenset[str]:
    found = _STAGE.search(text)
    if found is None:
        return frozenset()
    which = found["which"].lower()
    part = which[-1] if which[-1] in "ab" else ""
    number = which.removesuffix(part)
    return frozenset({f"{CHRONIC} stage {_ROMAN.get(number, number)}{part}"})


@lru_cache(maxsize=8192)
def medicines_named(text: str) -> tuple[frozenset[str], str | None]:
    """(ingredients, class) of what a name means; several names are one medicine or several."""
    text = _VITAMIN.sub(r"\1\2", text[:LONGEST])
    names, class_name = _meant(drug_resolver().mentions(text))
    return names, None if names else class_name


def _meant(mentions: Iterable[DrugMention]) -> tuple[frozenset[str], str | None]:
    mentions = tuple(mentions)
    known = [one.identity.ingredients for one in mentions if one.identity is not None]
    classes = [one.class_name for one in mentions if one.class_name]
    return frozenset[str]().union(*known), classes[0] if classes else None


class Allergens(NamedTuple):
    names: frozenset[str] = frozenset()
    class_name: str | None = None
    other: bool = False
    """Another substance is named, and no medicine."""


@lru_cache(maxsize=8192)
def allergens_named(text: str) -> Allergens:
    bare = _ALLERGY.sub(" ", text[:LONGEST])
    bare = " ".join(re.sub(r"[()]", " ", bare).split())
    others = tables.other_allergens().find(bare)
    left = _without(bare, [(one.start, one.end) for one in others])
    names, class_name = _meant(mentions := drug_resolver().mentions(left))
    left = _without(left, [(one.start, one.end) for one in mentions])
    classes = tables.allergen_classes().find(left)
    class_name = class_name or next((one.meaning for one in classes), None)
    return Allergens(names, class_name, bool(others) and not names and class_name is None)


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]}{';' * (end - start)}{text[end:]}"
    return text
