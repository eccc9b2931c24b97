"""How a language model stands, for those who ask whether it can be used."""

from enum import StrEnum

from app.domain.frozen import Frozen


class Phase(StrEnum):
    COLD = "cold"
    """Not loaded; loaded at the next question."""
    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"
    """The last try to load it failed; the next question tries again."""
    RESTING = "resting"
    """It ended, or its server failed, too often in a row, and is left alone for a while."""


class ModelState(Frozen):
    """Whether it can be asked. `why` tells of a failure or a rest; `retry_after` is seconds of a
    rest. Answers are quotations while it cannot."""

    phase: Phase
    why: str = ""
    retry_after: int = 0
