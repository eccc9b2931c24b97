"""What must not fall."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from eval.gate import Gate, gated, read_gates
from eval.run import KeptRun
from eval.scored import ScoredItem
from eval.suite import UnusableSet
from tests.eval.run_folder import write_run


@pytest.fixture
def run(tmp_path: Path) -> KeptRun:
    items = [ScoredItem(id=str(n), shares={"ndcg@10": (n / 4, 1.0)}) for n in range(5)]
    return write_run(tmp_path / "run", items, ["ndcg@10", "recall"])


def gate(**more: object) -> Gate:
    given = {"suite": "made-up", "data": "made-up", "figure": "ndcg@10", "why": "set so"}
    return Gate.model_validate(given | more)


@pytest.mark.parametrize(
    ("bound", "passed"),
    [
        ({"at_least": 0.5}, True),
        ({"at_least": 0.51}, False),
        ({"at_most": 0.5}, True),
        ({"at_most": 0.49}, False),
        ({"at_most": 0}, False),
    ],
)
def test_a_figure_passes_up_to_its_bound(
    run: KeptRun, bound: dict[str, float], passed: bool
) -> None:
    (found,) = gated(run, (gate(**bound),))
    assert (found.value, found.passed) == (0.5, passed)
    assert "ndcg@10 is 0.5000" in found.line


def test_a_cell_of_a_breakdown_can_be_gated(run: KeptRun) -> None:
    (found,) = gated(run, (gate(figure="by_half.first.ndcg@10", at_least=0.4),))
    assert (found.value, found.passed) == (0.5, True)


@pytest.mark.parametrize("figure", ["recall", "by_half.second.ndcg@10", "nonsense", "by_half"])
def test_a_figure_that_is_not_there_does_not_pass(run: KeptRun, figure: str) -> None:
    (found,) = gated(run, (gate(figure=figure, at_least=0.0),))
    assert (found.value, found.passed) == (None, False)
    assert "undefined" in found.line


@pytest.mark.parametrize("other", [{"suite": "else"}, {"data": "else"}, {"split": "dev"}])
def test_a_run_that_no_gate_stands_for_has_not_passed(run: KeptRun, other: dict[str, str]) -> None:
    with pytest.raises(UnusableSet, match="No gate stands for made-up on 'made-up'"):
        gated(run, (gate(at_least=0.0, **other),))


def test_the_products_own_gates_can_be_read() -> None:
    assert {one.suite for one in read_gates()} >= {"retrieval"}


@pytest.mark.parametrize("bounds", [{}, {"at_least": 0.1, "at_most": 0.2}])
def test_a_gate_has_one_bound(bounds: dict[str, float]) -> None:
    with pytest.raises(ValidationError, match="one of them"):
        gate(**bounds)


@pytest.mark.parametrize("text", ["", "gate = 3", "[[gate]]\nsuite = 'x'", "not toml ["])
def test_a_file_of_gates_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "gates.toml"
    path.write_text(text)
    with pytest.raises(UnusableSet, match=r"gates\.toml"):
        read_gates(path)
