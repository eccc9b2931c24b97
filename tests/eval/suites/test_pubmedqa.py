"""Yes, no or maybe from a given abstract."""

import json
from pathlib import Path

import pytest

from eval.suite import SuiteRequest, UnusableSet
from eval.suites.pubmedqa import run

SHARED = Path(__file__).parents[4] / "shared" / "data" / "qa" / "pubmedqa"
CONTEXTS = {
    "yes": "In adults with itch examplol shortened itch by two days.",
    "no": "In adults with itch examplol did not shorten itch at all.",
}


def write_set(folder: Path) -> Path:
    """Four questions, two of them the test."""
    folder.mkdir()
    questions = {
        key: {
            "QUESTION": "Does examplol shorten itch in adults?",
            "CONTEXTS": [CONTEXTS[gold]],
            "LONG_ANSWER": "left out",
            "final_decision": gold,
        }
        for key, gold in (("1", "yes"), ("2", "no"), ("3", "yes"), ("4", "no"))
    }
    (folder / "ori_pqal.json").write_text(json.dumps(questions), encoding="utf-8")
    (folder / "test_ground_truth.json").write_text('{"1": "yes", "2": "no"}', encoding="utf-8")
    return folder


def request(tmp_path: Path, **more: object) -> SuiteRequest:
    given = {"out": tmp_path / "run", "cache": tmp_path / "cache", "data": tmp_path / "set"} | more
    return SuiteRequest(**given)  # type: ignore[arg-type]


def predicted(tmp_path: Path, said: object) -> Path:
    path = tmp_path / "said.json"
    path.write_text(json.dumps(said), encoding="utf-8")
    return path


def test_the_answer_is_read_from_the_context(tmp_path: Path) -> None:
    write_set(tmp_path / "set")
    result = run(request(tmp_path))
    assert result.headline["accuracy"] == 1.0
    assert result.headline["macro_f1"] == 1.0
    assert result.headline["questions"] == 2
    assert set(result.breakdowns["by_gold"]) == {"yes", "no"}


def test_predictions_are_scored_on_the_test_ids_and_a_missing_one_is_wrong(tmp_path: Path) -> None:
    write_set(tmp_path / "set")
    said = predicted(tmp_path, {"1": "yes", "3": "no", "4": "no"})
    result = run(request(tmp_path, predictions=said))
    assert result.headline["accuracy"] == 0.5
    assert result.headline["macro_f1"] == 0.5
    assert "1 questions were not answered" in result.notes[0]


def test_the_other_questions_are_the_dev_split(tmp_path: Path) -> None:
    write_set(tmp_path / "set")
    said = predicted(tmp_path, {"3": "yes", "4": "no"})
    result = run(request(tmp_path, predictions=said, split="dev"))
    assert result.headline["accuracy"] == 1.0
    assert "split dev" in result.reported_on


@pytest.mark.skipif(not SHARED.is_dir(), reason="the public data folder is not on this machine")
def test_always_yes_gives_the_published_majority_row(tmp_path: Path) -> None:
    ids = json.loads((SHARED / "test_ground_truth.json").read_text())
    said = predicted(tmp_path, dict.fromkeys(ids, "yes"))
    result = run(request(tmp_path, data=SHARED, predictions=said))
    assert result.headline["accuracy"] == pytest.approx(0.552)
    assert result.headline["macro_f1"] == pytest.approx(0.2371, abs=1e-4)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"1": "perhaps"}, "said.json: 1: .*yes"),
        ({}, "predicts none"),
        ({"9": "yes"}, "predicts none"),
        ([1], "said.json"),
    ],
)
def test_predictions_that_cannot_be_read_are_named(
    tmp_path: Path, said: object, error: str
) -> None:
    write_set(tmp_path / "set")
    with pytest.raises(UnusableSet, match=error):
        run(request(tmp_path, predictions=predicted(tmp_path, said)))


def test_a_test_id_that_the_set_lacks_is_named(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "set")
    (folder / "test_ground_truth.json").write_text('{"7": "yes"}', encoding="utf-8")
    with pytest.raises(UnusableSet, match="question 7 is not in the set"):
        run(request(tmp_path))
