"""What OpenVINO alone promises: the same bits every time, and no torch."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from app.index.backends import Backend
from app.index.embedder import load_embedder

TEXTS = [f"Zebrafen {n} mg lowers fever in adults. " * (1 + n % 23) for n in range(70)]


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["openvino-int8", "openvino-bfloat16", "openvino-float32"])
def test_a_vector_has_the_same_bits_alone_in_a_crowd_and_on_one_thread(backend: Backend) -> None:
    embedder = load_embedder(backend=backend)
    crowd = embedder.embed_passages(TEXTS)
    alone = np.stack([embedder.embed_passages([text])[0] for text in TEXTS])
    np.testing.assert_array_equal(alone, crowd)
    np.testing.assert_array_equal(embedder.embed_passages(TEXTS[::-1])[::-1], crowd)
    one_thread = load_embedder(backend=backend, threads=1)
    np.testing.assert_array_equal(one_thread.embed_passages(TEXTS), crowd)


def test_answering_and_embedding_load_no_torch() -> None:
    program = (
        "import sys, app.compose; from app.index.embedder import load_embedder;"
        "e = load_embedder(backend='openvino-float32'); e.embed_question('fever');"
        "e.embed_passages(['fever', 'cough']); print('torch' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == "False"
