"""The engine's own process: what happens when either side dies."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from app.domain.errors import BuildFailed, DiskFull
from app.index.edge.isolated import IsolatedWriter
from app.index.manifest import ANALYZER
from tests.fakes import FakeEmbedder, entries, split_document

HELD = entries([split_document("Fever", ["Fever is treated with rest."])])
VECTORS = FakeEmbedder().embed_passages([HELD[0].passage.indexed_text])


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[IsolatedWriter]:
    made = IsolatedWriter(tmp_path / "edge", 64, ANALYZER)
    yield made
    made.abandon()


@pytest.mark.parametrize(
    ("sent", "raised"),
    [(signal.SIGBUS, DiskFull), (signal.SIGKILL, BuildFailed), (signal.SIGSEGV, BuildFailed)],
)
def test_an_engine_that_dies_is_an_error_and_not_the_end_of_the_builder(
    writer: IsolatedWriter, sent: signal.Signals, raised: type[Exception]
) -> None:
    writer.upsert(HELD, VECTORS)
    os.kill(writer.process_id, sent)

    def go_on() -> None:
        # a process that leaves a core dump lives long enough to be given another order
        writer.upsert(HELD, VECTORS)
        writer.seal()

    with pytest.raises(raised, match="published generation is untouched"):
        go_on()
    writer.abandon()
    writer.abandon()


def test_a_folder_called_app_where_the_user_stands_is_not_taken_for_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").touch()
    monkeypatch.chdir(tmp_path)
    writer = IsolatedWriter(tmp_path / "edge", 64, ANALYZER)
    writer.upsert(HELD, VECTORS)
    assert writer.seal() == 1


def test_an_engine_that_cannot_open_its_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "edge" / "segments").mkdir(parents=True)
    (tmp_path / "edge" / "edge_config.json").write_text("{")
    writer = IsolatedWriter(tmp_path / "edge", 64, ANALYZER)
    with pytest.raises(BuildFailed, match="engine failed"):
        writer.seal()
    writer.abandon()


def test_abandoning_leaves_no_process(writer: IsolatedWriter) -> None:
    engine = writer.process_id
    assert psutil.pid_exists(engine)
    writer.abandon()
    assert not psutil.pid_exists(engine)


def test_sealing_leaves_no_process(writer: IsolatedWriter) -> None:
    writer.upsert(HELD, VECTORS)
    assert writer.seal() == 1
    assert not psutil.pid_exists(writer.process_id)


PARENT = """
import sys, time
from pathlib import Path
from app.index.edge.isolated import IsolatedWriter
from app.index.manifest import ANALYZER
writer = IsolatedWriter(Path(sys.argv[1]), 64, ANALYZER)
writer.delete(["none"])
print(writer.process_id, flush=True)
time.sleep(600)
"""


def test_the_engine_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path / "edge")],
        cwd=Path(__file__).parents[3],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    engine = int(parent.stdout.readline())
    assert psutil.pid_exists(engine)
    parent.kill()
    parent.communicate()
    deadline = time.monotonic() + 30
    while alive(engine) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(engine)


def alive(process_id: int) -> bool:
    try:
        return psutil.Process(process_id).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
