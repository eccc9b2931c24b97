"""Which library computes the vectors, and in which arithmetic: chosen by what the processor has.

Passages a second of all-MiniLM-L6-v2 against torch in float32, on a processor with AVX-512 VNNI and
bfloat16: torch bfloat16 1.9 times, OpenVINO float32 1.3, bfloat16 2.2, int8 3.4 (`eval/README.md`
tells how they rank, and that questions and passages of different backends still agree).
"""

import platform
from pathlib import Path
from typing import Final, Literal

from app.index.weights import PACKAGED_SHA256

Backend = Literal[
    "openvino-int8", "openvino-bfloat16", "openvino-float32", "torch-bfloat16", "torch-float32"
]
Wanted = Literal["auto", Backend]

MEASURED_IN_INT8: Final = frozenset({PACKAGED_SHA256})
"""Weights whose ranking in int8 was measured to stay within .005 nDCG@10 of float32. Another model
is computed in int8 only where the settings say so."""

_EIGHT_BITS: Final = frozenset({"avx512_vnni", "avx_vnni", "amx_int8"})
_SIXTEEN_BITS: Final = frozenset({"avx512_bf16", "amx_bf16"})
"""As Linux names them. Without one of the first, eight-bit products are added up in sixteen bits;
whether that still ranks as float32 does was not tried, so it is not chosen."""


def choose(wanted: Wanted, weights: str, flags: frozenset[str] | None = None) -> Backend:
    """The backend to compute with.

    Args:
        wanted: what the settings name; `auto` takes the fastest that ranks as float32 does.
        weights: SHA-256 of the model's weights.
        flags: what the processor can do, in Linux's words; None looks.
    """
    if wanted != "auto":
        return wanted
    can = processor_flags() if flags is None else flags
    if weights in MEASURED_IN_INT8 and can & _EIGHT_BITS:
        return "openvino-int8"
    return "openvino-bfloat16" if can & _SIXTEEN_BITS else "openvino-float32"


def halved(flags: frozenset[str] | None = None) -> bool:
    """Whether products of sixteen bits are fast here, as `choose` has it.

    Args:
        flags: what the processor can do; None looks.
    """
    return bool((processor_flags() if flags is None else flags) & _SIXTEEN_BITS)


def processor_flags(told: Path = Path("/proc/cpuinfo")) -> frozenset[str]:
    """What the processor says of itself; empty where the system does not tell, which is slower and
    never wrong."""
    if platform.machine() not in {"x86_64", "AMD64"}:
        return frozenset()
    try:
        lines = told.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return frozenset()
    flags = next((line for line in lines if line.startswith("flags")), "")
    return frozenset(flags.partition(":")[2].split())
