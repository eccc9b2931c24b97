"""A generator that is made at its first use, so that what drafts nothing loads nothing."""

import threading
from collections.abc import Callable, Sequence

from app.domain.answer import DraftClaim, Evidence
from app.domain.errors import CitewellError
from app.domain.leaving import Left, stays
from app.domain.model_state import ModelState, Phase
from app.domain.ports.generation import Drafts
from app.domain.standing import ModelLoad
from app.generation.llama.generator import LlamaGenerator


class LateGenerator:
    """A local model whose file is looked for, and read whole, when somebody needs a draft.

    Args:
        make: finds and checks the model; what it raises is raised at each use until it succeeds.
    """

    def __init__(self, make: Callable[[], LlamaGenerator]) -> None:
        self._make = make
        self._made: LlamaGenerator | None = None
        self._lock = threading.Lock()
        self._trouble = ""

    def made(self) -> LlamaGenerator:
        """Raises ConfigurationError, NotFound, ModelUnavailable: there is no model that can run."""
        with self._lock:
            if self._made is None:
                try:
                    self._made = self._make()
                except CitewellError as error:
                    self._trouble = str(error)
                    raise
            return self._made

    @property
    def state(self) -> ModelState:
        """How it stands; nothing is read or loaded to find out, nor waited for."""
        if self._made is not None:
            return self._made.state
        if self._lock.locked():
            return ModelState(phase=Phase.LOADING)
        if self._trouble:
            return ModelState(phase=Phase.FAILED, why=self._trouble)
        return ModelState(phase=Phase.COLD)

    @property
    def load(self) -> ModelLoad:
        """What it has to do, and has done; nothing is loaded to find out."""
        return ModelLoad() if self._made is None else self._made.load

    @property
    def fingerprint(self) -> str:
        return self.made().fingerprint

    def draft(self, question: str, evidence: Sequence[Evidence], left: Left = stays) -> Drafts:
        return self.made().draft(question, evidence, left)

    def redraft(
        self,
        question: str,
        evidence: Sequence[Evidence],
        failed: DraftClaim,
        why: str,
        left: Left = stays,
    ) -> DraftClaim | None:
        return self.made().redraft(question, evidence, failed, why, left)

    def close(self) -> None:
        """End the engine, where there is one."""
        with self._lock:
            if self._made is not None:
                self._made.close()
