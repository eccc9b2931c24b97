"""Addresses of machines: IP of both versions, and MAC addresses, which identify a device.

Sources: RFC 791 and RFC 4291, as the standard library reads them; IEEE 802 for MAC addresses.
"""

import re
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Final

from app.domain.identifier_kinds import IdentifierKind
from app.safety.identifiers.sighting import CHECKED, Shape, Sighting, seen

_PAIR: Final = "[0-9A-Fa-f]{2}"
_FEWEST: Final = 4
"""Hexadecimal digits of an IPv6 address; `::` also stands between the names of a program."""


def _is_address(written: str) -> bool:
    try:
        ip_address(written)
    except ValueError:
        return False
    return "." in written or sum(one.isalnum() for one in written) >= _FEWEST


_SHAPES: Final = (
    Shape(
        IdentifierKind.IP,
        re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)"),
        CHECKED,
        "an IP address",
        _is_address,
    ),
    Shape(
        IdentifierKind.IP,
        re.compile(
            r"(?<![\w:.])(?=[0-9A-Fa-f]{0,4}:)[0-9A-Fa-f:]{4,39}(?:\.\d{1,3}){0,3}(?![\w:])"
        ),
        CHECKED,
        "an IP address of version 6",
        _is_address,
    ),
    Shape(
        IdentifierKind.DEVICE,
        re.compile(rf"(?<![\w:-]){_PAIR}(?P<gap>[:-])(?:{_PAIR}(?P=gap)){{4}}{_PAIR}(?![\w:-])"),
        CHECKED,
        "a MAC address",
    ),
    Shape(
        IdentifierKind.DEVICE,
        re.compile(r"(?<![\w.])[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}(?![\w.])"),
        CHECKED,
        "a MAC address",
    ),
)


def network_addresses(text: str) -> Iterator[Sighting]:
    """IP and MAC addresses in `text`."""
    return seen(_SHAPES, text)
