"""Observations and their components."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from app.domain.record import Amount, Course, ResultEntry, Unusable, When
from app.patient import amounts, dates
from app.patient.bundle import Held
from app.patient.concepts import Concept, required, words
from app.patient.element import Element
from app.patient.entries.values import Value, value
from app.patient.left_out import LeftOut, left_out
from app.patient.reading import Reading
from app.patient.shelf_lives import lasts

FINAL: Final[Mapping[str, bool | str]] = MappingProxyType(
    {
        "final": True,
        "amended": True,
        "corrected": True,
        "registered": False,
        "preliminary": False,
        "unknown": False,
        "cancelled": "was cancelled",
        "entered-in-error": "was entered in error",
    }
)
"""R4's codes of status: whether the result is final, or why there is none."""


class _Shared:
    """What the components of an Observation have in common."""

    def __init__(self, held: Held, reading: Reading) -> None:
        resource = held.content
        final = FINAL[resource.one_of("status", FINAL)]
        if isinstance(final, str):
            raise LeftOut(f"{resource.at}.status", final)
        self.final, self.held, self.reading = final, held, reading
        self.on = _effective(resource, reading)
        self.method = words(resource.child("method"))


def result(held: Held, reading: Reading) -> Iterator[ResultEntry | Unusable]:
    """An Observation; one that only groups others (`hasMember`) has no entry of its own.

    Raises:
        LeftOut: it was cancelled or entered in error, is about something else than the patient,
            names nothing, has no value, or an impossible date.
    """
    resource = held.content
    shared = _Shared(held, reading)
    for focus in resource.items("focus"):
        target = reading.references.target(focus, held)
        if target is None or target.label != reading.person.held.label:
            raise LeftOut(focus.at, "is about something else than the patient")
    components = resource.items("component")
    found = value(resource)
    if found:
        yield from _results(resource, found, shared)
    for component in components:
        part = value(component)
        try:
            if part is None:
                raise LeftOut(component.at, "states no value")
            yield from _results(component, part, shared)
        except LeftOut as fault:
            yield fault.part
    if found or components or resource.items("hasMember"):
        return
    absent = resource.child("dataAbsentReason")
    raise LeftOut(absent.at if absent else resource.at, "states no value")


def _results(part: Element, found: Value, shared: _Shared) -> Iterator[ResultEntry | Unusable]:
    concept = _with_method(required(part.child("code")), shared.method)
    known = shared.reading.names.analyte(concept)
    standard: Amount | None = None
    if found.amount and len(known.names) == 1:
        (analyte,) = known.names
        standard, why = amounts.standard(found.amount, analyte)
        if why and not found.words:
            yield left_out(found.at, why)
    yield ResultEntry(
        resource=shared.held.label,
        at=part.at,
        name=concept.name,
        codings=concept.codings,
        known_as=known.names,
        disagreement=known.disagreement,
        on=shared.on,
        amount=found.amount,
        standard=standard,
        words=found.words,
        course=Course.ACTIVE if lasts(known.names) else Course.PAST,
        final=shared.final,
    )


def _with_method(concept: Concept, method: str) -> Concept:
    """By which equation or device, where the name does not tell."""
    if not method or method.lower() in concept.name.lower():
        return concept
    return concept._replace(name=f"{concept.name} ({method})")


def _effective(resource: Element, reading: Reading) -> When | None:
    start, end = reading.over(resource, "effectivePeriod")
    timing = next(iter(resource.child("effectiveTiming").items("event")), None)
    return (
        reading.on(resource, "effectiveDateTime", "effectiveInstant")
        or reading.possible(end, f"{resource.at}.effectivePeriod.end")
        or start
        or (timing and reading.possible(dates.at(timing), timing.at))
        or reading.on(resource, "issued")
    )
