"""The lower layers are those of the embedder's own network."""

from pathlib import Path

import numpy as np
import pytest

from app.domain.errors import ConfigurationError
from app.index.backends import halved
from app.index.embedder import load_lower
from app.index.lower_embedder import LAYERS, LateLowerEmbedder, LowerEmbedder
from app.index.torch_embedder import load_model
from app.index.weights import PACKAGED, PACKAGED_SHA256, find_model

TEXT = "How is a sick note written?"


@pytest.fixture(scope="module")
def lower() -> LowerEmbedder:
    return load_lower()


def test_a_text_reads_as_the_reference_reads_it(lower: LowerEmbedder) -> None:
    import torch

    model = load_model(find_model(PACKAGED), PACKAGED).eval()
    bert = model[0].auto_model
    ids = model.tokenizer([TEXT], return_tensors="pt")
    with torch.inference_mode():
        states = bert(**ids, output_hidden_states=True).hidden_states
    rows = [states[layer][0, 1:-1].numpy() for layer in LAYERS]
    wanted = np.concatenate([*(each.max(axis=0) for each in rows), rows[-1].mean(axis=0)])
    found = lower.embed_question(TEXT)
    np.testing.assert_allclose(found, wanted, atol=0.15 if halved() else 1e-4)
    assert found @ wanted > 0.9999 * np.linalg.norm(found) * np.linalg.norm(wanted)


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


def test_the_card_names_the_packaged_weights(lower: LowerEmbedder) -> None:
    assert lower.card.weights_sha256 == PACKAGED_SHA256


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
        LowerEmbedder(tmp_path, "other", "0" * 64)
