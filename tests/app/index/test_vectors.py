"""The vector cache: what it saves, and what damage it outlives."""

import hashlib
import logging
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.index.vectors import VectorCache
from tests.fakes import FakeEmbedder

TEXTS = ["fever", "cough", "fever", ""]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "vectors.sqlite"


def test_a_text_is_embedded_once_across_runs_and_comes_back_unchanged(file: Path) -> None:
    embedder = FakeEmbedder()
    plain = FakeEmbedder().embed_passages(TEXTS)
    for _ in range(2):
        cache = VectorCache(file, "fingerprint", 64)
        np.testing.assert_array_equal(cache.embed(TEXTS, embedder.embed_passages), plain)
        cache.close()
    assert embedder.embedded == 3


def test_another_embedder_does_not_get_these_vectors(file: Path) -> None:
    embedder = FakeEmbedder()
    for fingerprint in ("weights-float32", "weights-bfloat16"):
        cache = VectorCache(file, fingerprint, 64)
        cache.embed(["fever"], embedder.embed_passages)
        cache.close()
    assert embedder.embedded == 2


def test_more_texts_than_one_statement_takes(file: Path) -> None:
    embedder = FakeEmbedder()
    texts = [f"word {i}" for i in range(1300)]
    cache = VectorCache(file, "fingerprint", 64)
    first = cache.embed(texts, embedder.embed_passages)
    np.testing.assert_array_equal(cache.embed(texts[::-1], embedder.embed_passages), first[::-1])
    cache.close()
    assert embedder.embedded == 1300


def test_a_vector_takes_little_more_room_than_its_numbers(file: Path) -> None:
    cache = VectorCache(file, "0" * 64, 384)
    texts = [f"word {i}" for i in range(1300)]
    cache.embed(texts, lambda some: np.ones((len(some), 384), dtype=np.float32))
    cache.close()
    assert file.stat().st_size < 1300 * 384 * 4 * 1.6


def test_a_file_of_an_earlier_release_serves_and_grows(file: Path) -> None:
    with closing(sqlite3.connect(file)) as earlier, earlier:
        earlier.execute(
            "CREATE TABLE vectors (embedder TEXT NOT NULL, text_sha256 BLOB NOT NULL, vector BLOB"
            " NOT NULL, PRIMARY KEY (embedder, text_sha256)) WITHOUT ROWID"
        )
        kept = FakeEmbedder().embed_passages(["fever"])[0].astype("<f4").tobytes()
        key = hashlib.sha256(b"fever").digest()
        earlier.execute("INSERT INTO vectors VALUES ('fingerprint', ?, ?)", (key, kept))
    embedder = FakeEmbedder()
    plain = FakeEmbedder().embed_passages(TEXTS)
    for _ in range(2):
        cache = VectorCache(file, "fingerprint", 64)
        np.testing.assert_array_equal(cache.embed(TEXTS, embedder.embed_passages), plain)
        cache.close()
    assert embedder.embedded == 2


@pytest.mark.parametrize("damage", ["junk", "truncated"])
def test_a_damaged_file_is_moved_aside_and_started_anew(
    file: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    embedder = FakeEmbedder()
    cache = VectorCache(file, "fingerprint", 64)
    cache.embed([f"word {i}" for i in range(200)], embedder.embed_passages)
    cache.close()
    content = file.read_bytes()
    file.write_bytes(b"no database" * 1000 if damage == "junk" else content[: len(content) // 2])
    with caplog.at_level(logging.WARNING):
        cache = VectorCache(file, "fingerprint", 64)
    assert cache.embed(["word 7"], embedder.embed_passages).shape == (1, 64)
    cache.close()
    assert embedder.embedded == 201
    assert "moved to" in caplog.text
    assert file.with_suffix(".damaged").is_file()


def test_a_vector_of_another_size_or_not_finite_in_the_file_is_not_used(file: Path) -> None:
    embedder = FakeEmbedder()
    cache = VectorCache(file, "fingerprint", 64)
    cache.embed(["fever", "cough"], embedder.embed_passages)
    cache.close()
    with sqlite3.connect(file) as connection:
        rows = connection.execute("SELECT text_sha256 FROM vectors").fetchall()
        bad = (b"\x00" * 8, np.full(64, np.nan, dtype="<f4").tobytes())
        for (key,), vector in zip(rows, bad, strict=True):
            connection.execute("UPDATE vectors SET vector = ? WHERE text_sha256 = ?", (vector, key))
    connection.close()
    cache = VectorCache(file, "fingerprint", 64)
    rows_again = cache.embed(["fever", "cough"], embedder.embed_passages)
    cache.close()
    np.testing.assert_array_equal(rows_again, FakeEmbedder().embed_passages(["fever", "cough"]))
    assert embedder.embedded == 4


def test_what_an_embedder_gives_wrongly_is_not_kept(file: Path) -> None:
    def not_finite(texts: Sequence[str]) -> NDArray[np.float32]:
        return np.full((len(texts), 64), np.nan, dtype=np.float32)

    def too_short(texts: Sequence[str]) -> NDArray[np.float32]:
        return np.ones((len(texts), 3), dtype=np.float32)

    cache = VectorCache(file, "fingerprint", 64)
    for wrong in (not_finite, too_short):
        with pytest.raises(ValueError, match="finite"):
            cache.embed(["fever"], wrong)
    embedder = FakeEmbedder()
    cache.embed(["fever"], embedder.embed_passages)
    cache.close()
    assert embedder.embedded == 1
