"""Tunes the packaged embedder's network to tell requests for harm from harmless ones.

The network stays as it is but for narrow matrices beside those of its layers (LoRA,
https://arxiv.org/abs/2106.09685); over the states of the last layer stands a linear model. What is
made small is the logistic loss of each text, and of each pair that of the difference of its halves:
a harmful half is told from its own twin, and not by what both are about.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits, linear, softplus

from app.domain.manifest import EmbedderCard
from app.index.backends import halved
from app.index.embedder import load_tuned
from app.index.torch_embedder import load_model
from app.index.tuned_embedder import NARROW, WIDE
from app.index.weights import PACKAGED, find_model, go_offline
from eval.fitting.harm import WEIGHT, Text
from eval.suite import Progress

LAYERS: Final = (0, 1, 2, 3, 4, 5)
"""That are tuned, counted from 0: all."""
RANK: Final = 32
EPOCHS: Final = 3
RATE: Final = 8e-4
"""Of learning, at its highest; it rises at first, and falls to nearly nothing."""
PAIRED: Final = 0.5
"""What the loss of a pair counts beside that of texts."""
SMOOTH: Final = 0.02
"""No text is held for certain."""
AT_ONCE: Final = 64
"""Texts of one step."""
SORTED: Final = 1600
"""Units among which those of like length are put together."""
LONGEST: Final = 64
"""Tokens read of a text while fitting."""
DROPPED: Final = 0.1
DECAY: Final = 0.01
RISING: Final = 0.05
SEED: Final = 1
_PARTS: Final = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)


class TunedNetwork:
    """Fitted: tells logits, and is written for the product to read."""

    def __init__(self, network: "_Network") -> None:
        self._network = network

    def logits(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Shape (texts,)."""
        found = np.zeros(len(texts))
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        self._network.fits(False)
        with torch.inference_mode():
            for first in range(0, len(order), AT_ONCE):
                some = order[first : first + AT_ONCE]
                found[some] = self._network([texts[at] for at in some]).numpy()
        return found

    def line(self) -> tuple[float, NDArray[np.float64]]:
        """Intercept and weights, of the vector as `TunedEmbedder` gives it."""
        norm, head = self._network.norm, self._network.head
        weights = head.weight.detach().double().numpy()[0]
        intercept = float(head.bias.detach()[0]) + weights @ norm.bias.detach().double().numpy()
        return float(intercept), weights * norm.weight.detach().double().numpy()

    def write(self, path: Path) -> EmbedderCard:
        """The narrow matrices, in float16; the card of what reads them."""
        save_file(
            {
                f"{name}.{end}": matrix.detach().half().contiguous()
                for name, part in self._network.parts.items()
                for end, matrix in ((NARROW, part.narrow), (WIDE, part.wide))
            },
            path,
        )
        path.chmod(0o644)  # else for this user alone
        return load_tuned(path).card


def tune(items: Sequence[Text], progress: Progress, doing: str) -> TunedNetwork:
    """On all of them; in bfloat16 where the processor has it, which is thrice as fast."""
    torch.manual_seed(SEED)
    drawn = random.Random(SEED)
    network = _Network()
    network.fits(True)
    batches = [batch for _ in range(EPOCHS) for batch in _batches(items, drawn)]
    moved = network.moved()
    optimiser = torch.optim.AdamW(moved, lr=RATE, weight_decay=DECAY)
    rate = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda at: _rate(at / len(batches)))
    for batch in progress.track(batches, doing, len(batches)):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=halved()):
            logits = network([one.text for one in batch])
        loss = _loss(logits.float(), batch)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(moved, 1.0)
        optimiser.step()
        rate.step()
    return TunedNetwork(network)


class _Part(NamedTuple):
    """What is added to a matrix: `wide @ narrow`."""

    narrow: torch.Tensor
    wide: torch.Tensor

    def added(
        self, _: nn.Linear, given: tuple[torch.Tensor, ...], found: torch.Tensor
    ) -> torch.Tensor:
        """As a hook of a linear layer."""
        return found + linear(linear(given[0], self.narrow), self.wide)


