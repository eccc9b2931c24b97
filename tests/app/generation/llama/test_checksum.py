import hashlib
import os
from pathlib import Path

import pytest

from app.domain.errors import ConfigurationError, ModelChanged
from app.generation.llama.checksum import file_sha256


def test_an_unchanged_file_is_read_once_and_a_changed_one_again(tmp_path: Path) -> None:
    path = tmp_path / "model"
    path.write_bytes(b"one")
    told: list[int] = []
    first = file_sha256(path, progress=lambda _stage, done, _all: told.append(done))
    assert first == hashlib.sha256(b"one").hexdigest()
    assert file_sha256(path, progress=lambda _stage, done, _all: told.append(done)) == first
    assert told == [3]
    path.write_bytes(b"two")
    os.utime(path, ns=(1, 1))
    assert file_sha256(path) != first


def test_another_file_than_the_recorded_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model"
    path.write_bytes(b"one")
    found = file_sha256(path)
    assert file_sha256(path, found.upper()) == found
    with pytest.raises(ModelChanged, match="damaged or was replaced"):
        file_sha256(path, "cd" * 32)


def test_a_missing_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="none"):
        file_sha256(tmp_path / "none")
