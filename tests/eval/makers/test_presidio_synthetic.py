"""The maker of `phi` sets: what it writes, and which files it refuses."""

import gzip
import json
from pathlib import Path

import pytest

from eval.jsonl import read_jsonl
from eval.makers.presidio_synthetic import make
from eval.suite import MakeRequest, UnusableSet
from eval.suites.phi import LabelledText

PUBLIC = Path(__file__).parents[4] / "shared/data/phi/presidio_synth_dataset_v2.json.gz"

SENTENCE = {
    "full_text": "Ring Examplo on 000-111.",
    "spans": [
        {
            "entity_type": "PHONE_NUMBER",
            "entity_value": "000-111",
            "start_position": 16,
            "end_position": 23,
        },
        {
            "entity_type": "PERSON",
            "entity_value": "Examplo",
            "start_position": 5,
            "end_position": 12,
        },
    ],
}


def source(tmp_path: Path, sentences: object) -> MakeRequest:
    path = tmp_path / "set.json"
    path.write_text(json.dumps(sentences), encoding="utf-8")
    return MakeRequest(data=path, out=tmp_path / "out.jsonl")


def test_a_sentence_becomes_a_line_with_its_spans_in_reading_order(tmp_path: Path) -> None:
    request = source(tmp_path, [SENTENCE, {"full_text": "Nobody is named.", "spans": []}])
    assert make(request) == 2
    first, second = read_jsonl(request.out, LabelledText)
    assert [(each.start, each.end, each.type) for each in first.spans] == [
        (5, 12, "PERSON"),
        (16, 23, "PHONE_NUMBER"),
    ]
    assert second.spans == ()
    assert [path.name for path in tmp_path.glob("out*")] == ["out.jsonl"]


@pytest.mark.parametrize(
    ("written", "kind"), [("1999", "YEAR"), ("Monday", "WEEKDAY"), ("2/8/1935", "DATE_TIME")]
)
def test_a_year_and_a_weekday_are_told_from_dates(tmp_path: Path, written: str, kind: str) -> None:
    span = {
        "entity_type": "DATE_TIME",
        "entity_value": written,
        "start_position": 0,
        "end_position": len(written),
    }
    request = source(tmp_path, [{"full_text": f"{written}.", "spans": [span]}])
    make(request)
    (line,) = read_jsonl(request.out, LabelledText)
    assert [each.type for each in line.spans] == [kind]


def test_an_offset_that_does_not_hold_its_value_is_reported_and_nothing_written(
    tmp_path: Path,
) -> None:
    moved = {**SENTENCE["spans"][1], "start_position": 4}  # type: ignore[dict-item]
    request = source(tmp_path, [SENTENCE, {**SENTENCE, "spans": [moved]}])
    with pytest.raises(UnusableSet, match=r"sentence 1, span 0 \(PERSON\)"):
        make(request)
    assert not request.out.exists()


def test_a_file_of_another_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableSet, match="full_text"):
        make(source(tmp_path, [{"text": "Another form."}]))
    with pytest.raises(UnusableSet, match="holds no sentence"):
        make(source(tmp_path, []))
    with pytest.raises(UnusableSet, match="cannot be read"):
        make(MakeRequest(data=tmp_path / "none.json", out=tmp_path / "out.jsonl"))
    torn = tmp_path / "torn.json.gz"
    torn.write_bytes(gzip.compress(json.dumps([SENTENCE]).encode())[:-12])
    with pytest.raises(UnusableSet, match="cannot be read"):
        make(MakeRequest(data=torn, out=tmp_path / "out.jsonl"))


@pytest.mark.skipif(not PUBLIC.is_file(), reason="needs ../shared/data/phi")
def test_the_public_set_is_read_whole(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert make(MakeRequest(data=PUBLIC, out=out)) == 1500
    texts = read_jsonl(out, LabelledText)
    assert sum(len(text.spans) for text in texts) == 2863
    assert sum(not text.spans for text in texts) == 113
    assert len({span.type for text in texts for span in text.spans}) == 19
