"""The lower layers of the packaged model in torch, to tune them: what `app/index/bert_graph.py`
computes, with gradients, for many texts at once."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import torch

KEPT: Final = 1
"""Layers, the lowest, that are left as they are; they are computed once."""
LAYERS: Final = 3
POOLS: Final = 4
RANK: Final = 64
"""Of what is added to a matrix that was tuned."""
NEAR_ZERO: Final = 1e-12
FAR: Final = -1e4
"""A logit of what is not looked at."""
INSIDE: Final = 0.1
OUTSIDE: Final = 0.2
"""Shares dropped in the layers and before the logit."""
MATRICES: Final = (
    *(f"attention.self.{part}" for part in ("query", "key", "value")),
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
NORMS: Final = ("attention.output.LayerNorm", "output.LayerNorm")

Weights = Mapping[str, NDArray[np.float32]]


class Batch(NamedTuple):
    states: "torch.Tensor"
    """After the layers that are kept, shape (texts, tokens, width); zero behind a text's end."""
    tokens: "torch.Tensor"
    """1.0 where a text has a token, shape (texts, tokens)."""


class Tunable:
    """What is tuned, and the logit of each text by it."""

    def __init__(self, weights: Weights, heads: int, seed: int) -> None:
        import torch

        drawn = torch.Generator().manual_seed(seed)
        width = len(weights["embeddings.LayerNorm.weight"])
        self._heads = heads
        self.layers = {
            name: torch.tensor(weights[name], requires_grad=True)
            for layer in range(KEPT, LAYERS)
            for name in names_of(layer)
        }
        self.pools = (torch.randn(POOLS, width, generator=drawn) * 0.02).requires_grad_()
        self.out = (torch.randn(width * (POOLS + 1), generator=drawn) * 0.01).requires_grad_()
        self.intercept = torch.zeros((), requires_grad=True)

    @property
    def head(self) -> "list[torch.Tensor]":
        return [self.pools, self.out, self.intercept]

    def logits(self, batch: Batch, *, learning: bool) -> "torch.Tensor":
        """Shape (texts,)."""
        import torch
        from torch.nn import functional

        states = batch.states
        for layer in range(KEPT, LAYERS):
            states = through(self.layers, layer, self._heads, Batch(states, batch.tokens), learning)
        hidden = ((1.0 - _spoken(batch.tokens)) * FAR)[:, :, None]
        shares = (states @ self.pools.T + hidden).softmax(dim=1)
        means = torch.einsum("ntp,ntw->npw", shares, states).flatten(1)
        vector = torch.cat([means, (states + hidden).amax(dim=1)], dim=1)
        return functional.dropout(vector, OUTSIDE, learning) @ self.out + self.intercept


def names_of(layer: int) -> list[str]:
    """Of the weights of one layer, counted from 0."""
    return [
        f"encoder.layer.{layer}.{part}.{kind}"
        for part in (*MATRICES, *NORMS)
        for kind in ("weight", "bias")
    ]


def through(
    weights: "Mapping[str, torch.Tensor]", layer: int, heads: int, batch: Batch, learning: bool
) -> "torch.Tensor":
    """The states after one more layer."""
    from torch.nn import functional

    states, tokens = batch
    texts, length, width = states.shape

    def linear(given: "torch.Tensor", part: str) -> "torch.Tensor":
        name = f"encoder.layer.{layer}.{part}"
        return functional.linear(given, weights[f"{name}.weight"], weights[f"{name}.bias"])

    def normed(given: "torch.Tensor", part: str) -> "torch.Tensor":
        name = f"encoder.layer.{layer}.{part}"
        weight, bias = weights[f"{name}.weight"], weights[f"{name}.bias"]
        return functional.layer_norm(given, (width,), weight, bias, NEAR_ZERO)

    query, key, value = (
        linear(states, part).view(texts, length, heads, -1).transpose(1, 2) for part in MATRICES[:3]
    )
    looked = functional.scaled_dot_product_attention(
        query, key, value, tokens[:, None, None, :].bool(), INSIDE if learning else 0.0
    )
    read = linear(looked.transpose(1, 2).reshape(texts, length, width), MATRICES[3])
    states = normed(functional.dropout(read, INSIDE, learning) + states, NORMS[0])
    thought = linear(functional.gelu(linear(states, MATRICES[4])), MATRICES[5])
    return normed(functional.dropout(thought, INSIDE, learning) + states, NORMS[1])


def batch_of(states: "Sequence[torch.Tensor]") -> Batch:
    """Several texts, each of shape (tokens, width), behind one another."""
    import torch
    from torch.nn.utils.rnn import pad_sequence

    lengths = torch.tensor([len(one) for one in states])
    padded = pad_sequence([one.float() for one in states], batch_first=True)
    return Batch(padded, (torch.arange(padded.shape[1]) < lengths[:, None]).float())


def kept_states(weights: Weights, heads: int, ids: Sequence[Sequence[int]]) -> "list[torch.Tensor]":
    """Of each text after the layers that are kept, shape (tokens, width), in bfloat16."""
    import torch
    from torch.nn import functional

    named = {name: torch.tensor(weights[name]) for at in range(KEPT) for name in names_of(at)}
    words = torch.tensor(weights["embeddings.word_embeddings.weight"])
    places = torch.tensor(
        weights["embeddings.position_embeddings.weight"]
        + weights["embeddings.token_type_embeddings.weight"][0]
    )
    norm = [torch.tensor(weights[f"embeddings.LayerNorm.{kind}"]) for kind in ("weight", "bias")]
    found: list[torch.Tensor] = [torch.empty(0)] * len(ids)
    with torch.no_grad():
        order = sorted(range(len(ids)), key=lambda at: len(ids[at]))
        for start in range(0, len(order), 64):
            some = order[start : start + 64]
            given = [words[ids[at]] + places[: len(ids[at])] for at in some]
            batch = batch_of(
                [functional.layer_norm(one, one.shape[1:], *norm, NEAR_ZERO) for one in given]
            )
            for layer in range(KEPT):
                batch = Batch(through(named, layer, heads, batch, False), batch.tokens)
            for at, row in zip(some, batch.states, strict=True):
                found[at] = row[: len(ids[at])].bfloat16().clone()
    return found


def _spoken(tokens: "torch.Tensor") -> "torch.Tensor":
    """Those of the text's own tokens; of an empty text, of the ends."""
    spoken = tokens.clone()
    spoken[:, 0] = 0.0
    spoken.scatter_(1, tokens.sum(dim=1, keepdim=True).long() - 1, 0.0)
    return spoken.where(spoken.sum(dim=1, keepdim=True) > 0, tokens)
