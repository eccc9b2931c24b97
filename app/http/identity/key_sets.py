"""Public keys of an issuer (JWKS, RFC 7517): from a file, or from a host that the site allows."""

import json
import logging
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any, Final, Protocol

import httpx
import jwt
from pydantic import AnyUrl, ValidationError

from app.domain.errors import ConfigurationError, Unavailable
from app.http.auth import is_loopback

LARGEST: Final = 256 * 1024
"""Bytes of a key set."""
MOST_KEYS: Final = 100
OLD: Final = 600.0
"""Seconds after which a fetched set is fetched again."""
TOO_OLD: Final = 86_400.0
"""Seconds for which a fetched set holds while its host does not answer."""
BETWEEN: Final = 30.0
"""Seconds between two fetches, whatever the tokens name."""
_SECONDS: Final = 5.0
_KINDS: Final = frozenset({"RSA", "EC", "OKP"})

_log = logging.getLogger("citewell.http")

Key = jwt.PyJWK


class KeySet(Protocol):
    def key(self, kid: str | None, algorithm: str) -> Key | None:
        """The one key of that id; without an id the only one that fits. None: there is none.

        Raises Unavailable: no keys can be had.
        """
        ...


class Keys:
    """A parsed set. Keys that are not for verifying, or not public, are left out."""

    def __init__(self, raw: bytes) -> None:
        """Raises ValueError: it is no JWKS."""
        try:
            told = json.loads(raw)
        except RecursionError:
            raise ValueError("nested too deeply") from None
        listed = told.get("keys") if isinstance(told, dict) else None
        if not isinstance(listed, list) or len(listed) > MOST_KEYS:
            raise ValueError("no list of keys")
        self._listed = [one for one in listed if isinstance(one, dict) and _verifies(one)]
        self._made: dict[tuple[str | None, str], Key | None] = {}

    def key(self, kid: str | None, algorithm: str) -> Key | None:
        named = [one for one in self._listed if kid is None or one.get("kid") == kid]
        if not named:
            return None
        if (kid, algorithm) not in self._made:
            fitting = [key for one in named if (key := _made(one, algorithm)) is not None]
            self._made[kid, algorithm] = fitting[0] if len(fitting) == 1 else None
        return self._made[kid, algorithm]


class FileKeys:
    """Read again whenever the file was changed."""

    def __init__(self, file: Path) -> None:
        """Raises ConfigurationError: it cannot be read."""
        self._file = file
        self._stamp: tuple[int, int, int] | None = None
        self._keys: Keys | None = None
        self._lock = Lock()
        try:
            self._read()
        except Unavailable as error:
            raise ConfigurationError(str(error)) from None

    def key(self, kid: str | None, algorithm: str) -> Key | None:
        return self._read().key(kid, algorithm)

    def _read(self) -> Keys:
        try:
            with self._lock:
                stat = self._file.stat()
                stamp = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
                if self._keys is None or stamp != self._stamp:
                    if stat.st_size > LARGEST:
                        raise ValueError("too large")
                    self._keys, self._stamp = Keys(self._file.read_bytes()), stamp
                return self._keys
        except (OSError, ValueError) as error:
            raise Unavailable(
                f"The key set {self._file} cannot be read ({type(error).__name__}): it is a file "
                'of {"keys": [...]}, at most 256 KiB (deploy/identity.md).'
            ) from None


class FetchedKeys:
    """Fetched at the first token, kept, and fetched again when old or when a token names a key that
    is not there; never more often than every `BETWEEN` seconds."""

    def __init__(
        self,
        url: str,
        fetch: Callable[[str], bytes],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url = url
        self._fetch = fetch
        self._clock = clock
        self._lock = Lock()
        self._keys: Keys | None = None
        self._had_at = self._tried_at = -TOO_OLD

    def key(self, kid: str | None, algorithm: str) -> Key | None:
        keys = self._held()
        found = keys.key(kid, algorithm)
        return found if found is not None else self._held(lacking=True).key(kid, algorithm)

    def _held(self, *, lacking: bool = False) -> Keys:
        age = self._clock() - self._had_at
        # Whoever has keys does not wait for another's fetch; whoever has none does.
        if (lacking or age > OLD or self._keys is None) and self._lock.acquire(
            blocking=self._keys is None
        ):
            try:
                if self._clock() - self._tried_at >= BETWEEN:
                    self._refresh()
            finally:
                self._lock.release()
        if self._keys is None or self._clock() - self._had_at > TOO_OLD:
            raise Unavailable("The keys of the issuer of this token cannot be had now.", 30)
        return self._keys

    def _refresh(self) -> None:
        self._tried_at = self._clock()
        try:
            self._keys = Keys(self._fetch(self._url))
            self._had_at = self._clock()
        except (httpx.HTTPError, ValueError) as error:
            _log.error("The keys of an issuer cannot be fetched: %s", type(error).__name__)


def key_set_of(place: str, hosts: tuple[str, ...]) -> KeySet:
    """The set in a file, or at a URL whose host is one of `hosts`; nothing is fetched yet.

    Raises ConfigurationError: a file that cannot be read, or a URL that may not be asked.
    """
    if "://" not in place:
        return FileKeys(Path(place))
    try:
        url = AnyUrl(place)
    except ValidationError:
        raise ConfigurationError(f"{place} is no URL of a key set.") from None
    host = url.host or ""
    if url.scheme != "https" and not (url.scheme == "http" and is_loopback(host)):
        raise ConfigurationError(f"Keys are fetched over https alone, not from {host} as told.")
    if host not in hosts:
        raise ConfigurationError(
            f"Keys would be fetched from {host}, which is not allowed: add it to "
            "CITEWELL_JWT_HOSTS, or save the key set and name the file."
        )
    return FetchedKeys(place, fetched)


def fetched(url: str) -> bytes:
    """At most `LARGEST` bytes; no redirect is followed. Raises httpx.HTTPError, ValueError."""
    until = time.monotonic() + 2 * _SECONDS
    with (
        httpx.Client(trust_env=False, follow_redirects=False, timeout=_SECONDS) as client,
        client.stream("GET", url, headers={"Accept": "application/json"}) as reply,
    ):
        if reply.status_code != httpx.codes.OK:
            raise ValueError("not found there")
        whole = bytearray()
        for part in reply.iter_bytes():
            whole += part
            if len(whole) > LARGEST or time.monotonic() > until:
                raise ValueError("too large or too slow")
        return bytes(whole)


def _verifies(key: dict[str, Any]) -> bool:
    operations = key.get("key_ops")
    return (
        key.get("kty") in _KINDS
        and "d" not in key
        and key.get("use", "sig") == "sig"
        and (operations is None or (isinstance(operations, list) and "verify" in operations))
        and isinstance(key.get("kid", ""), str)
    )


def _made(key: dict[str, Any], algorithm: str) -> Key | None:
    if key.get("alg", algorithm) != algorithm:
        return None
    try:
        return Key(key, algorithm)
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
