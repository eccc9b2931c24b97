"""How the parts stand, and how often anybody looks."""

from pathlib import Path

import pytest

from app.domain.errors import Unavailable
from app.domain.standing import Part
from app.observe import readiness
from app.observe.readiness import Readiness


def test_a_database_is_not_asked_each_time() -> None:
    now = [0.0]
    looked = []

    def look() -> Part:
        looked.append(now[0])
        return Part(name="store", ready=True, needed=True)

    standing = Readiness(look, clock=lambda: now[0])
    for at in (0.0, 1.0, 4.9, 5.0, 6.0):
        now[0] = at
        assert standing()[0].ready
    assert looked == [0.0, 5.0]


def test_a_database_that_cannot_be_read_is_told_without_its_address() -> None:
    def away() -> None:
        raise Unavailable("postgresql://user@db.hospital.example is away")

    part = readiness.store(away, needed=True)
    assert not part.ready
    assert "example" not in part.why


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert readiness.disk(tmp_path, needed=True).ready
    monkeypatch.setattr(readiness, "LEAST_FREE", 2**62)
    assert "MiB are free" in readiness.disk(tmp_path, needed=True).why
    assert str(tmp_path) not in readiness.disk(tmp_path / "gone", needed=True).why


def test_an_embedder_is_ready_once_it_is_loaded() -> None:
    assert readiness.embedder(lambda: True).ready
    assert not readiness.embedder(lambda: False).ready
