"""A draft written by the local model, from the evidence it is shown and from nothing else."""

import hashlib
from collections.abc import Generator as Steps
from collections.abc import Sequence
from types import TracebackType
from typing import Final, NoReturn

from app.domain.answer import DraftClaim, Evidence, Insufficient
from app.domain.errors import ConfigurationError, ModelUnavailable, Overloaded
from app.domain.leaving import Left, stays
from app.domain.model_state import ModelState
from app.domain.ports.generation import Drafts
from app.domain.standing import ModelLoad
from app.generation.draft import UNANSWERED, read_draft
from app.generation.form import grammar
from app.generation.llama.local_model import Asked, CountTokens, LocalModel
from app.generation.llama.options import Runnable
from app.generation.llama.writing import Writing
from app.generation.prompt import VERSION, Prompt, build_prompt

ANSWER: Final = 512
"""Tokens that a draft may take: six short sentences with their frame take about 300."""
AGAIN: Final = 192
"""Tokens kept free for being told what was wrong with a sentence, and why."""
SPARE: Final = 16
"""Tokens: pieces are counted one by one and joined, and a text may begin with a mark."""


UNUSABLE: Final = "llama-1:unusable"
"""The fingerprint while the model cannot run: it drafts nothing then."""


class Draft(Steps[DraftClaim | Insufficient, None, None]):
    """Claims as they close. `close` may be called from any thread while another waits in `next`,
    which then gets StopIteration; the engine stops within a token, or the place in line is freed.
    """

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self._claims = read_draft(writing)

    def send(self, _: None) -> DraftClaim | Insufficient:
        try:
            return next(self._claims)
        except BaseException:
            closed = self._writing.closed
            self._writing.close()
            if closed:  # a text that was broken off on purpose is no fault of the model
                raise StopIteration from None
            raise

    def throw(
        self,
        kind: type[BaseException] | BaseException,
        value: BaseException | object = None,
        trace: TracebackType | None = None,
    ) -> NoReturn:
        self._writing.close()
        if isinstance(kind, BaseException):
            raise kind
        raise (value if isinstance(value, BaseException) else kind()).with_traceback(trace)

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
        self._fingerprint: str | None = None

    @property
    def fingerprint(self) -> str:
        """The weights, how they are packed, the context, the template and the prompt's wording;
        two that are alike answer alike on one machine. The file is read whole the first time.
        `UNUSABLE` where it is none that can run, or not the one recorded."""
        if self._fingerprint is None:
            try:
                self._fingerprint = self._computed_fingerprint()
            except ConfigurationError:
                return UNUSABLE
        return self._fingerprint

    def _computed_fingerprint(self) -> str:
        runs = self._model.described()
        template = hashlib.sha256(runs.template.encode()).hexdigest()[:8]
        lookup = "+lookup" if self._model.options.lookup else ""
        return (
            f"llama-1:{self._model.sha256()[:16]}:{runs.card.quantisation}:{runs.context}:"
            f"{template}:{VERSION}:{self._answer}{lookup}"
        )

    def described(self) -> Runnable:
        """What will run, by the file's header. Raises ConfigurationError."""
        return self._model.described()

    @property
    def state(self) -> ModelState:
        """Whether it can be asked; nothing is loaded to find out."""
        return self._model.state

    @property
    def load(self) -> ModelLoad:
        """What it has to do, and has done."""
        return self._model.busy

    def start(self) -> None:
        """Load the model in the background, so that the first question need not wait for it."""
        self._model.start()

    def close(self) -> None:
        """End the engine; nothing may be drafted afterwards."""
        self._model.close()

    def draft(self, question: str, evidence: Sequence[Evidence], left: Left = stays) -> Drafts:
        if not evidence:
            return (said for said in (Insufficient(why=UNANSWERED),))
        return Draft(
            Writing(self._model, lambda count: self._asked(question, evidence, count), left)
        )

    def redraft(
        self,
        question: str,
        evidence: Sequence[Evidence],
        failed: DraftClaim,
        why: str,
        left: Left = stays,
    ) -> DraftClaim | None:
        """Next in line, and never one too many; None too where its turn does not come in time."""

        def ask(count: CountTokens) -> Asked:
            return self._form(self._prompt(question, evidence, count).again(failed, why))

        if not evidence:
            return None
        writing = Writing(self._model, ask, left, again=True)
        try:
            first = next(read_draft(writing))
        except Overloaded:
            return None
        except ModelUnavailable:
            if writing.closed:  # broken off because nobody waits
                return None
            raise
        finally:
            writing.close()
        return first if isinstance(first, DraftClaim) and first.text != failed.text else None

    def _asked(self, question: str, evidence: Sequence[Evidence], count: CountTokens) -> Asked:
        return self._form(self._prompt(question, evidence, count))

    def _prompt(self, question: str, evidence: Sequence[Evidence], count: CountTokens) -> Prompt:
        """The same for a draft and its second try, so that the second reads only what is new."""
        taken = self._answer + AGAIN + SPARE + self._model.overhead
        budget = self._model.described().context - taken
        return build_prompt(question, evidence, budget, lambda text: count((text,))[0])

    def _form(self, prompt: Prompt) -> Asked:
        return Asked(prompt.messages, grammar(prompt.labels), self._answer)
