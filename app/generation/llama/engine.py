"""llama.cpp itself. Runs in the engine's own process only; so does `allowed.py`, and no other file
speaks to the library.

What its library does with a wrong grammar, with two threads or with damaged weights ends the
process; `process.py` is there to survive that.
"""

import ctypes
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, cast

import llama_cpp as llama
import numpy as np
from llama_cpp.llama_chat_format import Jinja2ChatFormatter
from numpy.typing import NDArray

from app.generation.llama.allowed import Candidates, Grammar
from app.generation.llama.memory import BATCH
from app.generation.llama.orders import EngineFault, Load, Turn
from app.generation.llama.template import laid_out

if TYPE_CHECKING:
    from llama_cpp.llama_types import ChatCompletionRequestMessage

SEQUENCE: Final = 0
PIECE: Final = 64
"""Bytes that most tokens have room in."""
DAY: Final = datetime(2024, 7, 26, tzinfo=UTC)
"""What templates that name today's date are told, so that an answer does not change overnight."""
COMPUTED: Final = 0
ABORTED: Final = 2
"""What llama_decode returns; anything else is a fault."""

logging.getLogger("llama-cpp-python").setLevel(logging.ERROR)


class _Formatter(Jinja2ChatFormatter):
    """The file's template, in the library's sandbox."""

    @staticmethod
    def strftime_now(f: str) -> str:
        return DAY.strftime(f)


