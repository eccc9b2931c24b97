"""Which hosts a question may be sent to. Every connection goes through here, redirects included."""

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

import httpx

from app.domain.errors import ConfigurationError

_NEEDED: Final = frozenset(("host", "accept", "connection", "content-length", "content-type"))


class HostRefused(httpx.TransportError):
    """A connection to a host that is not on the list; nothing was sent."""


class AllowedHosts(httpx.BaseTransport):
    """Lets requests through to the hosts listed, and to no other.

    Of their headers it lets through those that a chat server needs: client libraries add what the
    environment holds (OPENAI_ORG_ID, OPENAI_CUSTOM_HEADERS) and what they know of this machine.
    """

    def __init__(
        self, hosts: Iterable[str], inner: httpx.BaseTransport, key: str | None = None
    ) -> None:
        """Args: key: the bearer token of these hosts; no other is ever sent."""
        self._hosts = frozenset(host.lower() for host in hosts)
        self._inner = inner
        self._own = {"accept-encoding": "identity"}
        if key:
            self._own["authorization"] = f"Bearer {key}"

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Raises HostRefused."""
        if request.url.host.lower() not in self._hosts:
            raise HostRefused("The server sent us to a host that is not on the list.")
        kept = {name: value for name, value in request.headers.items() if name in _NEEDED}
        request.headers = httpx.Headers(kept | self._own)
        return self._inner.handle_request(request)

    def close(self) -> None:
        self._inner.close()


def allowed_transport(hosts: Iterable[str], key: str | None) -> AllowedHosts:
    """One that asks no proxy. Each request has a connection of its own, so that ending one ends
    nobody else's."""
    single = httpx.Limits(max_keepalive_connections=0)
    return AllowedHosts(hosts, httpx.HTTPTransport(trust_env=False, limits=single), key)


def client_over(transport: httpx.BaseTransport, idle: float) -> httpx.Client:
    """A client that follows no redirect and asks no proxy.

    Args:
        idle: seconds without a byte after which a reply counts as lost.
    """
    return httpx.Client(
        transport=transport,
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
