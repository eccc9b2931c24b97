"""MedicationRequests, MedicationStatements and MedicationAdministrations."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from app.domain.record import Course, MedicineEntry, Unusable, When
from app.patient import dates
from app.patient.bundle import Held
from app.patient.element import Element
from app.patient.entries.dosage import dosage, given, supply_days
from app.patient.entries.products import product
from app.patient.left_out import LeftOut
from app.patient.reading import Reading

RECENT: Final = timedelta(days=7)
"""A dose given in these days still acts, for all that a record of single doses tells."""

REQUESTED: Final[Mapping[str, Course | str]] = MappingProxyType(
    {
        "active": Course.ACTIVE,
        "on-hold": Course.UNKNOWN,
        "unknown": Course.UNKNOWN,
        "completed": Course.PAST,
        "stopped": Course.PAST,
        "cancelled": Course.PAST,
        "draft": "is a draft, not prescribed",
        "entered-in-error": "was entered in error",
    }
)
STATED: Final[Mapping[str, Course | str]] = MappingProxyType(
    {
        "active": Course.ACTIVE,
        "on-hold": Course.UNKNOWN,
        "unknown": Course.UNKNOWN,
        "completed": Course.PAST,
        "stopped": Course.PAST,
        "intended": "is intended, not begun",
        "not-taken": "says that it is not taken",
        "entered-in-error": "was entered in error",
    }
)
ADMINISTERED: Final[Mapping[str, Course | str]] = MappingProxyType(
    {
        "in-progress": Course.ACTIVE,
        "on-hold": Course.UNKNOWN,
        "unknown": Course.UNKNOWN,
        "completed": Course.PAST,
        "stopped": Course.PAST,
        "not-done": "says that it was not given",
        "entered-in-error": "was entered in error",
    }
)
"""R4's codes of status: how the medicine stands, or why it is none of the person's."""

INTENTS: Final = MappingProxyType(
    {
        "order": True,
        "original-order": True,
        "reflex-order": True,
        "filler-order": True,
        "instance-order": True,
        "plan": False,
        "proposal": False,
        "option": False,
    }
)
"""Whether such a MedicationRequest is one that was given."""


def request(held: Held, reading: Reading) -> Iterator[MedicineEntry | Unusable]:
    """A MedicationRequest.

    A plan that was reported is what the person is said to take without a prescription (US Core).

    Raises:
        LeftOut: nobody was told to take it, or it names no medicine, or has an impossible date.
    """
    resource = held.content
    course = _course(resource, REQUESTED)
    if resource.flag("doNotPerform"):
        raise LeftOut(f"{resource.at}.doNotPerform", "says not to give it", meant=True)
    intent = resource.one_of("intent", INTENTS)
    reported = resource.flag("reportedBoolean") or resource.child("reportedReference")
    if not INTENTS[intent] and not (intent == "plan" and reported):
        raise LeftOut(f"{resource.at}.intent", "is a proposal, not an order", meant=True)
    on = reading.on(resource, "authoredOn")
    yield _entry(held, reading, course, on, _end_of_request(resource, on), "dosageInstruction")


def statement(held: Held, reading: Reading) -> Iterator[MedicineEntry | Unusable]:
    """A MedicationStatement.

    Raises:
        LeftOut: it says that it is not taken, or names no medicine, or has an impossible date.
    """
    resource = held.content
    course = _course(resource, STATED)
    start, until = reading.over(resource, "effectivePeriod")
    on = start or reading.on(resource, "effectiveDateTime", "dateAsserted")
    yield _entry(held, reading, course, on, until, "dosage")


def administration(held: Held, reading: Reading) -> Iterator[MedicineEntry | Unusable]:
    """A MedicationAdministration: one dose, or an infusion.

    Raises:
        LeftOut: it was not given, or names no medicine, or has an impossible date.
    """
    resource = held.content
    course = _course(resource, ADMINISTERED)
    start, until = reading.over(resource, "effectivePeriod")
    on = start or reading.on(resource, "effectiveDateTime")
    last = until or on
    if course is Course.PAST and last and last.last >= reading.as_of - RECENT:
        course = Course.UNKNOWN
    medicine = product(held, reading)
    yield MedicineEntry(
        resource=held.label,
        at=resource.at,
        course=course,
        on=on,
        until=until or on,
        dosage=given(resource.child("dosage")),
        **medicine._asdict(),
    )


def _entry(
    held: Held,
    reading: Reading,
    course: Course,
    on: When | None,
    until: When | None,
    instructions: str,
) -> MedicineEntry:
    """One that is called active though its end has passed may be taken or not."""
    resource = held.content
    if course is Course.ACTIVE and reading.passed(until):
        course = Course.UNKNOWN
    medicine = product(held, reading)
    return MedicineEntry(
        resource=held.label,
        at=resource.at,
        course=course,
        on=on,
        until=until,
        dosage=dosage(resource.items(instructions)),
        **medicine._asdict(),
    )


def _course(resource: Element, codes: Mapping[str, Course | str]) -> Course:
    found = codes[resource.one_of("status", codes)]
    if isinstance(found, Course):
        return found
    raise LeftOut(f"{resource.at}.status", found, meant=True)


def _end_of_request(resource: Element, on: When | None) -> When | None:
    """When the dosage, the prescription or its supply ends, whichever is stated first in that
    order."""
    for instruction in resource.items("dosageInstruction"):
        bounds = instruction.child("timing").child("repeat").child("boundsPeriod")
        end = dates.start_and_end(bounds)[1]
        if end:
            return end
    dispensed = resource.child("dispenseRequest")
    end = dates.start_and_end(dispensed.child("validityPeriod"))[1]
    days = supply_days(dispensed)
    if end or on is None or days is None:
        return end
    return dates.of_day(on.last + timedelta(days=days))
