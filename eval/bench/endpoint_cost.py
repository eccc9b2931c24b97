"""One service asked each question in two ways, in turn: what another endpoint takes beside
`POST /v1/questions`."""

import statistics
from collections.abc import Sequence
from typing import Final

from eval.bench.closed_loop import Target, asks, load
from eval.bench.endpoints import QUESTIONS, Endpoint
from eval.suite import Progress, UnusableSet

_GOOD: Final = 200


def endpoint_ratio(
    target: Target,
    endpoint: Endpoint,
    questions: Sequence[tuple[str, str]],
    pairs: int,
    progress: Progress,
) -> float:
    """Time of a request there over that of the same question at `/v1/questions`: the median over
    pairs, asked one after the other by one client, in changing order; 1.1 is 10% slower.

    Raises UnusableSet: one was not answered.
    """
    ratios = []
    for number in progress.track(range(pairs), "Comparing", pairs):
        question = questions[number % len(questions)]
        swapped = (number + number // len(questions)) % 2
        both = (QUESTIONS, endpoint) if swapped else (endpoint, QUESTIONS)
        spent = {way.path: _seconds(target, question, way) for way in both}
        ratios.append(spent[endpoint.path] / spent[QUESTIONS.path])
    return statistics.median(ratios)


def _seconds(target: Target, question: tuple[str, str], way: Endpoint) -> float:
    ((reply,), _) = load(target, [asks(target, *question, way)], 1)
    if reply.status != _GOOD:
        raise UnusableSet(f"{way.path} replied {reply.status} to one client alone.")
    return reply.seconds
