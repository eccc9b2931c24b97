"""Whom the bundle is of: born, died, sex. Name, address, telephone, identifiers are never read."""

from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from app.domain.errors import UnusableRecord
from app.domain.record import Unusable, When
from app.patient import dates, fhir
from app.patient.bundle import Held
from app.patient.element import Element
from app.patient.left_out import LeftOut, left_out
from app.patient.soundness import must_be_sound

READ: Final = (
    "resourceType",
    "id",
    "implicitRules",
    "modifierExtension",
    "gender",
    "birthDate",
    "deceasedBoolean",
    "deceasedDateTime",
)
DATES: Final = ("birthDate", "deceasedDateTime")
NEITHER: Final = frozenset({"other", "unknown"})
EARLIEST_BIRTH: Final = date(1900, 1, 1)
A_DAY: Final = timedelta(days=1)
"""Between the day here and the day where the record was written."""


class Person(NamedTuple):
    """`died` covers all days since birth where the record says that, and not when."""

    held: Held
    born: When | None
    died: When | None
    sex: Literal["female", "male"] | None
    unusable: tuple[Unusable, ...]


def only(held: tuple[Held, ...], as_of: date) -> Person:
    """The one patient of the bundle.

    Raises:
        UnusableRecord: there is none, or more than one, or what it says cannot be read at all.
    """
    patients = [one for one in held if one.type == "Patient"]
    if not patients:
        raise UnusableRecord(
            "The Bundle holds no Patient. Add the Patient whose record it is as an entry.",
            "Bundle.entry",
        )
    first, *others = patients
    for other in others:
        if other.label != first.label:
            raise UnusableRecord(
                "The Bundle holds more than one Patient. Send one patient's record at a time.",
                other.content.at,
            )
    content, unusable = _readable(first.content)
    for other in others:
        if _readable(other.content)[0].value != content.value:
            raise UnusableRecord(
                "The Bundle states the same Patient twice, and differently.", other.content.at
            )
    born, died = _born_and_died(content, as_of, unusable)
    sex: Literal["female", "male"] | None = None
    match content.text("gender"):
        case "female":
            sex = "female"
        case "male":
            sex = "male"
        case other_code if other_code and other_code not in NEITHER:
            unusable.append(left_out(f"{content.at}.gender", "is none of the codes of R4"))
    return Person(first, born, died, sex, tuple(unusable))


def _born_and_died(
    content: Element, as_of: date, unusable: list[Unusable]
) -> tuple[When | None, When | None]:
    found: list[When | None] = []
    for name in DATES:
        try:
            found.append(_possible(content.child(name), as_of))
        except LeftOut as wrong:
            found.append(None)
            unusable.append(wrong.part)
    born, died = found
    if born and died and died.last < born.first:
        why = "birth and death contradict each other"
        unusable.extend(left_out(f"{content.at}.{name}", why) for name in DATES)
        return None, None
    if died is None and content.flag("deceasedBoolean"):
        died = dates.between(born.first if born else EARLIEST_BIRTH, as_of)
    return born, died


def _readable(patient: Element) -> tuple[Element, list[Unusable]]:
    """What is read of a Patient, without the elements that are not R4."""
    stated = {name: patient.child(name).value for name in READ if patient.child(name)}
    content = patient._replace(value=stated)
    unsound: Unusable | None = None
    try:
        must_be_sound(content)
    except LeftOut as wrong:
        unsound = wrong.part
    if unsound:
        raise UnusableRecord(f"The Patient cannot be read: it {unsound.why}.", unsound.at)
    unusable = []
    for fault in fhir.faults("Patient", stated):
        unusable.append(left_out(patient.at + fault.path, fault.why))
        stated.pop(fault.path.strip(".").partition(".")[0].partition("[")[0], None)
    return content, unusable


def _possible(element: Element, as_of: date) -> When | None:
    """Raises:
    LeftOut: no living person was born or died then.
    """
    found = dates.at(element)
    if found and found.first > as_of + A_DAY:
        raise LeftOut(element.at, "lies in the future")
    if found and found.last < EARLIEST_BIRTH:
        raise LeftOut(element.at, f"lies before {EARLIEST_BIRTH.year}")
    return found
