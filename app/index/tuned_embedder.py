"""A text as the embedder's own network reads it once it was tuned to tell some kind of text.

What the network was made for is what a text is about; a request to forge a letter and one to write
it are one topic. Tuning adds to each matrix of some layers the product of two narrow ones (LoRA,
https://arxiv.org/abs/2106.09685), which are all that is shipped: the rest is the packaged model's.
"""

import hashlib
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

LONGEST: Final = 512
"""Tokens read of a text, the first."""
USUAL: Final = 64
"""Tokens of all but the longest questions."""
NARROW, WIDE = "down", "up"
"""What the two matrices of `NAME` are called: `NAME.down`, shape (rank, inputs), and `NAME.up`,
shape (outputs, rank)."""
_ENDS: Final = 2
"""Tokens that stand for no text: one before it, one behind."""
_NEAR_ZERO: Final = 1e-5


class TunedEmbedder:
    """`QuestionEmbedder`: the highest and the mean over the tokens of the last layer, as one
    vector of mean 0 and variance 1.

    Computed in bfloat16 where the processor has it, else in float32. Safe to call from threads.

    Args:
        folder: of a sentence-transformers model of BERT's kind.
        name: what the settings call it.
        weights: SHA-256 of its weights.
        tuning: a safetensors file of pairs of narrow matrices.

    Raises:
        ConfigurationError: model or tuning are of another kind, or cannot be read.
    """

    def __init__(self, folder: Path, name: str, weights: str, tuning: Path) -> None:
        from safetensors import SafetensorError
        from safetensors.numpy import load, load_file
        from tokenizers import Tokenizer

        try:
            stated = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            found = load_file(folder / "model.safetensors")
            added = tuning.read_bytes()
            tune(found, load(added))
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._words = found["embeddings.word_embeddings.weight"]
            self._places = (
                found["embeddings.position_embeddings.weight"]
                + found["embeddings.token_type_embeddings.weight"][0]
            )
            heads, layers = int(stated["num_attention_heads"]), int(stated["num_hidden_layers"])
            self._compiled = compiled(found, heads, layers, halved=halved())
        except (OSError, KeyError, ValueError, SafetensorError) as error:
            raise ConfigurationError(
                f"The tuned layers of {name!r} cannot be read ({type(error).__name__}). Install "
                "Citewell again, with the versions of its lock file."
            ) from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)
        self._mine = threading.local()
        self.card = EmbedderCard(
            name=name,
            weights_sha256=hashlib.sha256(weights.encode() + added).hexdigest(),
            dimension=2 * self._words.shape[1],
            longest_tokens=LONGEST,
        )

    def embed_question(self, text: str) -> "NDArray[np.float32]":
        ids = self._tokenizer.encode(text).ids
        request = self._request()
        request.infer([self._words[ids] + self._places[: len(ids)]])
        return pooled(request.get_output_tensor(0).data)

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


class LateTunedEmbedder:
    """Loads one at the first use and once, whatever thread asks."""

    def __init__(self, load: Callable[[], TunedEmbedder]) -> None:
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
    def _loaded(self) -> TunedEmbedder:
        with self._loading:
            return self._held

    @cached_property
    def _held(self) -> TunedEmbedder:
        return self._load()


def tune(
    weights: "dict[str, NDArray[np.float32]]", tuning: "dict[str, NDArray[np.float16]]"
) -> None:
    """Add the products of the narrow matrices to those of `weights`.

    Raises:
        KeyError: `weights` has no matrix of that name, or one of a pair is missing.
        ValueError: they do not fit.
    """
    for name in {key.rpartition(".")[0] for key in tuning}:
        narrow, wide = (tuning[f"{name}.{end}"].astype(np.float32) for end in (NARROW, WIDE))
        weights[f"{name}.weight"] = weights[f"{name}.weight"] + wide @ narrow


def pooled(states: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """Of states, shape (tokens, width): shape (2 width,), over the text's own tokens; of an empty
    text, over the ends."""
    spoken = states[1:-1] if len(states) > _ENDS else states
    both = np.concatenate([spoken.max(axis=0), spoken.mean(axis=0)])
    centred: NDArray[np.float32] = both - both.mean()
    centred /= np.sqrt((centred**2).mean() + _NEAR_ZERO)
    return centred
