"""From a JSON object to the resources of a Bundle, each with its place and its name."""

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from app.domain.errors import UnusableRecord
from app.domain.record import Unusable
from app.patient.element import Element
from app.patient.left_out import left_out
from app.patient.resource_types import RESOURCE_TYPES

MOST_ENTRIES: Final = 200_000
WRAP: Final = (
    'Wrap it: {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": {}}]}.'
)
PAST_VERSIONS: Final = "history"
DELETED: Final = "DELETE"
ID: Final = re.compile(r"[A-Za-z0-9.-]{1,64}")
"""R4 2.24.0.1."""


class Held(NamedTuple):
    """A resource of the bundle.

    `label` is what it is cited as: type and id; without an id the last part of its `fullUrl`, else
    its place (`Observation/entry-12`).
    """

    type: str
    label: str
    full_url: str
    content: Element


class Opened(NamedTuple):
    held: tuple[Held, ...]
    unusable: tuple[Unusable, ...]


def opened(bundle: Mapping[str, Any]) -> Opened:
    """Raises:
    UnusableRecord: it is no Bundle, or one of past versions.
    """
    root = Element(bundle, "Bundle")
    _must_be_bundle(root)
    held: list[Held] = []
    unusable: list[Unusable] = []
    for place, entry in enumerate(bundle.get("entry") or ()):
        found = _held(Element(entry, f"Bundle.entry[{place}]"), place)
        if isinstance(found, Held):
            held.append(found)
        elif found:
            unusable.append(found)
    return Opened(tuple(held), tuple(unusable))


def _must_be_bundle(root: Element) -> None:
    kind = root.text("resourceType")
    if kind in RESOURCE_TYPES and kind != "Bundle":
        raise UnusableRecord(f"It is one {kind}, not a Bundle. {WRAP}", "Bundle.resourceType")
    if kind != "Bundle":
        raise UnusableRecord("It is no FHIR R4 Bundle.", "Bundle.resourceType")
    if root.text("type") == PAST_VERSIONS:
        raise UnusableRecord(
            "It is a history, which holds versions gone by. Send a collection of what holds today.",
            "Bundle.type",
        )
    entries = root.child("entry")
    if entries and not isinstance(entries.value, list | tuple):
        raise UnusableRecord("The entries of a Bundle are a list.", entries.at)
    if isinstance(entries.value, list | tuple) and len(entries.value) > MOST_ENTRIES:
        raise UnusableRecord(f"The Bundle has more than {MOST_ENTRIES:,} entries.", entries.at)


def _held(entry: Element, place: int) -> Held | Unusable | None:
    content = entry.child("resource")
    if not isinstance(content.value, dict):
        if entry.child("request").text("method") == DELETED:
            return None
        return left_out(content.at if content else entry.at, "holds no resource")
    kind = content.text("resourceType")
    if kind not in RESOURCE_TYPES:
        return left_out(f"{content.at}.resourceType", "is no resource type that R4 has")
    if kind == "Bundle":
        return left_out(content.at, "is a Bundle in a Bundle, which is not read")
    full_url = entry.text("fullUrl")
    names = (content.text("id"), _last_part(full_url), f"entry-{place}")
    name = next(name for name in names if ID.fullmatch(name))
    return Held(kind, f"{kind}/{name}", full_url, content)


def _last_part(full_url: str) -> str:
    return full_url.replace(":", "/").rstrip("/").rpartition("/")[2]
