"""Which addresses a model may be fetched from, and how one is shown."""

import ipaddress
from urllib.parse import urlsplit, urlunsplit

from app.domain.errors import DownloadRefused


def check(url: str, *, plain: bool) -> None:
    """That `url` is https; or, where `plain`, http to this very machine.

    Raises:
        DownloadRefused: it is neither.
    """
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return
    if plain and is_loopback(url):
        return
    raise DownloadRefused(
        f"{shown(url)} is not https, and a model is fetched over nothing else (http is for a "
        "server on this machine alone)."
    )


def is_loopback(url: str) -> bool:
    """Whether it is plain http to this machine."""
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname:
        return False
    try:
        return ipaddress.ip_address(parts.hostname).is_loopback
    except ValueError:
        return parts.hostname == "localhost"


def host_of(url: str) -> str:
    """Scheme, host and port: what a token belongs to."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].casefold()}"


def shown(url: str) -> str:
    """Without what may be secret: user, password, query, fragment."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
