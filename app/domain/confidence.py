"""How likely an answer is right, and what it is told by."""

from pydantic import Field

from app.domain.answer import Evidence
from app.domain.frozen import Frozen
from app.domain.manifest import AnalyzerCard, EmbedderCard
from app.domain.signs import Signs


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
