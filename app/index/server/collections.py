"""What is done with collections on a Qdrant server.

Everything here may be said twice with the same effect, as the connection does where no reply comes:
point ids and collection names are made by the caller, and what a filter deletes or marks is marked
already the second time.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast

from qdrant_client import QdrantClient, models

from app.index.edge.analyzer import Terms
from app.index.points import (
    DENSE,
    EXACT_UP_TO,
    INTEGERS,
    KEYWORDS,
    LEXICAL,
    Payload,
    kilobytes,
)
from app.index.server.connection import Connection
from app.index.server.words import WORDLESS, Point, Scored, Where, to_filter, to_struct

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PAGE: Final = 1_000


class Server(Connection):
    """Every method raises IndexUnavailable where the server cannot be reached or refuses."""

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
                    indexing_threshold=kilobytes(EXACT_UP_TO, dimension)
                ),
                shard_number=options.shards,
                replication_factor=options.replicas,
                write_consistency_factor=options.write_consistency,
            )

        self.call(make)
        if self.local:
            return  # it has no payload indexes, and says so with a warning
        for keys, kind in (
            ((*KEYWORDS, "passage", WORDLESS), models.PayloadSchemaType.KEYWORD),
            ((*INTEGERS, "since", "until"), models.PayloadSchemaType.INTEGER),
        ):
            for key in keys:
                self.call(partial(_index, collection, key, kind))

    def exists(self, collection: str) -> bool:
        return self.call(lambda client: client.collection_exists(collection))

    def drop(self, collection: str) -> None:
        if self.exists(collection):
            self.call(lambda client: client.delete_collection(collection))

    def upsert(self, collection: str, points: Sequence[Point]) -> None:
        if points:
            structs = [to_struct(point) for point in points]
            self.call(
                lambda client: client.upsert(
                    collection, structs, wait=True, ordering=models.WriteOrdering.MEDIUM
                )
            )

    def delete(self, collection: str, where: Where) -> None:
        selector = models.FilterSelector(filter=to_filter(where))
        self.call(
            lambda client: client.delete(
                collection, selector, wait=True, ordering=models.WriteOrdering.MEDIUM
            )
        )

    def mark(self, collection: str, where: Where, key: str, value: int) -> None:
        """Set one payload value of all these points."""
        chosen = to_filter(where)
        self.call(
            lambda client: client.set_payload(
                collection,
                {key: value},
                chosen,
                wait=True,
                ordering=models.WriteOrdering.MEDIUM,
            )
        )

    def unmark(self, collection: str, where: Where, key: str) -> None:
        chosen = to_filter(where)
        self.call(
            lambda client: client.delete_payload(
                collection, [key], chosen, wait=True, ordering=models.WriteOrdering.MEDIUM
            )
        )

    def count(self, collection: str, where: Where) -> int:
        chosen = to_filter(where)
        return self.call(lambda client: client.count(collection, chosen, exact=True).count)

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
                filter=to_filter(near),
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
                    filter=to_filter(worded),
                    params=models.SearchParams(
                        idf=models.IdfCorpusParams(corpus=to_filter(corpus))
                    ),
                    limit=limit,
                    with_payload=list(keys),
                )
            )
        replies = self.call(lambda client: client.query_batch_points(collection, requests))
        found = [
            [Scored(str(point.id), point.score, point.payload or {}) for point in reply.points]
            for reply in replies
        ]
        return found[0], found[1] if lexical is not None else []

    def aliased(self, alias: str) -> str | None:
        """The collection that an alias names."""
        listed = self.call(lambda client: client.get_aliases().aliases)
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
        self.call(lambda client: client.update_collection_aliases(steps))

    def _scroll(
        self, collection: str, where: Where, page: int, **kept: Any
    ) -> Iterator[models.Record]:
        chosen = to_filter(where)
        offset: models.ExtendedPointId | None = None
        while True:
            asked = partial(_page, collection, chosen, page, offset, kept)
            records, offset = self.call(asked)
            yield from records
            if offset is None:
                return


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
