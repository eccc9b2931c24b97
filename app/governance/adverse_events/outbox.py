"""Reports and hand-offs that the webhook has still to be told of, in the background."""

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Final

from app.domain.errors import Unavailable
from app.domain.ports.adverse_events import AdverseEvents
from app.domain.ports.clock import Clock
from app.domain.ports.conversations import HandOffs
from app.governance.adverse_events.webhook import Webhook

_log: Final = logging.getLogger("citewell")


class Outbox:
    """What could not be sent stays unsent on record, and is tried again with the next report, the
    next start, or `citewell adverse-events send`."""

    def __init__(
        self,
        events: AdverseEvents,
        webhook: Webhook,
        clock: Clock,
        hand_offs: HandOffs | None = None,
    ) -> None:
        self._events = events
        self._hand_offs = hand_offs
        self._webhook = webhook
        self._clock = clock
        self._one = Lock()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="webhook")
        self._last: Future[int] | None = None

    def wake(self) -> None:
        """Returns at once."""
        self._last = self._pool.submit(self._quietly)

    def send(self) -> int:
        """How many the receiver took. Raises Unavailable."""
        with self._one:
            done = 0
            for event in self._events.unsent():
                if self._webhook.send(event):
                    self._events.sent(event.id, self._clock.now())
                    done += 1
            if (handed := self._hand_offs) is not None:
                for one in handed.unsent():
                    if self._webhook.send(one):
                        handed.sent(one.id, self._clock.now())
                        done += 1
            return done

    def close(self) -> None:
        """After what was begun has ended."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._webhook.close()

    def _quietly(self) -> int:
        try:
            return self.send()
        except Unavailable as error:
            _log.error("Reports could not be sent: %s", error)
            return 0
