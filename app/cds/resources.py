"""FHIR resources of a call as they were sent: JSON, of which nothing is believed yet."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from app.domain.errors import UnusableHookCall

Json = Mapping[str, Any]
_TYPE: Final = re.compile(r"[A-Z][A-Za-z]{1,40}")
_ID: Final = re.compile(r"[A-Za-z0-9.-]{1,64}")
_PATIENT: Final = re.compile(r"(?:.*/)?Patient/([A-Za-z0-9.-]{1,64})(?:/_history/.*)?")


class Sent(NamedTuple):
    """One resource, and where in the call it stands (`prefetch.conditions.entry[3].resource`)."""

    resource: dict[str, Any]
    at: str
    full_url: str = ""

    @property
    def type(self) -> str:
        """Empty: it says none that could be one."""
        told = self.resource.get("resourceType")
        return told if isinstance(told, str) and _TYPE.fullmatch(told) else ""

    @property
    def id(self) -> str:
        """Empty: it has none that could be one."""
        told = self.resource.get("id")
        return told if isinstance(told, str) and _ID.fullmatch(told) else ""

    @property
    def written_id(self) -> str:
        """As it was sent, which may be none that R4 has."""
        told = self.resource.get("id")
        return told if isinstance(told, str) else ""

    @property
    def label(self) -> str:
        return f"{self.type}/{self.id}"


def resources_in(value: object, at: str) -> Iterator[Sent]:
    """One resource, or those of a Bundle; what is no object is passed over by the reader later.

    Raises:
        UnusableHookCall: it is neither.
    """
    if not isinstance(value, dict) or not isinstance(value.get("resourceType"), str):
        raise UnusableHookCall(f"{at} is no FHIR resource. Send a resource or a Bundle of R4.")
    if value["resourceType"] != "Bundle":
        yield Sent(value, at)
        return
    entries = value.get("entry", [])
    if not isinstance(entries, list):
        raise UnusableHookCall(f"{at}.entry is no list. Send a Bundle of R4.")
    for number, entry in enumerate(entries):
        held = entry.get("resource") if isinstance(entry, dict) else None
        place = f"{at}.entry[{number}].resource"
        if not isinstance(held, dict):
            yield Sent({}, place)
            continue
        url = entry.get("fullUrl")
        yield Sent(held, place, url if isinstance(url, str) else "")


def has_more_pages(value: object) -> bool:
    """Whether a search was sent in part."""
    links = value.get("link") if isinstance(value, dict) else None
    return isinstance(links, list) and any(
        isinstance(one, dict) and one.get("relation") == "next" for one in links
    )


def patient_of(reference: object) -> str | None:
    """The id of the Patient that a Reference names; None: it names none in a form we know."""
    told = reference.get("reference") if isinstance(reference, dict) else None
    found = _PATIENT.fullmatch(told) if isinstance(told, str) else None
    return found[1] if found else None


def last_part(reference: object) -> str:
    """Of a Reference, what may be an id."""
    told = reference.get("reference") if isinstance(reference, dict) else None
    return told.rpartition("/")[2].rpartition(":")[2] if isinstance(told, str) else ""
