"""How like a text is to requests for harm, by its vector and by what the rules found in it.

A logistic model (`harm_likeness.json`, fitted by `citewell eval run harm`) for what no rule
foresees. It only adds: it is asked where no rule fired, says nothing with another embedder than the
one it was fitted with, and nothing where the rules see that something is acted against or asked
about (`detect`, `report`, `why is`).
"""

from functools import lru_cache
from importlib.resources import files
from typing import Final

from app.domain.fitted import FittedLikeness
from app.domain.ports.embedding import Embedder
from app.safety.harmful.parts import Part
from app.safety.harmful.reading import Counts, counts

FILE: Final = "harm_likeness.json"
COUNTER: Final = (Part.COUNTERING, Part.KNOWING, Part.OPENING, Part.AFTER)
"""Where any of these is found the likeness keeps silent."""
MOST: Final = 4.0
"""A count above this counts as this, so that a long text is no outlier."""


def features(read: Counts) -> dict[str, float]:
    """Name -> number in [0, MOST], of what the rules found in a text."""
    named = {part.name.lower(): read.parts[part] for part in Part if part is not Part.HIDDEN}
    named |= {"asks": read.asking, "read_wrong": read.wrong, "read_harmless": read.harmless}
    return {name: min(float(count), MOST) for name, count in named.items()}


def countered(read: Counts) -> bool:
    """Whether something is acted against, or asked about."""
    return any(read.parts[part] for part in COUNTER)


class HarmLikeness:
    """
    Args:
        embedder: of the question; one that remembers costs nothing more.
        model: in place of the packaged one.
    """

    def __init__(self, embedder: Embedder, model: FittedLikeness | None = None) -> None:
        self._embedder = embedder
        self._model: Final = model or harm_likeness_model()

    def score(self, text: str) -> float | None:
        """Logit less the threshold: from 0 on it is like a request for harm.

        None where the rules see a counter-frame, or with another embedder.
        """
        if self._embedder.card.weights_sha256 != self._model.weights_sha256:
            return None
        read = counts(text)
        if countered(read):
            return None
        found = features(read)
        logit = self._model.counts.intercept + sum(
            weight * found[name] for name, weight in self._model.counts.weights.items()
        )
        vector = self._embedder.embed_question(text).tolist()
        logit += sum(a * b for a, b in zip(vector, self._model.weights, strict=True))
        return float(logit) - self._model.threshold


@lru_cache(maxsize=1)
def harm_likeness_model() -> FittedLikeness:
    """The packaged one, read once."""
    return FittedLikeness.model_validate_json(
        files("app.safety").joinpath(FILE).read_text(encoding="utf-8")
    )
