"""Reading the candidates again with a cross-encoder, where the site has one."""

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import ModelUnavailable
from app.domain.ports.index import Snapshot
from app.domain.ranking import Ranking
from app.retrieval.reordering import blended

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

BATCH = 16
"""Pairs read at once."""


class CrossEncoderReranker:
    """A sentence-transformers CrossEncoder by name or path; nothing is ever downloaded.

    The model is loaded at the first question, so that a service that never reranks never pays for
    it. Its score alone decides the order.

    Args:
        model: a folder, or the name of a model in the local Hugging Face cache.
        longest_tokens: a pair is cut off here; None takes the model's own limit.
    """

    def __init__(self, model: str, longest_tokens: int | None = 512) -> None:
        self._model = model
        self._longest_tokens = longest_tokens
        self._loaded: CrossEncoder | None = None
        self._loading = threading.Lock()

    @property
    def name(self) -> str:
        return f"cross-encoder:{self._model}"

    def rerank(self, question: str, ranking: Ranking, snapshot: Snapshot) -> Ranking:
        """The same hits in a new order, each with the model's score in `reranked`.

        Raises:
            ModelUnavailable: the model is not on this machine, or cannot be loaded.
        """
        if not ranking.hits:
            return ranking
        passages = snapshot.library.passages([hit.passage_id for hit in ranking.hits])
        pairs = [(question, passage.indexed_text) for passage in passages]
        scores = self._encoder().predict(pairs, batch_size=BATCH, show_progress_bar=False)
        return blended(ranking, [float(score) for score in scores], fused_weight=0.0)

    def _encoder(self) -> "CrossEncoder":
        with self._loading:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def _load(self) -> "CrossEncoder":
        from safetensors import SafetensorError
        from sentence_transformers import CrossEncoder

        try:
            encoder: CrossEncoder = CrossEncoder(
                self._folder(), device="cpu", max_length=self._longest_tokens, local_files_only=True
            )
        except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
            raise ModelUnavailable(
                f"The cross-encoder {self._model!r} cannot be loaded from this machine. Set "
                "CITEWELL_RERANKER to the folder of a sentence-transformers CrossEncoder, or to "
                "'none' or 'late-interaction'.",
                retry_after=300,
            ) from error
        if encoder.num_labels != 1:
            raise ModelUnavailable(
                f"The cross-encoder {self._model!r} gives {encoder.num_labels} scores for a pair; "
                "one that gives a single relevance score is needed.",
                retry_after=300,
            )
        return encoder

    def _folder(self) -> str:
        """A folder in any case: given a name, the model library would ask the hub about it."""
        from huggingface_hub import snapshot_download

        if Path(self._model).is_dir():
            return self._model
        return snapshot_download(self._model, local_files_only=True)
