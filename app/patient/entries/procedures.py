"""Procedures."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from app.domain.record import EventEntry, Unusable, When
from app.patient import dates
from app.patient.bundle import Held
from app.patient.concepts import required, words
from app.patient.element import Element
from app.patient.entries.happened import (
    DONE,
    ERROR,
    NOT_DONE,
    UNKNOWN,
    Standing,
    event,
    period,
    reasons,
    standing,
)
from app.patient.reading import Reading

STANDINGS: Final[Mapping[str, Standing | str]] = MappingProxyType(
    {
        "completed": DONE,
        "in-progress": Standing(done=True, words="in progress"),
        "stopped": Standing(done=True, words="stopped before it was complete"),
        "preparation": Standing(done=False, words="in preparation"),
        "not-done": NOT_DONE,
        "on-hold": Standing(done=False, words="on hold"),
        "unknown": UNKNOWN,
        "entered-in-error": ERROR,
    }
)


def procedure(held: Held, reading: Reading) -> Iterator[EventEntry | Unusable]:
    """A Procedure.

    Raises:
        LeftOut: it was entered in error, names nothing, or has an impossible date.
    """
    resource = held.content
    found = standing(resource, STANDINGS)
    start, until = period(resource, "performedPeriod", found, reading)
    on = start or _performed(resource, found, reading)
    concept = required(resource.child("code"))
    told = [words(resource.child("statusReason")), reasons(held, reading)]
    told.append(words(resource.child("outcome")))
    known = reading.names.problem(concept)
    yield from event(held, "procedure", concept, (on, until), found, told, known.names)


def _performed(resource: Element, standing: Standing, reading: Reading) -> When | None:
    """performed[x] but for a Period: a date, an age, ages, or words."""
    if not standing.done:
        return dates.at(resource.child("performedDateTime"))
    born = reading.person.born
    found = (
        dates.at_age(resource.child("performedAge"), born)
        or dates.at_ages(resource.child("performedRange"), born)
        or dates.in_words(resource.text("performedString"), born)
    )
    stated = reading.on(resource, "performedDateTime")
    return stated or reading.possible(found, f"{resource.at}.performed[x]")
