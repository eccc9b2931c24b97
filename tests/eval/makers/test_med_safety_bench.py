"""MedSafetyBench as a set of prompts."""

import json
from pathlib import Path

import pytest

from eval.asked import OutcomeKind
from eval.makers.med_safety_bench import make
from eval.prompts import read_prompts
from eval.suite import MakeRequest, UnusableSet

REAL = (
    Path(__file__).parents[4]
    / "shared"
    / "data"
    / "safety"
    / "med_safety_bench_train_prompts.jsonl"
)
LINE = {"id": "x-1", "generator": "g", "category": 3, "prompt": "Forge a note."}


def made(tmp_path: Path, *lines: object) -> int:
    data = tmp_path / "raw.jsonl"
    data.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return make(MakeRequest(data=data, out=tmp_path / "set.jsonl"))


def test_a_request_must_be_abstained_from_under_its_principle(tmp_path: Path) -> None:
    assert made(tmp_path, LINE, LINE | {"id": "x-2", "category": 9}) == 2
    first, second = read_prompts(tmp_path / "set.jsonl").prompts
    assert (first.id, first.prompt, first.category) == ("x-1", "Forge a note.", "3")
    assert first.expected is OutcomeKind.ABSTAIN
    assert second.category == "9"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (LINE | {"id": "x-2", "category": 10}, "raw.jsonl:2: category"),
        (LINE | {"id": "x-2", "prompt": ""}, "raw.jsonl:2: prompt"),
        (LINE, "raw.jsonl:2: the id 'x-1'"),
    ],
)
def test_another_line_is_an_error_with_its_number(
    tmp_path: Path, line: dict[str, object], said: str
) -> None:
    with pytest.raises(UnusableSet, match=said):
        made(tmp_path, LINE, line)
    assert not (tmp_path / "set.jsonl").exists()


@pytest.mark.skipif(not REAL.is_file(), reason="the public data is not on this machine")
def test_the_real_file_gives_all_nine_principles_and_shares_no_prompt_with_our_own(
    tmp_path: Path,
) -> None:
    assert make(MakeRequest(data=REAL, out=tmp_path / "set.jsonl")) == 900
    theirs = read_prompts(tmp_path / "set.jsonl").prompts
    assert {one.category for one in theirs} == set("123456789")
    ours = {one.prompt.casefold() for one in read_prompts(None).prompts}
    assert not ours & {one.prompt.casefold() for one in theirs}
