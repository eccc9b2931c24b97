"""Parsing in other processes: the same as in this one, and no file ends more than itself."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from multiprocessing.util import get_temp_dir
from pathlib import Path
from typing import TypeVar

import psutil
import pytest

from ingest.archives import walk
from ingest.declared import Declared
from ingest.job import IngestJob
from ingest.parsing import Asked, Parsed
from ingest.readers import READERS
from ingest.reading import Reader
from ingest.report import FileOutcome, Report
from ingest.scratch import PREFIX
from ingest.worker import FileLimits
from ingest.workers import BATCH, Workers
from tests.e2e.terminal import SAMPLE
from tests.fakes import FakeGenerations
from tests.ingest.fatal import FatalReader

ROOT = Path(__file__).parents[2]


class Ward:
    """A folder of files and the library they go into."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.generations = FakeGenerations()
        self.limits = FileLimits()
        folder.mkdir()
        (folder / "corpus.toml").write_text('name = "ward"\nlicence = "CC0-1.0"\n')

    def write(self, *names: str) -> None:
        for name in names:
            (self.folder / f"{name}.txt").write_text(
                f"{name}\nSome illustrative words of {name}.\n"
            )

    def ingest(self, processes: int = 2) -> Report:
        reader = FatalReader()
        parsing = Workers([reader], processes, self.limits)
        return IngestJob(self.generations, [reader], walk, parsing=parsing).run([self.folder])

    def told(self) -> dict[str, tuple[FileOutcome, str]]:
        return {one.origin: (one.outcome, one.reason) for one in self.ingest().by_file}

    def texts(self) -> str:
        with self.generations.lease() as snapshot:
            return "\n".join(one.document.text for one in snapshot.library.split_documents())


@pytest.fixture
def ward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ward]:
    get_temp_dir()  # where its sockets lie is settled once a process
    room = tmp_path / "temporary"
    room.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(room))
    yield Ward(tmp_path / "library")
    assert list(room.glob(f"{PREFIX}*")) == []


def made(
    folder: Path, readers: tuple[Reader, ...], parsing: Workers | None
) -> tuple[Report, list[str]]:
    """The report but for its time, and every document and fact of the library."""
    generations = FakeGenerations()
    report = IngestJob(generations, readers, walk, parsing=parsing).run([folder])
    with generations.lease() as snapshot:
        held = [one.model_dump_json() for one in snapshot.library.split_documents()]
    return report.model_copy(update={"seconds": 0.0}), sorted(held)


def test_the_sample_is_read_alike_here_and_in_other_processes() -> None:
    here = made(SAMPLE, READERS, None)
    there = made(SAMPLE, READERS, Workers(READERS, 2))
    assert there[0].by_file == here[0].by_file
    assert there[0].warnings == here[0].warnings
    assert there[1] == here[1]
    assert len(here[1]) > 10


def test_a_file_that_ends_its_process_is_one_line_and_all_others_are_read(ward: Ward) -> None:
    ward.write("a", "b", "c-abort", "d", "e-abort", *(f"f{n:03}" for n in range(2 * BATCH)))
    told = ward.told()
    fatal = {origin: one for origin, one in told.items() if "abort" in origin}
    assert [outcome for outcome, _ in fatal.values()] == [FileOutcome.QUARANTINED] * 2
    assert all("ended the process" in reason for _, reason in fatal.values())
    assert {one for origin, one in told.items() if "abort" not in origin} == {
        (FileOutcome.WRITTEN, "")
    }
    assert len(told) == 5 + 2 * BATCH
    assert list(told) == sorted(told)


def test_a_file_that_takes_too_long_is_one_line(ward: Ward) -> None:
    ward.write("a", "b-endless", "c")
    ward.limits = FileLimits(seconds=1)
    told = ward.told()
    assert told["b-endless.txt"][0] is FileOutcome.QUARANTINED
    assert "more than 1 seconds" in told["b-endless.txt"][1]
    assert told["a.txt"][0] is told["c.txt"][0] is FileOutcome.WRITTEN


def test_a_library_that_hears_no_signal_is_ended(ward: Ward) -> None:
    ward.write("a", "b-deaf", "c")
    ward.limits = FileLimits(seconds=1, grace=1)
    told = ward.told()
    assert told["b-deaf.txt"][0] is FileOutcome.QUARANTINED
    assert "more than 1 seconds" in told["b-deaf.txt"][1]
    assert told["a.txt"][0] is told["c.txt"][0] is FileOutcome.WRITTEN


