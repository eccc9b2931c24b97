"""How like a text is to requests for harm: for what no rule foresees, and against rules that err.

A linear model over the embedder's network as it was tuned for this (`likenesses/harm.json` and
`harm.safetensors`, fitted by `citewell eval run harm`). It declines by itself from `threshold` on,
and takes back what a rule found below `beside_rule`. With another network than the one it was
fitted with it says nothing, and rules stand alone.
"""

import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from app.domain.fitted import FittedHarm
from app.domain.ports.embedding import QuestionEmbedder
from app.safety.likenesses import likeness_text
from app.safety.vector_score import along
from app.terms.unseen import plainly

FILE: Final = "harm.json"
WINDOW: Final = 320
"""Characters that are read together: hardly any request that it was fitted on has more, and none of
them is cut off, since a token has one at least (of letters taken apart, as the network does)."""
STEP: Final = 160
"""Characters from the beginning of one window to that of the next."""


class Likeness(NamedTuple):
    """Logits of a text."""

    above: float
    """Less the threshold: from 0 on it is like a request for harm."""
    beside: float
    """Less what a rule needs: below 0 it is harmless whatever a rule found."""


class HarmLikeness:
    """
    Args:
        embedder: tuned for this.
        model: in place of the packaged one.
    """

    def __init__(self, embedder: QuestionEmbedder, model: FittedHarm | None = None) -> None:
        self._embedder = embedder
        self._model: Final = model or harm_likeness_model()

    def of(self, text: str) -> Likeness | None:
        """Of the part of `text` that is most like it, so that no request is cut off or lost behind
        what is longer than a part. None with another embedder. Time grows with the length."""
        model = self._model
        found = [
            along(self._embedder, model.weights_sha256, model.weights, part)
            for part in _parts(unicodedata.normalize("NFD", plainly(text)))
        ]
        logits = [each + model.intercept for each in found if each is not None]
        if not logits:
            return None
        return Likeness(max(logits) - model.threshold, max(logits) - model.beside_rule)


def _parts(text: str) -> list[str]:
    last = max(1, len(text) - WINDOW + STEP)
    return [text[first : first + WINDOW] for first in range(0, last, STEP)]


@lru_cache(maxsize=1)
def harm_likeness_model() -> FittedHarm:
    """The packaged one, read once."""
    return FittedHarm.model_validate_json(likeness_text(FILE))
