"""An embedder for tests of fitted likenesses."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.domain.manifest import EmbedderCard


class Pointing:
    """Its every vector points along (`sign` 1), or against (-1), the weights that were fitted.

    Args:
        length: of the vectors; the tuned network gives no unit vectors.
    """

    fingerprint = "pointing"

    def __init__(
        self, sign: int, weights: Sequence[float], sha256: str, length: float = 1.0
    ) -> None:
        along = np.array(weights, dtype=np.float32)
        self._vector = sign * length * along / np.linalg.norm(along)
        self._sha256 = sha256

    @property
    def card(self) -> EmbedderCard:
        return EmbedderCard(
            name="pointing",
            weights_sha256=self._sha256,
            dimension=len(self._vector),
            longest_tokens=256,
        )

    def embed_question(self, text: str) -> NDArray[np.float32]:
        return self._vector

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([self._vector for _ in texts])
