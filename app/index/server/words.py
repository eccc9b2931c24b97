"""Points, and which of them are meant, in our words and in the client's."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qdrant_client import models

from app.index.edge.analyzer import Terms
from app.index.points import DENSE, LEXICAL, AnyOf, Between, Condition, Payload

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WORDLESS: Final = "wordless"
"""Stands in the payload of a passage whose lexical vector is empty."""


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


def to_struct(point: Point) -> models.PointStruct:
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


def to_filter(where: Where) -> models.Filter:
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
