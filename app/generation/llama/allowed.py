"""Which tokens a grammar allows next. Runs in the engine's own process only."""

import ctypes
from typing import Final

import llama_cpp as llama
import numpy as np
from numpy.typing import NDArray

from app.generation.llama.orders import EngineFault

_ROW: Final = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])
"""llama_token_data."""


class Candidates:
    """Room for every token of a vocabulary with its score, used over and over."""

    def __init__(self, size: int) -> None:
        self.rows: NDArray[np.void] = np.zeros(size, dtype=_ROW)
        self.ids = np.arange(size, dtype=np.int32)


class Grammar:
    """Which tokens may come next."""

    def __init__(self, sampler: int, candidates: Candidates) -> None:
        self._sampler = sampler
        self._candidates = candidates.rows
        self._ids = candidates.ids

    def best(self, scores: NDArray[np.float32]) -> int | None:
        """The likeliest token that is allowed; None where none is. The likeliest of all is most
        often allowed and is asked first: asking of the whole vocabulary takes far longer.

        Raises:
            EngineFault: the scores are no numbers.
        """
        first = int(scores.argmax())
        if not np.isfinite(scores[first]):
            raise EngineFault("the model computes no numbers: its weights are damaged")
        self._candidates[0] = (first, scores[first], 0.0)
        if np.isfinite(self._allowed(1)[0]):
            return first
        self._candidates["id"] = self._ids
        self._candidates["logit"] = scores
        allowed = self._allowed(len(self._ids))
        best = int(allowed.argmax())
        return best if np.isfinite(allowed[best]) else None

    def accept(self, token: int) -> None:
        """The text goes on with a token that `best` gave."""
        llama.llama_sampler_accept(self._sampler, token)

    def _allowed(self, count: int) -> NDArray[np.float32]:
        """The scores of the first candidates, minus infinity for those that are forbidden."""
        data = self._candidates.ctypes.data_as(ctypes.POINTER(llama.llama_token_data))
        array = llama.llama_token_data_array(data=data, size=count, selected=-1, sorted=False)
        llama.llama_sampler_apply(self._sampler, ctypes.byref(array))
        logits: NDArray[np.float32] = self._candidates["logit"][:count]
        return logits
