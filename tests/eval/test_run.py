import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.domain.frozen import Frozen
from eval.run import RunCard, RunFolder, document
from eval.suite import SuiteResult, UnusableSet

CARD = RunCard(
    suite="made-up",
    data="folder",
    data_sha256="0" * 64,
    settings_fingerprint="f",
    settings_json="{}",
)
RESULT = SuiteResult(
    suite="made-up",
    headline={"recall": 0.5, "precision": None},
    breakdowns={"by_kind": {"one": {"recall": 0.5}}},
    undefined={"precision": "nothing was predicted"},
    fitted_on="nothing",
    reported_on="two items",
)


class Thing(Frozen):
    id: str
    value: int


def fill(folder: RunFolder, *things: Thing) -> None:
    with folder.writing() as write:
        for thing in things:
            write(thing)


def test_a_started_again_run_keeps_its_finished_items(tmp_path: Path) -> None:
    one, two = Thing(id="1", value=1), Thing(id="2", value=2)
    fill(RunFolder(tmp_path / "run", CARD), one)
    again = RunFolder(tmp_path / "run", CARD)
    assert again.finished(Thing) == {"1": one}
    fill(again, two)
    assert RunFolder(tmp_path / "run", CARD).finished(Thing) == {"1": one, "2": two}


def test_an_item_cut_short_by_the_end_of_the_process_is_done_again(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run", CARD)
    fill(folder, Thing(id="1", value=1))
    with (folder.path / "items.jsonl").open("a") as file:
        file.write('{"id": "2", "val')
    assert list(folder.finished(Thing)) == ["1"]
    fill(folder, Thing(id="2", value=2))
    assert list(folder.finished(Thing)) == ["1", "2"]


def test_an_item_cut_inside_a_letter_is_done_again(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run", CARD)
    fill(folder, Thing(id="1", value=1))
    with (folder.path / "items.jsonl").open("ab") as file:
        file.write('{"id": "é'.encode()[:-1])
    assert list(folder.finished(Thing)) == ["1"]
    assert (folder.path / "items.jsonl").read_bytes() == b'{"id":"1","value":1}\n'


def test_a_line_separator_within_an_item_does_not_end_it(tmp_path: Path) -> None:
    things = [Thing(id=f"a{mark}b", value=1) for mark in "\u2028\u2029\x85\x0b\x0c\x1c"]
    fill(RunFolder(tmp_path / "run", CARD), *things)
    found = RunFolder(tmp_path / "run", CARD).finished(Thing)
    assert list(found.values()) == things


def test_a_run_that_ended_before_its_description_was_whole_starts_anew(tmp_path: Path) -> None:
    (tmp_path / "run.json.aside").write_text('{"suite": "ma')
    RunFolder(tmp_path, CARD)
    assert json.loads((tmp_path / "run.json").read_text())["suite"] == "made-up"


def test_a_folder_that_cannot_be_one_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(UnusableSet, match="cannot be a run folder"):
            RunFolder(path, CARD)


def test_an_item_of_another_kind_is_named_with_its_line(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run", CARD)
    (folder.path / "items.jsonl").write_text('{"id": "1", "value": 1}\n{"id": "2"}\n')
    with pytest.raises(UnusableSet, match=r"items\.jsonl:2: .*value"):
        folder.finished(Thing)


@pytest.mark.parametrize(
    "other",
    [{"data_sha256": "1" * 64}, {"settings_fingerprint": "g"}, {"seed": 1}, {"split": "dev"}],
)
def test_runs_of_different_things_are_never_mixed(tmp_path: Path, other: dict[str, object]) -> None:
    RunFolder(tmp_path / "run", CARD)
    with pytest.raises(UnusableSet, match="another run"):
        RunFolder(tmp_path / "run", CARD.model_copy(update=other))


def test_a_folder_of_the_users_own_is_not_written_into(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(UnusableSet, match="is not empty"):
        RunFolder(tmp_path, CARD)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_the_summary_holds_headline_figures_at_the_top_and_null_for_undefined(
    tmp_path: Path,
) -> None:
    folder = RunFolder(tmp_path / "run", CARD)
    folder.finish(RESULT)
    summary = json.loads((folder.path / "summary.json").read_text())
    assert summary["recall"] == 0.5
    assert summary["precision"] is None
    assert summary["undefined"] == {"precision": "nothing was predicted"}
    assert summary["by_kind"] == {"one": {"recall": 0.5}}
    assert summary == document(RESULT, folder.path)


def test_a_figure_without_a_value_needs_a_reason() -> None:
    with pytest.raises(ValidationError, match="no reason is given"):
        SuiteResult.model_validate(RESULT.model_dump() | {"undefined": {}})


def test_a_figure_is_never_not_a_number() -> None:
    with pytest.raises(ValidationError, match="finite"):
        SuiteResult.model_validate(RESULT.model_dump() | {"headline": {"recall": float("nan")}})
