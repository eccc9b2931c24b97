"""Claims made of a folder in SciFact's shape."""

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

from eval.gold_claims import GoldClaim
from eval.jsonl import read_jsonl
from eval.makers.scifact_claims import make, nearest
from eval.suite import MakeRequest, UnusableSet

SHARED = Path(__file__).parents[3].parent / "shared/data/beir/scifact-train"
SENTENCES = [
    "Examplol is a new drug.",
    "Forty adults were observed for a week.",
    "Examplol shortened itch in adults.",
    "Weather did not matter.",
]
CLAIMS: list[dict[str, object]] = [
    {
        "id": 1,
        "claim": "Examplol shortens itch.",
        "evidence": {"7": [{"sentences": [2], "label": "SUPPORT"}]},
        "cited_doc_ids": [7, 8],
    },
    {
        "id": 2,
        "claim": "Examplol prolongs itch.",
        "evidence": {"7": [{"sentences": [2], "label": "CONTRADICT"}]},
        "cited_doc_ids": [7],
    },
    {
        "id": 3,
        "claim": "Forty adults liked examplol.",
        "evidence": {},
        "cited_doc_ids": [7, 8],
    },
]


def write_set(folder: Path, claims: list[dict[str, object]] = CLAIMS) -> Path:
    with gzip.open(folder / "corpus.jsonl.gz", "wt", encoding="utf-8") as file:
        for key in ("7", "8"):
            file.write(json.dumps({"_id": key, "title": "T", "sentences": SENTENCES}) + "\n")
    (folder / "claims_train.jsonl").write_text(
        "".join(json.dumps(claim) + "\n" for claim in claims), encoding="utf-8"
    )
    return folder


def made(folder: Path, *options: tuple[str, str]) -> dict[str, dict[str, object]]:
    out = folder / "claims.jsonl"
    count = make(MakeRequest(data=folder, out=out, options=options))
    read_jsonl(out, GoldClaim)
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == count
    return {line["id"]: line for line in lines}


def test_each_pair_has_its_label_and_a_claim_without_annotation_is_unsupported(
    tmp_path: Path,
) -> None:
    lines = made(write_set(tmp_path))
    assert {key: line["label"] for key, line in lines.items()} == {
        "1/7": "supported",
        "2/7": "contradicted",
        "3/7": "unsupported",
        "3/8": "unsupported",
    }
    assert lines["3/8"]["source"] == "8"
    assert lines["1/7"]["evidence"] == [" ".join(SENTENCES)]
    assert "kind" not in lines["1/7"]


def test_short_evidence_is_as_long_for_every_label(tmp_path: Path) -> None:
    lines = made(write_set(tmp_path), ("evidence", "rationale"))
    assert lines["1/7"]["evidence"] == [SENTENCES[2]]
    assert lines["3/7"]["evidence"] == [SENTENCES[1]]


def test_the_same_folder_gives_the_same_file(tmp_path: Path) -> None:
    assert made(write_set(tmp_path)) == made(tmp_path)


def test_the_nearest_sentences_share_the_rarer_words() -> None:
    assert nearest("Did weather matter to adults?", SENTENCES, 1) == [3]
    assert nearest("Nothing alike", SENTENCES, 2) == [0, 1]


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        ({"9": [{"sentences": [0], "label": "SUPPORT"}]}, "lacks the abstract 9"),
        ({"7": [{"sentences": [40], "label": "SUPPORT"}]}, "names sentence 40 of 7"),
        ({"7": [{"sentences": [0], "label": "MAYBE"}]}, r"claims_train\.jsonl:1"),
        (
            {
                "7": [
                    {"sentences": [0], "label": "SUPPORT"},
                    {"sentences": [1], "label": "CONTRADICT"},
                ]
            },
            "both supported and contradicted",
        ),
    ],
)
def test_what_is_not_as_annotated_is_named(
    tmp_path: Path, evidence: dict[str, object], said: str
) -> None:
    write_set(tmp_path, [{**CLAIMS[0], "evidence": evidence}])
    with pytest.raises(UnusableSet, match=said):
        made(tmp_path, ("evidence", "rationale"))
    assert not list(tmp_path.glob("claims.jsonl*"))


def test_an_unknown_way_to_give_evidence_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableSet, match="abstract or rationale"):
        made(write_set(tmp_path), ("evidence", "title"))


def test_a_claim_that_cites_nothing_is_no_line(tmp_path: Path) -> None:
    write_set(tmp_path, [{**CLAIMS[2], "cited_doc_ids": []}])
    with pytest.raises(UnusableSet, match="pairs no claim"):
        made(tmp_path)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder of public data is not here")
def test_scifact_gives_its_known_counts(tmp_path: Path) -> None:
    out = tmp_path / "claims.jsonl"
    make(MakeRequest(data=SHARED, out=out))
    labels = Counter(line.label.value for line in read_jsonl(out, GoldClaim))
    assert labels == {"supported": 369, "contradicted": 194, "unsupported": 328}
