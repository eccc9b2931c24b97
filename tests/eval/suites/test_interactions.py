"""The interactions suite: what it scores, and what it leaves undefined."""

import json
from pathlib import Path

import pytest

from eval.run import read_run
from eval.suite import SuiteRequest, SuiteResult, UnusableSet
from eval.suites.interactions import run

PAIRS = [
    {"id": "a", "drug_a": "examplol", "drug_b": "sampline", "expected": "interaction"},
    {"id": "b", "drug_a": "examplol", "drug_b": "demolol", "expected": "interaction"},
    {"id": "c", "drug_a": "sampline", "drug_b": "demolol", "expected": "none"},
    {"id": "d", "drug_a": "sampline", "drug_b": "trialine", "expected": "none"},
]


def lines(path: Path, rows: list[dict[str, str]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def scored(
    tmp_path: Path, said: dict[str, str] | None, pairs: list[dict[str, str]] | None = None
) -> SuiteResult:
    predictions = None
    if said is not None:
        rows = [{"id": key, "said": each} for key, each in said.items()]
        predictions = lines(tmp_path / "said.jsonl", rows)
    return run(
        SuiteRequest(
            out=tmp_path / "run",
            cache=tmp_path / "cache",
            data=lines(tmp_path / "pairs.jsonl", PAIRS if pairs is None else pairs),
            predictions=predictions,
        )
    )


def test_missed_pairs_and_false_alarms_are_told_apart(tmp_path: Path) -> None:
    said = {"a": "interaction", "b": "none", "c": "interaction", "d": "none"}
    headline = scored(tmp_path, said).headline
    assert (headline["recall"], headline["false_alarms"]) == (0.5, 0.5)
    assert headline["precision"] == 0.5
    assert (headline["interacting"], headline["not_interacting"]) == (2, 2)


def test_a_pair_that_nothing_was_said_of_is_wrong_whichever_it_is(tmp_path: Path) -> None:
    headline = scored(tmp_path, {"a": "interaction", "d": "none"}).headline
    assert (headline["recall"], headline["false_alarms"]) == (0.5, 0.5)
    assert headline["missing"] == 2


def test_without_predictions_the_product_is_asked(tmp_path: Path) -> None:
    pairs = [
        {"id": "a", "drug_a": "Coumadin", "drug_b": "ibuprofen", "expected": "interaction"},
        {"id": "b", "drug_a": "metformin", "drug_b": "lisinopril", "expected": "none"},
        {"id": "c", "drug_a": "foozleprine", "drug_b": "lisinopril", "expected": "interaction"},
    ]
    headline = scored(tmp_path, None, pairs).headline
    assert (headline["recall"], headline["false_alarms"]) == (0.5, 0.0)
    assert headline["unknown"] == 1


def test_a_malformed_set_is_an_error_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(UnusableSet, match=r"pairs\.jsonl:1: expected"):
        scored(tmp_path, None, [PAIRS[0] | {"expected": "maybe"}])


def test_a_set_of_interactions_alone_defines_recall_and_nothing_else(tmp_path: Path) -> None:
    result = scored(tmp_path, {"a": "interaction", "b": "none"}, PAIRS[:2])
    assert result.headline["recall"] == 0.5
    assert set(result.undefined) == {"false_alarms", "precision"}
    assert set(result.intervals) == {"recall"}


def test_precision_is_undefined_where_nothing_was_flagged(tmp_path: Path) -> None:
    result = scored(tmp_path, dict.fromkeys("abcd", "none"))
    assert (result.headline["recall"], result.headline["false_alarms"]) == (0.0, 0.0)
    assert result.undefined == {"precision": "no pair was flagged"}


def test_recall_is_broken_down_by_the_categories_there_are(tmp_path: Path) -> None:
    pairs = [PAIRS[0] | {"category": "3"}, PAIRS[1] | {"category": "4"}, *PAIRS[2:]]
    said = {"a": "interaction", "b": "none", "c": "none", "d": "none"}
    by_category = scored(tmp_path, said, pairs).breakdowns["by_category"]
    assert {name: row["recall"] for name, row in by_category.items()} == {"3": 1.0, "4": 0.0}


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"a": "interaction", "z": "none"}, r"said\.jsonl:2: the set has no pair 'z'"),
        ({"a": "perhaps"}, r"said\.jsonl:1: said: Input should be"),
        ({}, r"said\.jsonl is empty"),
    ],
)
def test_wrong_predictions_are_an_error_with_their_line(
    tmp_path: Path, said: dict[str, str], error: str
) -> None:
    with pytest.raises(UnusableSet, match=error):
        scored(tmp_path, said)


def test_the_run_can_be_read_back_and_its_items_name_both_medicines(tmp_path: Path) -> None:
    scored(tmp_path, dict.fromkeys("abcd", "interaction"))
    kept = read_run(tmp_path / "run")
    assert kept.figures["precision"] == 0.5
    assert len(kept.items) == 4
    assert '"drug_b":"trialine"' in (tmp_path / "run" / "items.jsonl").read_text()
