"""A text as the lower layers of the embedder's own network read it, tuned for the screen for harm.

The last layer tells what a text is about, the lower ones which words it uses and how they stand to
each other: a request to forge a letter and one to write it are one topic (`eval/README.md`, Harm).
"""

import json
import threading
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from app.domain.errors import ConfigurationError
from app.domain.manifest import EmbedderCard
from app.index.backends import halved
from app.index.bert_graph import compiled
from app.index.tuned_layers import tuned

if TYPE_CHECKING:
    import openvino
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

LAYERS: Final = 3
LONGEST: Final = 128
"""Tokens read of a text, the first."""
USUAL: Final = 64
"""Tokens of all but the longest questions."""
_ENDS: Final = 2
"""Tokens that stand for no text: one before it, one behind."""


class Network(NamedTuple):
    """A sentence-transformers model of BERT's kind, as it lies in its folder."""

    weights: "Mapping[str, NDArray[np.float32]]"
    heads: int
    """Of each attention layer."""
    tokenizer: "Tokenizer"
    sha256: str
    """Of the weights."""


def read_network(folder: Path, name: str, sha256: str) -> Network:
    """
    Args:
        name: what the settings call it.
        sha256: of its weights.

    Raises:
        ConfigurationError: it is of another kind, or cannot be read.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    try:
        stated = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        weights = load_file(folder / "model.safetensors")
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        heads = int(stated["num_attention_heads"])
    except (OSError, KeyError, ValueError, SafetensorError) as error:
        raise ConfigurationError(
            f"The lower layers of {name!r} cannot be read ({type(error).__name__})."
        ) from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return Network(weights, heads, tokenizer, sha256)


class LowerEmbedder:
    """`QuestionEmbedder`: of layer `LAYERS`, the tokens pooled by what each pool looks for, and the
    highest over tokens.

    Computed in bfloat16 where the processor has it, else in float32: a logit differs by thousandths
    (`eval/README.md`, Checks). Safe to call from threads.

    Args:
        network: that the layers were tuned from.
        name: what the settings call it.
        data: the tuned layers, as `tuned_layers.py` tells.

    Raises:
        ConfigurationError: they are of another network, or cannot be read.
    """

    def __init__(self, network: Network, name: str, data: bytes) -> None:
        try:
            whole = tuned(network.weights, network.sha256, data)
            self._words = whole.weights["embeddings.word_embeddings.weight"]
            self._places = (
                whole.weights["embeddings.position_embeddings.weight"]
                + whole.weights["embeddings.token_type_embeddings.weight"][0]
            )
            self._compiled = compiled(whole.weights, network.heads, LAYERS, halved=halved())
        except (KeyError, ValueError) as error:
            raise ConfigurationError(
                f"The tuned layers are not those of {name!r} ({type(error).__name__})."
            ) from error
        self._pools = whole.pools
        self._tokenizer = network.tokenizer
        self._mine = threading.local()
        self.card = EmbedderCard(
            name=name,
            weights_sha256=whole.sha256,
            dimension=self._words.shape[1] * (len(whole.pools) + 1),
            longest_tokens=LONGEST,
        )

    def embed_question(self, text: str) -> "NDArray[np.float32]":
        ids = self._tokenizer.encode(text).ids
        request = self._request()
        request.infer([self._words[ids] + self._places[: len(ids)]])
        return pooled(_spoken(request.get_output_tensor(0).data), self._pools)

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


def pooled(states: "NDArray[np.float32]", pools: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """The mean of the tokens (rows of `states`) by how well each meets what a pool looks for, pool
    by pool, and the highest over tokens: shape ((pools + 1) x width,)."""
    met = states @ pools.T
    shares = np.exp(met - met.max(axis=0))
    shares /= shares.sum(axis=0)
    return np.concatenate([*(shares.T @ states), states.max(axis=0)])


def _spoken(states: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """Those of the text's own tokens; of an empty text, of the ends."""
    return states[1:-1] if len(states) > _ENDS else states
