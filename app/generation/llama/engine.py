"""llama.cpp itself: the one file that speaks to it. Runs in the engine's own process only.

What its library does with a wrong grammar, with two threads or with damaged weights ends the
process; `isolated.py` is there to survive that.

**The same prompt gives the same text.** Greedy choice, and arithmetic that does not depend on what
was asked before: sums differ in their last digits with the number of tokens computed at once, so a
prompt is always computed in steps of `BATCH` tokens from its start, and only whole steps are taken
over from the prompt before. So a prompt that begins alike is not computed again, and no answer
depends on which prompt that was.
"""

import codecs
import ctypes
import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

import llama_cpp as llama
import numpy as np
from llama_cpp.llama_chat_format import Jinja2ChatFormatter
from numpy.typing import NDArray

from app.generation.llama.lookup import GUESSES, Lookup
from app.generation.llama.memory import BATCH
from app.generation.llama.orders import Ended, Load, Message, Piece, Role, Why, Write
from app.generation.llama.template import laid_out

SEQUENCE: Final = 0
PIECE: Final = 64
"""Bytes that most tokens have room in."""
DAY: Final = datetime(2024, 7, 26, tzinfo=UTC)
"""What templates that name today's date are told, so that an answer does not change overnight."""
_CANDIDATE: Final = np.dtype(
    [("id", np.int32), ("logit", np.float32), ("p", np.float32)], align=True
)

logging.getLogger("llama-cpp-python").setLevel(logging.ERROR)


