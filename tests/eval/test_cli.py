import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.settings import read_settings
from eval.cli import command
from eval.registry import benches, makers, suites
from eval.scored import ScoredItem
from eval.suite import UnusableSet
from tests.eval.beir_folder import write_beir
from tests.eval.run_folder import write_run


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
    for name in (*suites(), *benches(), *makers()):
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
        (["run", "retrieval", "--predictions", "x"], "takes no --predictions"),
        (["run", "grounding", "--split", "x"], "takes no --split"),
        (["list", "nonsense"], "no suite, benchmark or maker 'nonsense'"),
        (["make", "nonsense", "--data", "x", "--out", "y"], "no maker 'nonsense'"),
        (["compare", "/nowhere", "/nowhere"], "is no run folder"),
        (["report", "/nowhere"], "is no run folder"),
        (["gate", "/nowhere"], "is no run folder"),
    ],
)
def test_what_cannot_be_run_is_one_clear_error(home: Path, words: list[str], said: str) -> None:
    done = CliRunner().invoke(command, words)
    assert isinstance(done.exception, UnusableSet)
    with pytest.raises(UnusableSet, match=said):
        raise done.exception
    assert not home.exists()


@pytest.mark.parametrize("name", sorted(suites()))
def test_every_suite_tells_its_data_and_its_options(name: str) -> None:
    shown = CliRunner().invoke(command, ["list", name])
    assert shown.exit_code == 0
    assert len(shown.stdout.splitlines()) > 5, "the docstring is the suite's only manual"
    assert suites()[name].SUMMARY in CliRunner().invoke(command, ["list"]).stdout


def scored(*values: float) -> list[ScoredItem]:
    return [ScoredItem(id=f"q{n}", shares={"ndcg@10": (v, 1.0)}) for n, v in enumerate(values)]


def test_compare_shows_the_difference_and_prints_it_as_json(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    write_run(one, scored(0.1, 0.2, 0.3), ["ndcg@10"])
    write_run(two, scored(0.2, 0.3, 0.4), ["ndcg@10"])
    shown = CliRunner().invoke(command, ["compare", str(one), str(two)])
    assert shown.exit_code == 0
    assert "+0.1000" in shown.stdout
    told = json.loads(CliRunner().invoke(command, ["compare", str(one), str(two), "--json"]).stdout)
    assert told["by_figure"]["ndcg@10"]["difference"] == pytest.approx(0.1)
    assert told["by_figure"]["ndcg@10"]["items"] == 3


def test_gate_says_which_figure_fell_and_exits_1(tmp_path: Path) -> None:
    write_run(tmp_path / "run", scored(0.1, 0.2), ["ndcg@10"])
    gates = tmp_path / "gates.toml"
    gate = '[[gate]]\nsuite = "made-up"\ndata = "made-up"\nfigure = "ndcg@10"\nwhy = "so"\n'
    words = ["gate", str(tmp_path / "run"), "--gates", str(gates)]
    gates.write_text(gate + "at_least = 0.1\n")
    passed = CliRunner().invoke(command, words)
    assert passed.exit_code == 0
    assert passed.stdout.startswith("passed")
    gates.write_text(gate + "at_least = 0.2\n")
    fell = CliRunner().invoke(command, words)
    assert fell.exit_code == 1
    assert "ndcg@10 is 0.1500, wanted at least 0.2" in fell.stdout
    told = json.loads(CliRunner().invoke(command, [*words, "--json"]).stdout)
    assert told["passed"] is False
    assert told["gates"][0]["value"] == pytest.approx(0.15)


def test_an_unfinished_run_is_no_run_to_compare_or_to_gate(tmp_path: Path) -> None:
    write_run(tmp_path / "run", scored(0.1), ["ndcg@10"])
    (tmp_path / "run" / "summary.json").unlink()
    done = CliRunner().invoke(command, ["gate", str(tmp_path / "run")])
    assert isinstance(done.exception, UnusableSet)
    assert "unfinished run" in str(done.exception)


def test_list_tells_the_format_of_predictions_and_the_splits() -> None:
    shown = CliRunner().invoke(command, ["list", "grounding"]).stdout
    assert '--predictions: {"id": ..., "verdict"' in shown
    told = json.loads(CliRunner().invoke(command, ["list", "pubmedqa", "--json"]).stdout)
    assert told["split"].startswith("--split: test")
    assert {"about", "predictions"} < set(told)


def test_words_of_the_set_are_no_markup_on_the_screen(tmp_path: Path, home: Path) -> None:
    data, said = tmp_path / "a.jsonl", tmp_path / "said.jsonl"
    data.write_text('{"id": 1, "prompt": "x", "expected": "refer", "category": "[/red] y"}')
    said.write_text('{"id": 1, "outcome": "referral"}')
    words = ["run", "safety", "--data", str(data), "--predictions", str(said)]
    done = CliRunner().invoke(command, words)
    assert done.exit_code == 0
    assert "[/red] y" in done.stdout


def test_two_runs_that_start_together_have_folders_of_their_own(tmp_path: Path, home: Path) -> None:
    data = tmp_path / "a.jsonl"
    data.write_text('{"id": 1, "drug_a": "examplol", "drug_b": "sampline", "expected": "none"}')
    words = ["run", "interactions", "--data", str(data), "--json"]
    runs = {json.loads(CliRunner().invoke(command, words).stdout)["run"] for _ in range(2)}
    assert len(runs) == 2
