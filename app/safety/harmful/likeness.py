"""How like a text is to requests for harm, for what no rule foresees.

A linear model over the lower layers of the embedder's network (`likenesses/harm.json`, fitted by
`citewell eval run harm`). It only adds: it is asked where no rule fired, says nothing with another
embedder than the one it was fitted with, and nothing where the rules see that something is acted
against or asked about (`detect`, `report`, `why is`).
"""

from functools import lru_cache
from typing import Final

from app.domain.fitted import FittedLikeness
from app.domain.ports.embedding import QuestionEmbedder
from app.safety.harmful.reading import countered
from app.safety.likenesses import likeness_text
from app.safety.vector_score import along

FILE: Final = "harm.json"


class HarmLikeness:
    """
    Args:
        embedder: of the lower layers.
        model: in place of the packaged one.
    """

    def __init__(self, embedder: QuestionEmbedder, model: FittedLikeness | None = None) -> None:
        self._embedder = embedder
        self._model: Final = model or harm_likeness_model()

    def score(self, text: str) -> float | None:
        """Logit less the threshold: from 0 on it is like a request for harm.

        None where the rules see a counter-frame, or with another embedder.
        """
        if countered(text):
            return None
        model = self._model
        logit = along(self._embedder, model.weights_sha256, model.weights, text)
        return None if logit is None else logit + model.intercept - model.threshold


@lru_cache(maxsize=1)
def harm_likeness_model() -> FittedLikeness:
    """The packaged one, read once."""
    return FittedLikeness.model_validate_json(likeness_text(FILE))