class EngineFault(Exception):
    """The engine cannot go on; the message holds no word of a prompt."""


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
        of_context = llama.llama_context_default_params()
        of_context.n_ctx = order.context
        of_context.n_batch = of_context.n_ubatch = BATCH
        of_context.n_threads = of_context.n_threads_batch = order.threads
        of_context.no_perf = True
        self._context = llama.llama_init_from_model(self._model, of_context)
        if not self._context:
            raise ValueError("llama.cpp cannot make a context of this length for it")
        self._memory = llama.llama_get_memory(self._context)
        self._length = llama.llama_n_ctx(self._context)
        self._rolls_back = not (
            llama.llama_model_is_recurrent(self._model) or llama.llama_model_is_hybrid(self._model)
        )
        self._formatter = _formatter(order.template, self._piece_of_special)
        self._batch = llama.llama_batch_init(BATCH, 0, 1)
        self._held: list[int] = []
        """Tokens of the last prompt's whole steps, which the attention cache holds."""
        self._candidates = np.zeros(self._size, dtype=_CANDIDATE)
        self._ids = np.arange(self._size, dtype=np.int32)
        self._stopped = False
        self._abort = llama.ggml_abort_callback(lambda _: self._stopped)
        self.overhead = len(self._prompt((Message(Role.SYSTEM, "a"), Message(Role.USER, "b"))))

    def stop(self) -> None:
        """End what is being written, within a token; called from another thread."""
        self._stopped = True

    def ready(self) -> None:
        """Forget a `stop` that came before."""
        self._stopped = False

    def count(self, texts: Sequence[str]) -> tuple[int, ...]:
        return tuple(len(self._tokens(text, marks=False)) for text in texts)

    def write(self, order: Write) -> Iterator[Piece | Ended]:
        """The text as it comes, then how it ended.

        Raises:
            ValueError: the prompt leaves no room for an answer, or the grammar is none.
            EngineFault: the model computes no numbers, or llama.cpp fails.
        """
        prompt = self._prompt(order.messages)
        room = self._length - len(prompt)
        if room < 1:
            raise ValueError(
                f"the prompt has {len(prompt):,} tokens and the context holds {self._length:,}"
            )
        grammar = llama.llama_sampler_init_grammar(
            self._vocabulary, order.grammar.encode(), b"root"
        )
        if not grammar:
            raise ValueError("the grammar cannot be read")
        try:
            reused = self._read(prompt)
            counts = _Counts()
            why = Why.STOPPED
            decoder = codecs.getincrementaldecoder("utf-8")("replace")
            if not self._stopped:
                tokens = self._chosen(prompt, grammar, order.lookup and self._rolls_back, counts)
                why = Why.LENGTH
                for token in tokens:
                    if token is None:
                        why = Why.STOPPED if self._stopped else Why.COMPLETE
                        break
                    text = decoder.decode(self._piece(token))
                    counts.written += 1
                    if text:
                        yield Piece(text)
                    if counts.written >= min(order.most, room):
                        break
                if rest := decoder.decode(b"", final=True):
                    yield Piece(rest)
        finally:
            llama.llama_sampler_free(grammar)
        yield Ended(
            order.number, why, len(prompt), reused, counts.written, counts.guessed, counts.right
        )

    def _read(self, prompt: Sequence[int]) -> int:
        """Compute the prompt's attention; how many of its tokens were held already."""
        common = 0
        for ours, theirs in zip(self._held, prompt[:-1], strict=False):
            if ours != theirs:
                break
            common += 1
        kept = self._cut(common // BATCH * BATCH)
        self._held = list(prompt[:kept])
        llama.llama_set_abort_callback(self._context, self._abort, None)
        try:
            for at in range(kept, len(prompt), BATCH):
                step = prompt[at : at + BATCH]
                if self._stopped or not self._compute(step, at, every=False):
                    break
                if len(step) == BATCH:
                    self._held += step
        finally:
            llama.llama_set_abort_callback(self._context, llama.ggml_abort_callback(), None)
        return kept

    def _chosen(
        self, prompt: Sequence[int], grammar: int, lookup: bool, counts: "_Counts"
    ) -> Iterator[int | None]:
        """Tokens, one after the other; None where the text is at its end or was stopped."""
        at = len(prompt)
        known = Lookup(prompt) if lookup else None
        guesses: list[int] = []
        row = -1
        while not self._stopped:
            token = self._best(row, grammar)
            if token is None or llama.llama_vocab_is_eog(self._vocabulary, token):
                break
            llama.llama_sampler_accept(grammar, token)
            yield token
            if known:
                known.add(token)
            if guesses and guesses[0] == token:  # it was computed with the one before it
                counts.right += 1
                guesses, row, at = guesses[1:], row + 1, at + 1
                continue
            if guesses:
                self._cut(at)
            guesses = known.guesses()[: min(GUESSES, self._length - at - 1)] if known else []
            counts.guessed += len(guesses)
            self._compute([token, *guesses], at, every=bool(guesses))
            row = 0 if guesses else -1
            at += 1
        yield None

    def _best(self, row: int, grammar: int) -> int | None:
        """The likeliest token that the grammar allows after the given row of what was computed;
        None where it allows none. Most often the likeliest of all is allowed, and is asked first.
        """
        scores = self._scores(row)
        first = int(scores.argmax())
        if not np.isfinite(scores[first]):
            raise EngineFault("the model computes no numbers: its weights are damaged")
        candidates = self._candidates
        candidates[0] = (first, scores[first], 0.0)
        if np.isfinite(self._allowed(grammar, 1)[0]):
            return first
        candidates["id"] = self._ids
        candidates["logit"] = scores
        allowed = self._allowed(grammar, self._size)
        best = int(allowed.argmax())
        return best if np.isfinite(allowed[best]) else None

    def _allowed(self, grammar: int, count: int) -> NDArray[np.float32]:
        """The scores of the first candidates, minus infinity for those the grammar forbids."""
        data = self._candidates.ctypes.data_as(ctypes.POINTER(llama.llama_token_data))
        array = llama.llama_token_data_array(data=data, size=count, selected=-1, sorted=False)
        llama.llama_sampler_apply(grammar, ctypes.byref(array))
        logits: NDArray[np.float32] = self._candidates["logit"][:count]
        return logits

    def _scores(self, row: int) -> NDArray[np.float32]:
        pointer = llama.llama_get_logits_ith(self._context, row)
        if not pointer:
            raise EngineFault("llama.cpp gave no scores")
        return np.ctypeslib.as_array(pointer, shape=(self._size,))

    def _compute(self, tokens: Sequence[int], at: int, *, every: bool) -> bool:
        """Scores after the last token, or after each; False where it was stopped."""
        batch = self._batch
        batch.n_tokens = len(tokens)
        for place, token in enumerate(tokens):
            batch.token[place] = token
            batch.pos[place] = at + place
            batch.n_seq_id[place] = 1
            batch.seq_id[place][0] = SEQUENCE
            batch.logits[place] = every or place == len(tokens) - 1
        status = llama.llama_decode(self._context, batch)
        if status not in (0, 2):
            raise EngineFault(f"llama.cpp cannot compute (status {status})")
        return status == 0

    def _cut(self, at: int) -> int:
        """Forget everything from place `at` on; where the model keeps. A model that cannot forget
        a part (one with a running state) forgets all."""
        if at and llama.llama_memory_seq_rm(self._memory, SEQUENCE, at, -1):
            return at
        llama.llama_memory_clear(self._memory, False)
        return 0

    def _prompt(self, messages: Sequence[Message]) -> list[int]:
        parts = laid_out(self._render, messages)
        tokens = [token for part in parts for token in self._tokens(part.text, marks=part.own)]
        begin = llama.llama_vocab_bos(self._vocabulary)
        if llama.llama_vocab_get_add_bos(self._vocabulary) and tokens[:1] != [begin]:
            tokens.insert(0, begin)
        return tokens

    def _render(self, turns: Sequence[tuple[str, str]]) -> str:
        spoken = [{"role": role, "content": text} for role, text in turns]
        return self._formatter(messages=spoken, enable_thinking=False).prompt

    def _tokens(self, text: str, *, marks: bool) -> list[int]:
        """Args: marks: whether the model's control marks count as such."""
        data = text.encode(errors="replace")
        space = len(data) + 8
        found = (llama.llama_token * space)()
        count = llama.llama_tokenize(
            self._vocabulary, data, len(data), found, space, False, marks
        )
        if count < 0:
            raise ValueError("the text cannot be cut into tokens")
        return found[:count]

    def _piece(self, token: int, *, special: bool = False) -> bytes:
        size = PIECE
        while True:
            space = ctypes.create_string_buffer(size)
            count = llama.llama_token_to_piece(self._vocabulary, token, space, size, 0, special)
            if count >= 0:
                return space.raw[:count]
            size = -count

    def _piece_of_special(self, which: Callable[[int], int]) -> str:
        token = which(self._vocabulary)
        return self._piece(token, special=True).decode(errors="replace") if token >= 0 else ""


class _Counts:
    def __init__(self) -> None:
        self.written = self.guessed = self.right = 0


def _formatter(template: str, special: Callable[[Callable[[int], int]], str]) -> Jinja2ChatFormatter:
    formatter = Jinja2ChatFormatter(
        template=template,
        eos_token=special(llama.llama_vocab_eos),
        bos_token=special(llama.llama_vocab_bos),
    )
    formatter.strftime_now = DAY.strftime
    return formatter
