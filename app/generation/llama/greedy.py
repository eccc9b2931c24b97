"""The likeliest text under a grammar, token by token, the same for the same prompt.

**No answer depends on what was asked before.** Sums differ in their last digits with the number of
tokens computed at once, and a greedy choice can hang on a last digit. So a prompt is always
computed in steps of `BATCH` tokens from its start, and only whole steps are taken over from the
prompt before: what begins alike is not computed again, and has the very same numbers.
"""

import codecs
from collections.abc import Iterator, Sequence

from app.generation.llama.allowed import Grammar
from app.generation.llama.engine import LlamaEngine
from app.generation.llama.lookup import GUESSES, Lookup
from app.generation.llama.memory import BATCH
from app.generation.llama.orders import Ended, Piece, Why, Write


class Greedy:
    """Writes with one engine, and remembers what that has read."""

    def __init__(self, engine: LlamaEngine) -> None:
        self._engine = engine
        self._held: list[int] = []
        """Tokens of the last prompt's whole steps."""
        self._guessed = self._right = 0

    def write(self, order: Write) -> Iterator[Piece | Ended]:
        """The text as it comes, then how it ended.

        Raises:
            ValueError: the prompt leaves no room for an answer, or the grammar is none.
            EngineFault: the model computes no numbers, or llama.cpp fails.
        """
        engine = self._engine
        prompt = engine.prompt(order.turns)
        room = engine.length - len(prompt)
        if room < 1:
            raise ValueError(
                f"the prompt has {len(prompt):,} tokens and the context holds {engine.length:,}"
            )
        self._guessed = self._right = written = 0
        why = Why.COMPLETE
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        with engine.grammar(order.grammar) as grammar:
            reused = self._read(prompt)
            for token in self._chosen(prompt, grammar, lookup=order.lookup):
                written += 1
                if text := decoder.decode(engine.piece(token)):
                    yield Piece(text)
                if written >= min(order.most, room):
                    why = Why.LENGTH
                    break
        if rest := decoder.decode(b"", final=True):
            yield Piece(rest)
        if engine.stopped:
            why = Why.STOPPED
        yield Ended(order.number, why, len(prompt), reused, written, self._guessed, self._right)

    def _read(self, prompt: Sequence[int]) -> int:
        """Read the prompt; how many of its tokens were known already."""
        common = 0
        for ours, theirs in zip(self._held, prompt[:-1], strict=False):
            if ours != theirs:
                break
            common += 1
        kept = self._engine.forget(common // BATCH * BATCH)
        self._held = list(prompt[:kept])
        with self._engine.stoppable():
            for at in range(kept, len(prompt), BATCH):
                step = prompt[at : at + BATCH]
                if self._engine.stopped or not self._engine.compute(step, at):
                    break
                if len(step) == BATCH:
                    self._held += step
        return kept

    def _chosen(self, prompt: Sequence[int], grammar: Grammar, *, lookup: bool) -> Iterator[int]:
        """Tokens, one after the other, until the text is at its end or was stopped."""
        engine = self._engine
        known = Lookup(prompt) if lookup and engine.rolls_back else None
        guesses: list[int] = []
        at, row = len(prompt), -1
        while not engine.stopped:
            token = grammar.best(engine.scores(row))
            if token is None or engine.ends(token):
                return
            grammar.accept(token)
            yield token
            if known:
                known.add(token)
            if guesses and guesses[0] == token:  # it was computed with the one before it
                self._right += 1
                guesses, row, at = guesses[1:], row + 1, at + 1
                continue
            if guesses:
                engine.forget(at)
            guesses = known.guesses()[: min(GUESSES, engine.length - at - 1)] if known else []
            self._guessed += len(guesses)
            engine.compute([token, *guesses], at, every=bool(guesses))
            row = 0 if guesses else -1
            at += 1
