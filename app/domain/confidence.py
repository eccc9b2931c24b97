"""How likely an answer is right, and what it is told by."""

from typing import Annotated

from pydantic import Field

from app.domain.answer import Evidence
from app.domain.frozen import Frozen
from app.domain.manifest import AnalyzerCard, EmbedderCard
from app.domain.signs import Signs

Number = Annotated[float, Field(allow_inf_nan=False)]


class Found(Frozen):
    """What was found for one question, before anything is drafted."""

    question: str
    evidence: tuple[Evidence, ...]
    signs: Signs | None
    """How near it comes; None where no sentence of it can be quoted."""
    embedder: EmbedderCard
    analyzer: AnalyzerCard
    """Both of the index that was searched."""
    generator: str
    """Fingerprint of everything that drafts."""


class Chance(Frozen):
    """Missing data is never a pass: what is not known is None, not true."""

    probability: float | None = Field(default=None, ge=0.0, le=1.0)
    """Calibrated, of the answer being right; None where no model was fitted for this."""
    enough: bool | None = None
    """Whether it reaches the threshold for the wanted error rate; None where nothing is known, or
    no rate is wanted."""


class MadeWith(Frozen):
    """What an answer was made with: a fitted confidence holds for one such arrangement."""

    embedder: str
    weights_sha256: str
    analyzer: AnalyzerCard
    """Both of the index that was searched."""
    generator: str
    """Fingerprint of everything that drafted."""
    arrangement: str
    """How passages were searched, ordered and admitted, and by what claims were judged."""


class Measured(Frozen):
    """What spoke for an answer, in numbers: with a verdict of a reviewer it fits a confidence."""

    found: dict[str, Number]
    """Feature -> its value, before anything was drafted."""
    judged: dict[str, Number]
    """The same of the claims that were shown."""
    made_with: MadeWith
    stated: float | None = Field(default=None, ge=0.0, le=1.0)
    """The confidence that the answer told; None where it told none."""

    @property
    def all(self) -> dict[str, float]:
        return self.found | self.judged
