"""The rationale suite on a tiny set of the same shape, with the real parts."""

import gzip
import json
from pathlib import Path

import pytest

from eval.suite import SuiteRequest, UnusableSet
from eval.suites.rationale import HELD_BACK, TUNED, as_evidence, half, run

SENTENCES = [
    "We investigated whether examplol shortens itch in adults.",
    "Forty adults were observed for a week.",
    "Examplol significantly shortened itch in adults.",
]


def write_set(folder: Path, claims: int) -> None:
    abstract = {"_id": "7", "title": "Examplol and itch", "sentences": SENTENCES, "text": ""}
    with gzip.open(folder / "corpus.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps(abstract) + "\n")
    lines = [
        {
            "id": n,
            "claim": "Examplol shortens itch.",
            "evidence": {"7": [{"sentences": [2], "label": "SUPPORT"}]},
        }
        for n in range(claims)
    ]
    text = "".join(
        json.dumps(line) + "\n" for line in [*lines, {**lines[0], "id": 99, "evidence": {}}]
    )
    (folder / "claims_train.jsonl").write_text(text, encoding="utf-8")


def request(tmp_path: Path, data: Path | None) -> SuiteRequest:
    return SuiteRequest(out=tmp_path / "run", cache=tmp_path / "cache", data=data)


def test_the_finding_is_chosen_and_counted_in_either_half(tmp_path: Path) -> None:
    data = tmp_path / "set"
    data.mkdir()
    write_set(data, claims=6)
    result = run(request(tmp_path, data))
    assert result.headline["precision@1"] == 1.0
    assert result.headline["chance"] == pytest.approx(1 / 3)
    by_half = result.breakdowns["by_half"]
    for name in (TUNED, HELD_BACK):
        assert by_half[name]["pairs"] == sum(half(str(n)) == name for n in range(6))
    assert len((tmp_path / "run" / "items.jsonl").read_text().splitlines()) == 6


def test_a_folder_without_claims_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableSet, match="--data"):
        run(request(tmp_path, None))
    with pytest.raises(UnusableSet, match=r"claims_train\.jsonl is missing"):
        run(request(tmp_path, tmp_path))


def test_a_line_that_is_no_claim_is_named(tmp_path: Path) -> None:
    (tmp_path / "claims_train.jsonl").write_text('{"id": 1}\n', encoding="utf-8")
    with pytest.raises(UnusableSet, match=r"claims_train\.jsonl:1"):
        run(request(tmp_path, tmp_path))


def test_a_sentence_is_found_again_by_where_it_starts() -> None:
    evidence, starts = as_evidence("Examplol", SENTENCES)
    assert evidence.passage.sentence_texts() == tuple(SENTENCES)
    assert [starts[evidence.passage.text.find(each)] for each in SENTENCES] == [0, 1, 2]
