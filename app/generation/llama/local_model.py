"""One GGUF model on this machine: loaded at its first use, asked in turn, started again if it ends."""

import itertools
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.domain.errors import CitewellError, ConfigurationError, GenerationTimeout, ModelUnavailable
from app.generation.llama.card import ModelCard, read_card
from app.generation.llama.checksum import Told, check_sha256, sha256_of
from app.generation.llama.memory import available, shortage
from app.generation.llama.options import ModelOptions, Runnable, runnable
from app.generation.llama.orders import (
    Count,
    Counted,
    Ended,
    Failed,
    Load,
    Loaded,
    Message,
    Piece,
    Refused,
    Reply,
    Stop,
    Why,
    Write,
)
from app.generation.llama.process import EngineEnded, EngineProcess
from app.generation.llama.restarts import Restarts
from app.generation.llama.turns import LOOK, Left, Turns

LOADING: Final = 900.0
"""Seconds that loading may take: 40 GB off a slow disk."""
COUNTING: Final = 30.0
"""Seconds that counting the tokens of one question's evidence may take."""
GRACE: Final = 5.0
"""Seconds in which a stopped engine must say so; one token of the slowest model that is bearable
takes less. Then it is ended, and started again for the next question."""


class Phase(StrEnum):
    COLD = "cold"
    LOADING = "loading"
    READY = "ready"
    RESTING = "resting"


@dataclass(frozen=True)
class ModelState:
    """Whether it can be asked: cold (loads at the next question), loading, ready, or resting after
    it ended too often, with the reason and the seconds until it is tried again."""

    phase: Phase
    why: str = ""
    retry_after: int = 0


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
        self._process: EngineProcess | None = None
        self._overhead = 0
        self._numbers = itertools.count(1)
        self._closed = False
        self._checked: Runnable | None = None

    def check(self) -> Runnable:
        """What will run, from the file's header alone.

        Raises:
            ConfigurationError: the file is none that can run here, or memory is short for it.
        """
        if self._checked is None:
            self._checked = runnable(read_card(self.options.path), self.options)
        if self._process is None:
            short = shortage(self._checked.card, self._checked.context, available())
            if short is not None:
                raise ConfigurationError(short)
        return self._checked

    @property
    def card(self) -> ModelCard:
        """Raises ConfigurationError as `check`."""
        return self.check().card

    def sha256(self, told: Told = lambda _read, _all: None) -> str:
        """Of the file; raises ConfigurationError where another was recorded."""
        found = sha256_of(self.options.path, told)
        check_sha256(self.options.path, found, self.options.sha256)
        return found

    @property
    def state(self) -> ModelState:
        rests = self._restarts.rests
        if rests:
            return ModelState(Phase.RESTING, self._restarts.why, rests)
        return ModelState(self._phase)

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
        self, ask: Callable[[CountTokens], Asked], left: Callable[[], bool]
    ) -> Iterator[str | Ended]:
        """Wait for the turn, ask, and give the words as they come; how it ended comes last.

        Args:
            ask: makes the prompt when the turn has come; it may count tokens.
            left: looked at 20 times a second: whether nobody wants the answer any more.

        Raises:
            Overloaded: at the first `next`.
            ModelUnavailable: the model cannot be loaded, its engine ended, or refused the prompt.
            GenerationTimeout: it took longer than `seconds`.
            Left: `left` said so.
        """
        with self._turns.mine(self.options.seconds, left):
            try:
                process = self._loaded(left)
            except ConfigurationError as error:
                raise ModelUnavailable(str(error), retry_after=60) from error
            asked = ask(lambda texts: self._counted(process, texts))
            yield from self._written(process, asked, left)

    def close(self) -> None:
        """End the engine. What is being written ends with ModelUnavailable."""
        self._closed = True
        with self._lock:
            self._end()

    def _written(
        self, process: EngineProcess, asked: Asked, left: Callable[[], bool]
    ) -> Iterator[str | Ended]:
        number = next(self._numbers)
        lookup = self.options.lookup
        ends = time.monotonic() + self.options.seconds
        quiet = False
        try:
            process.give(Write(number, asked.messages, asked.grammar, asked.most, lookup))
            while True:
                if left():
                    raise Left
                now = time.monotonic()
                if now >= ends:
                    raise GenerationTimeout(
                        f"The language model did not finish within {self.options.seconds:g} "
                        "seconds: ask for less, or give it more time or a faster machine."
                    )
                reply = process.reply(min(LOOK, ends - now))
                if isinstance(reply, Piece):
                    yield reply.text
                elif reply is not None:
                    quiet = True
                    yield self._last(reply)
                    return
        except EngineEnded as error:
            quiet = True
            raise self._broke(str(error)) from error
        finally:
            if not quiet:
                self._hush(process, number)

    def _last(self, reply: Reply) -> Ended:
        match reply:
            case Ended():
                return reply
            case Refused(why):
                raise ModelUnavailable(f"The language model was not asked: {why}.")
            case Failed(why):
                raise self._broke(why)
            case _:
                raise self._broke("the engine's process answered out of turn")

    def _hush(self, process: EngineProcess, number: int) -> None:
        """Stop what is being written; an engine that does not heed it is ended."""
        ends = time.monotonic() + GRACE
        try:
            process.give(Stop(number))
            while (left := ends - time.monotonic()) > 0:
                reply = process.reply(left)
                if isinstance(reply, Ended | Refused):
                    return
                if isinstance(reply, Failed):
                    break
        except EngineEnded as error:
            self._broke(str(error))
            return
        self._broke(f"the engine did not stop within {GRACE:g} seconds")

    def _counted(self, process: EngineProcess, texts: Sequence[str]) -> tuple[int, ...]:
        try:
            process.give(Count(tuple(texts)))
            reply = process.reply(COUNTING)
        except EngineEnded as error:
            raise self._broke(str(error)) from error
        if not isinstance(reply, Counted):
            raise self._broke("the engine could not count tokens")
        return reply.tokens

    def _loaded(self, left: Callable[[], bool]) -> EngineProcess:
        while not self._lock.acquire(timeout=LOOK):
            if left():
                raise Left
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
            finally:
                self._phase = Phase.READY if self._process else Phase.COLD
            return self._process
        finally:
            self._lock.release()

    def _load(self) -> EngineProcess:
        model = self.check()
        self.sha256()
        process = EngineProcess()
        threads = self.options.threads or len(os.sched_getaffinity(0))
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
        except CitewellError as error:
            self._restarts.why = str(error)

    def _broke(self, why: str) -> ModelUnavailable:
        """The engine is gone, or of no use: it is started again at the next question."""
        with self._lock:
            if not self._closed:
                self._restarts.ended(why)
            self._end()
        return ModelUnavailable(
            f"The language model's engine failed ({why}). It is started again at the next question."
        )

    def _end(self) -> None:
        process, self._process = self._process, None
        self._phase = Phase.COLD
        if process is not None:
            process.end()


__all__ = ["Asked", "CountTokens", "LocalModel", "ModelState", "Phase", "Why"]