class LlamaEngine:
    """One model with one context; to be used by one thread, but for `stop`.

    Raises:
        ValueError: llama.cpp cannot load the file, or its template cannot lay out a question.
    """

    def __init__(self, order: Load) -> None:
        llama.llama_backend_init()
        of_model = llama.llama_model_default_params()
        of_model.n_gpu_layers = 0
        self._model = llama.llama_model_load_from_file(order.path.encode(), of_model)
        if not self._model:
            raise ValueError("llama.cpp cannot load it: the file is damaged, or of a newer kind")
        self._vocabulary = llama.llama_model_get_vocab(self._model)
        self._size = llama.llama_vocab_n_tokens(self._vocabulary)
        self._context = self._made_context(order)
        self._memory = llama.llama_get_memory(self._context)
        self.length: Final = int(llama.llama_n_ctx(self._context))
        """Tokens that prompt and answer may have together."""
        self.rolls_back: Final = not (
            llama.llama_model_is_recurrent(self._model) or llama.llama_model_is_hybrid(self._model)
        )
        """Whether the last tokens can be forgotten again."""
        self._batch = llama.llama_batch_init(BATCH, 0, 1)
        self._candidates = Candidates(self._size)
        self.stopped = False
        self._abort = llama.ggml_abort_callback(lambda _: self.stopped)
        self._formatter = self._made_formatter(order.template)
        self.overhead: Final = len(self.prompt((Turn("system", "a"), Turn("user", "b"))))

    def count(self, texts: Sequence[str]) -> tuple[int, ...]:
        """Tokens of each text, taken as plain words."""
        return tuple(len(self._tokens(text, marks=False)) for text in texts)

    def prompt(self, turns: Sequence[Turn]) -> list[int]:
        """The conversation as tokens. Raises ValueError where the template refuses it."""
        parts = laid_out(self._render, turns)
        tokens = [token for part in parts for token in self._tokens(part.text, marks=part.own)]
        begin = llama.llama_vocab_bos(self._vocabulary)
        if llama.llama_vocab_get_add_bos(self._vocabulary) and tokens[:1] != [begin]:
            tokens.insert(0, begin)
        return tokens

    def piece(self, token: int, *, special: bool = False) -> bytes:
        """The token's bytes, which need not be whole characters."""
        size = PIECE
        while True:
            space = ctypes.create_string_buffer(size)
            count = llama.llama_token_to_piece(self._vocabulary, token, space, size, 0, special)
            if count >= 0:
                return space.raw[:count]
            size = -count

    def ends(self, token: int) -> bool:
        """Whether the token ends the text."""
        return bool(llama.llama_vocab_is_eog(self._vocabulary, token))

    def compute(self, tokens: Sequence[int], at: int, *, every: bool = False) -> bool:
        """Read at most `BATCH` tokens, the first at place `at`; scores after the last of them, or
        after `every` one. False where it was stopped (`stoppable`).

        Raises:
            EngineFault: llama.cpp cannot.
        """
        batch = self._batch
        batch.n_tokens = len(tokens)
        for place, token in enumerate(tokens):
            batch.token[place] = token
            batch.pos[place] = at + place
            batch.n_seq_id[place] = 1
            batch.seq_id[place][0] = SEQUENCE
            batch.logits[place] = every or place == len(tokens) - 1
        status = llama.llama_decode(self._context, batch)
        if status not in (COMPUTED, ABORTED):
            raise EngineFault(f"llama.cpp cannot compute (status {status})")
        return bool(status == COMPUTED)

    @contextmanager
    def stoppable(self) -> Iterator[None]:
        """Inside, `compute` ends early where `stopped` is set. Asked some hundred times a step, so
        for long steps only."""
        llama.llama_set_abort_callback(self._context, self._abort, None)
        try:
            yield
        finally:
            llama.llama_set_abort_callback(self._context, llama.ggml_abort_callback(), None)

    def forget(self, at: int) -> int:
        """Forget everything from place `at` on; where the memory ends then: a model that cannot
        forget a part (one with a running state) forgets all."""
        if at and llama.llama_memory_seq_rm(self._memory, SEQUENCE, at, -1):
            return at
        llama.llama_memory_clear(self._memory, False)
        return 0

    def scores(self, row: int) -> NDArray[np.float32]:
        """Of every token of the vocabulary after the row-th token that was computed with scores.

        Raises:
            EngineFault: there are none, or they are no numbers.
        """
        pointer = llama.llama_get_logits_ith(self._context, row)
        if not pointer:
            raise EngineFault("llama.cpp gave no scores")
        return np.ctypeslib.as_array(pointer, shape=(self._size,))

    @contextmanager
    def grammar(self, text: str) -> Iterator[Grammar]:
        """Raises ValueError: the text is no grammar."""
        sampler = llama.llama_sampler_init_grammar(self._vocabulary, text.encode(), b"root")
        if not sampler:
            raise ValueError("the grammar cannot be read")
        try:
            yield Grammar(sampler, self._candidates)
        finally:
            llama.llama_sampler_free(sampler)

    def _made_context(self, order: Load) -> int:
        of_context = llama.llama_context_default_params()
        of_context.n_ctx = order.context
        of_context.n_batch = of_context.n_ubatch = BATCH
        of_context.n_threads = of_context.n_threads_batch = order.threads
        of_context.no_perf = True
        context = llama.llama_init_from_model(self._model, of_context)
        if not context:
            raise ValueError("llama.cpp cannot make a context of this length for it")
        return int(context)

    def _made_formatter(self, template: str) -> Jinja2ChatFormatter:
        def spelled(token: int) -> str:
            return self.piece(token, special=True).decode(errors="replace") if token >= 0 else ""

        try:
            return _Formatter(
                template=template,
                eos_token=spelled(llama.llama_vocab_eos(self._vocabulary)),
                bos_token=spelled(llama.llama_vocab_bos(self._vocabulary)),
            )
        except Exception as error:
            raise ValueError(f"its chat template is none ({type(error).__name__})") from error

    def _render(self, turns: Sequence[Turn]) -> str:
        spoken = [
            cast("ChatCompletionRequestMessage", {"role": each.role, "content": each.text})
            for each in turns
        ]
        try:
            return self._formatter(messages=spoken, enable_thinking=False).prompt
        except Exception as error:
            raise ValueError(
                f"its chat template cannot lay out a question ({type(error).__name__})"
            ) from error

    def _tokens(self, text: str, *, marks: bool) -> list[int]:
        """Args: marks: whether the model's control marks count as such."""
        data = text.encode(errors="replace")
        size = len(data) + 8
        while True:
            found = (llama.llama_token * size)()
            count = llama.llama_tokenize(
                self._vocabulary, data, len(data), found, size, False, marks
            )
            if count >= 0:
                return found[:count]
            size = -count
