"""Conditions."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from app.domain.record import AllergyEntry, Course, ProblemEntry, Unusable, When
from app.patient import dates
from app.patient.bundle import Held
from app.patient.coding_sense import Sense, senses
from app.patient.concepts import Concept, codes, required
from app.patient.element import Element
from app.patient.entries.allergic import allergic_to, is_illness, is_reaction
from app.patient.left_out import LeftOut, left_out
from app.patient.reading import Reading

COURSES: Final[Mapping[str, Course]] = MappingProxyType(
    {
        "active": Course.ACTIVE,
        "recurrence": Course.ACTIVE,
        "relapse": Course.ACTIVE,
        "inactive": Course.PAST,
        "remission": Course.PAST,
        "resolved": Course.PAST,
    }
)
"""HL7 condition-clinical."""
NOT_SO: Final[Mapping[str, str]] = MappingProxyType(
    {"refuted": "was refuted", "entered-in-error": "was entered in error"}
)
CONFIRMED: Final = "confirmed"
NOT_ENDED: Final = re.compile(
    r"(?:on-?going|none|no|never|unknown|n/?a|current|present|active|not (?:yet )?resolved|-)?\.?",
    re.IGNORECASE,
)
"""Words for an abatement that is none."""


def problem(held: Held, reading: Reading) -> Iterator[ProblemEntry | AllergyEntry | Unusable]:
    """A Condition; one that states an allergy to a medicine is that allergy.

    Raises:
        LeftOut: it was refuted or entered in error, denies what it names, names nothing, or has an
            impossible date.
    """
    resource = held.content
    verified = verification(resource)
    concept = required(resource.child("code"))
    said = senses(concept)
    if Sense.DENIED in said:
        raise LeftOut(f"{resource.at}.code", "denies what it names", meant=True)
    on = _onset(resource, reading)
    until, ended = _abatement(resource, reading)
    if until and until.first > reading.as_of:
        at = next(f"{resource.at}.{name}" for name in _abatements(resource))
        yield left_out(at, "lies after the day on which the record is read")
        until, ended = None, False
    confirmed = verified in {"", CONFIRMED} and Sense.SUSPECTED not in said
    known = reading.names.problem(concept)
    allergen = None if Sense.FAMILY in said else allergic_to(concept, reading)
    if allergen is not None:
        yield AllergyEntry(
            resource=held.label,
            at=resource.at,
            name=concept.name,
            codings=concept.codings,
            known_as=allergen.names,
            class_name=allergen.class_name,
            on=on,
            course=_allergic(_course(resource, ended), concept),
            confirmed=confirmed,
        )
        if not (is_illness(concept) and known.names):
            return
    yield ProblemEntry(
        resource=held.label,
        at=resource.at,
        name=concept.name,
        codings=concept.codings,
        known_as=known.names,
        disagreement=known.disagreement,
        on=on,
        until=until,
        course=Course.PAST if Sense.PAST in said else _course(resource, ended),
        of_family=Sense.FAMILY in said,
        confirmed=confirmed,
    )


def _allergic(course: Course, concept: Concept) -> Course:
    """A reaction that is over leaves the allergy behind."""
    return Course.UNKNOWN if course is Course.PAST and is_reaction(concept) else course


def verification(resource: Element) -> str:
    """Its verificationStatus; empty: none is given.

    Raises:
        LeftOut: what it states is not so.
    """
    status = resource.child("verificationStatus")
    stated = codes(status)
    for code in stated:
        if code in NOT_SO:
            raise LeftOut(status.at, NOT_SO[code], meant=True)
    return CONFIRMED if CONFIRMED in stated else next(iter(stated), "")


def stated_course(resource: Element) -> Course:
    """By its clinicalStatus."""
    stated = {COURSES[code] for code in codes(resource.child("clinicalStatus")) if code in COURSES}
    return stated.pop() if len(stated) == 1 else Course.UNKNOWN


def _course(resource: Element, ended: bool) -> Course:
    """Of what has ended and is called active all the same, nobody knows."""
    stated = stated_course(resource)
    if not ended or stated is Course.PAST:
        return stated
    return Course.UNKNOWN if stated is Course.ACTIVE else Course.PAST


def _onset(resource: Element, reading: Reading) -> When | None:
    return onset(resource, reading) or reading.on(resource, "recordedDate")


def onset(resource: Element, reading: Reading) -> When | None:
    """onset[x]: a date, the start of a period, an age, ages, or words.

    Raises:
        LeftOut: it is no date, or an impossible one.
    """
    return (
        reading.on(resource, "onsetDateTime")
        or reading.over(resource, "onsetPeriod")[0]
        or _by_age(resource, "onset", reading)
    )


def _by_age(resource: Element, name: str, reading: Reading) -> When | None:
    born = reading.person.born
    found = (
        dates.at_age(resource.child(f"{name}Age"), born)
        or dates.at_ages(resource.child(f"{name}Range"), born)
        or dates.in_words(resource.text(f"{name}String"), born)
    )
    return reading.possible(found, f"{resource.at}.{name}")


def _abatements(resource: Element) -> list[str]:
    kinds = ("DateTime", "Age", "Period", "Range", "String")
    return [f"abatement{kind}" for kind in kinds if resource.child(f"abatement{kind}")]


def _abatement(resource: Element, reading: Reading) -> tuple[When | None, bool]:
    """When it ended, and whether it did."""
    until = (
        dates.at(resource.child("abatementDateTime"))
        or dates.start_and_end(resource.child("abatementPeriod"))[1]
        or _by_age(resource, "abatement", reading)
    )
    stated = _abatements(resource)
    going_on = stated == ["abatementString"] and NOT_ENDED.fullmatch(
        resource.text("abatementString")
    )
    return until, until is not None or bool(stated and not going_on)
