"""Outcomes and reviews of made-up weeks."""

import random
from datetime import UTC, datetime, timedelta

from app.domain.corpus import Audience
from app.domain.reviewing import Cause, ReviewTask, State
from app.domain.watched import Came, WatchedOutcome

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
"""A Wednesday."""
WEEKS = 30


class Made:
    """`weeks` weeks of `each` questions until `NOW`, of which every one is drawn for review and
    `right` are approved; from `changed` weeks before the end on `then`.

    Args: topic: of the questions of the changed weeks.
    """

    def __init__(
        self,
        *,
        weeks: int = WEEKS,
        each: int = 20,
        right: float = 0.9,
        changed: int = 0,
        then: float = 0.9,
        topic: str = "heart",
        seed: int = 1,
    ) -> None:
        luck = random.Random(seed)
        self.outcomes: list[WatchedOutcome] = []
        self.tasks: list[ReviewTask] = []
        for week in range(weeks):
            late = week >= weeks - changed
            share = then if late else right
            for number in range(each):
                ago = timedelta(weeks=weeks - 1 - week, minutes=number)
                about = topic if late else luck.choice(["heart", "infections", "general"])
                self._add(NOW - timedelta(hours=9) - ago, luck.random() < share, about)

    def _add(self, at: datetime, right: bool, topic: str) -> None:
        number = len(self.tasks) + 1
        trace = f"{number:032x}"
        self.outcomes.append(
            WatchedOutcome(
                at=at,
                came=Came.ANSWER,
                trace_id=trace,
                audience=Audience.CLINICIAN,
                role="clinician",
                topics=(topic,),
                confidence=0.9,
                seconds=0.1,
            )
        )
        self.tasks.append(
            task(number, at, State.APPROVED if right else State.REJECTED, topic=topic)
        )


def task(
    number: int,
    at: datetime,
    state: State = State.OPEN,
    *causes: Cause,
    topic: str = "heart",
    owner: str | None = None,
    after: timedelta = timedelta(hours=6),
) -> ReviewTask:
    decided = state not in (State.OPEN, State.CLAIMED)
    return ReviewTask(
        id=number,
        trace_id=f"{number:032x}",
        causes=causes or (Cause.SAMPLE,),
        topic=topic,
        owner=owner,
        at=at,
        state=state,
        by="A. Examplo" if decided else None,
        decided_at=at + after if decided else None,
    )
