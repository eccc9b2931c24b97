"""Layers of the embedder's network as they were tuned for another task.

Kept as what differs: of a matrix two thin ones whose product is added to it (float16), of a bias or
norm the vector itself (float32); besides, `pools`: what each pool of the tokens looks for, shape
(pools, width). One file of safetensors, whose metadata names the weights that it was tuned from.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEFT: Final = ".left"
RIGHT: Final = ".right"
POOLS: Final = "pools"
BASE: Final = "base"
_COUNTED: Final = 8
"""Bytes that tell how long the header is."""


class Tuned(NamedTuple):
    weights: "Mapping[str, NDArray[np.float32]]"
    """All of the network, the tuned ones in their places."""
    pools: "NDArray[np.float32]"
    sha256: str
    """Of what the network was and of what was tuned."""


def tuned(base: "Mapping[str, NDArray[np.float32]]", weights: str, data: bytes) -> Tuned:
    """The network with its tuned layers.

    Args:
        base: what it was tuned from.
        weights: SHA-256 of that.
        data: the file of what differs.

    Raises:
        ValueError: it was tuned from other weights, or is no such file.
        KeyError: it lacks what it must hold.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load

    header = json.loads(data[_COUNTED : _COUNTED + int.from_bytes(data[:_COUNTED], "little")])
    if header["__metadata__"][BASE] != weights:
        raise ValueError("tuned from other weights")
    try:
        kept = load(data)
    except SafetensorError as error:
        raise ValueError(str(error)) from error
    whole = dict(base)
    for name, value in kept.items():
        if name.endswith(LEFT):
            matrix = name.removesuffix(LEFT)
            right = kept[matrix + RIGHT].astype(np.float32)
            whole[matrix] = base[matrix] + value.astype(np.float32) @ right
        elif name != POOLS and not name.endswith(RIGHT):
            whole[name] = value
    sha256 = hashlib.sha256(weights.encode() + data).hexdigest()
    return Tuned(whole, kept[POOLS], sha256)
