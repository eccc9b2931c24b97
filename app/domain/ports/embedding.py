"""Turning text into vectors."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from app.domain.manifest import EmbedderCard

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class QuestionEmbedder(Protocol):
    """What a fitted likeness reads of a text. Safe to call from many threads."""

    @property
    def card(self) -> EmbedderCard: ...

    def embed_question(self, text: str) -> "NDArray[np.float32]":
        """A vector, shape (dimension,), of any length."""
        ...


class Embedder(Protocol):
    """One model, used at write time and at read time alike. Safe to call from many threads."""

    @property
    def card(self) -> EmbedderCard: ...

    @property
    def fingerprint(self) -> str:
        """Other whenever a vector could be other: covers the weights and the numeric type."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Unit rows, shape (len(texts), dimension); finite for any text, also for an empty one."""
        ...

    def embed_question(self, text: str) -> "NDArray[np.float32]":
        """A unit vector, shape (dimension,)."""
        ...


class TokenEmbedder(Protocol):
    """The same model's vectors for each token, for late interaction."""

    def embed_tokens(self, texts: Sequence[str]) -> "list[NDArray[np.float32]]":
        """For each text unit rows, shape (tokens, dimension), special tokens left out."""
        ...


class Vocabulary(Protocol):
    """The words a model knows, which tells ordinary words from names."""

    def holds(self, word: str) -> bool:
        """Whether the word, in lower case, is common enough to have an entry of its own."""
        ...
