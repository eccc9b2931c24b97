"""Rows of numbers made vectors of length one."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST = 1e-12
"""A shorter row stays as it is: there is no direction in it."""


def unit_rows(rows: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """The rows, shape (..., dimension), each divided by its length."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    unit: NDArray[np.float32] = rows / np.maximum(lengths, LEAST)
    return unit
