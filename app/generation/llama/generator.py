"""A draft written by the local model, from the evidence it is shown and from nothing else."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Final, Self

from app.domain.answer import DraftClaim, Evidence, Insufficient
from app.generation.draft import UNANSWERED, read_draft
from app.generation.form import grammar
from app.generation.llama.local_model import Asked, CountTokens, LocalModel
from app.generation.llama.writing import Writing
from app.generation.prompt import VERSION, Prompt, build_prompt

ANSWER: Final = 512
"""Tokens that a draft may take: six short sentences with their frame take about 300."""
AGAIN: Final = 192
"""Tokens kept free for being told what was wrong with a sentence, and why."""
SPARE: Final = 16
"""Tokens: pieces are counted one by one and joined, and a text may begin with a mark."""


class Draft:
    """Claims as they close. `close` may be called from any thread while another waits in `next`,
    which then gets StopIteration; the engine stops within a token, or the place in line is freed.
    """

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self._claims = read_draft(writing)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> DraftClaim | Insufficient:
        try:
            return next(self._claims)
        except BaseException:
            left = self._writing.closed
            self._writing.close()
            if left:
                raise StopIteration from None
            raise

    def close(self) -> None:
        self._writing.close()


class LlamaGenerator:
    """A `Generator` on a model of this machine.

    Args:
        answer: tokens a draft may take.
    """

    def __init__(self, model: LocalModel, answer: int = ANSWER) -> None:
        self._model = model
        self._answer = answer

    @property
    def fingerprint(self) -> str:
        """The weights, how they are packed, the context, the template and the prompt's wording;
        two that are alike answer alike on one machine.

        Raises:
            ConfigurationError: the model cannot run here, or is not the one recorded.
        """
        runs = self._model.check()
        template = hashlib.sha256(runs.template.encode()).hexdigest()[:8]
        lookup = "+lookup" if self._model.options.lookup else ""
        return (
            f"llama-1:{self._model.sha256()[:16]}:{runs.card.quantisation}:{runs.context}:"
            f"{template}:{VERSION}:{self._answer}{lookup}"
        )

    def draft(
        self, question: str, evidence: Sequence[Evidence]
    ) -> Iterator[DraftClaim | Insufficient]:
        if not evidence:
            return iter((Insufficient(why=UNANSWERED),))
        return Draft(Writing(self._model, lambda count: self._asked(question, evidence, count)))

    def redraft(
        self, question: str, evidence: Sequence[Evidence], failed: DraftClaim, why: str
    ) -> DraftClaim | None:
        def ask(count: CountTokens) -> Asked:
            return self._form(self._prompt(question, evidence, count).again(failed, why))

        if not evidence:
            return None
        writing = Writing(self._model, ask)
        try:
            first = next(read_draft(writing))
        finally:
            writing.close()
        return first if isinstance(first, DraftClaim) and first.text != failed.text else None

    def _asked(self, question: str, evidence: Sequence[Evidence], count: CountTokens) -> Asked:
        return self._form(self._prompt(question, evidence, count))

    def _prompt(self, question: str, evidence: Sequence[Evidence], count: CountTokens) -> Prompt:
        """The same for a draft and its second try, so that the second reads only what is new."""
        taken = self._answer + AGAIN + SPARE + self._model.overhead
        budget = self._model.check().context - taken
        return build_prompt(question, evidence, budget, lambda text: count((text,))[0])

    def _form(self, prompt: Prompt) -> Asked:
        return Asked(prompt.messages, grammar(prompt.labels), self._answer)
