"""Medicines that a text names, and how each stands to the person.

The last words before a name that tell its use decide: `I take X and Y. Can I have Z?`.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from app.domain.patient import Medicine, Teller, Told, Use
from app.safety.situation.medicine_cues import ASKS_BY_NAME, OPEN, Cue, cue_of
from app.safety.situation.whose import of_someone_else
from app.safety.situation.words import words
from app.safety.spoken import named_in
from app.terms.drugs import CLASS, DrugNames, drug_names
from app.terms.phrasebook import Named

_HAD: Final = re.compile(
    r"\b(?:when (?:was|were|did)|(?:has|have|did) (?:i|he|she|they|we|my \w+|the \w+))\b[^.?!;,]*$",
    re.IGNORECASE,
)
"""Before a vaccine that was given, or was not: `when was my last`, `has she had her`."""


class Mention(NamedTuple):
    """One medicine in a text; `use` is None where it is only spoken of, or denied."""

    medicine: Medicine | None
    denied: frozenset[str] = frozenset()


def mentions(text: str, teller: Teller) -> Iterator[Mention]:
    """The medicines of `text` in their order, a class with its members."""
    names = drug_names()
    groups: dict[tuple[int, int], list[Named]] = {}
    for one in named_in(text):
        groups.setdefault((one.start, one.end), []).append(one)
    ends_before, cue_before = -1, None
    for (start, end), named in groups.items():
        cue = cue_of(text, start, end, ends_before, cue_before)
        ends_before, cue_before = end, cue
        yield _mention(names, text, named, cue, teller)


def _mention(
    names: DrugNames, text: str, named: list[Named], cue: Cue | None, teller: Teller
) -> Mention:
    start, end = named[0].start, named[0].end
    written = text[start:end]
    ingredients = frozenset(one.meaning for one in named if not one.meaning.startswith(CLASS))
    classes = [one.meaning.removeprefix(CLASS) for one in named if one.meaning.startswith(CLASS)]
    keys = ingredients or frozenset(classes)
    if cue in ("allergic", "aside") or of_someone_else(text, start, end):
        return Mention(None)
    if cue == "denied":
        return Mention(None, keys)
    had = _HAD.search(text[max(0, start - 60) : start]) is not None
    if had and ingredients and all(map(_is_vaccine, ingredients)):
        return Mention(None)
    use = {"taken": Use.TAKEN, "stopped": Use.STOPPED}.get(cue or "", Use.ASKED)
    if use is Use.ASKED and cue is None and not any(names.tells(one.meaning) for one in named):
        wide = [one for one in classes if one in words().open_classes]
        if not wide:
            return Mention(None)
    told = Told(by=teller, words=written)
    if ingredients:
        return Mention(Medicine(ingredients=ingredients, use=use, told=told))
    return Mention(_class(names, text, classes[0], use, start, told))


def _is_vaccine(ingredient: str) -> bool:
    return ingredient.endswith("vaccine")


def _class(
    names: DrugNames, text: str, name: str, use: Use, start: int, told: Told
) -> Medicine | None:
    if use is Use.ASKED and name in words().open_classes:
        before = text[max(0, start - 40) : start]
        if OPEN.search(before) or not ASKS_BY_NAME.search(before):
            return None
    members = ingredients_of(names, name)
    if not members:
        return None
    usual = words().usual.get(name) or tuple(sorted(members))[:5]
    which = f"Which {told.words.lower()}: {', '.join(usual)} or another?"
    return Medicine(ingredients=members, class_name=name, use=use, which=which, told=told)


def ingredients_of(names: DrugNames, name: str) -> frozenset[str]:
    """The ingredients of a class and of the classes within it."""
    found = set(words().members.get(name, ()))
    for one in names.members(name):
        inner = names.members(one)
        found.update(ingredients_of(names, one) if inner else {one})
    return frozenset(found)
