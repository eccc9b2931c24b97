"""How like a text is to words of people in an emergency: for what no rule foresees.

A logistic model over the vector of the question and its marks (`marks.py`), in
`emergency_likeness.json`, fitted by `eval/fitting/emergencies.py`. It only adds findings, and only
where the embedder is the one it was fitted with.
"""

from functools import lru_cache
from importlib.resources import files
from typing import Final

from pydantic import Field

from app.domain.corpus import Audience
from app.domain.frozen import Frozen
from app.domain.ports.embedding import Embedder
from app.safety.screens.emergency.marks import marks
from app.safety.screens.emergency.reading import Reading
from app.safety.vector_score import along

FILE: Final = "emergency_likeness.json"


class EmergencyLikenessModel(Frozen):
    """What was fitted."""

    weights_sha256: str
    """Of the embedder's weights."""
    bias: float
    thresholds: dict[Audience, float]
    """Logit above which a text is taken for words of an emergency."""
    weights: tuple[float, ...] = Field(min_length=1)
    marks: dict[str, float]
    fitted_on: str


class EmergencyLikeness:
    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def score(self, text: str, read: Reading, audience: Audience) -> float | None:
        """Logit less the threshold: above 0 it is like an emergency. None with another embedder."""
        model = emergency_likeness_model()
        logit = along(self._embedder, model.weights_sha256, model.weights, text)
        if logit is None:
            return None
        told = sum(
            model.marks.get(name, 0.0) * figure
            for name, figure in marks(text, read, audience).items()
        )
        return logit + told + model.bias - model.thresholds[audience]


@lru_cache(maxsize=1)
def emergency_likeness_model() -> EmergencyLikenessModel:
    return EmergencyLikenessModel.model_validate_json(
        files("app.safety").joinpath(FILE).read_text(encoding="utf-8")
    )
