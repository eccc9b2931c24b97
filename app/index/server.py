"""A Qdrant server or cluster, spoken to through qdrant-client; the only file that knows it.

Everything here may be said twice with the same effect, so every call is repeated when the server
does not answer: point ids and collection names are made by the caller, and what a filter deletes
or marks is marked already the second time. Only the configured address is ever contacted: no
proxy of the environment, no check of versions in the background.
"""

import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import tenacity
from pydantic import ConfigDict, Field, SecretStr, ValidationError
from qdrant_client import QdrantClient, models
from qdrant_client.common.client_exceptions import ResourceExhaustedResponse
from qdrant_client.http.exceptions import ResponseHandlingException, UnexpectedResponse

from app.domain.errors import ConfigurationError, IndexUnavailable
from app.domain.frozen import Frozen
from app.index.edge import Terms
from app.index.points import (
    DENSE,
    INTEGERS,
    KEYWORDS,
    LEXICAL,
    AnyOf,
    Between,
    Condition,
    Payload,
    graph_threshold,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OLDEST: Final = (1, 19)
"""The first server that counts words over the points of one generation alone (`idf.corpus`); an
older one would ignore that and rank by other weights without a word."""
TRANSIENT: Final = frozenset({408, 429, 500, 502, 503, 504})
WORDLESS: Final = "wordless"
"""Stands in the payload of a passage whose lexical vector is empty."""
PAGE: Final = 1_000
LONGEST_WAIT: Final = 10.0
"""Seconds between two tries."""

T = TypeVar("T")


class ServerOptions(Frozen):
    """How the server is reached and how collections are made; settings by their names there."""

    model_config = ConfigDict(from_attributes=True, populate_by_name=True, extra="ignore")

    url: str = Field(validation_alias="qdrant_url")
    """http:// or https://; or the client's local mode, for tests: `:memory:`, or a folder that
    begins with `/` or `.`."""
    api_key: SecretStr | None = Field(None, validation_alias="qdrant_api_key")
    ca: Path | None = Field(None, validation_alias="qdrant_ca")
    collection: str = Field("citewell", validation_alias="qdrant_collection")
    shards: int = Field(1, validation_alias="qdrant_shards")
    replicas: int = Field(1, validation_alias="qdrant_replicas")
    write_consistency: int = Field(1, validation_alias="qdrant_write_consistency")
    timeout: int = Field(10, validation_alias="qdrant_timeout")
    retries: int = Field(4, validation_alias="qdrant_retries")


@dataclass(frozen=True)
class Where:
    """Which points: all of `every`, none of `none`, and only these ids where some are given."""

    every: tuple[Condition, ...] = ()
    none: tuple[Condition, ...] = ()
    points: frozenset[str] | None = None
    in_both_legs: bool = False
    """Only points that have either vector; no lexical one is needed where there are no words."""


@dataclass(frozen=True)
class Point:
    """One passage on the server."""

    id: str
    payload: Payload
    dense: "list[float] | NDArray[np.float32]"
    lexical: Terms


@dataclass(frozen=True)
class Scored:
    """A point that a leg found, with the payload keys that were asked for."""

    id: str
    score: float
    payload: dict[str, Any]


class Server:
    """One client of one server, for many threads; connects at the first call.

    Every method raises IndexUnavailable, which names the address and the setting, where the server
    cannot be reached or refuses.

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
        found = self._call(lambda client: client.info().version)
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

    def create(self, collection: str, dimension: int) -> None:
        """Make a collection with both legs and an index for every key that filters look at."""
        options = self.options

        def make(client: QdrantClient) -> None:
            if client.collection_exists(collection):
                return
            client.create_collection(
                collection,
                vectors_config={
                    DENSE: models.VectorParams(size=dimension, distance=models.Distance.COSINE)
                },
                sparse_vectors_config={
                    LEXICAL: models.SparseVectorParams(modifier=models.Modifier.IDF)
                },
                optimizers_config=models.OptimizersConfigDiff(
                    indexing_threshold=graph_threshold(dimension)
                ),
                shard_number=options.shards,
                replication_factor=options.replicas,
                write_consistency_factor=options.write_consistency,
            )

        self._call(make)
        if self.local:
            return  # it has no payload indexes, and says so with a warning
        for keys, kind in (
            ((*KEYWORDS, "passage", WORDLESS), models.PayloadSchemaType.KEYWORD),
            ((*INTEGERS, "since", "until"), models.PayloadSchemaType.INTEGER),
        ):
            for key in keys:
                self._call(partial(_index, collection, key, kind))

    def exists(self, collection: str) -> bool:
        return self._call(lambda client: client.collection_exists(collection))

    def drop(self, collection: str) -> None:
        if self.exists(collection):
            self._call(lambda client: client.delete_collection(collection))

    def upsert(self, collection: str, points: Sequence[Point]) -> None:
        if points:
            structs = [_struct(point) for point in points]
            self._call(
                lambda client: client.upsert(
                    collection, structs, wait=True, ordering=models.WriteOrdering.MEDIUM
                )
            )

    def delete(self, collection: str, where: Where) -> None:
        selector = models.FilterSelector(filter=_filter(where))
        self._call(
            lambda client: client.delete(
                collection, selector, wait=True, ordering=models.WriteOrdering.MEDIUM
            )
        )

    def mark(self, collection: str, where: Where, key: str, value: int) -> None:
        """Set one payload value of all these points."""
        chosen = _filter(where)
        self._call(
            lambda client: client.set_payload(
                collection,
                {key: value},
                chosen,
                wait=True,
                ordering=models.WriteOrdering.MEDIUM,
            )
        )

    def unmark(self, collection: str, where: Where, key: str) -> None:
        chosen = _filter(where)
        self._call(
            lambda client: client.delete_payload(
                collection, [key], chosen, wait=True, ordering=models.WriteOrdering.MEDIUM
            )
        )

    def count(self, collection: str, where: Where) -> int:
        chosen = _filter(where)
        return self._call(lambda client: client.count(collection, chosen, exact=True).count)

    def payloads(self, collection: str, where: Where, key: str) -> Iterator[str]:
        """The value under `key` of all these points, in no order."""
        for record in self._scroll(collection, where, PAGE, with_payload=[key]):
            yield str((record.payload or {})[key])

    def points(self, collection: str, where: Where, page: int) -> Iterator[Point]:
        """Whole points, in no order, `page` at a time from the server."""
        for record in self._scroll(collection, where, page, with_vectors=True):
            vectors = cast("dict[str, Any]", record.vector or {})
            sparse = cast("models.SparseVector", vectors[LEXICAL])
            yield Point(
                str(record.id),
                cast("Payload", record.payload or {}),
                vectors[DENSE],
                Terms(sparse.indices, sparse.values),
            )

    def search(
        self,
        collection: str,
        dense: "tuple[NDArray[np.float32], Where]",
        lexical: tuple[Terms, Where] | None,
        corpus: Where,
        keys: Sequence[str],
        limit: int,
    ) -> tuple[list[Scored], list[Scored]]:
        """Both legs in one round trip.

        Args:
            dense: the question's vector, and where it looks.
            lexical: its terms, and where they look; None leaves that leg empty.
            corpus: the points that words are counted in.
            keys: payload keys that come back.
        """
        vector, near = dense
        requests = [
            models.QueryRequest(
                query=vector.tolist(),
                using=DENSE,
                filter=_filter(near),
                limit=limit,
                with_payload=list(keys),
            )
        ]
        if lexical is not None:
            terms, worded = lexical
            requests.append(
                models.QueryRequest(
                    query=models.SparseVector(indices=terms.indices, values=terms.values),
                    using=LEXICAL,
                    filter=_filter(worded),
                    params=models.SearchParams(idf=models.IdfCorpusParams(corpus=_filter(corpus))),
                    limit=limit,
                    with_payload=list(keys),
                )
            )
        replies = self._call(lambda client: client.query_batch_points(collection, requests))
        found = [
            [Scored(str(point.id), point.score, point.payload or {}) for point in reply.points]
            for reply in replies
        ]
        return found[0], found[1] if lexical is not None else []

    def aliased(self, alias: str) -> str | None:
        """The collection that an alias names."""
        listed = self._call(lambda client: client.get_aliases().aliases)
        return next((each.collection_name for each in listed if each.alias_name == alias), None)

    def alias(self, alias: str, collection: str) -> None:
        """Let the alias name the collection, in one step."""
        steps: list[models.AliasOperations] = []
        if self.aliased(alias) is not None:
            steps.append(
                models.DeleteAliasOperation(delete_alias=models.DeleteAlias(alias_name=alias))
            )
        steps.append(
            models.CreateAliasOperation(
                create_alias=models.CreateAlias(collection_name=collection, alias_name=alias)
            )
        )
        self._call(lambda client: client.update_collection_aliases(steps))

    def close(self) -> None:
        """Hang up; a later call connects anew."""
        with self._opening:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def _scroll(
        self, collection: str, where: Where, page: int, **kept: Any
    ) -> Iterator[models.Record]:
        chosen = _filter(where)
        offset: models.ExtendedPointId | None = None
        while True:
            asked = partial(_page, collection, chosen, page, offset, kept)
            records, offset = self._call(asked)
            yield from records
            if offset is None:
                return

    def _call(self, does: Callable[[QdrantClient], T]) -> T:
        """Say it, and say it again where the server did not answer."""
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


def _index(collection: str, key: str, kind: models.PayloadSchemaType, client: QdrantClient) -> None:
    client.create_payload_index(collection, key, kind, wait=True)


def _page(
    collection: str,
    chosen: models.Filter,
    page: int,
    offset: "models.ExtendedPointId | None",
    kept: dict[str, Any],
    client: QdrantClient,
) -> "tuple[list[models.Record], models.ExtendedPointId | None]":
    records, following = client.scroll(collection, chosen, limit=page, offset=offset, **kept)
    return records, cast("models.ExtendedPointId | None", following)


def _client(options: ServerOptions, *, local: bool) -> QdrantClient:
    if options.url == ":memory:":
        return QdrantClient(":memory:", force_disable_check_same_thread=True)
    if local:
        return QdrantClient(path=options.url, force_disable_check_same_thread=True)
    key = options.api_key.get_secret_value() if options.api_key else None
    # The key goes as a header of ours: given as such, the client prints a warning of its own
    # where the connection is not encrypted (`citewell doctor` tells of that).
    return QdrantClient(
        url=options.url,
        timeout=options.timeout,
        headers={"api-key": key} if key else None,
        check_compatibility=False,
        trust_env=False,
        verify=ssl.create_default_context(cafile=options.ca),
    )


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


def _struct(point: Point) -> models.PointStruct:
    dense = point.dense if isinstance(point.dense, list) else point.dense.tolist()
    return models.PointStruct(
        id=point.id,
        payload=point.payload | ({} if point.lexical.indices else {WORDLESS: WORDLESS}),
        vector={
            DENSE: dense,
            LEXICAL: models.SparseVector(
                indices=point.lexical.indices, values=point.lexical.values
            ),
        },
    )


def _filter(where: Where) -> models.Filter:
    must: list[models.Condition] = [_condition(each) for each in where.every]
    if where.points is not None:
        must.append(models.HasIdCondition(has_id=sorted(where.points)))
    if where.in_both_legs:
        must.append(models.HasVectorCondition(has_vector=DENSE))
        worded = models.HasVectorCondition(has_vector=LEXICAL)
        must.append(models.Filter(should=[worded, _condition(AnyOf(WORDLESS, (WORDLESS,)))]))
    return models.Filter(must=must, must_not=[_condition(each) for each in where.none])


def _condition(asked: Condition) -> models.FieldCondition:
    match asked:
        case AnyOf(key, values):
            return models.FieldCondition(key=key, match=models.MatchAny(any=list(values)))
        case Between(key, least, most):
            return models.FieldCondition(key=key, range=models.Range(gte=least, lte=most))