def test_a_file_that_takes_too_much_memory_is_one_line(ward: Ward) -> None:
    ward.write("a", "b-greedy", "c")
    ward.limits = FileLimits(memory=2**30)
    told = ward.told()
    assert told["b-greedy.txt"][0] is FileOutcome.QUARANTINED
    assert "more memory" in told["b-greedy.txt"][1]
    assert told["a.txt"][0] is told["c.txt"][0] is FileOutcome.WRITTEN


def test_processes_that_parse_load_no_engine(ward: Ward) -> None:
    ward.write("modules")
    ward.ingest()
    assert "loaded: []" in ward.texts()


def test_members_of_archives_outlive_the_walk_and_keep_their_order(ward: Ward) -> None:
    with zipfile.ZipFile(ward.folder / "b.zip", "w") as archive:
        for n in range(3 * BATCH):
            archive.writestr(f"m{n:03}.txt", f"Member {n}\nSome illustrative words {n}.\n")
    ward.write("a", "c")
    report = ward.ingest()
    origins = [one.origin for one in report.by_file]
    members = [f"b.zip!/m{n:03}.txt" for n in range(3 * BATCH)]
    assert origins == ["a.txt", *members, "c.txt"]
    assert report.written == 2 + 3 * BATCH


def test_no_more_than_some_files_are_asked_for_ahead(ward: Ward) -> None:
    ward.write("a")
    asked = 0

    def endless() -> Iterator[Asked]:
        nonlocal asked
        while True:
            asked += 1
            yield one(ward.folder / "a.txt", asked)

    files = Workers([FatalReader()], 1).over(endless())
    for _ in range(3):
        assert len(list(next(files)[1])) == 1
    assert asked <= 4 * BATCH
    files.close()


def one(path: Path, number: int) -> Asked:
    return Asked(
        place=f"/{number}",
        origin=f"{number}.txt",
        path=path,
        reader="fatal",
        declared=Declared(source="ward"),
        licence_unstated=True,
    )


def test_a_run_that_is_left_early_leaves_no_process(ward: Ward) -> None:
    ward.write("a", "b-endless")
    before = workers_of(os.getpid())
    files = Workers([FatalReader()], 1).over(
        [one(ward.folder / "a.txt", 1), one(ward.folder / "b-endless.txt", 2)] * BATCH
    )
    began = time.monotonic()
    files.close()
    files = Workers([FatalReader()], 1).over(one(ward.folder / "a.txt", n) for n in range(999))
    assert [type(each) for each in next(files)[1]] == [Parsed]
    assert workers_of(os.getpid()) - before
    files.close()
    assert time.monotonic() - began < 60
    assert workers_of(os.getpid()) == before


def workers_of(process_id: int) -> set[int]:
    """The processes that the server of forks started for a process."""
    below = psutil.Process(process_id).children(recursive=True)
    return {
        each.pid
        for each in below
        if "forkserver" in command(each) and "forkserver" in command(each.parent())
    }


def command(process: psutil.Process | None) -> str:
    """Its command line; of one that has ended, nothing."""
    try:
        return " ".join(process.cmdline()) if process else ""
    except psutil.NoSuchProcess:  # a zombie is one too
        return ""


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_ended_leaves_no_process(tmp_path: Path, sent: signal.Signals) -> None:
    folder, room = tmp_path / "library", tmp_path / "temporary"
    room.mkdir()
    ward = Ward(folder)
    ward.write("a", "b-endless")
    run = subprocess.Popen(
        [sys.executable, "-m", "tests.ingest.parsing_job", tmp_path / "home", folder],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(room)},
        stderr=subprocess.DEVNULL,
    )
    below = until(lambda: workers_of(run.pid), 60)
    time.sleep(0.5)
    run.send_signal(sent)
    assert run.wait(30) == -sent
    until(lambda: not any(map(alive, below)), 30)
    if sent is signal.SIGINT:
        assert list(room.iterdir()) == []
    shutil.rmtree(room)


def test_a_long_path_for_temporary_files_is_none_too_long(tmp_path: Path) -> None:
    folder, room = tmp_path / "library", tmp_path / ("x" * 100)
    room.mkdir()
    Ward(folder).write("a")
    run = subprocess.run(
        [sys.executable, "-m", "tests.ingest.parsing_job", tmp_path / "home", folder],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(room)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr[-500:]


T = TypeVar("T")


def until(asked: Callable[[], T], seconds: float) -> T:
    deadline = time.monotonic() + seconds
    while not (found := asked()):
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.05)
    return found


def alive(process_id: int) -> bool:
    try:
        return psutil.Process(process_id).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
