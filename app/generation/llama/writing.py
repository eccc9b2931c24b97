"""An answer while it is being written: the engine is freed when it is done, whoever reads or not.

A thread of its own takes the engine's words as they come, so that a reader who is slow, or who
never comes back, keeps nobody waiting.
"""

import queue
import threading
from collections.abc import Callable
from typing import Final, Self

from app.domain.leaving import Left, stays
from app.generation.llama.local_model import Asked, CountTokens, LocalModel
from app.generation.llama.orders import Ended
from app.generation.llama.turns import ReaderLeft

_OVER: Final = None


class Writing:
    """An iterator over the words. `close` may be called from any thread, at any time: a reader that
    waits in `next` then gets StopIteration, and the place in line or the engine is free again.

    `ended` tells how the text ended; None before that, and where it was closed.
    """

    def __init__(
        self,
        model: LocalModel,
        ask: Callable[[CountTokens], Asked],
        left: Left = stays,
        *,
        again: bool = False,
    ) -> None:
        """Args as `LocalModel.write`; `left` counts as `close`."""
        self._model = model
        self._ask = ask
        self._again = again
        self._words: queue.SimpleQueue[str | BaseException | None] = queue.SimpleQueue()
        self._closed = threading.Event()
        self._gone = left
        self._thread: threading.Thread | None = None
        self._over = False
        self.ended: Ended | None = None

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        """Raises what `LocalModel.write` raises, but for ReaderLeft."""
        if self._over or self.closed:
            raise StopIteration
        if self._thread is None:
            self._thread = threading.Thread(target=self._take, name="llama-write", daemon=True)
            self._thread.start()
        word = self._words.get()
        if isinstance(word, str):
            return word
        self._over = True
        if word is _OVER:
            raise StopIteration
        raise word

    @property
    def written(self) -> int:
        """Tokens, once the text is at its end; 0 before."""
        return self.ended.written if self.ended else 0

    @property
    def closed(self) -> bool:
        """Whether nobody wants the rest."""
        return self._closed.is_set() or self._gone()

    def close(self) -> None:
        """Nobody wants the rest: the engine stops within a token."""
        self._closed.set()
        self._words.put(_OVER)

    def _take(self) -> None:
        try:
            for word in self._model.write(self._ask, lambda: self.closed, again=self._again):
                if isinstance(word, Ended):
                    self.ended = word
                else:
                    self._words.put(word)
        except ReaderLeft:
            pass
        except BaseException as error:  # noqa: BLE001 - raised where the words are read
            self._words.put(error)
            return
        self._words.put(_OVER)
