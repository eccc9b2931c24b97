from pathlib import Path

from eval.bench.made_up import change_one, write_library
from eval.compose import file_ingest
from tests.fakes import FakeEmbedder


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_a_seed_writes_the_same_library_and_another_seed_another(tmp_path: Path) -> None:
    written = write_library(tmp_path / "one", 60, 1)
    assert write_library(tmp_path / "same", 60, 1) == written
    write_library(tmp_path / "other", 60, 2)
    assert contents(tmp_path / "one") == contents(tmp_path / "same")
    assert contents(tmp_path / "one") != contents(tmp_path / "other")
    assert len(contents(tmp_path / "one")) == written.files


def test_the_job_makes_as_many_passages_of_it_as_were_asked_for(tmp_path: Path) -> None:
    written = write_library(tmp_path / "library", 100, 1)
    ingest = file_ingest(tmp_path / "home", FakeEmbedder())
    report = ingest(tmp_path / "library")
    assert report.passages == 100
    assert (report.skipped, report.quarantined) == (0, 0)
    assert {"text", "pubmed"} == set(report.by_reader)
    assert 0.9 < report.characters / written.characters <= 1.0
    change_one(tmp_path / "library", 2)
    changed = ingest(tmp_path / "library")
    assert (changed.written, changed.passages, changed.removed) == (1, 6, 0)
