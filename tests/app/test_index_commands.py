"""`citewell index` and `citewell doctor` over a real index."""

import json
from pathlib import Path

import pytest

from tests.app.test_cli import CommandLine, citewell
from tests.app.test_serve import DOSE, LATER, POTASSIUM, document, publish

__all__ = ["citewell"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    publish(tmp_path, [document(DOSE, POTASSIUM)])
    return tmp_path


def listed(citewell: CommandLine) -> tuple[str, list[str]]:
    told = json.loads(citewell("index", "list", "--json").out)
    return told["current"], [each["generation"] for each in told["kept"]]


def test_a_generation_is_rolled_back_and_forward(citewell: CommandLine, home: Path) -> None:
    first, _ = listed(citewell)
    second = publish(home, [document(LATER, DOSE, POTASSIUM)])
    assert listed(citewell) == (second, [second, first])
    ran = citewell("index", "rollback")
    assert (ran.code, ran.out) == (0, f"Now current: {first}\n")
    assert citewell("index", "list").out.count("* ") == 1
    assert citewell("index", "rollback").code == 1
    assert citewell("index", "rollback", second).code == 0
    assert listed(citewell)[0] == second
    ran = citewell("index", "rollback", "no-such-generation")
    assert ran.code == 1
    assert "citewell index list" in ran.err


def test_a_generation_records_what_computed_its_vectors_and_answers_on_another_backend(
    citewell: CommandLine, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = json.loads(citewell("index", "list", "--json").out)["kept"][0]["embedder"]["backend"]
    assert told.startswith("openvino-")
    assert f"({told})" in citewell("index", "list").out
    monkeypatch.setenv("CITEWELL_EMBEDDER_BACKEND", "torch-float32")
    assert citewell("index", "verify").code == 0
    assert json.loads(citewell("search", "dose of drug A", "--json").out)["passages"]


def test_a_damaged_generation_fails_its_verification(citewell: CommandLine, home: Path) -> None:
    ran = citewell("index", "verify", "--json")
    assert ran.code == 0
    assert json.loads(ran.out)["failed"] == 0
    current, _ = listed(citewell)
    library = home / "generations" / current / "library.sqlite"
    library.write_bytes(library.read_bytes().replace(b"5 mg", b"9 mg"))
    ran = citewell("index", "verify")
    assert ran.code == 1
    assert ran.out.startswith("fail ")
    assert "citewell index rebuild" in ran.out


def test_a_rebuild_keeps_the_documents(citewell: CommandLine, home: Path) -> None:
    before, _ = listed(citewell)
    ran = citewell("index", "rebuild")
    assert ran.code == 0
    after, kept = listed(citewell)
    assert ran.out == f"Now current: {after}\n"
    assert kept == [after, before]
    found = json.loads(citewell("search", "dose of drug A", "--json").out)
    assert DOSE in [each["text"] for each in found["passages"]]


@pytest.mark.parametrize("command", ["verify", "rollback", "rebuild"])
def test_without_an_index_each_says_what_to_do(citewell: CommandLine, command: str) -> None:
    ran = citewell("index", command)
    assert ran.code == 3
    assert "citewell ingest" in ran.err
    assert ran.err.count("\n") == 1


def test_doctor_finds_a_good_site_good(citewell: CommandLine, home: Path) -> None:
    ran = citewell("doctor", "--json")
    told = json.loads(ran.out)
    results = {each["name"]: each["result"] for each in told["by_check"]}
    assert set(results) == {
        *("python", "packages", "home", "disk", "service", "rules", "governance"),
        *("embedder", "model", "index", "confidence", "offline"),
        *("clock", "permissions", "address", "proxies", "jurisdiction", "metrics"),
        *("index age", "documents"),
    }
    assert {results[n] for n in ("packages", "embedder", "index", "confidence")} == {"ok"}
    assert ran.code == 0


def test_doctor_says_where_no_confidence_is_stated(
    citewell: CommandLine, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITEWELL_FUSION", "rrf")
    told = json.loads(citewell("doctor", "--json").out)
    (check,) = [each for each in told["by_check"] if each["name"] == "confidence"]
    assert check["result"] == "warn"
    assert "fusion minmax" in check["found"]


def test_doctor_says_what_to_do_about_a_bad_one(
    citewell: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "citewell ingest" in citewell("doctor").out
    monkeypatch.setenv("CITEWELL_EMBEDDER", "/no/such/model")
    ran = citewell("doctor")
    assert ran.code == 1
    assert "fail embedder: /no/such/model" in ran.out


def test_doctor_asks_the_qdrant_server(
    citewell: CommandLine, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITEWELL_INDEX", "server")
    monkeypatch.setenv("CITEWELL_QDRANT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("CITEWELL_QDRANT_RETRIES", "0")
    ran = citewell("doctor")
    assert ran.code == 1
    assert "fail qdrant: http://127.0.0.1:9 cannot be used" in ran.out
    assert "CITEWELL_QDRANT_URL" in ran.out
    monkeypatch.setenv("CITEWELL_QDRANT_URL", ":memory:")
    ran = citewell("doctor")
    assert "ok   qdrant: :memory:, Qdrant 1." in ran.out
    assert "CITEWELL_INDEX=embedded" in ran.out
    monkeypatch.setenv("CITEWELL_QDRANT_URL", "localhost:6333")
    assert "must begin with http" in citewell("doctor").out


def test_a_server_that_is_not_there_is_told_in_one_line(
    citewell: CommandLine, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITEWELL_INDEX", "server")
    monkeypatch.setenv("CITEWELL_QDRANT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("CITEWELL_QDRANT_RETRIES", "0")
    ran = citewell("index", "rebuild")
    assert (ran.code, ran.err.count("\n")) == (3, 1)
    assert "http://127.0.0.1:9 (CITEWELL_QDRANT_URL) does not answer" in ran.err
