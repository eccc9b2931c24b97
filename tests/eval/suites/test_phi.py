"""How found spans are scored against gold ones, and what the suite refuses."""

import json
from pathlib import Path

import pytest

from eval.run import read_run
from eval.suite import SuiteRequest, UnusableSet
from eval.suites.phi import LabelledText, TypedSpan, phi_item, run, summarise

TEXT = "Seen by Dr Examplo Sampla on 3 May."
"""`Examplo Sampla` is [11, 25), `3 May` is [29, 34)."""


def span(start: int, end: int, kind: str = "NAME") -> TypedSpan:
    return TypedSpan(start=start, end=end, type=kind)


NAME, DAY = span(11, 25), span(29, 34, "DATE")


def text(*spans: TypedSpan, key: str = "1") -> LabelledText:
    return LabelledText(id=key, text=TEXT, spans=spans)


def written(path: Path, *lines: object) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def line(key: str, *spans: TypedSpan) -> dict[str, object]:
    return {"id": key, "text": TEXT, "spans": [each.model_dump() for each in spans]}


def request(tmp_path: Path, data: Path, predictions: Path | None = None) -> SuiteRequest:
    return SuiteRequest(
        out=tmp_path / "run", cache=tmp_path / "cache", data=data, predictions=predictions
    )


def test_half_a_name_found_counts_half() -> None:
    item = phi_item(text(NAME), [span(11, 18)])
    assert item.shares["recall"] == (7.0, 14.0)
    assert item.shares["precision"] == (7.0, 7.0)


def test_a_character_found_twice_counts_once() -> None:
    item = phi_item(text(NAME, span(19, 25, "SURNAME")), [span(11, 20), span(15, 27)])
    assert item.shares["recall"] == (14.0, 14.0)
    assert item.shares["precision"] == (14.0, 16.0)


def test_a_wrong_type_covers_and_is_not_typed() -> None:
    item = phi_item(text(NAME, DAY), [span(11, 25, "PLACE"), DAY])
    assert item.shares["recall"] == (19.0, 19.0)
    assert item.shares["typed_recall"] == (5.0, 19.0)
    assert item.shares["recall.NAME"] == (14.0, 14.0)
    assert item.shares["typed_recall.NAME"] == (0.0, 14.0)
    assert item.shares["precision.PLACE"] == (14.0, 14.0)


def test_precision_of_a_type_does_not_count_what_another_type_found() -> None:
    shares = phi_item(text(NAME), [NAME, span(0, 4, "DATE")]).shares
    assert shares["precision.NAME"] == (14.0, 14.0)
    assert shares["precision.DATE"] == (0.0, 4.0)
    assert shares["precision"] == (14.0, 18.0)


def test_whatever_is_found_in_a_text_without_identifiers_is_false() -> None:
    item = phi_item(text(), [span(0, 4)])
    assert item.shares == {"precision": (0, 4), "precision.NAME": (0, 4), "touched": (1, 1)}


def test_recall_is_over_characters_of_all_texts_and_no_mean_of_means() -> None:
    items = [
        phi_item(text(NAME, key="1"), [NAME]),
        phi_item(text(DAY, key="2"), []),
        phi_item(text(key="3"), [span(0, 1)]),
    ]
    result = summarise(items, "tiny", missing=0)
    assert result.headline["recall"] == pytest.approx(14 / 19)
    assert result.headline["precision"] == pytest.approx(14 / 15)
    by_type = result.breakdowns["by_type"]
    assert by_type["DATE"] == {
        "recall": 0.0,
        "typed_recall": 0.0,
        "precision": None,
        "identifiers": 1,
        "found": 0,
    }
    assert by_type["NAME"]["precision"] == pytest.approx(14 / 15)


def test_a_set_of_negatives_has_no_recall_and_says_why() -> None:
    result = summarise([phi_item(text(), [])], "tiny", missing=0)
    assert result.headline["recall"] is None
    assert result.headline["precision"] is None
    assert result.undefined["recall"] == "no text holds an identifier"
    assert result.undefined["precision"] == "nothing was found"


