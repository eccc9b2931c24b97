"""An embedder that costs next to nothing: everything of a job but its model can then be timed."""

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from app.domain.manifest import EmbedderCard

if TYPE_CHECKING:
    from numpy.typing import NDArray

DIMENSION: Final = 384
"""That of the packaged model, so that vectors take the same room and time to write."""


class HashedEmbedder:
    """Text -> a random unit vector that its hash alone decides. Alike texts are not near."""

    card: Final = EmbedderCard(
        name="hashed", weights_sha256="0" * 64, dimension=DIMENSION, longest_tokens=256
    )
    fingerprint: Final = "hashed"

    def embed_passages(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        rows = np.empty((len(texts), DIMENSION), dtype=np.float32)
        for place, text in enumerate(texts):
            rows[place] = self.embed_question(text)
        return rows

    def embed_question(self, text: str) -> "NDArray[np.float32]":
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
        chance = np.random.Generator(np.random.Philox(int.from_bytes(digest[:16], "big")))
        row = chance.standard_normal(DIMENSION, dtype=np.float32)
        unit: NDArray[np.float32] = row / np.linalg.norm(row)
        return unit
