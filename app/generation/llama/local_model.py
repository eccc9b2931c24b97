"""One GGUF model on this machine: loaded at first use, asked in turn, restarted if it ends."""

import itertools
import math
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from app.domain.errors import ConfigurationError, ModelUnavailable
from app.domain.leaving import Left, stays
from app.domain.model_state import ModelState
from app.domain.standing import ModelLoad
from app.generation.llama.asking import counted, written
from app.generation.llama.card import read_card
from app.generation.llama.checksum import file_sha256
from app.generation.llama.keeping import WRONG, KeptEngine
from app.generation.llama.memory import available, shortage
from app.generation.llama.options import ModelOptions, Runnable, runnable
from app.generation.llama.orders import Ended, Load, Turn, Write
from app.generation.llama.process import EngineEnded
from app.generation.llama.restarts import Restarts
from app.generation.llama.turns import Turns
from app.generation.models.hashing import Progress, silent
from app.generation.prompt import Message


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
        self._engine = KeptEngine(self._order, restarts or Restarts())
        self._numbers = itertools.count(1)
        self._described: Runnable | None = None
        self._read = self._written = 0

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
        if self.process_id is None:
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
        """Whether it can be asked; nothing is loaded to find out."""
        return self._engine.state

    @property
    def overhead(self) -> int:
        """Tokens that the template puts around a prompt; 0 before it was loaded."""
        return self._engine.overhead

    @property
    def waiting(self) -> int:
        """Questions in line."""
        return self._turns.waiting

    @property
    def busy(self) -> ModelLoad:
        """Nothing is asked to find out; a text that was broken off is not counted."""
        return ModelLoad(waiting=self.waiting, read=self._read, written=self._written)

    @property
    def process_id(self) -> int | None:
        """Of the engine; None while none runs."""
        return self._engine.process_id

    def start(self) -> None:
        """Load in the background; `state` tells how it goes."""
        self._engine.start()

    def load(self) -> None:
        """Load now, unless it is loaded, however long it takes.

        Raises:
            ConfigurationError: it cannot run here.
            ModelUnavailable: its engine ended while it loaded, or rests.
        """
        self._engine.process(math.inf, stays)

    def write(
        self, ask: Callable[[CountTokens], Asked], left: Left, *, again: bool = False
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
            GenerationTimeout: it, or loading the model before it, took longer than `seconds`.
            ReaderLeft: `left` said so.
        """
        with self._turns.mine(self.options.seconds, left, again=again):
            try:
                process = self._engine.process(self.options.seconds, left)
            except ConfigurationError as error:
                raise ModelUnavailable(str(error), retry_after=WRONG) from error
            ends = time.monotonic() + self.options.seconds
            try:
                asked = ask(lambda texts: counted(process, texts, ends))
                order = Write(
                    number=next(self._numbers),
                    turns=tuple(Turn(each.role.value, each.text) for each in asked.messages),
                    grammar=asked.grammar,
                    most=asked.most,
                    lookup=self.options.lookup,
                )
                for word in written(process, order, self.options.seconds, ends, left):
                    if isinstance(word, Ended):  # one turn at a time: nobody else counts
                        self._read += word.prompt
                        self._written += word.written
                    yield word
            except EngineEnded as error:
                raise ModelUnavailable(
                    f"The language model's engine failed ({error}). It is started again at the "
                    "next question."
                ) from error
            finally:
                if process.spoilt is not None:
                    self._engine.drop(process, process.spoilt)

    def close(self) -> None:
        """End the engine. What is being written ends with ModelUnavailable."""
        self._engine.close()

    def _order(self) -> Load:
        model = self.check()
        if self.options.sha256 is not None:
            file_sha256(self.options.path, self.options.sha256, anew=True)
        threads = self.options.threads or _processors()
        return Load(str(self.options.path), model.context, threads, model.template)


def _processors() -> int:
    """That this process may use; where the system does not tell, those that it has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
