"""How like a text is to words of people in a crisis, by its vector: for what no phrase foresees.

A logistic model over the vector of the question (`crisis_likeness.json`, fitted by
`eval/fitting/crisis.py`). It only adds findings, and only where the embedder is the one it was
fitted with.
"""

from functools import lru_cache
from importlib.resources import files
from typing import Final

from pydantic import Field

from app.domain.frozen import Frozen
from app.domain.ports.embedding import Embedder

FILE: Final = "crisis_likeness.json"


class LikenessModel(Frozen):
    """What was fitted."""

    weights_sha256: str
    """Of the embedder's weights."""
    bias: float
    threshold: float
    """Logit above which a text is taken for words of a crisis."""
    weights: tuple[float, ...] = Field(min_length=1)
    fitted_on: str


class Likeness:
    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._model: Final = likeness_model()

    def score(self, text: str) -> float | None:
        """Logit less the threshold: above 0 it is like a crisis. None with another embedder."""
        if self._embedder.card.weights_sha256 != self._model.weights_sha256:
            return None
        vector = self._embedder.embed_question(text).tolist()
        logit = sum(a * b for a, b in zip(vector, self._model.weights, strict=True))
        return float(logit) + self._model.bias - self._model.threshold


@lru_cache(maxsize=1)
def likeness_model() -> LikenessModel:
    return LikenessModel.model_validate_json(
        files("app.safety").joinpath(FILE).read_text(encoding="utf-8")
    )
