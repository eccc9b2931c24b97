"""Whether answers are right as often as the confidence that they state says.

Answers are put into bins of about equally many by their confidence; of each bin its mean is laid
beside the share that reviewers approved, with Wilson's interval. The expected calibration error is
the mean distance over the bins, weighted by answers (Naeini, Cooper and Hauskrecht, AAAI 2015); few
answers a bin overstate it. Whether confidence as a whole is too high or too low is told by
z = (right - sum of confidence) / sqrt(sum of c(1 - c)), calibration in the large.
"""

import math
from collections.abc import Sequence
from itertools import groupby
from typing import Final, NamedTuple

from app.domain.frozen import Frozen
from app.monitoring.probability import wilson

BINS: Final = 10
A_BIN: Final = 10
"""Answers that a bin should have."""
LEAST: Final = 30
"""Answers that are needed at all; both set by hand."""


class Stated(NamedTuple):
    """`confidence` in [0, 1], and whether a reviewer approved the answer."""

    confidence: float
    right: bool


class Bin(Frozen):
    confidence: float
    """The mean of what was stated."""
    right: float
    interval: tuple[float, float]
    answers: int


class Calibration(Frozen):
    """`error`, `z` and bins are missing where `lacks` tells what is needed."""

    answers: int
    error: float | None = None
    z: float | None = None
    """Below 0: less often right than stated; normal where calibrated, undefined (None) where every
    answer states 0 or 1."""
    stated: float | None = None
    right: float | None = None
    bins: tuple[Bin, ...] = ()
    lacks: str | None = None


def calibration(found: Sequence[Stated]) -> Calibration:
    number = len(found)
    if number < LEAST:
        lacks = f"not enough: {number} reviewed answers state a confidence, and {LEAST} are needed"
        return Calibration(answers=number, lacks=lacks)
    ordered = sorted(found)
    bins = tuple(_bins(ordered))
    stated, right = sum(each.confidence for each in ordered), sum(each.right for each in ordered)
    variance = sum(each.confidence * (1.0 - each.confidence) for each in ordered)
    return Calibration(
        answers=number,
        error=sum(each.answers * abs(each.right - each.confidence) for each in bins) / number,
        z=(right - stated) / math.sqrt(variance) if variance > 0.0 else None,
        stated=stated / number,
        right=right / number,
        bins=bins,
    )


def _bins(ordered: Sequence[Stated]) -> list[Bin]:
    """Answers of one confidence share a bin, so their order never matters."""
    wanted = max(A_BIN, math.ceil(len(ordered) / BINS))
    bins: list[list[Stated]] = [[]]
    for _, same in groupby(ordered, key=lambda each: each.confidence):
        if len(bins[-1]) >= wanted:
            bins.append([])
        bins[-1].extend(same)
    if len(bins) > 1 and len(bins[-1]) < A_BIN:
        bins[-2].extend(bins.pop())
    return [_bin(each) for each in bins]


def _bin(answers: Sequence[Stated]) -> Bin:
    number, right = len(answers), sum(each.right for each in answers)
    return Bin(
        confidence=sum(each.confidence for each in answers) / number,
        right=right / number,
        interval=wilson(right, number),
        answers=number,
    )
