"""AllergyIntolerances, and statements that there is none."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from app.domain.record import AllergyEntry, Unusable, When
from app.patient.bundle import Held
from app.patient.concepts import Concept, concept, required, words
from app.patient.element import Element
from app.patient.entries.problems import onset, stated_course, verification
from app.patient.left_out import LeftOut
from app.patient.reading import Reading

CONFIRMED: Final = frozenset({"", "confirmed"})


class NoneKnown(NamedTuple):
    """How a record says that no allergy is known."""

    codes: dict[str, str]
    """Code -> to what, as our own word; empty: to anything that is given as a medicine."""
    words: re.Pattern[str]
    """Group `what` is what no allergy is known to."""
    anything: frozenset[str]
    nothing_said: frozenset[str]
    """Codes and words that say that nobody asked."""


def allergy(held: Held, reading: Reading) -> Iterator[AllergyEntry | Unusable]:
    """An AllergyIntolerance.

    Raises:
        LeftOut: it was refuted or entered in error, names no substance, says that nobody asked, or
            has an impossible date.
    """
    resource = held.content
    verified = verification(resource)
    substance = _substance(resource)
    if _says_nothing(substance):
        why = "says that nothing is known of allergies"
        raise LeftOut(f"{resource.at}.code", why, meant=True)
    none_known, to = _none_known(substance, reading)
    known = reading.names.allergen(substance)
    yield AllergyEntry(
        resource=held.label,
        at=resource.at,
        name=substance.name,
        codings=substance.codings,
        known_as=to if none_known else known.names,
        disagreement=None if none_known else known.disagreement,
        class_name=None if none_known else known.class_name,
        on=_on(resource, reading),
        course=stated_course(resource),
        none_known=none_known,
        intolerance=resource.text("type") == "intolerance",
        reaction=_reaction(resource),
        confirmed=verified in CONFIRMED,
    )


def _substance(resource: Element) -> Concept:
    named = concept(resource.child("code"))
    if named:
        return named
    for reaction in resource.items("reaction"):
        named = concept(reaction.child("substance"))
        if named:
            return named
    return required(resource.child("code"))


def _on(resource: Element, reading: Reading) -> When | None:
    return onset(resource, reading) or reading.on(resource, "recordedDate", "lastOccurrence")


def _reaction(resource: Element) -> str:
    """`rash, angioedema (severe)`, each once, and the criticality where it is high."""
    told: list[str] = []
    for reaction in resource.items("reaction"):
        shown = ", ".join(filter(None, map(words, reaction.items("manifestation"))))
        shown = shown or reaction.text("description")
        severity = reaction.text("severity")
        if shown:
            told.append(f"{shown} ({severity})" if severity else shown)
    if resource.text("criticality") == "high":
        told.append("high criticality")
    return "; ".join(dict.fromkeys(told))


def _says_nothing(substance: Concept) -> bool:
    stated = {coding.code for coding in substance.codings} | {substance.name.lower()}
    return bool(stated & _table().nothing_said)


def _none_known(substance: Concept, reading: Reading) -> tuple[bool, frozenset[str]]:
    """Whether it says that there is none, and to what; empty: to anything."""
    for coding in substance.codings:
        if coding.code in _table().codes:
            to = _table().codes[coding.code]
            return True, frozenset({to} if to else ())
    for wording in substance.wordings():
        found = _table().words.fullmatch(wording)
        if found:
            what = (found["what"] or found["after"] or "").strip().lower()
            return True, _to_what(what, reading)
    return False, frozenset()


def _to_what(what: str, reading: Reading) -> frozenset[str]:
    """Of what no allergy is known to: our names of it, else its words."""
    if not what or what in _table().anything:
        return frozenset()
    return reading.names.allergen(Concept(what, ())).names or frozenset({what})


@cache
def _table() -> NoneKnown:
    table = tomllib.loads(files("app.patient").joinpath("none_known.toml").read_text("utf-8"))
    return NoneKnown(
        codes=table["codes"],
        words=re.compile(table["words"], re.IGNORECASE | re.VERBOSE),
        anything=frozenset(table["anything"]),
        nothing_said=frozenset(table["nothing_said"]),
    )
