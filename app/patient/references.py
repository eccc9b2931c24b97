"""Where the references of a bundle lead (R4 2.36.4): by full URL, by type and id, or contained."""

import re
from collections.abc import Iterable
from typing import Final

from app.patient.bundle import Held
from app.patient.element import Element
from app.patient.resource_types import RESOURCE_TYPES

VERSION: Final = re.compile(r"/_history/[^/]*$")
TYPE_AND_ID: Final = re.compile(r"(?:.*/)?([A-Za-z]{1,64}/[A-Za-z0-9.-]{1,64})")
UUID: Final = "urn:uuid:"
"""Some bundles refer to an id in this way and state no full URL."""
ABSOLUTE: Final = re.compile(r"(?:https?://|urn:)", re.IGNORECASE)


class References:
    """The resources of one bundle by the ways a reference can name them."""

    def __init__(self, held: Iterable[Held]) -> None:
        self._by_url: dict[str, Held] = {}
        self._by_name: dict[str, Held] = {}
        for one in held:
            if one.full_url:
                self._by_url.setdefault(one.full_url, one)
            self._by_name.setdefault(one.label, one)
            if not one.full_url:
                name = one.label.partition("/")[2]
                self._by_url.setdefault(f"{UUID}{name}", one)

    def target(self, reference: Element, owner: Held) -> Held | None:
        """What a Reference in `owner` leads to; None: it leads nowhere in this bundle."""
        written = VERSION.sub("", reference.text("reference"))
        if written.startswith("#"):
            return _contained(owner, written[1:])
        found = self._by_url.get(written)
        if found or not written:
            return found
        named = TYPE_AND_ID.fullmatch(written)
        found = self._by_name.get(named[1]) if named else None
        if (
            found
            and ABSOLUTE.match(written)
            and ABSOLUTE.match(found.full_url)
            and (not found.full_url.lower().startswith("urn:"))
        ):
            return None  # the same type and id on another server
        return found


def _contained(owner: Held, name: str) -> Held | None:
    for inner in owner.content.items("contained"):
        kind = inner.text("resourceType")
        if name and inner.text("id") == name and kind in RESOURCE_TYPES:
            return Held(kind, owner.label, "", inner)
    return None