class _Network:
    """The packaged model with parts that can be tuned, and a line over its last states."""

    def __init__(self) -> None:
        go_offline()
        model = load_model(find_model(PACKAGED), PACKAGED)
        self._tokenizer = model.tokenizer
        self._bert = model[0].auto_model.float()
        self._bert.requires_grad_(False)
        self.parts = {
            f"encoder.layer.{layer}.{name}": self._part(f"encoder.layer.{layer}.{name}")
            for layer in LAYERS
            for name in _PARTS
        }
        width = 2 * self._bert.config.hidden_size
        self.norm = nn.LayerNorm(width)
        self._drop = nn.Dropout(DROPPED)
        self.head = nn.Linear(width, 1)
        nn.init.zeros_(self.head.weight)

    def __call__(self, texts: Sequence[str]) -> torch.Tensor:
        """Logits, shape (texts,)."""
        given = self._tokenizer(
            list(texts), padding=True, truncation=True, max_length=LONGEST, return_tensors="pt"
        )
        states = self._bert(**given).last_hidden_state
        spoken = _spoken(given["attention_mask"])[:, :, None]
        highest = states.masked_fill(~spoken, -torch.inf).amax(dim=1)
        mean = (states * spoken).sum(dim=1) / spoken.sum(dim=1)
        vectors = self.norm(torch.cat([highest, mean], dim=1))
        return self.head(self._drop(vectors))[:, 0]

    def moved(self) -> list[torch.Tensor]:
        """What is fitted."""
        narrow = [matrix for part in self.parts.values() for matrix in part]
        return [*narrow, *self.norm.parameters(), *self.head.parameters()]

    def fits(self, whether: bool) -> None:
        """Drop some states at random while it is fitted, and none afterwards."""
        self._bert.train(whether)
        self._drop.train(whether)

    def _part(self, name: str) -> _Part:
        layer = self._bert.get_submodule(name)
        inputs, outputs = layer.in_features, layer.out_features
        part = _Part(
            nn.Parameter(torch.randn(RANK, inputs) / inputs**0.5),
            nn.Parameter(torch.zeros(outputs, RANK)),
        )
        layer.register_forward_hook(part.added)
        return part


def _spoken(mask: torch.Tensor) -> torch.Tensor:
    """Whether a token is one of the text's own; of an empty text the ends are. Shape as `mask`."""
    lengths = mask.sum(dim=1, keepdim=True)
    places = torch.arange(mask.shape[1])[None, :]
    own = (places > 0) & (places < lengths - 1)
    return torch.where(lengths > 2, own, mask.bool())


def _loss(logits: torch.Tensor, batch: Sequence[Text]) -> torch.Tensor:
    wrong = torch.tensor([float(one.wrong) for one in batch])
    counts = torch.tensor([WEIGHT.get(one.of, 1.0) for one in batch])
    smooth = wrong * (1 - 2 * SMOOTH) + SMOOTH
    each = binary_cross_entropy_with_logits(logits, smooth, reduction="none")
    loss = (each * counts).sum() / len(batch)
    halves = _halves(batch)
    if not halves:
        return loss
    harmful, benign = (list(some) for some in zip(*halves, strict=True))
    apart = softplus(logits[benign] - logits[harmful]) * counts[harmful]
    return loss + PAIRED * apart.sum() / len(halves)


def _halves(batch: Sequence[Text]) -> list[tuple[int, int]]:
    """Where the harmful half of each pair stands, and where its benign half."""
    places: dict[str, dict[bool, int]] = defaultdict(dict)
    for at, one in enumerate(batch):
        if one.twins is not None:
            places[one.twins].setdefault(one.wrong, at)
    return [(each[True], each[False]) for each in places.values() if len(each) == 2]


def _batches(items: Sequence[Text], drawn: random.Random) -> Iterator[list[Text]]:
    """Of one epoch, in an order that is drawn: texts of like length, pairs whole."""
    units: dict[str, list[Text]] = defaultdict(list)
    for one in items:
        units[one.pair or one.id].append(one)
    order = list(units.values())
    drawn.shuffle(order)
    batches: list[list[Text]] = []
    for first in range(0, len(order), SORTED):
        some = sorted(order[first : first + SORTED], key=_length)
        batch: list[Text] = []
        for unit in some:
            batch += unit
            if len(batch) >= AT_ONCE or unit is some[-1]:
                batches.append(batch)
                batch = []
    drawn.shuffle(batches)
    yield from batches


def _length(unit: Sequence[Text]) -> int:
    return max(len(one.text) for one in unit)


def _rate(done: float) -> float:
    """Share of the rate of learning when the share `done` of the steps is made."""
    return min(done / RISING + RISING, 1.0 - done + RISING / 2, 1.0)
