"""A prepared embedder: made once, made again where it was damaged, never half."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.errors import ConfigurationError
from app.index.embedder import Model, load_embedder, users_cache
from app.index.prepared import prepared
from app.index.preparing import CARD, calibration_texts
from app.index.weights import PACKAGED, PACKAGED_SHA256, find_model

ROOT = Path(__file__).parents[3]


@pytest.fixture
def models(packaged_embedder: Model, tmp_path: Path) -> Path:
    """A folder with what this machine has prepared."""
    assert packaged_embedder.card.name == PACKAGED
    shutil.copytree(users_cache(), tmp_path / "models")
    return tmp_path / "models"


def made(models: Path, form: str) -> Path:
    return next(models.glob(f"{PACKAGED_SHA256[:16]}-{form}-*"))


def test_what_is_there_and_whole_is_taken_as_it_is(models: Path) -> None:
    load_embedder(backend="openvino-float32")
    shutil.rmtree(models)
    shutil.copytree(users_cache(), models)
    there = made(models, "whole")
    before = (there / CARD).stat().st_mtime_ns
    taken = prepared(find_model(PACKAGED), PACKAGED, PACKAGED_SHA256, "whole", models)
    assert taken == there
    assert (there / CARD).stat().st_mtime_ns == before


@pytest.mark.parametrize("damage", ["cut", "lost", "no card"])
def test_a_damaged_one_is_never_run(
    models: Path, damage: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    load_embedder(backend="openvino-float32", models=models)
    there = made(models, "whole")
    match damage:
        case "cut":
            weights = there / "model.bin"
            weights.write_bytes(weights.read_bytes()[:-64])
        case "lost":
            (there / "tokenizer.json").unlink()
        case _:
            (there / CARD).unlink()
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    with pytest.raises(ConfigurationError, match=r"cannot be prepared.*torch-float32"):
        prepared(find_model(PACKAGED), PACKAGED, PACKAGED_SHA256, "whole", models)
    assert list(models.glob("preparing-*/")) == []


def test_a_folder_that_cannot_be_made_is_named_with_the_setting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match="CITEWELL_MODELS"):
        load_embedder(backend="openvino-float32", models=tmp_path / "file" / "models")


def test_the_texts_that_ranges_are_taken_from_are_of_every_length() -> None:
    lengths = sorted(map(len, calibration_texts()))
    assert lengths[0] < 60
    assert lengths[len(lengths) // 2] > 150
    assert lengths[-1] > 1000


SILENT = """
import socket, sys
from pathlib import Path
def refuse(*_): raise AssertionError("a connection was tried")
socket.socket.connect = refuse
socket.getaddrinfo = refuse
from app.index.weights import go_offline
go_offline()
from app.index.preparing import prepare
prepare(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
assert not [m for m in sys.modules if m.startswith("openvino_telemetry.")]
"""


@pytest.mark.slow
@pytest.mark.parametrize("form", ["whole", "int8"])
def test_preparing_connects_nowhere_and_a_model_by_path_can_be_prepared(
    form: str, tmp_path: Path, packaged_embedder: Model
) -> None:
    copy = tmp_path / "my model"
    shutil.copytree(find_model(PACKAGED), copy)
    out = tmp_path / "out"
    out.mkdir()
    ran = subprocess.run(
        [sys.executable, "-c", SILENT, str(copy), str(out), form],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    mine = load_embedder(
        str(copy),
        backend="openvino-int8" if form == "int8" else "openvino-float32",
        models=tmp_path / "models",
    )
    text = ["Fever is treated with rest."]
    near = mine.embed_passages(text) @ packaged_embedder.embed_passages(text).T
    assert float(near[0, 0]) > 0.98
