"""One GGUF model on this machine: loaded at first use, asked in turn, restarted if it ends."""

import itertools
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from app.domain.errors import CitewellError, ConfigurationError, ModelUnavailable
from app.generation.llama.asking import counted, written
from app.generation.llama.card import read_card
from app.generation.llama.checksum import file_sha256
from app.generation.llama.memory import available, shortage
from app.generation.llama.options import ModelOptions, Runnable, runnable
from app.generation.llama.orders import Ended, Failed, Load, Loaded, Refused, Reply, Turn, Write
from app.generation.llama.process import EngineEnded, EngineProcess
from app.generation.llama.restarts import Restarts
from app.generation.llama.state import ModelState, Phase
from app.generation.llama.turns import LOOK, ReaderLeft, Turns
from app.generation.models.hashing import Progress, silent
from app.generation.prompt import Message

LOADING: Final = 900.0
"""Seconds that loading may take: 40 GB off a slow disk."""

WRONG: Final = 60
"""Seconds after which a question may try again where the model's file is at fault."""


@dataclass(frozen=True)
class Asked:
    """What to write: the conversation, the grammar (GBNF), and how many tokens at most."""

    messages: tuple[Message, ...]
    grammar: str
    most: int


CountTokens = Callable[[Sequence[str]], tuple[int, ...]]


class LocalModel:
    """Safe to call from many threads; the engine does one thing at a time."""

    def __init__(self, options: ModelOptions, restarts: Restarts | None = None) -> None:
        self.options = options
        self._turns = Turns(options.waiting, guess=options.seconds / 2)
        self._restarts = restarts or Restarts()
        self._lock = threading.Lock()
        self._phase = Phase.COLD
        self._trouble = ""
        """Why the last try to load failed."""
        self._process: EngineProcess | None = None
        self._overhead = 0
        self._numbers = itertools.count(1)
        self._closed = False
        self._described: Runnable | None = None

    def described(self) -> Runnable:
        """What will run, from the file's header alone; read once.

        Raises:
            ConfigurationError: the file is none that can run.
        """
        if self._described is None:
            self._described = runnable(read_card(self.options.path), self.options)
        return self._described

    def check(self) -> Runnable:
        """The same, where there is memory enough for it now (or it is loaded already).

        Raises:
            ConfigurationError: the file is none that can run, or memory is short for it.
        """
        model = self.described()
        if self._process is None:
            short = shortage(model.card, model.context, available())
            if short is not None:
                raise ConfigurationError(short)
        return model

    def sha256(self, progress: Progress = silent) -> str:
        """Of the file, which is read whole the first time.

        Raises:
            ConfigurationError: it cannot be read, or is not the one that was recorded.
        """
        return file_sha256(self.options.path, self.options.sha256, progress)

    @property
    def state(self) -> ModelState:
        rests = self._restarts.rests
        if rests:
            return ModelState(Phase.RESTING, self._restarts.why, rests)
        return ModelState(self._phase, self._trouble)

    @property
    def overhead(self) -> int:
        """Tokens that the template puts around a prompt; 0 before it was loaded."""
        return self._overhead

    @property
    def waiting(self) -> int:
        """Questions in line."""
        return self._turns.waiting

    @property
    def process_id(self) -> int | None:
        """Of the engine; None while none runs."""
        process = self._process
        return None if process is None else process.process_id

    def start(self) -> None:
        """Load in the background; `state` tells how it goes."""
        threading.Thread(target=self._warm, name="llama-load", daemon=True).start()

    def load(self, left: Callable[[], bool] = lambda: False) -> None:
        """Load now, unless it is loaded.

        Raises:
            ConfigurationError: it cannot run here.
            ModelUnavailable: its engine ended while it loaded, or rests.
        """
        self._loaded(left)

    def write(
        self, ask: Callable[[CountTokens], Asked], left: Callable[[], bool], *, again: bool = False
    ) -> Iterator[str | Ended]:
        """Wait for the turn, ask, and give the words as they come; how it ended comes last.

        Args:
            ask: makes the prompt when the turn has come; it may count tokens.
            left: looked at 20 times a second: whether nobody wants the answer any more.
            again: whether an answer that has begun goes on: it is next in line, and never one too
                many.

        Raises:
            Overloaded: at the first `next`.
            ModelUnavailable: the model cannot be loaded, its engine ended, or refused the prompt.
            GenerationTimeout: it took longer than `seconds`.
            ReaderLeft: `left` said so.
        """
        with self._turns.mine(self.options.seconds, left, again=again):
            try:
                process = self._loaded(left)
            except ConfigurationError as error:
                raise ModelUnavailable(str(error), retry_after=WRONG) from error
            try:
                asked = ask(lambda texts: counted(process, texts))
                order = Write(
                    number=next(self._numbers),
                    turns=tuple(Turn(each.role.value, each.text) for each in asked.messages),
                    grammar=asked.grammar,
                    most=asked.most,
                    lookup=self.options.lookup,
                )
                yield from written(process, order, self.options.seconds, left)
            except EngineEnded as error:
                raise ModelUnavailable(
                    f"The language model's engine failed ({error}). It is started again at the "
                    "next question."
                ) from error
            finally:
                if process.spoilt is not None:
                    self._drop(process, process.spoilt)

    def close(self) -> None:
        """End the engine. What is being written ends with ModelUnavailable."""
        self._closed = True
        with self._lock:
            process, self._process = self._process, None
            self._phase = Phase.COLD
        if process is not None:
            process.end()

    def _loaded(self, left: Callable[[], bool]) -> EngineProcess:
        while not self._lock.acquire(timeout=LOOK):
            if left():
                raise ReaderLeft
        try:
            if self._process is not None:
                return self._process
            if self._closed:
                raise ModelUnavailable("The language model was closed.")
            if rests := self._restarts.rests:
                raise ModelUnavailable(
                    f"The language model ended too often ({self._restarts.why}) and is tried again "
                    f"in {rests} seconds.",
                    retry_after=rests,
                )
            self._phase = Phase.LOADING
            try:
                self._process = self._load()
                self._trouble = ""
            except CitewellError as error:
                self._trouble = str(error)
                raise
            finally:
                self._phase = Phase.READY if self._process else Phase.COLD
            return self._process
        finally:
            self._lock.release()

    def _load(self) -> EngineProcess:
        model = self.check()
        self.sha256()
        process = EngineProcess()
        threads = self.options.threads or _processors()
        order = Load(str(self.options.path), model.context, threads, model.template)
        reply: Reply | None = None
        why = f"loading took longer than {LOADING:g} seconds"
        try:
            process.give(order)
            reply = process.reply(LOADING)
        except EngineEnded as error:
            why = str(error)
        if isinstance(reply, Loaded):
            self._overhead = reply.overhead
            return process
        process.end()
        if isinstance(reply, Refused):
            raise ConfigurationError(f"The model {self.options.path} cannot run: {reply.why}.")
        self._restarts.ended(reply.why if isinstance(reply, Failed) else why)
        raise ModelUnavailable(f"The language model could not be loaded: {self._restarts.why}.")

    def _warm(self) -> None:
        try:
            self.load()
        except CitewellError:
            return  # `state` tells

    def _drop(self, process: EngineProcess, why: str) -> None:
        """Its process is gone or of no use: a new one is started at the next question."""
        with self._lock:
            if self._process is process:
                self._process = None
                self._phase = Phase.COLD
                if not self._closed:
                    self._restarts.ended(why)


def _processors() -> int:
    """That this process may use; where the system does not tell, those that it has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
