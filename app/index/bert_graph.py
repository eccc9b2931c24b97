"""BERT (https://arxiv.org/abs/1810.04805) for OpenVINO, one text at a time."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import openvino
    from numpy.typing import NDArray

    Weights = Mapping[str, NDArray[np.float32]]

NEAR_ZERO: Final = 1e-12
"""What LayerNorm adds to a variance."""


def compiled(
    weights: "Weights", heads: int, layers: int, *, halved: bool
) -> "openvino.CompiledModel":
    """What computes the states after the last of so many layers.

    On one core: two wait for each other longer than so little takes where others are busy.

    Args:
        weights: under the names that a sentence-transformers model has them.
        heads: of each attention layer.
        halved: compute in bfloat16; else in float32.

    Returns:
        a model; input: sums of the embeddings of a text's tokens, shape (tokens, width); output:
        the states, of the same shape.
    """
    import openvino
    from openvino import opset13 as ops

    width = len(weights["embeddings.LayerNorm.weight"])
    given = ops.parameter([-1, width], np.float32)
    states = _normed(given, weights, "embeddings.LayerNorm")
    for layer in range(layers):
        states = _layer(states, weights, f"encoder.layer.{layer}", heads, width)
    wanted: dict[str, str | int] = {
        "INFERENCE_PRECISION_HINT": "bf16" if halved else "f32",
        "PERFORMANCE_HINT": "LATENCY",
        "INFERENCE_NUM_THREADS": 1,
    }
    return openvino.Core().compile_model(openvino.Model([states], [given]), "CPU", wanted)


def _layer(
    states: "openvino.Node", weights: "Weights", name: str, heads: int, width: int
) -> "openvino.Node":
    from openvino import opset13 as ops

    query, key, value = (
        _by_head(_linear(states, weights, f"{name}.attention.self.{part}"), heads, width)
        for part in ("query", "key", "value")
    )
    scale = np.float32((width // heads) ** -0.5)
    looked = ops.softmax(ops.multiply(ops.matmul(query, key, False, True), scale), -1)
    read = ops.transpose(ops.matmul(looked, value, False, False), np.array([1, 0, 2]))
    read = ops.reshape(read, np.array([-1, width]), False)
    read = _linear(read, weights, f"{name}.attention.output.dense")
    states = _normed(ops.add(read, states), weights, f"{name}.attention.output.LayerNorm")
    wide = ops.gelu(_linear(states, weights, f"{name}.intermediate.dense"), "erf")
    thought = _linear(wide, weights, f"{name}.output.dense")
    return _normed(ops.add(thought, states), weights, f"{name}.output.LayerNorm")


def _by_head(states: "openvino.Node", heads: int, width: int) -> "openvino.Node":
    """Shape (heads, tokens, width / heads)."""
    from openvino import opset13 as ops

    split = ops.reshape(states, np.array([-1, heads, width // heads]), False)
    return ops.transpose(split, np.array([1, 0, 2]))


def _linear(states: "openvino.Node", weights: "Weights", name: str) -> "openvino.Node":
    from openvino import opset13 as ops

    matrix = weights[f"{name}.weight"]
    return ops.add(ops.matmul(states, matrix, False, True), weights[f"{name}.bias"])


def _normed(states: "openvino.Node", weights: "Weights", name: str) -> "openvino.Node":
    from openvino import opset13 as ops

    plain = ops.mvn(states, np.array([-1]), True, NEAR_ZERO, "inside_sqrt")
    return ops.add(ops.multiply(plain, weights[f"{name}.weight"]), weights[f"{name}.bias"])
