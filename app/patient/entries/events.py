"""What was done or given: Procedures, Encounters, DiagnosticReports, Immunizations."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from app.domain.record import EventEntry, Unusable, When
from app.patient import dates
from app.patient.bundle import Held
from app.patient.concepts import Concept, concept, required, words
from app.patient.element import Element
from app.patient.left_out import LeftOut, left_out
from app.patient.reading import Reading

LONGEST: Final = 4_000
"""Characters of a conclusion or of reasons; a longer text is not cut but left out."""


class Standing(NamedTuple):
    done: bool
    words: str = ""


DONE: Final = Standing(True)
UNKNOWN: Final = Standing(False, "status unknown")
ERROR: Final = "was entered in error"
STANDINGS: Final[Mapping[str, Mapping[str, Standing | str]]] = MappingProxyType(
    {
        "procedure": {
            "completed": DONE,
            "in-progress": Standing(True, "in progress"),
            "stopped": Standing(True, "stopped before it was complete"),
            "preparation": Standing(False, "in preparation"),
            "not-done": Standing(False, "not done"),
            "on-hold": Standing(False, "on hold"),
            "unknown": UNKNOWN,
            "entered-in-error": ERROR,
        },
        "encounter": {
            "finished": DONE,
            "in-progress": Standing(True, "in progress"),
            "arrived": Standing(True, "arrived"),
            "triaged": Standing(True, "triaged"),
            "onleave": Standing(True, "on leave"),
            "planned": Standing(False, "planned"),
            "cancelled": Standing(False, "cancelled"),
            "unknown": UNKNOWN,
            "entered-in-error": ERROR,
        },
        "report": {
            "final": DONE,
            "amended": DONE,
            "corrected": DONE,
            "appended": DONE,
            "registered": Standing(False, "registered"),
            "partial": Standing(True, "partial"),
            "preliminary": Standing(True, "preliminary"),
            "unknown": UNKNOWN,
            "cancelled": "was cancelled",
            "entered-in-error": ERROR,
        },
        "immunization": {
            "completed": DONE,
            "not-done": Standing(False, "not done"),
            "entered-in-error": ERROR,
        },
    }
)
"""R4's codes of status by kind: whether it was done, and what else that says."""

Kind = Literal["procedure", "encounter", "report", "immunization"]


def procedure(held: Held, reading: Reading) -> Iterator[EventEntry | Unusable]:
    """A Procedure.

    Raises:
        LeftOut: it was entered in error, names nothing, or has an impossible date.
    """
    resource = held.content
    standing = _standing(resource, "procedure")
    start, until = _period(resource, "performedPeriod", standing, reading)
    told = [words(resource.child("statusReason")), _reasons(held, reading)]
    told.append(words(resource.child("outcome")))
    on = start or _day(resource, standing, reading, "performedDateTime")
    on = on or _by_age(resource, reading)
    yield from _event(
        held, "procedure", required(resource.child("code")), on, until, standing, told
    )


def encounter(held: Held, reading: Reading) -> Iterator[EventEntry | Unusable]:
    """An Encounter, named by its type, else its service or class.

    Raises:
        LeftOut: it was entered in error, names nothing, or has an impossible date.
    """
    resource = held.content
    standing = _standing(resource, "encounter")
    start, until = _period(resource, "period", standing, reading)
    named = next(filter(None, map(concept, resource.items("type"))), None)
    named = named or concept(resource.child("serviceType")) or _class(resource.child("class"))
    if named is None:
        raise LeftOut(f"{resource.at}.type", "states neither a word nor a code")
    yield from _event(held, "encounter", named, start, until, standing, [_reasons(held, reading)])


def report(held: Held, reading: Reading) -> Iterator[EventEntry | Unusable]:
    """A DiagnosticReport with its conclusion; its results are Observations of their own.

    Raises:
        LeftOut: it was cancelled or entered in error, names nothing, or has an impossible date.
    """
    resource = held.content
    standing = _standing(resource, "report")
    start, until = reading.over(resource, "effectivePeriod")
    on = start or reading.on(resource, "effectiveDateTime", "issued")
    told = [resource.text("conclusion"), *map(words, resource.items("conclusionCode"))]
    yield from _event(held, "report", required(resource.child("code")), on, until, standing, told)


def immunization(held: Held, reading: Reading) -> Iterator[EventEntry | Unusable]:
    """An Immunization.

    Raises:
        LeftOut: it was entered in error, names nothing, or has an impossible date.
    """
    resource = held.content
    standing = _standing(resource, "immunization")
    stated = reading.on(resource, "occurrenceDateTime")
    on = stated or reading.possible(
        dates.in_words(resource.text("occurrenceString"), reading.person.born),
        f"{resource.at}.occurrenceString",
    )
    told = [words(resource.child("statusReason")), *map(words, resource.items("reasonCode"))]
    vaccine = required(resource.child("vaccineCode"))
    yield from _event(held, "immunization", vaccine, on, None, standing, told)


def _event(
    held: Held,
    kind: Kind,
    named: Concept,
    on: When | None,
    until: When | None,
    standing: Standing,
    told: list[str],
) -> Iterator[EventEntry | Unusable]:
    text = "; ".join(dict.fromkeys(filter(None, (standing.words, *told))))
    if len(text) > LONGEST:
        yield left_out(held.content.at, f"its text of more than {LONGEST:,} characters is left out")
        text = standing.words
    yield EventEntry(
        kind=kind,
        resource=held.label,
        at=held.content.at,
        name=named.name,
        codings=named.codings,
        on=on,
        until=until,
        done=standing.done,
        words=text,
    )


def _standing(resource: Element, kind: Kind) -> Standing:
    codes = STANDINGS[kind]
    found = codes[resource.one_of("status", codes)]
    if isinstance(found, str):
        raise LeftOut(f"{resource.at}.status", found)
    return found


def _period(
    resource: Element, name: str, standing: Standing, reading: Reading
) -> tuple[When | None, When | None]:
    """What is planned may lie in the future."""
    if standing.done:
        return reading.over(resource, name)
    return dates.start_and_end(resource.child(name))


def _day(resource: Element, standing: Standing, reading: Reading, name: str) -> When | None:
    if standing.done:
        return reading.on(resource, name)
    return dates.at(resource.child(name))


def _by_age(resource: Element, reading: Reading) -> When | None:
    born = reading.person.born
    return (
        dates.at_age(resource.child("performedAge"), born)
        or dates.at_ages(resource.child("performedRange"), born)
        or dates.in_words(resource.text("performedString"), born)
    )


def _reasons(held: Held, reading: Reading) -> str:
    """Of reasonCode, and of the Conditions or others that reasonReference leads to."""
    told = [words(reason) for reason in held.content.items("reasonCode")]
    for reference in held.content.items("reasonReference"):
        target = reading.references.target(reference, held)
        told.append(words(target.content.child("code")) if target else reference.text("display"))
    reasons = ", ".join(dict.fromkeys(filter(None, told)))
    return f"for {reasons}" if reasons else ""


def _class(coding: Element) -> Concept | None:
    """Encounter.class is a Coding."""
    return concept(Element({"coding": [coding.value]}, coding.at)) if coding else None
