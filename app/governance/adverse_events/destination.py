"""Where a webhook may go: a host that the site lists, at an address that is what it should be.

The name is resolved at each try, every address that it has is looked at, and the connection goes to
one of these very addresses: a name that resolves to another one a moment later changes nothing.
"""

import ipaddress
import socket
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from app.domain.errors import ConfigurationError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Sequence[str]]

_METADATA: Final = tuple(
    ipaddress.ip_network(each)
    for each in (
        "169.254.0.0/16",
        "fe80::/10",
        "fd00:ec2::254/128",
        "100.100.100.200/32",
        "192.0.0.192/32",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2002::/16",
        "2001::/32",
    )
)
"""Where clouds tell secrets to whoever asks, and IPv6 addresses that stand for any IPv4 address."""


class AddressRefused(Exception):
    """Nothing was sent."""


class Destination(NamedTuple):
    """`host` is what is listed, shown in `Host` and held against the certificate."""

    scheme: str
    host: str
    port: int
    target: str
    """Path and query."""

    @property
    def authority(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        usual = {"https": 443, "http": 80}[self.scheme]
        return name if self.port == usual else f"{name}:{self.port}"

    def at(self, address: str) -> str:
        """The URL of this address."""
        name = f"[{address}]" if ":" in address else address
        return f"{self.scheme}://{name}:{self.port}{self.target}"


def destination(url: str, hosts: Iterable[str], setting: str, listed: str) -> Destination:
    """Raises ConfigurationError: the URL is none that may be called; nothing of it is repeated,
    since it may hold a secret.

    Args:
        setting, listed: the variables that name the URL and the hosts.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise ConfigurationError(f"{setting} is no URL.") from None
    if parts.scheme not in ("https", "http") or not host:
        raise ConfigurationError(f"{setting} must look like https://host.example/path.")
    if parts.username is not None or parts.password is not None or "\\" in url:
        raise ConfigurationError(f"{setting} may hold neither user nor password nor backslash.")
    if not url.isprintable() or not url.isascii() or " " in url:
        raise ConfigurationError(f"{setting} may hold printable ASCII characters alone.")
    if host not in {each.lower() for each in hosts}:
        raise ConfigurationError(f"The host of {setting} is not among {listed}: list it there.")
    if parts.scheme == "http" and not _loopback(host):
        raise ConfigurationError(f"{setting} must begin with https://.")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    usual = 443 if parts.scheme == "https" else 80
    return Destination(parts.scheme, host, port or usual, target)


def networks(given: Iterable[str], setting: str) -> tuple[Network, ...]:
    """Raises ConfigurationError."""
    try:
        return tuple(ipaddress.ip_network(each) for each in given)
    except ValueError:
        raise ConfigurationError(f"{setting} lists networks such as 10.20.0.0/16.") from None


def resolved(host: str, port: int) -> tuple[str, ...]:
    """Every address of a name. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(each[4][0]) for each in found))


def checked_address(
    to: Destination, allowed: Sequence[Network], resolve: Resolve = resolved
) -> str:
    """An address to connect to.

    Args:
        allowed: networks that it must lie in; none listed: anywhere but this machine, link-local,
            multicast and reserved addresses and those of cloud metadata.

    Raises:
        AddressRefused: one of its addresses is none that may be connected to.
        OSError: it has none.
    """
    found = [_plain(each) for each in resolve(to.host, to.port)]
    if not found:
        raise OSError("no address")
    for address in found:
        if not _may_be(address, allowed):
            raise AddressRefused("The host resolves to an address that is not allowed.")
    return str(found[0])


def _plain(written: str) -> Address:
    """An IPv4 address within an IPv6 one counts as what it is."""
    address = ipaddress.ip_address(written.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def _may_be(address: Address, allowed: Sequence[Network]) -> bool:
    if allowed:
        return any(address in network for network in allowed)
    return not (
        address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
        or any(address in network for network in _METADATA)
    )


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
