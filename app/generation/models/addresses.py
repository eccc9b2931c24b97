"""Which addresses a model may be fetched from, and how one is shown."""

import ipaddress
from collections.abc import Iterable
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from app.domain.errors import DownloadRefused

_HUGGING_FACE: Final = ("huggingface.co", "hf.co")
"""Its own hosts for large files are names under these (from memory)."""


def check(url: str, *, plain: bool) -> None:
    """That `url` is https; or, where `plain`, http to this very machine.

    Raises:
        DownloadRefused: it is neither.
    """
    parts = _split(url)
    if parts.scheme == "https" and parts.hostname:
        return
    if plain and is_loopback(url):
        return
    raise DownloadRefused(
        f"{shown(url)} is not https, and a model is fetched over nothing else (http is for a "
        "server on this machine alone)."
    )


def check_led(asked: str, led: str, hosts: Iterable[str]) -> None:
    """That a redirect stays where `asked` is, or goes to one of `hosts`. Hugging Face hands out its
    files from hosts of its own names.

    Raises:
        DownloadRefused: it leads elsewhere.
    """
    first, then = _hostname(asked), _hostname(led)
    own = _HUGGING_FACE if first == _HUGGING_FACE[0] else ()
    if then in {first, *(each.casefold() for each in hosts)}:
        return
    if any(then == each or then.endswith(f".{each}") for each in own):
        return
    raise DownloadRefused(
        f"{shown(asked)} sends us on to {then}, which is another host than the one that was named. "
        "If models may come from there, list it in CITEWELL_MODELS_HOSTS."
    )


def is_loopback(url: str) -> bool:
    """Whether it is plain http to this machine."""
    parts = _split(url)
    if parts.scheme != "http" or not parts.hostname:
        return False
    try:
        return ipaddress.ip_address(parts.hostname).is_loopback
    except ValueError:
        return parts.hostname == "localhost"


def led_to(url: str, location: str) -> str:
    """Where a redirect from `url` leads. Raises DownloadRefused: nowhere."""
    try:
        return urljoin(url, location)
    except ValueError:
        raise _none() from None


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        raise _none() from None


def _none() -> DownloadRefused:
    """It is not repeated: it may hold a password in a place where nobody looks for one."""
    return DownloadRefused("What was named as the mirror, or where that sends us, is no address.")


def _hostname(url: str) -> str:
    return (_split(url).hostname or "").casefold()


def host_of(url: str) -> str:
    """Scheme, host and port: what a token belongs to."""
    parts = _split(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].casefold()}"


def shown(url: str) -> str:
    """Without what may be secret: user, password, query, fragment."""
    parts = _split(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
