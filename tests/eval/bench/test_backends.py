import json
from pathlib import Path

import pytest

from eval.bench import backends
from eval.suite import SuiteRequest, UnusableSet


def beir(folder: Path, documents: int) -> Path:
    """Made-up abstracts, each with a question about its own made-up drug."""
    (folder / "qrels").mkdir(parents=True)
    lines = [
        {
            "_id": f"d{n}",
            "title": f"Zebrafen-{n} in adults",
            "text": f"We gave zebrafen-{n} to {n + 20} adults. " + "Pain was less. " * (n % 9),
        }
        for n in range(documents)
    ]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, lines)))
    asked = [{"_id": f"q{n}", "text": f"Does zebrafen-{n} lessen pain?"} for n in range(8)]
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, asked)))
    judged = "".join(f"q{n}\td{n}\t1\n" for n in range(8))
    (folder / "qrels" / "test.tsv").write_text(f"query-id\tcorpus-id\tscore\n{judged}")
    return folder


def asked(tmp_path: Path, documents: int, **options: str) -> SuiteRequest:
    return SuiteRequest(
        out=tmp_path / "run",
        cache=tmp_path / "cache",
        data=beir(tmp_path / "set", documents),
        split="test",
        options=tuple(options.items()),
    )


def test_a_backend_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableSet, match=r"no backend 'abacus'.*openvino-int8"):
        backends.run(asked(tmp_path, 70, backends="abacus"))


def test_too_few_passages_to_time_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableSet, match="take more documents"):
        backends.run(asked(tmp_path, 20, backends="openvino-float32"))


def test_questions_and_passages_of_two_backends_are_set_against_each_other(tmp_path: Path) -> None:
    result = backends.run(asked(tmp_path, 70, backends="openvino-float32"))
    rows = result.breakdowns["by_backend"]
    assert list(rows) == ["torch-float32", "openvino-float32"]
    assert len(result.breakdowns["by_pair"]) == 4
    assert rows["openvino-float32"]["cosine_min"] == pytest.approx(1.0, abs=1e-4)
    mixed = result.headline["mixed_loss"]
    assert mixed is not None
    assert abs(mixed) < 0.01
