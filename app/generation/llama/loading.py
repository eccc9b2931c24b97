"""One try to load the model, in a thread of its own: who waits for it may lose patience."""

import threading
from collections.abc import Callable
from typing import Final

from app.domain.errors import CitewellError, ConfigurationError, ModelUnavailable
from app.generation.llama.orders import Failed, Load, Loaded, Refused
from app.generation.llama.process import EngineEnded, EngineProcess

LOADING: Final = 900.0
"""Seconds that loading may take: 40 GB off a slow disk."""


class Loading:
    """One engine on its way.

    Args:
        order: looks at the file and the memory, and says what to load.
        over: told at the end, whatever it was, before any who wait are.
    """

    def __init__(self, order: Callable[[], Load], over: Callable[["Loading"], None]) -> None:
        self._order = order
        self._over = over
        self._lock = threading.Lock()
        self._cancelled = False
        self.done = threading.Event()
        self.process: EngineProcess | None = None
        """Once it is done: an engine with its model, unless there is an `error`."""
        self.overhead = 0
        """Tokens that the template puts around a prompt."""
        self.error: BaseException | None = None
        self.ended = ""
        """Why its process ended, where that is what happened."""

    def start(self) -> None:
        threading.Thread(target=self._run, name="llama-load", daemon=True).start()

    def cancel(self) -> None:
        """Nobody wants it any more."""
        with self._lock:
            self._cancelled = True
            if self.process is not None:
                self.process.end()

    def _run(self) -> None:
        try:
            self._load()
        except BaseException as error:  # noqa: BLE001 - raised where it is waited for
            self.error = error
        finally:
            self._over(self)
            self.done.set()

    def _load(self) -> None:
        order = self._order()
        process = self._started()
        reply = None
        why = f"loading took longer than {LOADING:g} seconds"
        try:
            process.give(order)
            reply = process.reply(LOADING)
        except EngineEnded as error:
            why = str(error)
        if isinstance(reply, Loaded):
            self.overhead = reply.overhead
            return
        process.end()
        if isinstance(reply, Refused):
            raise ConfigurationError(f"The model {order.path} cannot run: {reply.why}.")
        self.ended = reply.why if isinstance(reply, Failed) else why
        raise ModelUnavailable(f"The language model could not be loaded: {self.ended}.")

    def _started(self) -> EngineProcess:
        with self._lock:
            if self._cancelled:
                raise ModelUnavailable("The language model was closed.")
            try:
                self.process = EngineProcess()
            except OSError as error:
                raise ModelUnavailable(
                    f"The language model's engine cannot be started ({error.strerror})."
                ) from error
            return self.process


def told(error: BaseException) -> str:
    """Of a failure, without what may be a word of somebody's."""
    return str(error) if isinstance(error, CitewellError) else type(error).__name__
