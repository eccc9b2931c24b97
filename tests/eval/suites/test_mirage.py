"""Multiple choice: other systems' predictions scored as they were published, and our own asked."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.run import read_run
from eval.suite import SuiteRequest, SuiteResult, UnusableSet
from eval.suites.mirage import run
from tests.eval.beir_folder import write_beir

SHARED = Path(__file__).parents[4] / "shared" / "data" / "qa" / "mirage"
PUBLISHED = {"mmlu": 75.48, "medqa": 66.61, "medmcqa": 58.04, "pubmedqa": 67.40, "bioasq": 90.29}
"""GPT-3.5 with MedRAG, 32 snippets: the leaderboard's row, percent."""

QUESTION = {"question": "Does it?", "options": {"A": "yes", "B": "no"}, "answer": "B"}
BENCHMARK = {
    "one": {f"q{n}": QUESTION for n in range(4)},
    "two": {"q0": QUESTION | {"answer": "A"}},
}
Line = dict[str, object]


@pytest.fixture
def replay(tmp_path: Path) -> Callable[..., SuiteResult]:
    """Scores lines of predictions against the benchmark above."""

    def scored(*lines: Line, benchmark: object = BENCHMARK, **options: str) -> SuiteResult:
        data, predictions = tmp_path / "benchmark.json", tmp_path / "predictions.jsonl"
        data.write_text(json.dumps(benchmark), encoding="utf-8")
        predictions.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
        return run(
            SuiteRequest(
                out=tmp_path / "-".join(["run", *options.values()]),
                cache=tmp_path / "cache",
                data=data,
                predictions=predictions,
                options=tuple(options.items()),
            )
        )

    return scored


def line(dataset: str, key: str, *texts: str) -> Line:
    return {"dataset": dataset, "id": key, "predictions": list(texts)}


ALL = [*(line("one", f"q{n}", "B") for n in range(4)), line("two", "q0", "A")]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the public data folder is not on this machine")
def test_the_published_row_is_reproduced_cell_by_cell(tmp_path: Path) -> None:
    result = run(
        SuiteRequest(
            out=tmp_path / "run",
            cache=tmp_path / "cache",
            data=SHARED / "benchmark.json.gz",
            predictions=SHARED / "predictions_gpt35_medrag32.jsonl.gz",
        )
    )
    assert result.cells["accuracy"] == PUBLISHED
    assert result.headline["mean_accuracy"] == 71.57
    assert result.headline["questions"] == 7_663


def test_every_set_weighs_alike_in_the_mean(replay: Callable[..., SuiteResult]) -> None:
    result = replay(*(line("one", f"q{n}", "A") for n in range(4)), line("two", "q0", "A"))
    assert result.cells["accuracy"] == {"one": 0.0, "two": 100.0}
    assert result.headline["mean_accuracy"] == 50.0


def test_a_question_without_a_prediction_is_wrong(replay: Callable[..., SuiteResult]) -> None:
    result = replay(line("one", "q0", "B"), ALL[-1])
    assert result.cells["accuracy"] == {"one": 25.0, "two": 100.0}
    assert any("3 of 5 questions have no prediction" in note for note in result.notes)


def test_only_the_first_text_of_a_question_counts(replay: Callable[..., SuiteResult]) -> None:
    result = replay(line("one", "q0", "A", "B", "B"), *ALL[1:])
    assert result.cells["accuracy"]["one"] == 75.0


def test_a_text_without_a_letter_counts_as_the_first_option_as_published(
    replay: Callable[..., SuiteResult],
) -> None:
    result = replay(*ALL[:4], line("two", "q0", "I cannot tell"))
    assert result.cells["accuracy"]["two"] == 100.0
    assert result.breakdowns["by_set"]["two"]["strict_accuracy"] == 0.0
    assert result.headline["read"] == pytest.approx(0.8)


def test_a_set_of_which_nothing_was_predicted_has_no_figure(
    replay: Callable[..., SuiteResult],
) -> None:
    result = replay(*ALL[:4])
    assert result.cells["accuracy"] == {"one": 100.0, "two": None}
    assert result.headline["mean_accuracy"] is None
    assert "nothing was predicted for two" in result.undefined["mean_accuracy"]
    assert replay(*ALL[:4], sets="one").headline["mean_accuracy"] == 100.0


def test_the_other_rule_reads_other_letters(replay: Callable[..., SuiteResult]) -> None:
    told = [line("one", f"q{n}", "Answer: OPTION B IS CORRECT") for n in range(4)]
    assert replay(*told, ALL[-1], rule="pmc-llama").cells["accuracy"]["one"] == 100.0


