"""How many reviews were decided, and how; counted by the database for whoever looks often."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import func, select

from app.domain.reviewing import DECIDED, Cause, State
from app.governance.reviewing.rows import BETWEEN
from app.governance.store import Store
from app.governance.tables import REVIEWS


class Decision(NamedTuple):
    state: State
    drawn: bool
    """At random."""


def decisions(store: Store) -> Mapping[Decision, int]:
    """Of every answer; reports of harm are no answers. Raises Unavailable."""
    counted = (
        select(REVIEWS.c.state, REVIEWS.c.causes, func.count())
        .where(REVIEWS.c.state.in_(DECIDED))
        .group_by(REVIEWS.c.state, REVIEWS.c.causes)
    )
    found: Counter[Decision] = Counter()
    with store.reading() as connection:
        for state, causes, number in [] if connection is None else connection.execute(counted):
            told = causes.split(BETWEEN)
            if Cause.ADVERSE_EVENT not in told:
                found[Decision(State(state), Cause.SAMPLE in told)] += number
    return found
