import hashlib
import os
from pathlib import Path

import pytest

from app.domain.errors import ConfigurationError
from app.generation.llama.checksum import STEP, check_sha256, sha256_of


def test_it_is_the_sha256_and_tells_how_far_it_has_come(tmp_path: Path) -> None:
    path = tmp_path / "model"
    path.write_bytes(b"m" * (STEP + 5))
    told: list[tuple[int, int]] = []
    found = sha256_of(path, lambda read, of: told.append((read, of)))
    assert found == hashlib.sha256(path.read_bytes()).hexdigest()
    assert told == [(STEP, STEP + 5), (STEP + 5, STEP + 5)]


def test_an_unchanged_file_is_read_once_and_a_changed_one_again(tmp_path: Path) -> None:
    path = tmp_path / "model"
    path.write_bytes(b"one")
    first = sha256_of(path)
    told: list[int] = []
    assert sha256_of(path, lambda read, _: told.append(read)) == first
    assert told == []
    path.write_bytes(b"two")
    os.utime(path, ns=(1, 1))
    assert sha256_of(path) != first


def test_another_file_than_the_recorded_one_is_refused(tmp_path: Path) -> None:
    check_sha256(tmp_path, "ab" * 32, None)
    check_sha256(tmp_path, "ab" * 32, "AB" * 32)
    with pytest.raises(ConfigurationError, match="damaged or was replaced"):
        check_sha256(tmp_path, "ab" * 32, "cd" * 32)


def test_a_missing_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="none"):
        sha256_of(tmp_path / "none")
