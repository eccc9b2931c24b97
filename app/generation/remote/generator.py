"""Drafts by a language model on another machine of the hospital."""

from collections.abc import Sequence
from contextlib import closing
from math import ceil
from typing import Final

from app.domain.answer import DraftClaim, Evidence, Insufficient
from app.domain.errors import CitewellError, ModelUnavailable
from app.domain.leaving import Left, stays
from app.domain.model_state import ModelState, Phase
from app.domain.ports.generation import Drafts
from app.generation.draft import UNANSWERED, read_draft
from app.generation.form import schema
from app.generation.prompt import VERSION, Prompt, build_prompt
from app.generation.remote.breaker import Breaker
from app.generation.remote.chat import RemoteChat, RemoteServer

CHARACTERS: Final = 3
"""Of English that a token holds, at least: the tokenizer stands on the other machine, so tokens are
counted too high rather than too low. Of 2.1 million characters of drug labels MiniLM's tokenizer
makes one token of 4.3; the tokenizers of chat models were not measured."""


class RemoteGenerator:
    """A `Generator` over one chat server. Many threads may draft at once; the server queues them.

    Args:
        server: where it runs.
        breaker: stops asking a server that is down.
    """

    def __init__(self, server: RemoteServer, breaker: Breaker | None = None) -> None:
        """Raises ConfigurationError: the server's host is not allowed."""
        self._server = server
        self._chat = RemoteChat(server)
        self._breaker = breaker or Breaker()

    @property
    def fingerprint(self) -> str:
        server = self._server
        return f"remote:{server.model}@{server.url}:{server.seed}:{VERSION}"

    @property
    def state(self) -> ModelState:
        """Ready until it failed several times in a row; the server is not asked."""
        rests = self._breaker.rests
        if rests:
            return ModelState(
                phase=Phase.RESTING,
                why=f"{self._server.url} failed several times in a row.",
                retry_after=rests,
            )
        return ModelState(phase=Phase.READY)

    def close(self) -> None:
        """Give back the connections; nothing may be drafted afterwards."""
        self._chat.close()

    def draft(self, question: str, evidence: Sequence[Evidence], left: Left = stays) -> Drafts:
        """Raises ModelUnavailable, GenerationTimeout."""
        prompt = self._prompt(question, evidence)
        if not prompt.labels:
            yield Insufficient(why=UNANSWERED)
            return
        with closing(self._drafted(prompt, left)) as drafts:
            for each in drafts:
                yield each
                if left():
                    return

    def redraft(
        self,
        question: str,
        evidence: Sequence[Evidence],
        failed: DraftClaim,
        why: str,
        left: Left = stays,
    ) -> DraftClaim | None:
        """Raises ModelUnavailable, GenerationTimeout."""
        prompt = self._prompt(question, evidence).again(failed, why)
        with closing(self._drafted(prompt, left)) as drafts:
            for drafted in drafts:
                return drafted if isinstance(drafted, DraftClaim) else None
        return None

    def _prompt(self, question: str, evidence: Sequence[Evidence]) -> Prompt:
        budget = self._server.context - self._server.tokens
        return build_prompt(question, evidence, budget, _tokens)

    def _drafted(self, prompt: Prompt, left: Left) -> Drafts:
        if not self._breaker.admits():
            raise ModelUnavailable(
                f"The language model's server at {self._server.url} failed several times in a row; "
                "it is tried again in a moment."
            )
        try:
            with closing(self._chat.stream(prompt, schema(prompt.labels), left)) as pieces:
                yield from read_draft(pieces)
        except CitewellError:
            if left():  # broken off by us, which is no fault of the server
                return
            self._breaker.failed()
            raise
        self._breaker.succeeded()


def _tokens(text: str) -> int:
    return ceil(len(text) / CHARACTERS)
