"""The share of a fitted likeness that the vector of a text gives."""

from collections.abc import Sequence

from app.domain.ports.embedding import QuestionEmbedder


def along(
    embedder: QuestionEmbedder, weights_sha256: str, weights: Sequence[float], text: str
) -> float | None:
    """The text's vector times the weights; None with another embedder than they were fitted with.

    Args:
        weights_sha256: of the embedder's own weights when it was fitted.
        weights: one for each dimension.
    """
    if embedder.card.weights_sha256 != weights_sha256:
        return None
    vector = embedder.embed_question(text).tolist()
    return float(sum(a * b for a, b in zip(vector, weights, strict=True)))
