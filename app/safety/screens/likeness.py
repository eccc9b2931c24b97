"""How like a text is to others of a kind, for what no phrase foresees.

A logistic model over the vector of the text and over its words and pairs of words, as `Said` reads
them (`likenesses/*.json`, fitted by `eval/fitting/crisis.py` and `eval/fitting/scope.py`). It only
adds to what phrases find, and only where the embedder is the one it was fitted with.
"""

import math
from functools import lru_cache
from typing import Final

from pydantic import Field

from app.domain.frozen import Frozen
from app.domain.ports.embedding import Embedder
from app.safety.likenesses import likeness_text
from app.safety.screens.said import Said
from app.safety.vector_score import along

WORDS: Final = 300
"""Words of a text that are read, the first."""


class LikenessModel(Frozen):
    """What was fitted."""

    weights_sha256: str
    """Of the embedder's weights."""
    bias: float
    threshold: float
    """Logit above which a text is taken to be of the kind."""
    longest: int = Field(ge=1)
    """Words of the longest run of words that has a weight."""
    fitted_on: str
    weights: tuple[float, ...] = Field(min_length=1)
    """Of the vector."""
    runs: dict[str, float]
    """Weights of words and of runs of words; those of a text together have length 1."""


class Likeness:
    def __init__(self, embedder: Embedder, file: str) -> None:
        """
        Args:
            file: the model, of `app/safety/likenesses`.
        """
        self._embedder = embedder
        self._file = file

    def score(self, text: str) -> float | None:
        """Logit less the threshold: above 0 it is alike. None with another embedder."""
        model = likeness_model(self._file)
        logit = along(self._embedder, model.weights_sha256, model.weights, text)
        if logit is None:
            return None
        known = [model.runs[run] for run in runs(text, model.longest) if run in model.runs]
        logit += sum(known) / math.sqrt(len(known) or 1)
        return logit + model.bias - model.threshold


def runs(text: str, longest: int) -> tuple[str, ...]:
    """The different runs of 1 to `longest` words of a text, sorted."""
    words = Said(text).words[:WORDS]
    return tuple(
        sorted(
            {
                " ".join(words[at : at + length])
                for length in range(1, longest + 1)
                for at in range(len(words) - length + 1)
            }
        )
    )


@lru_cache(maxsize=4)
def likeness_model(file: str) -> LikenessModel:
    return LikenessModel.model_validate_json(likeness_text(file))
