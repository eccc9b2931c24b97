"""Two services asked the same questions in turn, by one client: what one has and the other lacks.

Each pair is one question, asked of both within a fraction of a second and in changing order, so
that other work on the machine weighs on both alike; the figure is the median over the pairs.
"""

import statistics
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from eval.bench.closed_loop import asks, load
from eval.bench.served import Served
from eval.measures.interval import bootstrap_interval
from eval.suite import Progress, UnusableSet

RESAMPLES = 2000
_GOOD = 200


class Compared(NamedTuple):
    """Of the first service over the second."""

    ratio: float
    """Of the time of a request: median over the pairs; 1.1 is 10% slower."""
    interval: tuple[float, float] | None
    """95%, of that median."""
    processor_ratio: float | None
    """Of the processor's time over all pairs."""
    added_ms: float
    """Median over the pairs of the difference."""
    bare_ms: float
    """Median time of the second service."""


def compared(
    first: Served,
    second: Served,
    questions: Sequence[tuple[str, str]],
    pairs: int,
    progress: Progress,
) -> Compared:
    """Every question is asked of both once before.

    Raises:
        UnusableSet: one of them did not answer.
    """
    for served in (first, second):
        load(served.target, [asks(served.target, *one) for one in questions], 1)
    before = first.processor, second.processor
    times: list[tuple[float, float]] = []
    for number in progress.track(range(pairs), "Comparing", pairs):
        question = questions[number % len(questions)]
        # Changed with every round of the questions, too: else each would keep its order.
        swapped = (number + number // len(questions)) % 2
        both = (second, first) if swapped else (first, second)
        spent = {served: _one(served, question) for served in both}
        times.append((spent[first], spent[second]))
    on, off = first.processor - before[0], second.processor - before[1]
    ratios = np.array([one / other for one, other in times])
    return Compared(
        ratio=float(np.median(ratios)),
        interval=bootstrap_interval((ratios,), np.median, RESAMPLES),
        processor_ratio=on / off if off else None,
        added_ms=statistics.median((one - other) * 1000 for one, other in times),
        bare_ms=statistics.median(other * 1000 for _, other in times),
    )


def _one(served: Served, question: tuple[str, str]) -> float:
    """Seconds. Raises UnusableSet: the service did not answer."""
    ((reply,), _) = load(served.target, [asks(served.target, *question)], 1)
    if reply.status != _GOOD:
        raise UnusableSet(f"The service replied {reply.status} to one client alone.")
    return reply.seconds
