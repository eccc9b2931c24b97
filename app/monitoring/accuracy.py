"""How many answers reviewers approved, of those drawn at random and of the rest.

What was drawn at random tells how good all answers are, whatever else put a task on the list. The
rest is listed because something spoke against it: how often it is approved tells how well that is
chosen, not how good answers are. Reports of harm are neither. A task counts in the period of its
answer, not of its decision; so the newest periods still lack decisions.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal

from app.domain.frozen import Frozen
from app.domain.reviewing import DECIDED, Cause, ReviewTask, State
from app.domain.watched import Came
from app.monitoring.calibration import Stated
from app.monitoring.charts import Chart, Counted, p_chart
from app.monitoring.periods import By, Period, period_of
from app.monitoring.probability import wilson
from app.monitoring.tallying import Reviewable

Part = Literal["all", "outcome", "audience", "role", "topic"]
_PARTS: Final[tuple[Part, ...]] = ("all", "outcome", "audience", "role", "topic")


class Estimate(Frozen):
    """A share of approved ones with Wilson's interval of 95%; `of` says by what was parted."""

    of: Part
    name: str
    approved: int
    decided: int
    share: float
    interval: tuple[float, float]


class Accuracy(Frozen):
    undecided: int
    estimates: tuple[Estimate, ...]
    """None where nothing was decided; the whole first."""
    chart: Chart


def is_drawn(task: ReviewTask) -> bool:
    return Cause.SAMPLE in task.causes


def is_listed(task: ReviewTask) -> bool:
    """Something spoke against it, and it was not drawn."""
    return not is_drawn(task) and Cause.ADVERSE_EVENT not in task.causes


def accuracy(
    name: str,
    tasks: Sequence[ReviewTask],
    known: Mapping[str, Reviewable],
    shown: Sequence[Period],
    baseline: int,
    by: By,
) -> Accuracy:
    """Args:
    known: by trace id, what the audit log has of the answer.
    shown: the periods, oldest first.
    """
    decided = [task for task in tasks if task.state in DECIDED]
    of = Counter(period_of(task.at, by) for task in decided)
    hits = Counter(period_of(task.at, by) for task in decided if _right(task))
    counted = [Counted(period, hits[period], of[period]) for period in shown]
    return Accuracy(
        undecided=len(tasks) - len(decided),
        estimates=tuple(_estimates(decided, known)),
        chart=p_chart(name, counted, baseline),
    )


def stated(tasks: Iterable[ReviewTask], known: Mapping[str, Reviewable]) -> list[Stated]:
    """Of decided ones whose answer states a confidence."""
    found = ((task, known.get(task.trace_id)) for task in tasks if task.state in DECIDED)
    return [
        Stated(answer.confidence, _right(task))
        for task, answer in found
        if answer is not None and answer.came is Came.ANSWER and answer.confidence is not None
    ]


def _right(task: ReviewTask) -> bool:
    return task.state is State.APPROVED


def _estimates(
    decided: Sequence[ReviewTask], known: Mapping[str, Reviewable]
) -> Iterator[Estimate]:
    parts: dict[tuple[str, str], list[bool]] = {}
    for task in decided:
        answer = known.get(task.trace_id)
        names = {"all": "", "topic": task.topic}
        if answer is not None:
            names |= {"outcome": answer.came.value}
            names |= {"audience": answer.audience} if answer.audience else {}
            names |= {"role": answer.role} if answer.role else {}
        for of, name in names.items():
            parts.setdefault((of, name), []).append(_right(task))
    for kind in _PARTS:
        for (of, name), right in sorted(parts.items()):
            if of == kind:
                yield Estimate(
                    of=kind,
                    name=name,
                    approved=sum(right),
                    decided=len(right),
                    share=sum(right) / len(right),
                    interval=wilson(sum(right), len(right)),
                )
