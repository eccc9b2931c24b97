"""How a local model stands, for those who ask whether it can be used."""

from dataclasses import dataclass
from enum import StrEnum


class Phase(StrEnum):
    COLD = "cold"
    LOADING = "loading"
    READY = "ready"
    RESTING = "resting"


@dataclass(frozen=True)
class ModelState:
    """Whether it can be asked: cold (loads at the next question), loading, ready, or resting after
    it ended too often. `why` tells of a rest, or of the last try to load where that failed;
    `retry_after` is seconds."""

    phase: Phase
    why: str = ""
    retry_after: int = 0
