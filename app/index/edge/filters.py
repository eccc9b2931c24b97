"""Which points are meant, in the engine's words."""

import uuid
from typing import cast

import qdrant_edge as engine

from app.index.points import AnyOf, Between, Condition


def field_condition(asked: Condition) -> engine.FieldCondition:
    match asked:
        case AnyOf(key, values):
            return engine.FieldCondition(key, match=engine.MatchAny(list(values)))
        case Between(key, least, most):
            return engine.FieldCondition(key, range=engine.RangeFloat(gte=least, lte=most))


def among(points: frozenset[uuid.UUID]) -> engine.Filter:
    """These points alone."""
    return engine.Filter(must=[engine.HasIdCondition(cast("set[engine.PointId]", set(points)))])
