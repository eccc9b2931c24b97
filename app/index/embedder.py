"""Text to vectors, the same at write time and at read time, on the backend that fits."""

import os
from pathlib import Path
from typing import Protocol

from app.domain.errors import ConfigurationError
from app.domain.ports.embedding import Embedder, TokenEmbedder, Vocabulary
from app.index.backends import Wanted, choose
from app.index.tuned_embedder import TunedEmbedder
from app.index.weights import PACKAGED, check_packaged, find_model, go_offline, weights_sha256


class Model(Embedder, TokenEmbedder, Vocabulary, Protocol):
    """One model for passages, questions, tokens and words."""


def load_embedder(
    name: str = PACKAGED,
    backend: Wanted = "auto",
    threads: int | None = None,
    models: Path | None = None,
) -> Model:
    """Load a model that is on this machine.

    With OpenVINO it is prepared at the first use on this machine, which takes half a minute, and
    loaded in half a second from then on; torch takes seconds.

    Args:
        name: the packaged model, a folder, or a name in the local Hugging Face cache.
        backend: `auto` is the fastest that this processor has and that ranks as float32 does.
        threads: to compute with; None takes all cores.
        models: where prepared models are kept; None is the user's cache.

    Raises:
        ConfigurationError: no such model here, unreadable, or not the weights that it should have;
            or it cannot be prepared.
    """
    go_offline()
    folder = find_model(name)
    weights = weights_sha256(folder)
    if name == PACKAGED:
        check_packaged(weights)
    chosen = choose(backend, weights)
    if chosen == "torch-float32" or chosen == "torch-bfloat16":
        from app.index.torch_embedder import load_with_torch

        return load_with_torch(folder, name, weights, chosen, threads)
    from app.index.openvino_embedder import OpenVinoEmbedder
    from app.index.prepared import Form, prepared

    form: Form = "int8" if chosen == "openvino-int8" else "whole"
    ready = prepared(folder, name, weights, form, models or users_cache())
    return OpenVinoEmbedder(ready, name, weights, chosen, threads)


def load_tuned(tuning: Path) -> TunedEmbedder:
    """The packaged model, whichever one the settings name for retrieval, tuned by that file.

    Raises:
        ConfigurationError: it is not here, or not the weights that it should have.
    """
    go_offline()
    folder = find_model(PACKAGED)
    weights = weights_sha256(folder)
    check_packaged(weights)
    return TunedEmbedder(folder, PACKAGED, weights, tuning)


def users_cache() -> Path:
    """Where what can be made again is kept for this user.

    Raises:
        ConfigurationError: the user has no home folder.
    """
    try:
        root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError as error:
        raise ConfigurationError(
            "This user has no home folder to keep the prepared embedder in: name a folder in "
            "CITEWELL_MODELS."
        ) from error
    return root / "citewell" / "models"
