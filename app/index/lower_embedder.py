"""A text as the lower layers of the embedder's own network read it.

The last layer tells what a text is about, the lower ones which words it uses and how they stand to
each other: a request to forge a letter and one to write it are one topic. On prompts of a category
that was left out, a linear model tells harm far better by these (`eval/README.md`, Harm).
"""

import json
import threading
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from app.domain.errors import ConfigurationError
from app.domain.manifest import EmbedderCard
from app.index.backends import halved
from app.index.bert_graph import compiled

if TYPE_CHECKING:
    import openvino
    from numpy.typing import NDArray

LAYERS: Final = (1, 2, 3)
LONGEST: Final = 128
"""Tokens read of a text, the first."""
USUAL: Final = 64
"""Tokens of all but the longest questions."""
_ENDS: Final = 2
"""Tokens that stand for no text: one before it, one behind."""


class LowerEmbedder:
    """`QuestionEmbedder`: of each of `LAYERS` the highest over tokens, of the last the mean too.

    Computed in bfloat16 where the processor has it, else in float32: a logit differs by thousandths
    (`eval/README.md`, Checks). Safe to call from threads.

    Args:
        folder: of a sentence-transformers model of BERT's kind.
        name: what the settings call it.
        weights: SHA-256 of its weights.

    Raises:
        ConfigurationError: it is of another kind, or cannot be read.
    """

    def __init__(self, folder: Path, name: str, weights: str) -> None:
        from safetensors import SafetensorError
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        try:
            stated = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            found = load_file(folder / "model.safetensors")
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._words = found["embeddings.word_embeddings.weight"]
            self._places = (
                found["embeddings.position_embeddings.weight"]
                + found["embeddings.token_type_embeddings.weight"][0]
            )
            heads = int(stated["num_attention_heads"])
            self._compiled = compiled(found, heads, LAYERS, halved=halved())
        except (OSError, KeyError, ValueError, SafetensorError) as error:
            raise ConfigurationError(
                f"The lower layers of {name!r} cannot be read ({type(error).__name__})."
            ) from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)
        self._mine = threading.local()
        width = self._words.shape[1]
        self.card = EmbedderCard(
            name=name,
            weights_sha256=weights,
            dimension=width * (len(LAYERS) + 1),
            longest_tokens=LONGEST,
        )

    def embed_question(self, text: str) -> "NDArray[np.float32]":
        ids = self._tokenizer.encode(text).ids
        request = self._request()
        request.infer([self._words[ids] + self._places[: len(ids)]])
        states = [_spoken(request.get_output_tensor(at).data) for at in range(len(LAYERS))]
        highest = [each.max(axis=0) for each in states]
        return np.concatenate([*highest, states[-1].mean(axis=0)])

    def prepare(self) -> None:
        """Compute a text of every usual length once: the first of a length takes three times as
        long."""
        for tokens in range(_ENDS, USUAL + 1):
            self._request().infer([self._places[:tokens]])

    def _request(self) -> "openvino.InferRequest":
        """This thread's own: one holds the numbers of one computation."""
        if not hasattr(self._mine, "request"):
            self._mine.request = self._compiled.create_infer_request()
        request: openvino.InferRequest = self._mine.request
        return request


class LateLowerEmbedder:
    """Loads one at the first use and once, whatever thread asks."""

    def __init__(self, load: Callable[[], LowerEmbedder]) -> None:
        self._load = load
        self._loading = threading.Lock()

    @property
    def card(self) -> EmbedderCard:
        return self._loaded.card

    def embed_question(self, text: str) -> "NDArray[np.float32]":
        return self._loaded.embed_question(text)

    def prepare(self) -> None:
        self._loaded.prepare()

    @property
    def _loaded(self) -> LowerEmbedder:
        with self._loading:
            return self._held

    @cached_property
    def _held(self) -> LowerEmbedder:
        return self._load()


def _spoken(states: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """Those of the text's own tokens; of an empty text, of the ends."""
    return states[1:-1] if len(states) > _ENDS else states
