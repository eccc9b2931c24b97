"""The tuned network is the embedder's own, with what was added to it."""

from pathlib import Path

import numpy as np
import pytest

from app.domain.errors import ConfigurationError
from app.index.backends import halved
from app.index.embedder import load_tuned
from app.index.torch_embedder import load_model
from app.index.tuned_embedder import LateTunedEmbedder, TunedEmbedder, pooled, tune
from app.index.weights import PACKAGED, PACKAGED_SHA256, find_model

NAME = "encoder.layer.5.output.dense"
RANK = 2
TEXT = "How is a sick note written?"


def tuning(folder: Path, size: float) -> Path:
    from safetensors.numpy import save_file

    drawn = np.random.default_rng(1)
    shapes = {"down": (RANK, 1536), "up": (384, RANK)}
    matrices = {
        f"{NAME}.{end}": (size * drawn.normal(size=shape)).astype(np.float16)
        for end, shape in shapes.items()
    }
    save_file(matrices, folder / "tuning.safetensors")
    return folder / "tuning.safetensors"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tuning(tmp_path_factory.mktemp("tuned"), 0.05)


@pytest.fixture(scope="module")
def tuned(file: Path) -> TunedEmbedder:
    return load_tuned(file)


def test_a_text_reads_as_the_reference_reads_it(tuned: TunedEmbedder, file: Path) -> None:
    import torch
    from safetensors.torch import load_file

    model = load_model(find_model(PACKAGED), PACKAGED).eval()
    bert = model[0].auto_model
    added = load_file(file)
    ids = model.tokenizer([TEXT], return_tensors="pt")
    with torch.inference_mode():
        plain = bert(**ids).last_hidden_state[0, 1:-1].numpy()
        matrix = bert.get_submodule(NAME).weight
        matrix += added[f"{NAME}.up"].float() @ added[f"{NAME}.down"].float()
        states = bert(**ids).last_hidden_state[0, 1:-1].numpy()
    wanted = np.concatenate([states.max(axis=0), states.mean(axis=0)])
    wanted = (wanted - wanted.mean()) / wanted.std()
    found = tuned.embed_question(TEXT)
    np.testing.assert_allclose(found, wanted, atol=0.15 if halved() else 1e-3)
    assert np.abs(states - plain).max() > 0.05  # else nothing was tuned


@pytest.mark.parametrize("text", ["", " ", "\x00\ufffe", "word " * 2000, "x" * 5000])
def test_any_text_has_a_finite_vector(tuned: TunedEmbedder, text: str) -> None:
    vector = tuned.embed_question(text)
    assert vector.shape == (tuned.card.dimension,)
    assert np.isfinite(vector).all()


def test_a_vector_is_the_callers_own(tuned: TunedEmbedder) -> None:
    first = tuned.embed_question(TEXT)
    kept = first.copy()
    tuned.embed_question("Something else altogether.")
    np.testing.assert_array_equal(first, kept)


def test_a_prepared_one_reads_as_before(tuned: TunedEmbedder) -> None:
    before = tuned.embed_question(TEXT)
    tuned.prepare()
    np.testing.assert_array_equal(tuned.embed_question(TEXT), before)


def test_the_card_changes_with_the_tuning(tuned: TunedEmbedder, tmp_path: Path) -> None:
    other = load_tuned(tuning(tmp_path, 0.06))
    assert len({tuned.card.weights_sha256, other.card.weights_sha256, PACKAGED_SHA256}) == 3


def test_what_does_not_fit_the_network_is_told() -> None:
    weights = {"a.weight": np.zeros((3, 4), np.float32)}
    narrow, wide = np.ones((1, 4), np.float16), np.ones((3, 1), np.float16)
    tune(weights, {"a.down": narrow, "a.up": wide})
    np.testing.assert_array_equal(weights["a.weight"], np.ones((3, 4)))
    with pytest.raises(KeyError):
        tune(weights, {"b.down": narrow, "b.up": wide})
    with pytest.raises(KeyError):
        tune(weights, {"a.down": narrow})
    with pytest.raises(ValueError, match="shape"):
        tune(weights, {"a.down": narrow[:, :2], "a.up": wide})


def test_an_empty_text_is_pooled_over_its_ends() -> None:
    states = np.array([[1.0, 2.0], [3.0, 6.0]], np.float32)
    found = pooled(states)
    assert found.shape == (4,)
    assert found.argmax() == 1


def test_it_is_loaded_once_and_late(tuned: TunedEmbedder) -> None:
    loads = []

    def load() -> TunedEmbedder:
        loads.append(1)
        return tuned

    late = LateTunedEmbedder(load)
    assert not loads
    late.embed_question(TEXT)
    assert late.card == tuned.card
    assert len(loads) == 1


def test_a_folder_of_another_kind_is_told(tmp_path: Path, file: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        TunedEmbedder(tmp_path, "other", "0" * 64, file)


def test_a_tuning_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="Install"):
        load_tuned(tmp_path / "missing")
    (tmp_path / "torn").write_bytes(b"torn")
    with pytest.raises(ConfigurationError, match="Install"):
        load_tuned(tmp_path / "torn")
