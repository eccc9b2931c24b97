"""An embedder that is loaded when something is first embedded."""

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.domain.manifest import EmbedderCard
from app.index.embedder import Model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class LateEmbedder:
    """Loads at the first use and once, whatever thread asks.

    A list of the generations, or an ingest that finds nothing changed, never pays the seconds and
    the memory that loading takes.

    Args:
        load: makes the embedder; what it raises is raised by the first use.
    """

    def __init__(self, load: Callable[[], Model]) -> None:
        self._load = load
        self._loading = threading.Lock()
        self._held: Model | None = None

    @property
    def _loaded(self) -> Model:
        with self._loading:
            if self._held is None:
                self._held = self._load()
            return self._held

    @property
    def loaded(self) -> bool:
        """Nothing is loaded, nor waited for, to find out."""
        return self._held is not None

    @property
    def card(self) -> EmbedderCard:
        return self._loaded.card

    @property
    def fingerprint(self) -> str:
        return self._loaded.fingerprint

    def embed_passages(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        return self._loaded.embed_passages(texts)

    def embed_question(self, text: str) -> "NDArray[np.float32]":
        return self._loaded.embed_question(text)

    def embed_tokens(self, texts: Sequence[str]) -> "list[NDArray[np.float32]]":
        return self._loaded.embed_tokens(texts)

    def holds(self, word: str) -> bool:
        return self._loaded.holds(word)
