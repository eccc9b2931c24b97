"""The lower layers are those of the embedder's own network, with what was tuned in its place."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import save

from app.domain.errors import ConfigurationError
from app.index.embedder import load_lower, packaged_network
from app.index.lower_embedder import (
    LAYERS,
    LateLowerEmbedder,
    LowerEmbedder,
    Network,
    pooled,
    read_network,
)
from app.index.torch_embedder import load_model
from app.index.weights import PACKAGED, PACKAGED_SHA256, find_model

TEXT = "How is a sick note written?"
MATRIX = "encoder.layer.2.output.dense.weight"
BIAS = "encoder.layer.2.output.dense.bias"
WIDTH = 384


def layers(**changed: NDArray[np.generic]) -> bytes:
    """Nothing tuned but what is named."""
    pools = np.zeros((2, WIDTH), np.float32)
    pools[1, 3] = 0.5
    return save({"pools": pools, **changed}, {"base": PACKAGED_SHA256})


@pytest.fixture(scope="module")
def network() -> Network:
    return packaged_network()


@pytest.fixture(scope="module")
def lower() -> LowerEmbedder:
    return load_lower(layers())


@pytest.fixture(scope="module")
def states() -> NDArray[np.float32]:
    """Of the text's own tokens after the last of the layers, by the reference."""
    import torch

    model = load_model(find_model(PACKAGED), PACKAGED).eval()
    ids = model.tokenizer([TEXT], return_tensors="pt")
    with torch.inference_mode():
        found = model[0].auto_model(**ids, output_hidden_states=True).hidden_states
    rows: NDArray[np.float32] = found[LAYERS][0, 1:-1].numpy()
    return rows


def test_a_text_reads_as_the_reference_reads_it(
    lower: LowerEmbedder, states: NDArray[np.float32]
) -> None:
    vector = lower.embed_question(TEXT)
    np.testing.assert_allclose(vector[:WIDTH], states.mean(axis=0), atol=1e-4)
    np.testing.assert_allclose(vector[-WIDTH:], states.max(axis=0), atol=1e-4)


def test_a_pool_weighs_the_tokens_by_what_it_looks_for() -> None:
    rows = np.array([[0.0, 1.0], [9.0, 3.0]], np.float32)
    found = pooled(rows, np.array([[0.0, 0.0], [9.0, 0.0]], np.float32))
    np.testing.assert_allclose(found, [4.5, 2.0, 9.0, 3.0, 9.0, 3.0], atol=1e-4)


def test_what_was_tuned_is_added_to_a_matrix_and_stands_for_a_vector(network: Network) -> None:
    left = np.ones((WIDTH, 1), np.float16)
    right = np.full((1, 4 * WIDTH), 0.01, np.float16)
    bias = np.zeros(WIDTH, np.float32)
    changed = {f"{MATRIX}.left": left, f"{MATRIX}.right": right, BIAS: bias}
    whole = dict(network.weights)
    whole[MATRIX] = whole[MATRIX] + left.astype(np.float32) @ right.astype(np.float32)
    whole[BIAS] = bias
    wanted = LowerEmbedder(network._replace(weights=whole), PACKAGED, layers())
    found = LowerEmbedder(network, PACKAGED, layers(**changed))
    np.testing.assert_allclose(found.embed_question(TEXT), wanted.embed_question(TEXT), atol=1e-4)
    assert found.card.weights_sha256 != wanted.card.weights_sha256


@pytest.mark.parametrize("text", ["", " ", "\x00\ufffe", "word " * 2000, "x" * 5000])
def test_any_text_has_a_finite_vector(lower: LowerEmbedder, text: str) -> None:
    vector = lower.embed_question(text)
    assert vector.shape == (lower.card.dimension,)
    assert np.isfinite(vector).all()


def test_a_vector_is_the_callers_own(lower: LowerEmbedder) -> None:
    first = lower.embed_question(TEXT)
    kept = first.copy()
    lower.embed_question("Something else altogether.")
    np.testing.assert_array_equal(first, kept)


def test_a_prepared_one_reads_as_before(lower: LowerEmbedder) -> None:
    before = lower.embed_question(TEXT)
    lower.prepare()
    np.testing.assert_array_equal(lower.embed_question(TEXT), before)


def test_it_is_loaded_once_and_late(lower: LowerEmbedder) -> None:
    loads = []

    def load() -> LowerEmbedder:
        loads.append(1)
        return lower

    late = LateLowerEmbedder(load)
    assert not loads
    late.embed_question(TEXT)
    assert late.card == lower.card
    assert len(loads) == 1


def test_a_folder_of_another_kind_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        read_network(tmp_path, "other", "0" * 64)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x02\x00\x00\x00\x00\x00\x00\x00{}",
        layers()[:-8],
        save({"pools": np.zeros((2, WIDTH), np.float32)}, {"base": "0" * 64}),
        save({BIAS: np.zeros(WIDTH, np.float32)}, {"base": PACKAGED_SHA256}),
    ],
    ids=["empty", "no header", "cut off", "of other weights", "no pools"],
)
def test_layers_tuned_from_something_else_or_damaged_are_told(
    network: Network, data: bytes
) -> None:
    with pytest.raises(ConfigurationError, match="tuned layers"):
        LowerEmbedder(network, PACKAGED, data)
