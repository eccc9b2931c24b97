"""The engine of one model: started when it is needed, again where it ended, and not too often."""

import threading
import time
from collections.abc import Callable
from typing import Final

from app.domain.errors import ConfigurationError, GenerationTimeout, ModelUnavailable
from app.domain.leaving import Left
from app.domain.model_state import ModelState, Phase
from app.generation.llama.loading import Loading, told
from app.generation.llama.orders import Load
from app.generation.llama.process import EngineProcess
from app.generation.llama.restarts import Restarts
from app.generation.llama.turns import LOOK, ReaderLeft

WRONG: Final = 60
"""Seconds until a model that was found to be wrong is looked at again: reading it whole takes a
second a gigabyte, and no question should wait for that in vain."""


class KeptEngine:
    """Safe to call from many threads.

    Args:
        order: looks at the file and the memory, and says what to load.
        restarts: when to leave an engine alone that ends again and again.
    """

    def __init__(self, order: Callable[[], Load], restarts: Restarts) -> None:
        self._order = order
        self._restarts = restarts
        self._lock = threading.Lock()
        self._loading: Loading | None = None
        self._process: EngineProcess | None = None
        self._closed = False
        self._trouble = ""
        """Why the last try to load failed."""
        self._wrong: ConfigurationError | None = None
        self._looked = 0.0
        """When the model's file, or the memory for it, was found to be wrong."""
        self.overhead = 0
        """Tokens that the template puts around a prompt; 0 before it was loaded."""

    @property
    def state(self) -> ModelState:
        with self._lock:
            if rests := self._restarts.rests:
                return ModelState(phase=Phase.RESTING, why=self._restarts.why, retry_after=rests)
            if self._process is not None and self._process.alive:
                return ModelState(phase=Phase.READY)
            if self._loading is not None:
                return ModelState(phase=Phase.LOADING)
            if self._trouble:
                return ModelState(phase=Phase.FAILED, why=self._trouble)
        return ModelState(phase=Phase.COLD)

    @property
    def process_id(self) -> int | None:
        """None while none runs."""
        process = self._process
        return None if process is None else process.process_id

    def start(self) -> None:
        """Load in the background, unless it is loaded; `state` tells how it goes."""
        with self._lock:
            if self._process is None and self._loading is None and not self._closed:
                self._begun()

    def process(self, patience: float, left: Left) -> EngineProcess:
        """The engine with its model; where it does not come within so many seconds, it goes on
        loading. One that died while nobody asked is started again. For whose turn it is.

        Raises:
            ConfigurationError: the model cannot run here.
            ModelUnavailable: its engine ended while it loaded, rests, or was closed.
            GenerationTimeout: it did not come in time.
            ReaderLeft: `left` said so.
        """
        ends = time.monotonic() + patience
        loading: Loading | None = None
        while True:
            with self._lock:
                if self._process is not None and not self._process.alive:
                    self._dropped(self._process, self._process.bury())
                if self._process is not None:
                    return self._process
                self._refuse(loading)
                loading = self._loading or self._begun()
            while not loading.done.wait(LOOK):
                if left():
                    raise ReaderLeft
                if time.monotonic() >= ends:
                    raise GenerationTimeout(
                        f"The language model was not loaded within {patience:g} seconds and goes "
                        "on loading; CITEWELL_LOCAL_SECONDS is how long a question waits for it."
                    )

    def drop(self, process: EngineProcess, why: str) -> None:
        """It is gone or of no use: a new one is started at the next question."""
        with self._lock:
            self._dropped(process, why)

    def close(self) -> None:
        """End it, also while it loads; no other is started."""
        with self._lock:
            self._closed = True
            process, self._process = self._process, None
            loading = self._loading
        if loading is not None:
            loading.cancel()
        if process is not None:
            process.end()

    def _refuse(self, waited: Loading | None) -> None:
        """Holding the lock: raises where no engine is to be had now.

        Args:
            waited: the try that was waited for.
        """
        if self._closed:
            raise ModelUnavailable("The language model was closed.")
        if waited is not None and waited.error is not None:
            raise waited.error
        if self._wrong is not None and time.monotonic() < self._looked + WRONG:
            raise self._wrong
        if rests := self._restarts.rests:
            raise ModelUnavailable(
                f"The language model ended too often ({self._restarts.why}) and is tried again in "
                f"{rests} seconds.",
                retry_after=rests,
            )

    def _dropped(self, process: EngineProcess, why: str) -> None:
        """Holding the lock."""
        if self._process is process:
            self._process = None
            if not self._closed:
                self._restarts.ended(why)

    def _begun(self) -> Loading:
        """Holding the lock."""
        self._loading = Loading(self._order, self._over)
        self._loading.start()
        return self._loading

    def _over(self, loading: Loading) -> None:
        with self._lock:
            self._loading = None
            error = loading.error
            self._wrong = error if isinstance(error, ConfigurationError) else None
            self._looked = time.monotonic()
            if error is not None:
                self._trouble = told(error)
            elif not self._closed:
                self._trouble = ""
                self.overhead = loading.overhead
                self._process = loading.process
            if loading.ended and not self._closed:
                self._restarts.ended(loading.ended)
