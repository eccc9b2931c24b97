"""What an index generation says about itself."""

from datetime import datetime

from pydantic import Field

from app.domain.frozen import Frozen


class EmbedderCard(Frozen):
    """Which embedder made the vectors.

    `weights_sha256` pins the weights; `backend` records the library and arithmetic that computed
    with them, which another machine may choose otherwise.
    """

    name: str
    weights_sha256: str
    dimension: int = Field(ge=1)
    longest_tokens: int = Field(ge=1)
    backend: str = "unrecorded"


class AnalyzerCard(Frozen):
    """How the lexical leg reads text, and BM25's parameters."""

    engine: str
    language: str
    k: float
    b: float
    average_length: float


class Counts(Frozen):
    documents: int = Field(ge=0)
    passages: int = Field(ge=0)


class Manifest(Frozen):
    """One published generation; written last, so a folder that has one is whole."""

    generation: str
    created: datetime
    format: int
    product: str
    embedder: EmbedderCard
    analyzer: AnalyzerCard
    corpus_sha256: str
    """SHA-256 over the sorted passage ids: equal libraries have equal hashes."""
    counts: Counts
    parent: str | None = None