@pytest.mark.parametrize(
    ("lines", "benchmark", "options", "said"),
    [
        ([line("three", "q0", "A")], BENCHMARK, {}, "jsonl:1: the benchmark has no question three"),
        ([ALL[0], ALL[0]], BENCHMARK, {}, "jsonl:2: one/q0 has a line already"),
        ([{"dataset": "one", "id": "q0"}], BENCHMARK, {}, "jsonl:1: predictions"),
        ([], BENCHMARK, {}, "predictions.jsonl is empty"),
        (ALL, {"one": {}}, {}, "the set 'one' is empty"),
        (ALL, {"one": {"q0": QUESTION | {"answer": "C"}}}, {}, "one/q0: .*'C' is not among"),
        (ALL, {"one": {"q0": {"question": "?"}}}, {}, "one/q0/options"),
        (ALL, BENCHMARK, {"sets": "three"}, "No set three; there are one, two"),
        (ALL, BENCHMARK, {"rule": "guess"}, "one of mirage, pmc-llama"),
        (ALL, BENCHMARK, {"questions": "0"}, "whole number"),
    ],
)
def test_what_cannot_be_scored_is_named(
    replay: Callable[..., SuiteResult],
    lines: list[Line],
    benchmark: object,
    options: dict[str, str],
    said: str,
) -> None:
    with pytest.raises(UnusableSet, match=said):
        replay(*lines, benchmark=benchmark, **options)


def test_the_product_takes_the_test_from_its_library_and_says_what_it_cannot(
    tmp_path: Path,
) -> None:
    benchmark = {
        "yn": {
            "itch": {
                "question": "What treats a fever in children?",
                "options": {"A": "yes", "B": "no"},
                "answer": "A",
            },
            "far": {
                "question": "Which team won the final last night?",
                "options": {"A": "yes", "B": "no"},
                "answer": "A",
            },
        }
    }
    data = tmp_path / "benchmark.json.gz"
    data.write_bytes(gzip.compress(json.dumps(benchmark).encode()))
    library = write_beir(tmp_path / "set")
    request = SuiteRequest(
        out=tmp_path / "run",
        cache=tmp_path / "cache" / "index",
        data=data,
        options=(("library", str(library)),),
    )
    result = run(request)
    assert result.headline["closed_book_mean_accuracy"] is None
    assert "nothing without evidence" in result.undefined["helped"]
    items = {item.id: item for item in read_run(tmp_path / "run").items}
    assert items["yn/far"].shares["answered"] == (0.0, 1.0)
    assert items["yn/itch"].shares["mean_accuracy"][1] == 0.5
    assert result.breakdowns["by_set"]["yn"]["seconds_p50"]


@pytest.mark.parametrize("said", [[], None])
def test_a_line_without_a_text_predicts_nothing(
    replay: Callable[..., SuiteResult], said: object
) -> None:
    result = replay({"dataset": "two", "id": "q0", "predictions": said}, *ALL[:4])
    assert result.cells["accuracy"] == {"one": 100.0, "two": None}
    assert any(note.startswith("1 of 5 questions have no prediction") for note in result.notes)


def test_one_text_need_not_stand_in_a_list(replay: Callable[..., SuiteResult]) -> None:
    result = replay({"dataset": "two", "id": "q0", "predictions": "A"}, *ALL[:4])
    assert result.headline["mean_accuracy"] == 100.0


def test_a_number_is_the_id_of_a_question(replay: Callable[..., SuiteResult]) -> None:
    prediction = {"dataset": "one", "id": 7, "predictions": ["B"]}
    result = replay(prediction, benchmark={"one": {"7": QUESTION}})
    assert result.headline["mean_accuracy"] == 100.0


def test_two_questions_of_one_name_are_not_counted_as_one(
    replay: Callable[..., SuiteResult],
) -> None:
    with pytest.raises(UnusableSet, match="two questions are called a/b/c"):
        replay(*ALL, benchmark={"a/b": {"c": QUESTION}, "a": {"b/c": QUESTION}})


def test_a_set_whose_name_begins_anothers_is_missed_all_the_same(
    replay: Callable[..., SuiteResult],
) -> None:
    result = replay(line("a/b", "c", "B"), benchmark={"a": {"d": QUESTION}, "a/b": {"c": QUESTION}})
    assert result.cells["accuracy"] == {"a": None, "a/b": 100.0}


def test_a_library_is_refused_where_predictions_are_scored(
    replay: Callable[..., SuiteResult],
) -> None:
    with pytest.raises(UnusableSet, match="no use with --predictions"):
        replay(*ALL, library="anywhere")


@pytest.mark.parametrize("wanted", ["0", "-1", "two", "²", ""])
def test_a_number_of_questions_is_a_whole_number(
    replay: Callable[..., SuiteResult], wanted: str
) -> None:
    with pytest.raises(UnusableSet, match="write a whole number from 1"):
        replay(*ALL, questions=wanted)
