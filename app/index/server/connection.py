"""One client of one Qdrant server: opened late, asked again where no reply comes, told in one line.

Only the configured address is ever contacted: no proxy of the environment, no check of versions in
the background.
"""

import ssl
import threading
from collections.abc import Callable
from contextlib import nullcontext
from typing import Final, TypeVar, cast

import tenacity
from pydantic import ValidationError
from qdrant_client import QdrantClient
from qdrant_client.common.client_exceptions import ResourceExhaustedResponse
from qdrant_client.http.exceptions import ResponseHandlingException, UnexpectedResponse

from app.domain.errors import ConfigurationError, IndexUnavailable
from app.index.server.options import ServerOptions

OLDEST: Final = (1, 19)
"""The first server that counts words over the points of one generation alone (`idf.corpus`); an
older one would ignore that and rank by other weights without a word."""
TRANSIENT: Final = frozenset({408, 429, 500, 502, 503, 504})
LONGEST_WAIT: Final = 10.0
"""Seconds between two tries."""

T = TypeVar("T")


class Connection:
    """One client of one server, for many threads; connects at the first call.

    What is said through it may be said twice with the same effect: every call is repeated where
    the server does not answer.

    Raises:
        ConfigurationError: the address is none.
    """

    def __init__(self, options: ServerOptions) -> None:
        self.options = options
        self.local = not options.url.startswith(("http://", "https://"))
        if self.local and options.url != ":memory:" and options.url[:1] not in {"/", "."}:
            raise ConfigurationError(
                f"CITEWELL_QDRANT_URL is {options.url!r}: it must begin with http:// or https://, "
                "for instance http://localhost:6333."
            )
        self._opening = threading.Lock()
        self._client: QdrantClient | None = None
        self._checked = False
        # The client's local mode is not made for threads; a real one is.
        self._turn = threading.RLock() if self.local else nullcontext()

    def version(self) -> str:
        """The server's own. Raises IndexUnavailable where it is too old."""
        found = self.call(lambda client: client.info().version)
        numbers = tuple(int(part) for part in found.split(".")[:2] if part.isdecimal())
        if numbers < OLDEST:
            raise IndexUnavailable(
                f"The Qdrant server at {self.options.url} has version {found}: "
                f"{OLDEST[0]}.{OLDEST[1]} or newer is needed, so that replaced passages do not "
                "count in the weights of words. Renew it, or set CITEWELL_INDEX=embedded."
            )
        self._checked = True
        return found

    def require(self) -> None:
        """Reach the server once and check its version."""
        if not self._checked:
            self.version()

    def call(self, does: Callable[[QdrantClient], T]) -> T:
        """Say it, and say it again where the server did not answer.

        Raises:
            IndexUnavailable: it cannot be reached or refuses; names the address and the setting.
        """
        tries = tenacity.Retrying(
            retry=tenacity.retry_if_exception(_is_transient),
            wait=_wait,
            stop=tenacity.stop_after_attempt(self.options.retries + 1),
            reraise=True,
        )
        try:
            return cast("T", tries(self._once, does))
        except (ResponseHandlingException, UnexpectedResponse, ResourceExhaustedResponse) as error:
            raise self._told(error) from error
        except AssertionError as error:  # how the client says that a reply holds no result
            raise self._refusal(_STRANGE) from error

    def close(self) -> None:
        """Hang up; a later call connects anew."""
        with self._opening:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def _once(self, does: Callable[[QdrantClient], T]) -> T:
        with self._turn:
            return does(self._connected())

    def _connected(self) -> QdrantClient:
        with self._opening:
            if self._client is None:
                self._client = _client(self.options, local=self.local)
            return self._client

    def _told(self, error: Exception) -> IndexUnavailable:
        where = self._where
        if isinstance(error, UnexpectedResponse) and error.status_code in {401, 403}:
            return IndexUnavailable(
                f"{where} refuses the key: set CITEWELL_QDRANT_API_KEY to one that may read and "
                "write its collections."
            )
        if isinstance(error, UnexpectedResponse) and error.status_code == 404:
            return IndexUnavailable(
                f"{where} has no such collection. Go back with `citewell index rollback`, or make "
                "the index anew with `citewell index rebuild`."
            )
        if _is_transient(error):
            return IndexUnavailable(
                f"{where} does not answer ({_reason(error)}; tried {self.options.retries + 1} "
                "times). Start it, or correct the address; `citewell doctor` tells whether it "
                "answers."
            )
        return self._refusal(_reason(error))

    def _refusal(self, why: str) -> IndexUnavailable:
        return IndexUnavailable(f"{self._where} refuses: {why}.")

    @property
    def _where(self) -> str:
        return f"The Qdrant server at {self.options.url} (CITEWELL_QDRANT_URL)"


def _client(options: ServerOptions, *, local: bool) -> QdrantClient:
    if options.url == ":memory:":
        return QdrantClient(":memory:", force_disable_check_same_thread=True)
    if local:
        return QdrantClient(path=options.url, force_disable_check_same_thread=True)
    try:
        trusted = ssl.create_default_context(cafile=options.ca)
    except OSError as error:
        raise ConfigurationError(
            f"CITEWELL_QDRANT_CA names {options.ca}, which holds no certificates ({error})."
        ) from error
    key = options.api_key.get_secret_value() if options.api_key else None
    # The key goes as a header of ours: given as such, the client prints a warning of its own
    # where the connection is not encrypted (`citewell doctor` tells of that).
    try:
        return QdrantClient(
            url=options.url,
            timeout=options.timeout,
            headers={"api-key": key} if key else None,
            check_compatibility=False,
            trust_env=False,
            verify=trusted,
        )
    except ValueError as error:
        raise ConfigurationError(
            f"CITEWELL_QDRANT_URL is {options.url!r}, which is no address ({error})."
        ) from error


def _is_transient(error: BaseException) -> bool:
    if isinstance(error, UnexpectedResponse):
        return error.status_code in TRANSIENT
    if isinstance(error, ResponseHandlingException):
        return not isinstance(error.source, ValidationError)
    return isinstance(error, ResourceExhaustedResponse)


_BACK_OFF: Final = tenacity.wait_exponential_jitter(multiplier=0.2, max=LONGEST_WAIT, jitter=0.2)


def _wait(state: tenacity.RetryCallState) -> float:
    """0.2 s, doubled at each try; what the server itself asks for, where it does."""
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, ResourceExhaustedResponse):
        return min(float(error.retry_after_s), LONGEST_WAIT)
    return _BACK_OFF(state)


_STRANGE: Final = "its reply is none of Qdrant's"


def _reason(error: Exception) -> str:
    """One line without anything that was asked: what a search holds is numbers and tags."""
    if isinstance(error, UnexpectedResponse):
        return f"{error.status_code} {error.reason_phrase}".strip()
    if isinstance(error, ResponseHandlingException):
        source = error.source
        if isinstance(source, ValidationError):
            return _STRANGE
        said = str(source).splitlines()
        return said[0] if said else type(source).__name__
    return str(error) or "too many requests"
