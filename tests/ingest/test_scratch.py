"""Temporary folders: a killed process leaves none behind for good, and none in use is taken."""

import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from ingest.scratch import scratch, sweep

HOLDER = """
import sys, time
from ingest.scratch import scratch
with scratch() as folder:
    (folder / "copy").write_text("unpacked")
    print(folder, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_it_is_gone_when_it_is_left(place: Path) -> None:
    with scratch() as folder:
        (folder / "deep").mkdir()
        assert folder.parent == place
    assert list(place.iterdir()) == []


def test_what_a_killed_process_left_is_swept_away_and_what_is_in_use_is_not(place: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER],
        cwd=Path(__file__).parents[2],
        env={"TMPDIR": str(place), "PATH": "/usr/bin"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    folder = Path(holder.stdout.readline().strip())
    sweep(place)
    assert (folder / "copy").read_text() == "unpacked"
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    assert folder.exists()
    sweep(place)
    assert list(place.iterdir()) == []


def test_folders_of_other_programs_stay(place: Path) -> None:
    (place / "other").mkdir()
    (place / "citewell-scratch-link").symlink_to(place / "other")
    sweep(place)
    assert (place / "other").is_dir()
