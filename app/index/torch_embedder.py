"""Text to vectors with sentence-transformers and torch: the reference for every other backend."""

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from app.domain.errors import ConfigurationError
from app.domain.manifest import EmbedderCard
from app.index.unit_rows import unit_rows
from app.index.weights import PACKAGED

if TYPE_CHECKING:
    import torch
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

TorchBackend = Literal["torch-bfloat16", "torch-float32"]
Task = Literal["query", "document"]

LONGEST: Final = 512
"""Tokens read of a text where the model does not say."""

BATCH: Final = 32
"""Texts in one forward pass. Sorted by length first, so that little of it is padding."""


def load_with_torch(
    folder: Path, name: str, weights: str, backend: TorchBackend, threads: int | None = None
) -> "SentenceTransformerEmbedder":
    """Load a model that lies in `folder`; takes seconds and about 90 MB for the packaged one.

    Args:
        name: what the settings call it.
        weights: SHA-256 of its weights.
        threads: of the whole process's torch; None leaves torch's own choice.

    Raises:
        ConfigurationError: it cannot be read.
    """
    import torch

    if threads is not None:
        torch.set_num_threads(threads)
    model = load_model(folder, name)
    if backend == "torch-bfloat16":
        model.to(torch.bfloat16)
    return SentenceTransformerEmbedder(model, name, weights, backend)


class SentenceTransformerEmbedder:
    """`Embedder`, `TokenEmbedder` and `Vocabulary` over one model; safe to call from threads."""

    def __init__(
        self, model: "SentenceTransformer", name: str, weights: str, backend: TorchBackend
    ) -> None:
        self._model = model.eval()
        # A fast tokenizer that two threads call at once raises "Already borrowed"
        self._tokenizing = threading.Lock()
        self._special = frozenset(getattr(model.tokenizer, "all_special_ids", ()))
        self.card = EmbedderCard(
            name=name,
            weights_sha256=weights,
            dimension=len(self._forward([""], "document")["sentence_embedding"][0]),
            longest_tokens=model.max_seq_length or LONGEST,
            backend=backend,
        )

    @property
    def fingerprint(self) -> str:
        stated = (self.card.weights_sha256, self.card.backend, str(self.card.longest_tokens))
        return f"{hashlib.sha256('/'.join(stated).encode()).hexdigest()[:16]}-{self.card.backend}"

    def embed_passages(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        rows = np.empty((len(texts), self.card.dimension), dtype=np.float32)
        for places in _by_length(texts):
            batch = self._forward([texts[place] for place in places], "document")
            rows[places] = _unit_rows(batch["sentence_embedding"])
        return rows

    def embed_question(self, text: str) -> "NDArray[np.float32]":
        vector: NDArray[np.float32] = _unit_rows(
            self._forward([text], "query")["sentence_embedding"]
        )[0]
        return vector

    def embed_tokens(self, texts: Sequence[str]) -> "list[NDArray[np.float32]]":
        found: dict[int, NDArray[np.float32]] = {}
        for places in _by_length(texts):
            batch = self._forward([texts[place] for place in places], "document")
            ids = batch["input_ids"].numpy()
            kept = (batch["attention_mask"].numpy() > 0) & ~np.isin(ids, list(self._special))
            for row, place in enumerate(places):
                found[place] = _unit_rows(batch["token_embeddings"][row])[kept[row]]
        return [found[place] for place in range(len(texts))]

    def holds(self, word: str) -> bool:
        """`Vocabulary`: whether the tokenizer leaves the word whole."""
        with self._tokenizing:
            return len(self._model.tokenizer.tokenize(word)) == 1

    def _forward(self, texts: list[str], task: Task) -> "dict[str, torch.Tensor]":
        """The model's outputs, without the bookkeeping of `encode`."""
        import torch

        prompt = self._model.prompts.get(task) or None
        with self._tokenizing:
            features = self._model.preprocess(texts, prompt=prompt, task=task)
        with torch.inference_mode():
            outputs: dict[str, torch.Tensor] = self._model(features, task=task)
        return outputs


def _by_length(texts: Sequence[str]) -> "Iterator[list[int]]":
    """Places of the texts in batches of about equal length, the longest first."""
    order = sorted(range(len(texts)), key=lambda place: -len(texts[place]))
    for start in range(0, len(order), BATCH):
        yield order[start : start + BATCH]


def _unit_rows(tensor: "torch.Tensor") -> "NDArray[np.float32]":
    return unit_rows(tensor.float().numpy())


def load_model(folder: Path, name: str) -> "SentenceTransformer":
    """The model itself. Raises ConfigurationError: it cannot be read."""
    from sentence_transformers import SentenceTransformer

    try:
        with _no_progress_bar():
            return SentenceTransformer(
                str(folder), device="cpu", local_files_only=True, trust_remote_code=False
            )
    except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
        why = (str(error) or type(error).__name__).splitlines()[0]
        raise ConfigurationError(
            f"The embedder {name!r} in {folder} cannot be loaded: {why} Name the folder of a "
            f"sentence-transformers model in CITEWELL_EMBEDDER, or use the packaged {PACKAGED}."
        ) from error


@contextmanager
def _no_progress_bar() -> Iterator[None]:
    """Loading draws a bar on standard error, which belongs to the command that asked for it."""
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    hide: Callable[[], None] = logging.disable_progress_bar
    show: Callable[[], None] = logging.enable_progress_bar
    hide()
    try:
        yield
    finally:
        if shown:
            show()
