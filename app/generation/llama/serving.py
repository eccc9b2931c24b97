"""The engine's own process: carries out one order after another until the parent hangs up.

Started by `process.py` as `python -m app.generation.llama.serving FD`. One thread listens, so that
`Stop` is heard and the parent's end is noticed while the other one computes.
"""

import os
import queue
import resource
import sys
import threading
from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import Final

from app.generation.llama.engine import LlamaEngine
from app.generation.llama.greedy import Greedy
from app.generation.llama.orders import (
    Count,
    Counted,
    EngineFault,
    Failed,
    Load,
    Loaded,
    Order,
    Refused,
    Reply,
    Stop,
    Write,
)

GONE: Final = 0
"""Exit status where the parent hung up."""


class _Desk:
    """The orders that came, and the engine that carries them out."""

    def __init__(self, line: Connection) -> None:
        self._line = line
        self._orders: queue.SimpleQueue[Load | Count | Write] = queue.SimpleQueue()
        self._engine: LlamaEngine | None = None
        self._greedy: Greedy | None = None
        self._lock = threading.Lock()
        self._writing: int | None = None
        self._stopped: set[int] = set()
        """Numbers whose `Stop` came before they were begun."""

    def listen(self) -> None:
        """Sort the orders; ends the process at once where the parent is gone."""
        try:
            while True:
                order: Order = self._line.recv()
                if isinstance(order, Stop):
                    self._stop(order.number)
                else:
                    self._orders.put(order)
        except (EOFError, OSError):
            os._exit(GONE)

    def work(self) -> None:
        while True:
            order = self._orders.get()
            try:
                for reply in self._carried_out(order):
                    self._line.send(reply)
            except OSError:
                os._exit(GONE)
            except (ValueError, EngineFault) as error:
                fault = isinstance(error, EngineFault)
                self._line.send(Failed(str(error)) if fault else Refused(str(error)))
            except Exception as error:  # noqa: BLE001 - its words may be the prompt's: the kind only
                self._line.send(Failed(type(error).__name__))

    def _carried_out(self, order: Load | Count | Write) -> Iterator[Reply]:
        if isinstance(order, Load):
            self._engine = LlamaEngine(order)
            self._greedy = Greedy(self._engine)
            yield Loaded(self._engine.overhead)
            return
        if self._engine is None or self._greedy is None:
            raise ValueError("no model was loaded")
        if isinstance(order, Count):
            yield Counted(self._engine.count(order.texts))
            return
        self._begin(order.number, self._engine)
        try:
            yield from self._greedy.write(order)
        finally:
            with self._lock:
                self._writing = None

    def _begin(self, number: int, engine: LlamaEngine) -> None:
        with self._lock:
            engine.stopped = False
            self._writing = number
            if number in self._stopped:
                engine.stopped = True
            self._stopped.clear()

    def _stop(self, number: int) -> None:
        with self._lock:
            if self._writing == number and self._engine is not None:
                self._engine.stopped = True
            elif self._writing is None:
                self._stopped.add(number)


if __name__ == "__main__":
    # an engine that is ended by a fault of its own must not leave its prompts on the disk
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    desk = _Desk(Connection(int(sys.argv[1])))
    threading.Thread(target=desk.listen, daemon=True).start()
    desk.work()
