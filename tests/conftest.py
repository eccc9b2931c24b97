"""What is too slow to make twice in one run of the tests."""

import gc
from pathlib import Path

import pytest
from hypothesis import settings

from app.index.embedder import Model, load_embedder
from tests.gguf_models import tiny

# no test is a timed one: machines are shared
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_collection_finish() -> None:
    """Modules and the items of over 20,000 tests stay until the end: the collector need not look at
    them again and again, which takes it most of a second each time."""
    gc.freeze()


@pytest.fixture(scope="session")
def packaged_embedder() -> Model:
    """The real default embedder on the backend of this processor, loaded once (half a minute where
    it was never prepared on this machine)."""
    return load_embedder(threads=1)


@pytest.fixture(scope="session")
def tiny_gguf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A language model of random weights, written once."""
    return tiny(tmp_path_factory.mktemp("gguf"))
