"""Memory that a model needs: its weights, and the keys and values of the tokens at hand.

What the engine adds (buffers for a batch, its own program) depends on its version and settings and
is not in these figures; it measures that itself before it loads.
"""

import os
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pydantic import Field

from app.domain.errors import ConfigurationError
from app.domain.frozen import Frozen

BITS_PER_WEIGHT: Final = MappingProxyType(
    {
        "Q2_K": 3.16,
        "Q3_K_M": 4.00,
        "Q4_0": 4.66,
        "Q4_K_S": 4.67,
        "Q4_K_M": 4.89,
        "Q5_K_M": 5.70,
        "Q6_K": 6.56,
        "Q8_0": 8.50,
        "F16": 16.0,
    }
)
"""Measured on Llama 3.1 8B by llama.cpp (tools/quantize/README.md of its repository). A model with
a large vocabulary has more: the catalogue's files of known size lie 2% below to 7% above."""

_CACHE_BYTES: Final = 2
"""A key's or value's number is kept in 16 bits."""

DRAFTING_CONTEXT: Final = 8192
"""Tokens of evidence, question and draft that the catalogue's memory is computed for."""

ROOM: Final = 1024**3
"""Bytes left to the engine, Citewell and the system by `fits`: a margin, not a measurement."""

_CGROUP_LIMIT: Final = Path("/sys/fs/cgroup/memory.max")


class Shape(Frozen):
    """The part of an architecture that its cache depends on."""

    layers: int = Field(gt=0)
    kv_heads: int = Field(gt=0)
    """Heads of keys and values (fewer than of queries under grouped-query attention)."""
    head: int = Field(gt=0)
    """Numbers in one key or value of one head."""

    def cache_bytes(self, context: int) -> int:
        """Of `context` tokens. Layers with a sliding window are counted whole: an upper bound."""
        return 2 * self.layers * self.kv_heads * self.head * context * _CACHE_BYTES

    def weights_bytes(self, parameters: int, quantisation: str) -> int:
        """Raises ConfigurationError: bits per weight of the quantisation are not known."""
        if quantisation not in BITS_PER_WEIGHT:
            known = ", ".join(BITS_PER_WEIGHT)
            raise ConfigurationError(
                f"Bits per weight of {quantisation!r} are not known; known are {known}."
            )
        return round(parameters * BITS_PER_WEIGHT[quantisation] / 8)


def machine_memory(cgroup: Path = _CGROUP_LIMIT) -> int:
    """Bytes that this process may have: the machine's, or its container's where that is less."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        limit = cgroup.read_text(encoding="ascii").strip()
    except OSError:
        return machine  # no container that tells a limit
    return min(machine, int(limit)) if limit.isdigit() else machine


def fits(needed: int, machine: int) -> bool:
    return needed + ROOM <= machine
