"""Which model is loaded, from where, and what is refused."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from app.domain.errors import ConfigurationError
from app.index.embedder import Model, load_embedder
from app.index.weights import (
    PACKAGED,
    PACKAGED_SHA256,
    check_packaged,
    find_model,
    weights_sha256,
)


def test_the_packaged_model_has_the_public_weights(
    packaged_embedder: Model,
) -> None:
    card = packaged_embedder.card
    assert (card.name, card.weights_sha256) == (PACKAGED, PACKAGED_SHA256)
    assert (card.dimension, card.longest_tokens) == (384, 256)


def test_replaced_weights_are_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"53aa51172d14.*make setup"):
        check_packaged("0" * 64)


def test_a_model_that_is_not_here_is_never_fetched() -> None:
    with pytest.raises(ConfigurationError, match=r"CITEWELL_EMBEDDER.*all-MiniLM-L6-v2"):
        load_embedder("no-such-organisation/no-such-model")
    with pytest.raises(ConfigurationError, match="nothing is fetched"):
        load_embedder("not a repository name: ../..")


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no model weights"):
        load_embedder(str(tmp_path))
    (tmp_path / "model.safetensors").write_bytes(b"junk")
    with pytest.raises(ConfigurationError, match="cannot be loaded"):
        load_embedder(str(tmp_path))


def test_a_model_by_path_gives_the_vectors_of_the_same_weights(
    packaged_embedder: Model, tmp_path: Path
) -> None:
    copy = tmp_path / "my model"
    shutil.copytree(find_model(PACKAGED), copy)
    mine = load_embedder(str(copy), backend="torch-bfloat16")
    assert mine.card.weights_sha256 == PACKAGED_SHA256
    assert mine.fingerprint != packaged_embedder.fingerprint
    text = ["Fever is treated with rest."]
    rows = mine.embed_passages(text)
    assert rows.dtype == np.float32
    assert float((rows @ packaged_embedder.embed_passages(text).T)[0, 0]) > 0.99


def test_several_weight_files_make_one_hash_that_knows_their_names(tmp_path: Path) -> None:
    for name in ("a.safetensors", "b.safetensors"):
        (tmp_path / name).write_bytes(name.encode())
    both = weights_sha256(tmp_path)
    (tmp_path / "b.safetensors").rename(tmp_path / "c.safetensors")
    assert weights_sha256(tmp_path) != both


LOUD = """
import socket
def refuse(*_): raise AssertionError("a connection was tried")
socket.socket.connect = refuse
socket.getaddrinfo = refuse
from app.index.embedder import load_embedder
load_embedder().embed_question("fever")
"""


def test_loading_says_nothing_and_connects_nowhere(packaged_embedder: Model) -> None:
    assert packaged_embedder.card.dimension == 384  # so it is prepared on this machine
    clean = {name: value for name, value in os.environ.items() if not name.startswith("HF_")}
    process = subprocess.run(
        [sys.executable, "-c", LOUD],
        cwd=Path(__file__).parents[3],
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (process.returncode, process.stdout, process.stderr) == (0, "", "")


def test_importing_the_room_loads_no_model_library() -> None:
    program = (
        "import sys, app.index.generations, app.index.embedder;"
        "print([m for m in ('torch', 'sentence_transformers', 'openvino') if m in sys.modules])"
    )
    process = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    assert process.stdout.strip() == "[]"
