"""A generator that is made at its first use, so that what drafts nothing loads nothing."""

import threading
from collections.abc import Callable, Sequence

from app.domain.answer import DraftClaim, Evidence
from app.domain.leaving import Left, stays
from app.domain.ports.generation import Drafts
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

    def made(self) -> LlamaGenerator:
        """Raises ConfigurationError, NotFound, ModelUnavailable: there is no model that can run."""
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made

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
