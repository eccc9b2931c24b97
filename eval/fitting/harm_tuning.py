"""Tunes the lower layers to tell requests for harm, by single texts and by pairs.

Each text is held against what it is, and the harmful half of a pair against the benign one, which
shares its sentence: what tells them apart is harm, and no manner. What was tuned of a matrix is
then cut down to a low rank, and so it is measured and shipped.
"""

import random
from collections.abc import Callable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from eval.compose import Network
from eval.fitting.harm import Measured
from eval.fitting.harm_network import RANK, Batch, Tunable, batch_of, kept_states

if TYPE_CHECKING:
    import torch

EPOCHS: Final = 3
RATE: Final = 2e-4
"""Of the layers; the head learns `HEAD` times as fast."""
HEAD: Final = 10.0
RISING: Final = 0.1
"""Share of the steps in which the rate rises; then it falls to nothing."""
TOGETHER: Final = 32
"""Texts of one step, about."""
SMOOTHED: Final = 0.025
"""How far from 0 and 1 is what a text is held against."""
WEIGHT: Final = {"made": 0.33, "questions": 0.5}
"""What one text counts; of other sets 1."""
QUESTIONS: Final = 700
"""Of the questions that have nothing to do with harm, those of one epoch."""
LONGEST: Final = 64
"""Tokens of a text that are learnt from."""
SEED: Final = 1
STEEPEST: Final = 1.0


class Tuned(NamedTuple):
    """What was tuned, and what tells a logit from its vector."""

    net: Tunable
    states: "Callable[[Measured], torch.Tensor]"

    def logits(self, items: Sequence[Measured]) -> NDArray[np.float64]:
        """Shape (items,)."""
        import torch

        found = np.zeros(len(items), dtype=np.float64)
        lengths = [len(self.states(one)) for one in items]
        order = sorted(range(len(items)), key=lambda at: lengths[at])
        with torch.no_grad():
            for start in range(0, len(order), TOGETHER):
                some = order[start : start + TOGETHER]
                batch = batch_of([self.states(items[at]) for at in some])
                found[some] = self.net.logits(batch, learning=False).numpy()
        return found


class Tuning:
    """Tunes on some texts; what stays as it is of each text is computed once.

    Args:
        network: the packaged model.
        items: every text that will be tuned on or judged.
    """

    def __init__(self, network: Network, items: Sequence[Measured]) -> None:
        self._network = network
        texts = sorted({one.text.text for one in items})
        ids = [network.tokenizer.encode(text).ids[:LONGEST] for text in texts]
        kept = kept_states(network.weights, network.heads, ids)
        self._states = dict(zip(texts, kept, strict=True))

    def fit(self, items: Sequence[Measured]) -> Tuned:
        import torch

        torch.manual_seed(SEED)
        drawn = random.Random(SEED)
        net = Tunable(self._network.weights, self._network.heads, SEED)
        parts = [list(net.layers.values()), net.head]
        rates = [RATE, RATE * HEAD]
        learner = torch.optim.AdamW([{"params": one} for one in parts], weight_decay=0.01)
        batches = list(chain(*(self._batches(items, drawn) for _ in range(EPOCHS))))
        for step, some in enumerate(batches):
            done = step / len(batches)
            for group, rate in zip(learner.param_groups, rates, strict=True):
                group["lr"] = rate * min(1.0, done / RISING) * (1.0 - done)
            learner.zero_grad()
            self._loss(net, some).backward()
            torch.nn.utils.clip_grad_norm_([*chain(*parts)], STEEPEST)
            learner.step()
        with torch.no_grad():
            for name, tuned in net.layers.items():
                tuned.copy_(cut(self._network.weights[name], tuned.numpy()).whole())
        return Tuned(net, self._of)

    def _of(self, one: Measured) -> "torch.Tensor":
        return self._states[one.text.text]

    def _loss(self, net: Tunable, some: Sequence[Measured]) -> "torch.Tensor":
        import torch
        from torch.nn import functional

        batch = batch_of([self._of(one) for one in some])
        with torch.autocast("cpu", torch.bfloat16):
            found = net.logits(Batch(*batch), learning=True)
        found = found.float()
        wrong = torch.tensor([float(one.text.wrong) for one in some])
        weight = torch.tensor([WEIGHT.get(one.text.of, 1.0) for one in some])
        wanted = wrong * (1.0 - 2.0 * SMOOTHED) + SMOOTHED
        loss = functional.binary_cross_entropy_with_logits(found, wanted, weight)
        halves = [
            (at, at + 1)
            for at in range(len(some) - 1)
            if in_pair(some[at]) and some[at].text.pair == some[at + 1].text.pair
        ]
        if halves:
            wrong_half = [at if some[at].text.wrong else other for at, other in halves]
            right_half = [other if some[at].text.wrong else at for at, other in halves]
            loss = loss + 2.0 * functional.softplus(
                found[right_half] - found[wrong_half]
            ).sum() / len(some)
        return loss

    def _batches(self, items: Sequence[Measured], drawn: random.Random) -> list[list[Measured]]:
        """Of one epoch: the halves of a pair side by side, texts of about one length together."""
        pairs: dict[str, list[Measured]] = {}
        alone: list[list[Measured]] = []
        questions: list[list[Measured]] = []
        for one in items:
            if in_pair(one):
                pairs.setdefault(one.text.pair or "", []).append(one)
            else:
                (questions if one.text.of == "questions" else alone).append([one])
        some = drawn.sample(questions, min(QUESTIONS, len(questions)))
        units = [*pairs.values(), *alone, *some]
        length = [max(len(self._of(one)) for one in unit) + 4 * drawn.random() for unit in units]
        found: list[list[Measured]] = [[]]
        for at in sorted(range(len(units)), key=lambda at: length[at]):
            if len(found[-1]) >= TOGETHER:
                found.append([])
            found[-1].extend(units[at])
        drawn.shuffle(found)
        return found


class Cut(NamedTuple):
    """A tuned weight as it is kept: two thin matrices to add, or a vector whole."""

    base: NDArray[np.float32]
    left: NDArray[np.float16] | None
    right: NDArray[np.float16] | None
    vector: NDArray[np.float32] | None

    def whole(self) -> "torch.Tensor":
        import torch

        if self.left is None or self.right is None:
            return torch.tensor(self.vector)
        added = self.left.astype(np.float32) @ self.right.astype(np.float32)
        return torch.tensor(self.base + added)


def cut(base: NDArray[np.float32], tuned: NDArray[np.float32]) -> Cut:
    if base.ndim == 1:
        return Cut(base, None, None, tuned.copy())
    left, strength, right = np.linalg.svd(tuned - base, full_matrices=False)
    root = np.sqrt(strength[:RANK])
    return Cut(
        base,
        (left[:, :RANK] * root).astype(np.float16),
        (root[:, None] * right[:RANK]).astype(np.float16),
        None,
    )


def in_pair(one: Measured) -> bool:
    """Whether it has a half that shares its sentence; of `made`, only the opening is shared."""
    return one.text.pair is not None and one.text.of != "made"
