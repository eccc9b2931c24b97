"""The probabilities at which a fitted verifier speaks, from the errors that are wanted."""

from collections.abc import Sequence
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from app.domain.answer import VerdictKind
from app.domain.frozen import Frozen
from eval.suite import UnusableSet

MIDDLE: Final = 0.5


class Thresholds(Frozen):
    unsupported_below: float
    supported_from: float

    @classmethod
    def that_decide(cls) -> Self:
        """Those of a verifier that always speaks: what is likelier than not is supported."""
        return cls(unsupported_below=MIDDLE, supported_from=MIDDLE)

    def verdict(self, p: float) -> VerdictKind:
        """What the verifier says at p; NOT_APPLICABLE between the two."""
        if p >= self.supported_from:
            return VerdictKind.SUPPORTED
        if p < self.unsupported_below:
            return VerdictKind.UNSUPPORTED
        return VerdictKind.NOT_APPLICABLE


def below_which(p: NDArray[np.float64], supported: Sequence[bool], refuse: float) -> float:
    """The highest threshold below which at most the share `refuse` of the supported lies; at most
    .5, for nothing that is more likely than not is withheld."""
    ours = np.sort(p[np.asarray(supported, dtype=bool)])
    allowed = min(int(refuse * len(ours)), len(ours) - 1)
    return min(float(ours[allowed]), MIDDLE)


def from_which(p: NDArray[np.float64], supported: Sequence[bool], wrong: float) -> float:
    """The lowest threshold, at least .5, from which on at most the share `wrong` is not supported,
    with both kinds counted alike; 1 where there is none."""
    right = np.asarray(supported, dtype=bool)
    order = np.argsort(-p, kind="stable")
    good = np.cumsum(right[order]) / right.sum()
    bad = np.cumsum(~right[order]) / (~right).sum()
    stands = bad <= wrong * (good + bad)
    ends = np.flatnonzero(stands & np.append(p[order][1:] != p[order][:-1], True))
    return max(float(p[order][ends[-1]]), MIDDLE) if len(ends) else 1.0


def share(name: str, text: str) -> float:
    """The option as a share.

    Raises:
        UnusableSet: it is no number from 0 to below 1.
    """
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value < 1.0:
        raise UnusableSet(f"--set {name}={text}: write a share from 0 to below 1, such as 0.1.")
    return value
