"""The address a request came from, through the proxies that the site vouches for."""

import ipaddress
from collections.abc import Sequence
from typing import Final

from starlette.types import Scope

from app.domain.errors import ConfigurationError

_MOST_HOPS: Final = 20
_NOWHERE: Final = "unknown"

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Addresses:
    """`X-Forwarded-For` is read from the right, and only as far as trusted proxies wrote it:
    whatever a client puts there itself stands further left.

    Args:
        trusted: addresses or networks of proxies. None by default: then the header is never read.

    Raises:
        ConfigurationError: one is neither.
    """

    def __init__(self, trusted: Sequence[str] = ()) -> None:
        try:
            self._trusted: tuple[Network, ...] = tuple(ipaddress.ip_network(one) for one in trusted)
        except ValueError as error:
            raise ConfigurationError(
                f"CITEWELL_TRUSTED_PROXIES: {error}. Write addresses or networks, such as "
                "10.0.0.5 or 10.1.0.0/16."
            ) from None

    def of(self, scope: Scope) -> str:
        """One machine's address; of IPv6 its network of 64 bits, which one machine may have."""
        client = scope.get("client")
        found = _address(client[0]) if client else None
        if found is not None and self._trusts(found):
            found = self._behind(scope, found)
        if found is None:
            return _NOWHERE
        if found.version == 6:
            return str(ipaddress.ip_network((found, 64), strict=False))
        return str(found)

    def _behind(self, scope: Scope, nearest: Address) -> Address:
        values = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
        hops = b",".join(values).decode("latin-1").rsplit(",", _MOST_HOPS)[-_MOST_HOPS:]
        for hop in reversed(hops):
            found = _address(hop.strip())
            if found is None:
                return nearest
            nearest = found
            if not self._trusts(found):
                return found
        return nearest

    def _trusts(self, address: Address) -> bool:
        return any(address in network for network in self._trusted)


def _address(text: str) -> Address | None:
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found
