"""Lets others look on: what is seen of a trip is told to them without a word of it."""

import logging
from collections import Counter
from collections.abc import Callable
from collections.abc import Generator as Steps
from contextlib import closing
from functools import partial
from queue import SimpleQueue
from threading import Event as Signal
from threading import Lock, Thread

from app.answering.timing import Stopwatch
from app.domain.answer import Abstention, Answer, DoneEvent, Event, Outcome, Referral
from app.domain.observed import SeenTrip
from app.domain.ports.observing import TripObserver
from app.domain.question import Question

LEFT = "left"
ERROR = "error"
_log = logging.getLogger("citewell")


class Observers:
    """A `TripObserver` that tells each of those who were added, in a thread of its own: nobody
    waits for an answer until it was counted. Nobody at first."""

    def __init__(self) -> None:
        self._each: tuple[TripObserver, ...] = ()
        self._waiting: SimpleQueue[Callable[[], bool]] = SimpleQueue()
        """Each says whether there is more to come."""
        self._lock = Lock()
        self._thread: Thread | None = None

    def add(self, observer: TripObserver) -> None:
        self._each = (*self._each, observer)

    def answered(self, seen: SeenTrip) -> None:
        if not self._each:
            return
        self._waiting.put(partial(_tell, self._each, seen))
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    self._thread = Thread(target=self._work, name="observers", daemon=True)
                    self._thread.start()

    def settle(self, seconds: float = 5.0) -> None:
        """Whatever was answered before has been told when it returns, or so long was waited."""
        if self._thread is not None:
            told = Signal()
            self._waiting.put(partial(_reached, told))
            told.wait(seconds)

    def close(self) -> None:
        """Tell what is left, within seconds; what is answered later is told, too."""
        with self._lock:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._waiting.put(lambda: False)
            thread.join(5.0)

    def _work(self) -> None:
        while self._waiting.get()():
            pass


def _reached(told: Signal) -> bool:
    told.set()
    return True


def _tell(observers: tuple[TripObserver, ...], seen: SeenTrip) -> bool:
    for observer in observers:
        try:
            observer.answered(seen)
        except Exception as error:  # noqa: BLE001 - one that fails keeps no other from looking on
            _log.error("What was answered could not be told: %s", type(error).__name__)
    return True


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
