"""Hostile and broken files in one job: each ends as one line, and no good file is lost to them."""

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from ingest.archives import Refused, walk
from ingest.report import FileOutcome
from tests.ingest.hostile_files import (
    EXPANDED,
    LEAKED,
    WRITTEN,
    Bad,
    hostile_files,
    pdf,
    slides,
    word,
    workbook,
)
from tests.ingest.hostile_places import Line, archives, good, links_and_names
from tests.ingest.sources.test_epub import DOSE, book

MOST_MEMORY: Final = 900
"""MB at the highest, of which the libraries take about 350; the bombs would take tens of GB."""
LONGEST: Final = 20.0
"""Seconds for one file, on a machine that does other things meanwhile."""
ROOT = Path(__file__).parents[2]

GOOD = {
    "good.txt": good(100),
    "good.docx": word(),
    "good.pptx": slides(),
    "good.xlsx": workbook(),
    "good.pdf": pdf(),
    "good.epub": book({"a.xhtml": DOSE}),
    "good.html": b"<html><body><p>Give 5 mg of examplol on a full stomach.</p></body></html>",
    "zz_last.txt": good(101),
}


def run(home: Path, folder: Path, timeout: int = 240, processes: int = 0) -> dict[str, Any]:
    """The job over `folder`, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.ingest.hostile_job", home, folder, str(processes)],
        cwd=ROOT,
        capture_output=True,
        check=False,
        timeout=timeout,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-3000:]
    made: dict[str, Any] = json.loads(done.stdout)
    return made


def declare(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "corpus.toml").write_text('name = "ward"\nlicence = "CC0-1.0"\n')


class Job:
    """What one run over all of them came to."""

    def __init__(self, root: Path) -> None:
        folder = root / "library"
        declare(folder)
        secret = root / "secret.txt"
        secret.write_text(LEAKED)
        self.bad = hostile_files(secret.as_uri())
        for name, content in (*GOOD.items(), *((one.name, one.content) for one in self.bad)):
            (folder / name).write_bytes(content)
        self.places = [*archives(folder), *links_and_names(folder)]
        self.folder = folder
        self.made = run(root / "home", folder)
        self.by_origin: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for line in self.made["report"]["by_file"]:
            self.by_origin[line["origin"]].append(line)

    def expected(self) -> Iterator[Line]:
        yield from (Line(name, WRITTEN) for name in GOOD)
        yield from (Line(_origin(one), one.outcome, one.says) for one in self.bad)
        yield from self.places


def _origin(one: Bad) -> str:
    """As the report names it; a skipped record is named after its file."""
    return f"{one.name}#4" if one.name == "pubmed_no_abstract.xml" else one.name


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Job:
    return Job(tmp_path_factory.mktemp("hostile"))


def test_each_file_ends_as_one_line_that_says_what_is_wrong(job: Job) -> None:
    wrong = []
    for line in job.expected():
        told = job.by_origin[line.origin]
        fits = len(told) == 1 and told[0]["outcome"] == line.outcome
        if not fits or not re.search(line.says or "^$", told[0]["reason"]):
            wrong.append((line, told))
    assert not wrong, "\n".join(map(str, wrong))
    assert len(list(job.expected())) - len(GOOD) >= 40


def test_nothing_else_is_reported(job: Job) -> None:
    assert {line.origin for line in job.expected()} == {
        line["origin"] for line in job.made["report"]["by_file"]
    }


def test_no_reason_is_a_traceback_or_runs_over_a_line(job: Job) -> None:
    for line in job.made["report"]["by_file"]:
        both = f"{line['origin']} {line['reason']}"
        assert both.isprintable(), both
        assert "Traceback" not in both
        assert "reader failed on it" not in both, both
        assert len(line["reason"]) < 400, both


def test_good_files_beside_them_are_in_the_index(job: Job) -> None:
    held = "\n".join(job.made["held"])
    for number in (1, 2, 4, 5, 7, 8, 20, 21, 100, 101, *range(11, 14), *range(30, 35)):
        assert f"file number {number} lies beside" in held
    for words in ("twice a day", "with food", "in the evening", "in the morning", "full stomach"):
        assert words in held


def test_no_entity_was_expanded_and_no_file_of_the_machine_read(job: Job) -> None:
    held = "\n".join(job.made["held"])
    assert EXPANDED not in held
    assert LEAKED not in held


def test_two_records_of_one_id_are_both_kept(job: Job) -> None:
    held = "\n".join(job.made["held"])
    assert "First words." in held
    assert "Other words." in held


def test_memory_and_time_stay_bounded(job: Job) -> None:
    assert job.made["peak_mb"] < MOST_MEMORY
    slowest = max(job.made["seconds"].items(), key=lambda one: one[1])
    assert slowest[1] < LONGEST, slowest


def test_they_end_alike_where_other_processes_parse_them(job: Job, tmp_path: Path) -> None:
    apart = run(tmp_path / "home", job.folder, processes=2)
    assert apart["report"]["by_file"] == job.made["report"]["by_file"]
    assert apart["report"]["warnings"] == job.made["report"]["warnings"]
    assert sorted(apart["held"]) == sorted(job.made["held"])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_a_line_and_no_end(tmp_path: Path) -> None:
    declare(tmp_path / "library")
    for name in ("closed.txt", "good.txt", "closed/a.txt", "unsearchable/b.txt"):
        file = tmp_path / "library" / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(good(len(name)))
    closed = {"closed.txt": 0, "closed": 0, "unsearchable": 0o444}
    try:
        for name, mode in closed.items():
            (tmp_path / "library" / name).chmod(mode)
        lines = run(tmp_path / "home", tmp_path / "library")["report"]["by_file"]
    finally:
        for name in closed:
            (tmp_path / "library" / name).chmod(0o755)
    told = {line["origin"]: (line["outcome"], line["reason"]) for line in lines}
    assert told["good.txt"] == ("written", "")
    for origin in closed:
        assert told[origin][0] == FileOutcome.QUARANTINED
        assert "cannot be opened" in told[origin][1]


def test_a_pipe_named_by_the_user_is_not_opened(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    assert list(walk([pipe])) == [
        Refused(origin="pipe.txt", reason="It is a device or a pipe, not a file.")
    ]


@pytest.mark.slow
def test_a_gigabyte_of_one_line_is_refused_in_little_memory(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    declare(folder)
    (folder / "good.txt").write_bytes(good(1))
    for name, begun in {
        "line.txt": b"",
        "line.xml": b"<PubmedArticleSet><PubmedArticle><Abstract><AbstractText>",
        "line.json": b'{"set_id": "1", "effective_time": "20200101", "description": ["',
    }.items():
        with (folder / name).open("wb") as file:
            file.write(begun)
            for _ in range(1024):
                file.write(b"no end " * 149_797)
    for suffix in (".md", ".html", ".csv", ".pdf", ".docx"):
        (folder / "line").with_suffix(suffix).hardlink_to(folder / "line.txt")
    made = run(tmp_path / "home", folder, timeout=280)
    told = {line["origin"]: line for line in made["report"]["by_file"]}
    assert told["good.txt"]["outcome"] == WRITTEN
    for line in folder.glob("line.*"):
        assert told[line.name]["outcome"] == FileOutcome.QUARANTINED, told[line.name]
        line.unlink()
    assert len(told) == 9
    assert made["peak_mb"] < MOST_MEMORY
