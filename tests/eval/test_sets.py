import gzip
import json
from pathlib import Path

import pytest

from eval.sets import read_beir
from eval.suite import UnusableSet

CORPUS: list[dict[str, object]] = [
    {"_id": "d1", "title": "Illustrative drug A", "text": "Drug A is made up."},
    {"_id": "d2", "title": "", "text": "Drug B is made up too.", "metadata": {}},
]
QUERIES: list[dict[str, object]] = [
    {"_id": "q1", "text": "What is drug A?"},
    {"_id": "q2", "text": "Not judged"},
]
HEADER = "query-id\tcorpus-id\tscore\n"


def write(
    folder: Path,
    corpus: str | None = None,
    queries: str | None = None,
    qrels: str = HEADER + "q1\td1\t1\n",
    split: str = "test",
) -> Path:
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    (folder / "corpus.jsonl").write_text(lines(CORPUS) if corpus is None else corpus)
    (folder / "queries.jsonl").write_text(lines(QUERIES) if queries is None else queries)
    (folder / "qrels" / f"{split}.tsv").write_text(qrels)
    return folder


def lines(rows: list[dict[str, object]]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def refusal(folder: Path, split: str | None = None) -> str:
    with pytest.raises(UnusableSet) as caught:
        read_beir(folder, split)
    return str(caught.value)


def test_a_folder_is_read_with_only_the_judged_questions(tmp_path: Path) -> None:
    found = read_beir(write(tmp_path))
    assert [(one.id, one.title) for one in found.documents] == [
        ("d1", "Illustrative drug A"),
        ("d2", ""),
    ]
    assert [one.id for one in found.questions] == ["q1"]
    assert found.qrels == {"q1": {"d1": 1}}
    assert found.split == "test"


def test_a_gzipped_corpus_reads_like_a_plain_one(tmp_path: Path) -> None:
    plain = read_beir(write(tmp_path))
    (tmp_path / "corpus.jsonl").unlink()
    with gzip.open(tmp_path / "corpus.jsonl.gz", "wt") as file:
        file.write(lines(CORPUS))
    assert read_beir(tmp_path) == plain


def test_a_byte_that_is_cut_off_a_gzipped_corpus_is_noticed(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "corpus.jsonl").unlink()
    packed = gzip.compress(lines(CORPUS).encode())
    (tmp_path / "corpus.jsonl.gz").write_bytes(packed[:-9])
    assert "corpus.jsonl.gz: unreadable" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("corpus", "said"),
    [
        (lines(CORPUS) + "{not json\n", "corpus.jsonl:3: not JSON"),
        (
            lines(CORPUS) + '{"title": "no id", "text": "x"}\n',
            "corpus.jsonl:3: _id: Field required",
        ),
        (lines(CORPUS) + '{"_id": "d3", "text": 5}\n', "corpus.jsonl:3: text:"),
        (lines(CORPUS) + lines(CORPUS[:1]), "corpus.jsonl:3: the id 'd1' stands on line 1 too"),
        ("\n", "corpus.jsonl is empty"),
    ],
)
def test_a_malformed_corpus_line_is_named(tmp_path: Path, corpus: str, said: str) -> None:
    assert said in refusal(write(tmp_path, corpus=corpus))


@pytest.mark.parametrize(
    ("qrels", "said"),
    [
        (HEADER + "q1 d1 1\n", "test.tsv:2: expected"),
        (HEADER + "q1\td1\thigh\n", "test.tsv:2: expected"),
        (HEADER + "q1\td1\t1\nq9\td1\t1\n", "test.tsv:3: question 'q9' is not in the queries"),
        (HEADER + "q1\td9\t1\n", "test.tsv:2: document 'd9' is not in the corpus"),
        (HEADER + "q1\td1\t1\nq1\td1\t0\n", "test.tsv:3: the pair q1 d1 is judged twice"),
    ],
)
def test_a_malformed_judgement_is_named(tmp_path: Path, qrels: str, said: str) -> None:
    assert said in refusal(write(tmp_path, qrels=qrels))


@pytest.mark.parametrize("qrels", ["", HEADER, HEADER + "q1\td1\t0\n"])
def test_a_set_that_judges_nothing_relevant_is_an_error(tmp_path: Path, qrels: str) -> None:
    assert "nothing to score" in refusal(write(tmp_path, qrels=qrels))


def test_a_question_with_no_relevant_document_is_left_out(tmp_path: Path) -> None:
    found = read_beir(write(tmp_path, qrels=HEADER + "q1\td1\t1\nq2\td1\t0\n"))
    assert [one.id for one in found.questions] == ["q1"]


def test_judgements_without_a_header_keep_their_first_line(tmp_path: Path) -> None:
    assert read_beir(write(tmp_path, qrels="q1\td1\t2\n")).qrels == {"q1": {"d1": 2}}


def test_the_plain_split_is_taken_beside_a_stricter_reading(tmp_path: Path) -> None:
    write(tmp_path, split="train")
    write(tmp_path, split="train_evidence", qrels=HEADER + "q1\td2\t1\n")
    assert read_beir(tmp_path).split == "train"
    assert read_beir(tmp_path, "train_evidence").qrels == {"q1": {"d2": 1}}


def test_two_splits_ask_for_a_choice(tmp_path: Path) -> None:
    write(tmp_path, split="dev")
    write(tmp_path, split="test")
    assert "dev, test: name one with --split" in refusal(tmp_path)
    assert "it has: dev, test" in refusal(tmp_path, "train")


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    assert "not a BEIR folder" in refusal(tmp_path)
