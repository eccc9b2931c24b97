"""Which hosts a question may be sent to. Every connection goes through here, redirects included."""

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

import httpx

from app.domain.errors import ConfigurationError

LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")


class HostRefused(httpx.TransportError):
    """A connection to a host that is not on the list; nothing was sent."""


class AllowedHosts(httpx.BaseTransport):
    """Lets requests through to the hosts listed, and to no other."""

    def __init__(self, hosts: Iterable[str], inner: httpx.BaseTransport) -> None:
        self._hosts = frozenset(host.lower() for host in hosts)
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Raises HostRefused."""
        if request.url.host.lower() not in self._hosts:
            raise HostRefused("The server sent us to a host that is not on the list.")
        return self._inner.handle_request(request)

    def close(self) -> None:
        self._inner.close()


def allowed_client(hosts: Iterable[str], idle: float) -> httpx.Client:
    """A client that follows no redirect and asks no proxy.

    Args:
        hosts: names or addresses, as they stand in the URL.
        idle: seconds without a byte after which a reply counts as lost.
    """
    return httpx.Client(
        transport=AllowedHosts(hosts, httpx.HTTPTransport()),
        follow_redirects=False,
        trust_env=False,
        timeout=httpx.Timeout(idle, connect=min(idle, 5.0)),
    )


def checked_url(url: str, hosts: Iterable[str]) -> str:
    """The URL of a server that may be spoken to.

    Raises:
        ConfigurationError: it is no http(s) URL, or its host is not on the list.
    """
    listed = tuple(hosts)
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        host = None
    if host is None or parts.scheme not in ("http", "https"):
        raise ConfigurationError(
            f"CITEWELL_REMOTE_URL is {url!r}; it must look like http://localhost:8080/v1."
        )
    if host.lower() not in {each.lower() for each in listed}:
        raise ConfigurationError(
            f"CITEWELL_REMOTE_URL names the host {host}, which is not among CITEWELL_REMOTE_HOSTS "
            f"({', '.join(listed) or 'none'}). Questions may hold a patient's words: list the host "
            "only if it stands inside the hospital."
        )
    return url
