import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.settings import read_settings
from eval.cli import command
from eval.registry import benches, suites
from eval.suite import UnusableSet
from tests.eval.beir_folder import write_beir


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CITEWELL_HOME", str(tmp_path / "home"))
    assert read_settings().home == tmp_path / "home"
    return tmp_path / "home"


def test_json_prints_one_document_and_nothing_else(tmp_path: Path, home: Path) -> None:
    folder = write_beir(tmp_path / "set")
    done = CliRunner().invoke(command, ["run", "retrieval", "--data", str(folder), "--json"])
    assert done.exit_code == 0
    figures = json.loads(done.stdout)
    assert done.stdout.count("\n") == 1
    assert figures["mrr@10"] == 1.0
    assert figures["by_leg"]["fused"]["ndcg@10"] == figures["ndcg@10"]
    assert json.loads((Path(figures["run"]) / "summary.json").read_text()) == figures
    assert Path(figures["run"]).is_relative_to(home / "eval" / "runs")


def test_the_table_names_every_leg_and_measure(tmp_path: Path, home: Path) -> None:
    folder = write_beir(tmp_path / "set")
    out = ["--out", str(tmp_path / "run")]
    done = CliRunner().invoke(command, ["run", "retrieval", "--data", str(folder), *out])
    assert done.exit_code == 0
    for word in ("lexical", "dense", "fused", "ndcg@10", "recall@100", "5 judged questions"):
        assert word in done.stdout
    assert home.exists()


def test_list_shows_every_suite_and_benchmark() -> None:
    shown = CliRunner().invoke(command, ["list"]).stdout
    for name in (*suites(), *benches()):
        assert name in shown
    told = json.loads(CliRunner().invoke(command, ["list", "--json"]).stdout)
    assert set(told) == {"suites", "benches", "makers"}
    assert "retrieval" in told["suites"]
    assert "pipeline" in told["benches"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "nonsense"], "no suite 'nonsense'.*retrieval"),
        (["bench", "nonsense"], "no benchmark 'nonsense'.*pipeline"),
        (["run", "retrieval"], "name it with --data"),
        (["run", "retrieval", "--data", "/nowhere"], "not a BEIR folder"),
        (["run", "retrieval", "--set", "novalue"], "write NAME=VALUE"),
    ],
)
def test_what_cannot_be_run_is_one_clear_error(home: Path, words: list[str], said: str) -> None:
    done = CliRunner().invoke(command, words)
    assert isinstance(done.exception, UnusableSet)
    with pytest.raises(UnusableSet, match=said):
        raise done.exception
    assert not home.exists()
