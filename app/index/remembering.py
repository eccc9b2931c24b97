"""Vectors of the questions and sentences that were read lately, kept in memory."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from app.domain.manifest import EmbedderCard
from app.domain.ports.embedding import Embedder

if TYPE_CHECKING:
    from numpy.typing import NDArray

QUESTIONS: Final = 64
"""A question is embedded for retrieval and compared with sentences a moment later."""
TEXTS: Final = 8192
"""Sentences; 13 MB of vectors at 384 dimensions."""


class RememberingEmbedder:
    """An `Embedder` that asks another one only for texts it has not seen lately.

    Texts are kept as their SHA-256 alone, so no words of a question stay in memory. Safe to call
    from many threads; two that ask for the same new text may both compute it.
    """

    def __init__(self, embedder: Embedder, questions: int = QUESTIONS, texts: int = TEXTS) -> None:
        self._embedder = embedder
        self.questions = Recent(questions)
        self.texts = Recent(texts)

    @property
    def card(self) -> EmbedderCard:
        return self._embedder.card

    @property
    def fingerprint(self) -> str:
        return self._embedder.fingerprint

    def embed_question(self, text: str) -> "NDArray[np.float32]":
        key = _key(text)
        vector = self.questions.get(key)
        if vector is None:
            vector = self._embedder.embed_question(text)
            self.questions.put(key, vector)
        return vector

    def embed_passages(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        keys = [_key(text) for text in texts]
        known = {key: self.texts.get(key) for key in keys}
        unseen = {key: text for key, text in zip(keys, texts, strict=True) if known[key] is None}
        rows = self._embedder.embed_passages(list(unseen.values()))
        for key, row in zip(unseen, rows, strict=True):
            known[key] = row
            self.texts.put(key, row)
        found = [vector for key in keys if (vector := known[key]) is not None]
        if not found:
            return np.zeros((0, self.card.dimension), dtype=np.float32)
        return np.stack(found)


class Recent:
    """The vectors used last, at most `most`; read-only, for every caller gets the same array.

    `hits` and `misses` count what was asked for.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self.hits = self.misses = 0
        self._held: OrderedDict[bytes, NDArray[np.float32]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: bytes) -> "NDArray[np.float32] | None":
        with self._lock:
            vector = self._held.get(key)
            if vector is None:
                self.misses += 1
            else:
                self.hits += 1
                self._held.move_to_end(key)
            return vector

    def put(self, key: bytes, vector: "NDArray[np.float32]") -> None:
        kept = vector.copy()
        kept.flags.writeable = False
        with self._lock:
            self._held[key] = kept
            self._held.move_to_end(key)
            while len(self._held) > self._most:
                self._held.popitem(last=False)


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
