"""Encounters."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from app.domain.record import EventEntry, Unusable
from app.patient.bundle import Held
from app.patient.concepts import Concept, concept
from app.patient.element import Element
from app.patient.entries.happened import (
    DONE,
    ERROR,
    UNKNOWN,
    Standing,
    event,
    period,
    reasons,
    standing,
)
from app.patient.left_out import LeftOut
from app.patient.reading import Reading

STANDINGS: Final[Mapping[str, Standing | str]] = MappingProxyType(
    {
        "finished": DONE,
        "in-progress": Standing(done=True, words="in progress"),
        "arrived": Standing(done=True, words="arrived"),
        "triaged": Standing(done=True, words="triaged"),
        "onleave": Standing(done=True, words="on leave"),
        "planned": Standing(done=False, words="planned"),
        "cancelled": Standing(done=False, words="cancelled"),
        "unknown": UNKNOWN,
        "entered-in-error": ERROR,
    }
)


def encounter(held: Held, reading: Reading) -> Iterator[EventEntry | Unusable]:
    """An Encounter, named by its type, else its service or class.

    Raises:
        LeftOut: it was entered in error, names nothing, or has an impossible date.
    """
    resource = held.content
    found = standing(resource, STANDINGS)
    over = period(resource, "period", found, reading)
    named = next(filter(None, map(concept, resource.items("type"))), None)
    named = named or concept(resource.child("serviceType")) or _class(resource.child("class"))
    if named is None:
        raise LeftOut(f"{resource.at}.type", "states neither a word nor a code")
    yield from event(held, "encounter", named, over, found, [reasons(held, reading)])


def _class(coding: Element) -> Concept | None:
    """Encounter.class is a Coding."""
    return concept(Element({"coding": [coding.value]}, coding.at)) if coding else None
