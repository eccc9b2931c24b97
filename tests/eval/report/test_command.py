from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.cli import command
from eval.report import again
from eval.run import RunCard, hashed
from eval.suite import UnusableSet
from tests.eval.report.run_folders import not_built, safety


def test_the_command_writes_the_page_and_says_where(tmp_path: Path) -> None:
    runs = [str(safety(tmp_path / "a").path), str(not_built(tmp_path / "b").path)]
    out = tmp_path / "pages" / "report.html"
    done = CliRunner().invoke(command, ["report", *runs, "--out", str(out)])
    assert done.exit_code == 0
    assert f"{out} written" in done.stderr
    assert "2 runs." in out.read_text(encoding="utf-8")


def test_markdown_goes_to_standard_output_and_writes_no_file(tmp_path: Path) -> None:
    run = str(not_built(tmp_path / "a").path)
    done = CliRunner().invoke(command, ["report", run, "--markdown"])
    assert done.exit_code == 0
    assert done.stdout.startswith("### interactions\n")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_an_unfinished_run_is_refused_by_name(tmp_path: Path) -> None:
    run = not_built(tmp_path / "a").path
    (run / "summary.json").unlink()
    done = CliRunner().invoke(command, ["report", str(run)])
    assert isinstance(done.exception, UnusableSet)
    with pytest.raises(UnusableSet, match=f"{run} is an unfinished run"):
        raise done.exception


def test_the_command_that_makes_a_run_again_names_a_file_without_its_hash(tmp_path: Path) -> None:
    documents = tmp_path / "documents.jsonl"
    documents.write_text("{}", encoding="utf-8")
    card = RunCard(
        suite="citations",
        data="set.jsonl",
        data_sha256="0",
        settings_fingerprint=None,
        settings_json=None,
        options=(("documents", hashed(documents)), ("nli", "models/nli")),
    )
    assert again.command(card) == (
        f"citewell eval run citations --data set.jsonl --set documents={documents} "
        "--set nli=models/nli"
    )
