"""Lets others look on: what is seen of a trip is told to them without a word of it."""

from collections import Counter
from collections.abc import Generator as Steps
from contextlib import closing

from app.answering.timing import Stopwatch
from app.domain.answer import Abstention, Answer, DoneEvent, Event, Outcome, Referral
from app.domain.observed import SeenTrip
from app.domain.ports.observing import TripObserver
from app.domain.question import Question

LEFT = "left"
ERROR = "error"


class Observers:
    """A `TripObserver` that tells each of those who were added; nobody at first."""

    def __init__(self) -> None:
        self._each: tuple[TripObserver, ...] = ()

    def add(self, observer: TripObserver) -> None:
        self._each = (*self._each, observer)

    def answered(self, seen: SeenTrip) -> None:
        for observer in self._each:
            observer.answered(seen)


def observed(
    events: Steps[Event, None, None],
    question: Question,
    trace_id: str,
    watch: Stopwatch,
    observer: TripObserver,
) -> Steps[Event, None, None]:
    """The same events; `observer` is told once, when the last was taken, it broke, or nobody
    wanted more."""
    outcome: Outcome | None = None
    error: str | None = None
    try:
        with closing(events):
            for event in events:
                if isinstance(event, DoneEvent):
                    outcome = event.outcome
                yield event
    except Exception as failure:
        error = type(failure).__name__
        raise
    finally:
        observer.answered(_seen(question, trace_id, watch, outcome, error))


def _seen(
    question: Question, trace_id: str, watch: Stopwatch, outcome: Outcome | None, error: str | None
) -> SeenTrip:
    seen = SeenTrip(
        trace_id=trace_id,
        began=watch.began,
        seconds=watch.seconds,
        laps=watch.laps,
        kind=LEFT,
        audience=str(question.audience),
        with_record=question.record is not None,
    )
    if error is not None:
        return seen._replace(kind=ERROR, reason=error)
    if outcome is None:
        return seen
    trace = outcome.trace
    seen = seen._replace(
        kind=outcome.kind,
        reason=str(outcome.reason) if isinstance(outcome, Abstention) else None,
        checks=Counter((each.name, str(each.status)) for each in outcome.checks),
        overridden=sum(each.overridden_by is not None for each in outcome.checks),
        fingerprints={
            "generation": trace.generation,
            "embedder": trace.embedder,
            "generator": trace.generator,
            "rules": trace.rules,
            "settings": trace.settings,
        },
    )
    if isinstance(outcome, Referral):
        return seen
    seen = seen._replace(
        withheld=Counter(each.rule for each in outcome.withheld), review=bool(outcome.review)
    )
    return _answered(seen, outcome) if isinstance(outcome, Answer) else seen


def _answered(seen: SeenTrip, answer: Answer) -> SeenTrip:
    verdicts = (verdict for claim in answer.claims for verdict in claim.verdicts)
    return seen._replace(
        claims=len(answer.claims),
        evidence=len(answer.evidence),
        conflicts=len(answer.conflicts),
        verdicts=Counter((each.by, str(each.kind)) for each in verdicts),
    )
