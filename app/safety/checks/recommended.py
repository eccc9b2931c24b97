"""The medicines that a claim recommends."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from app.domain.answer import CitedClaim
from app.domain.subject import Subject
from app.safety.situation.medicines import ingredients_of
from app.safety.spoken import named_in, spoken_stances
from app.safety.stance import Stance
from app.terms.drugs import drug_names

_LINE: Final = re.compile(
    r"\b\d[\d.,]*\s?(?:mg|g|mcg|micrograms?|units?|ml|%)\b|\bdaily\b|\bhourly\b",
    re.IGNORECASE,
)
"""A line of a regimen without a name is about the medicine of its heading."""


class Recommended(NamedTuple):
    """`name` is an ingredient, or empty for a class; `excludes` are the claim's own words on whom
    it is not for."""

    name: str
    class_name: str | None
    words: str
    excludes: str


def recommended(claim: CitedClaim, subject: Subject) -> tuple[Recommended, ...]:
    """In the order of the claim; where it names no medicine, that of the heading above it."""
    found = recommended_in(claim.text)
    if found or named_in(claim.text) or not _LINE.search(claim.text):
        return found
    cited = {one.passage_id for one in claim.citations}
    for one in subject.evidence:
        if one.passage.id in cited:
            for heading in reversed(one.passage.path):
                names = named_in(heading)
                if names:
                    return recommended_in(f"{heading}: {claim.text}")
    return ()


@lru_cache(maxsize=1024)
def recommended_in(text: str) -> tuple[Recommended, ...]:
    found = (
        Recommended(one.name, one.class_name, text[one.start : one.end], one.excludes)
        for one in spoken_stances(text)
        if one.stance is Stance.RECOMMENDED
    )
    return tuple(dict.fromkeys(found))


def members(one: Recommended) -> frozenset[str]:
    """The ingredient, or all those of the class."""
    if one.class_name is None:
        return frozenset({one.name})
    return ingredients_of(drug_names(), one.class_name)


def tells_another(one: Recommended) -> bool:
    """Whether the name is a medicine for sure (`insulin` may be what is measured)."""
    return bool(one.class_name) or drug_names().tells(one.name)
