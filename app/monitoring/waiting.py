"""The queue of reviews: what waits, for whom, for how long, and how fast it is decided."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from app.domain.frozen import Frozen
from app.domain.reviewing import DECIDED, ReviewTask
from app.monitoring.tallying import nearest_rank

NOBODY: Final = "nobody"
"""The owner of a topic for which nobody was named."""
_DAY: Final = 86_400.0


class Owned(Frozen):
    """What waits for one person."""

    owner: str
    waiting: int
    oldest_days: float


class Queue(Frozen):
    """`to_decide`: days from an answer to the decision on it, of what was decided."""

    waiting: int
    oldest_days: float | None
    by_owner: tuple[Owned, ...]
    """Most first."""
    decided: int
    to_decide_p50: float | None
    to_decide_p90: float | None


def queue(waiting: Sequence[ReviewTask], decided: Iterable[ReviewTask], now: datetime) -> Queue:
    """Args: waiting: undecided ones of any age; decided: those of the time that is looked at."""
    ages: dict[str, list[float]] = {}
    for task in waiting:
        ages.setdefault(task.owner or NOBODY, []).append(_days(task.at, now))
    owned = [
        Owned(owner=owner, waiting=len(each), oldest_days=max(each)) for owner, each in ages.items()
    ]
    spent = sorted(
        _days(task.at, task.decided_at)
        for task in decided
        if task.state in DECIDED and task.decided_at is not None
    )
    return Queue(
        waiting=len(waiting),
        oldest_days=max((each.oldest_days for each in owned), default=None),
        by_owner=tuple(sorted(owned, key=lambda one: (-one.waiting, one.owner))),
        decided=len(spent),
        to_decide_p50=nearest_rank(spent, 0.5),
        to_decide_p90=nearest_rank(spent, 0.9),
    )


def _days(start: datetime, end: datetime) -> float:
    """Never below 0, whatever a clock did."""
    return max(0.0, (end - start).total_seconds() / _DAY)
