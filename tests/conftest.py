"""What is too slow to make twice in one run of the tests."""

import pytest

from app.index.embedder import Model, load_embedder


@pytest.fixture(scope="session")
def packaged_embedder() -> Model:
    """The real default embedder on the backend of this processor, loaded once (half a minute where
    it was never prepared on this machine)."""
    return load_embedder(threads=1)
