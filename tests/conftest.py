"""What is too slow to make twice in one run of the tests."""

import pytest

from app.index.embedder import SentenceTransformerEmbedder, load_embedder


@pytest.fixture(scope="session")
def packaged_embedder() -> SentenceTransformerEmbedder:
    """The real default embedder, loaded once (seconds)."""
    return load_embedder(threads=1)
