"""What the front door tells of a request: one log line, and those who look on. No word of it.

The path, the query string, the body, the headers and an exception's message may all hold a
patient's words, and none of them is written.
"""

import logging
import time
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from starlette.types import Scope

from app.domain.answer import DoneEvent, Event, Outcome
from app.domain.conversation import ChatEvent, RepliedEvent
from app.domain.observed import FIELDS, NO_ROUTE, SeenRequest
from app.domain.ports.observing import RequestObserver
from app.domain.question import Caller
from app.http.auth import CALLER
from app.http.problems import ANSWERED_WITH

_OUTCOME: Final = "citewell.outcome"
_REPLAYED: Final = "citewell.replayed"
_METHODS: Final = frozenset(
    {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"}
)

_log = logging.getLogger("citewell.http")


class Unwatched:
    """A `RequestObserver` that does not look."""

    def arrived(self) -> None:
        pass

    def served(self, seen: SeenRequest) -> None:
        pass


class Watch:
    """Over one request, from its arrival on."""

    def __init__(self, scope: Scope, trace_id: str, observer: RequestObserver) -> None:
        self._scope = scope
        self._trace_id = trace_id
        self._observer = observer
        self._started = time.perf_counter()
        observer.arrived()

    def ended(self, status: int) -> None:
        """Tell of it. `status` 0: nothing was sent."""
        scope = self._scope
        seen = SeenRequest(
            route=template(scope),
            method=_method(scope),
            status=status,
            seconds=time.perf_counter() - self._started,
            problem=scope.get(ANSWERED_WITH),
        )
        self._observer.served(seen)
        _log.info(
            "%s %s %s %s %.0f ms%s",
            self._trace_id,
            seen.method,
            seen.route,
            status,
            seen.seconds * 1000,
            " replayed" if _REPLAYED in scope else "",
            extra={FIELDS: self._fields(seen)},
        )

    def _fields(self, seen: SeenRequest) -> dict[str, Any]:
        caller = self._scope.get(CALLER)
        known = caller if isinstance(caller, Caller) else None
        outcome: tuple[str, str] | None = self._scope.get(_OUTCOME)
        again: dict[str, Any] = {}
        if _REPLAYED in self._scope:
            again = {"replayed": True, "outcome_trace_id": self._scope[_REPLAYED]}
        return {
            "message": "request",
            "trace_id": self._trace_id,
            "method": seen.method,
            "route": seen.route,
            "status": seen.status,
            "ms": round(seen.seconds * 1000, 1),
            "problem": seen.problem,
            "caller": None if known is None else known.key_id or known.name,
            "role": None if known is None else str(known.role),
            "outcome": None if outcome is None else outcome[0],
            "outcome_trace_id": None if outcome is None else outcome[1],
            **again,
        }


def note(scope: Scope, outcome: Outcome) -> None:
    """Keep of an outcome what the log line names: its kind and its trace's id."""
    scope[_OUTCOME] = (outcome.kind, outcome.trace.trace_id)


class _Route(NamedTuple):
    path: str


def note_route(scope: Scope) -> None:
    """Keep which route it is, where a request is answered before the route is entered; its path
    holds nothing that a caller chose."""
    scope["route"] = _Route(scope["path"])


def note_replay(scope: Scope, trace_id: str | None) -> None:
    """Keep that the reply is one of before, and of which answer."""
    note_route(scope)
    scope[_REPLAYED] = trace_id


def noting(events: Iterator[Event], scope: Scope) -> Iterator[Event]:
    """The same events; the outcome is noted as it passes."""
    for event in events:
        if isinstance(event, DoneEvent):
            note(scope, event.outcome)
        yield event


def noting_chat(events: Iterator[ChatEvent], scope: Scope) -> Iterator[ChatEvent]:
    """As `noting`, of a chat."""
    for event in events:
        if isinstance(event, RepliedEvent):
            note(scope, event.reply.outcome)
        yield event


def template(scope: Scope) -> str:
    """`/v1/passages/{id}`, not the path itself; `(no route)` for a path that we do not have."""
    return str(getattr(scope.get("route"), "path", NO_ROUTE))


def _method(scope: Scope) -> str:
    """HTTP lets a caller make up methods, and a name is one."""
    method = str(scope["method"])
    return method if method in _METHODS else "?"
