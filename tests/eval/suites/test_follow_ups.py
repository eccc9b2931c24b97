"""The suite on a small library of our own, and what it refuses."""

import json
from pathlib import Path

import pytest

from eval.suite import SuiteRequest, UnusableSet
from eval.suites.follow_ups import FollowUpItem, run

LIBRARY = (
    ("label/examplol/Dosage", "Examplol", "Examplol is given to adults as one tablet daily."),
    ("label/warfarin/Dosage", "Warfarin", "The dose of warfarin follows the INR. Illustrative."),
    ("label/warfarin/Side effects", "Warfarin", "Bleeding is a side effect. Illustrative."),
    ("label/warfarin/Side effects#2", "Warfarin", "Hair loss is a side effect. Illustrative."),
    ("gout/treatment", "Gout", "Gout is treated with colchicine. Illustrative."),
)
USER = {"speaker": "user", "text": "What is the dose of warfarin?"}
LINES = (
    {
        "id": "p-1",
        "kind": "aspect",
        "conversation": [USER],
        "follow_up": "side effects?",
        "in_full": "What are the side effects of warfarin?",
        "relevant": ["label/warfarin/Side effects"],
    },
    {
        "id": "s-1",
        "kind": "switch",
        "conversation": [USER],
        "follow_up": "How is gout treated?",
        "switch": True,
    },
)


def written(path: Path, lines: object) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))  # type: ignore[attr-defined]
    return path


def library(tmp_path: Path) -> Path:
    lines = [{"id": key, "title": title, "text": text} for key, title, text in LIBRARY]
    return written(tmp_path / "library.jsonl", lines)


def test_a_follow_up_finds_what_the_whole_question_finds(tmp_path: Path) -> None:
    request = SuiteRequest(
        out=tmp_path / "run",
        cache=tmp_path / "cache",
        data=written(tmp_path / "set.jsonl", LINES),
        options=(("library", str(library(tmp_path))),),
    )
    result = run(request)
    assert (result.headline["carried"], result.headline["wrongly_carried"]) == (1.0, 0.0)
    assert result.headline["ndcg@10_lost"] == 0.0
    assert result.headline["ndcg@10"] == result.headline["ndcg@10_in_full"] == 1.0
    lines = (tmp_path / "run" / "items.jsonl").read_text().splitlines()
    items = {item.id: item for item in map(FollowUpItem.model_validate_json, lines)}
    assert items["p-1"].read_as == "What are the side effects of warfarin?"
    assert items["s-1"].carried == ()


def test_without_a_library_rankings_are_undefined_and_say_so(tmp_path: Path) -> None:
    request = SuiteRequest(
        out=tmp_path / "run",
        cache=tmp_path / "cache",
        data=written(tmp_path / "set.jsonl", LINES),
    )
    result = run(request)
    assert result.headline["ndcg@10"] is None
    assert "library" in result.undefined["ndcg@10"]
    assert result.headline["carried"] == 1.0


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ({**LINES[0], "relevant": ["gout/symptoms"]}, "no document 'gout/symptoms'"),
        ({**LINES[0], "switch": True}, "in_full"),
        ({**LINES[1], "switch": False}, "in_full"),
        ({**LINES[0], "conversation": []}, "conversation"),
    ],
)
def test_a_line_that_cannot_be_scored_is_refused(
    tmp_path: Path, line: dict[str, object], fault: str
) -> None:
    request = SuiteRequest(
        out=tmp_path / "run",
        cache=tmp_path / "cache",
        data=written(tmp_path / "set.jsonl", [line]),
        options=(("library", str(library(tmp_path))),),
    )
    with pytest.raises(UnusableSet, match=fault):
        run(request)