def test_the_products_own_finder_is_asked_and_its_kinds_count_as_the_sets_types(
    tmp_path: Path,
) -> None:
    ring = {"id": "2", "text": "Ring 020 7946 0018.", "spans": [{"start": 5, "end": 18}]}
    ring["spans"][0]["type"] = "PHONE_NUMBER"  # type: ignore[index]
    data = written(tmp_path / "set.jsonl", ring, {"id": "3", "text": "A dose.", "spans": []})
    result = run(request(tmp_path, data))
    assert result.headline["structured_recall"] == 1.0
    assert result.headline["typed_recall"] == 1.0
    assert result.headline["precision"] == 1.0
    assert result.headline["touched"] == 0.0
    assert read_run(tmp_path / "run").items[0].shares["recall"] == (13.0, 13.0)


def test_our_own_sets_are_scored_without_data(tmp_path: Path) -> None:
    result = run(SuiteRequest(out=tmp_path / "run", cache=tmp_path / "cache"))
    by_set = result.breakdowns["by_set"]
    assert set(by_set) == {"identifiers", "identifiers_held", "eponyms"}
    touched = by_set["eponyms"]["touched"]
    assert touched is not None
    assert touched <= 0.01
    for name in ("identifiers", "identifiers_held"):
        recall, precision = by_set[name]["structured_recall"], by_set[name]["precision"]
        assert recall is not None
        assert recall >= 0.9
        assert precision is not None
        assert precision >= 0.85


def test_another_systems_spans_are_scored_and_a_text_left_out_gains_nothing(
    tmp_path: Path,
) -> None:
    data = written(tmp_path / "set.jsonl", line("1", NAME), line("2", NAME), line("3"))
    theirs = written(tmp_path / "theirs.jsonl", line("1", NAME), line("3"))
    result = run(request(tmp_path, data, theirs))
    assert result.headline["recall"] == 0.5
    assert result.headline["precision"] == 1.0
    assert result.headline["missing"] == 1


def test_no_word_of_a_text_is_kept_in_the_run(tmp_path: Path) -> None:
    data = written(tmp_path / "set.jsonl", line("1", NAME, DAY))
    run(request(tmp_path, data, written(tmp_path / "theirs.jsonl", line("1", NAME))))
    kept = "".join(file.read_text() for file in (tmp_path / "run").iterdir())
    assert "Examplo" not in kept
    assert "3 May" not in kept


@pytest.mark.parametrize(
    ("spans", "fault"),
    [
        ([{"start": 3, "end": 3, "type": "NAME"}], "not after start"),
        ([{"start": 5, "end": 3, "type": "NAME"}], "not after start"),
        ([{"start": -1, "end": 3, "type": "NAME"}], "greater than or equal"),
        ([{"start": 3, "end": 99, "type": "NAME"}], "the text has 35 characters"),
        ([{"start": 3, "end": 4, "type": ""}], "at least 1 character"),
        ([{"start": 3, "end": "4", "type": "NAME"}], "valid integer"),
        ([{"start": 3, "end": 4}], "Field required"),
    ],
)
def test_a_span_that_is_none_is_named_with_its_line(
    tmp_path: Path, spans: list[dict[str, object]], fault: str
) -> None:
    bad = {"id": "2", "text": TEXT, "spans": spans}
    data = written(tmp_path / "set.jsonl", line("1", NAME), bad)
    with pytest.raises(UnusableSet, match=rf"set\.jsonl:2: .*{fault}"):
        run(request(tmp_path, data))


def test_predictions_that_do_not_fit_the_set_are_named_with_their_line(tmp_path: Path) -> None:
    data = written(tmp_path / "set.jsonl", line("1", NAME))
    unknown = written(tmp_path / "unknown.jsonl", line("1"), line("9"))
    with pytest.raises(UnusableSet, match=r"unknown\.jsonl:2: .*no text '9'"):
        run(request(tmp_path, data, unknown))
    beyond = written(tmp_path / "beyond.jsonl", line("1", span(30, 36)))
    with pytest.raises(UnusableSet, match=r"beyond\.jsonl:1: .*35 characters"):
        run(request(tmp_path, data, beyond))


def test_an_empty_set_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnusableSet, match="is empty"):
        run(request(tmp_path, written(tmp_path / "set.jsonl")))


def test_numbers_are_ids_of_texts_and_of_what_was_found_in_them(tmp_path: Path) -> None:
    data = written(tmp_path / "set.jsonl", {**line("1", span(0, 4)), "id": 1, "text": "Anna came."})
    found = written(tmp_path / "found.jsonl", {**line("1", span(0, 4)), "id": 1})
    assert run(request(tmp_path, data, found)).headline["recall"] == 1.0
