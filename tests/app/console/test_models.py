"""`citewell models`, from the command line, with a hub on this machine."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.console import model_list
from app.generation.models.folder import ModelsFolder
from tests.app.generation.file_server import SHA256, WEIGHTS, FileServer, file_server
from tests.app.test_cli import CommandLine, citewell

__all__ = ["citewell"]

GGUF = "example/tiny-GGUF/tiny.Q4_K_M.gguf"
TINY = ("models", "pull", "tiny", "--gguf", GGUF, "--accept-licence")


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CITEWELL_MODELS", str(tmp_path / "models"))
    monkeypatch.delenv("HF_TOKEN", raising=False)
    return tmp_path / "models" / "language"


@pytest.fixture
def server(models: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServer]:
    with file_server() as server:
        monkeypatch.setenv("CITEWELL_MODELS_MIRROR", server.url)
        yield server


def test_the_list_says_memory_licence_use_in_care_and_what_is_here(
    citewell: CommandLine, server: FileServer
) -> None:
    assert citewell(*TINY).code == 0
    ran = citewell("models", "list")
    assert ran.code == 0
    lines = {line.split()[0]: line for line in ran.out.splitlines() if line.strip()}
    assert "Apache License 2.0" in lines["qwen3-4b"]
    assert lines["qwen3-4b"].split()[-2:] == ["no", "no"]
    assert "excluded" in lines["chatdoctor-7b"]
    assert "cannot be" in lines["biogpt"]
    assert "cannot be" in lines["biomedlm-2.7b"], "its context holds no passage"
    assert "tiny.Q4_K_M.gguf" in lines["tiny"]
    assert "unknown" in lines["tiny"]
    assert len(server.asked) == 1, "the list fetches nothing"


def test_the_list_as_json_is_one_document_with_every_reservation(
    citewell: CommandLine, models: Path
) -> None:
    ran = citewell("models", "list", "--json")
    told = json.loads(ran.out)
    rows = {row["name"]: row for row in told["by_model"]}
    assert told["models"] == len(rows) >= 30
    assert rows["medgemma-4b"]["clinical_use"] == "excluded"
    assert rows["medgemma-4b"]["must_accept"] is True
    assert rows["medgemma-4b"]["licence_url"].startswith("https://")
    assert rows["medgemma-4b"]["scores"][0]["at"].startswith("https://")
    assert "parameters" in rows["medgemma-4b"]["from_memory"]
    assert {row["run_here"] for row in rows.values()} == {False}
    assert rows["qwen3-4b"]["scores"] == []
    assert ran.err == ""
    assert not models.exists()


def test_fits_leaves_out_what_this_machine_cannot_hold(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_list, "machine_memory", lambda: 5 * 1024**3)
    named = {row.name for row in model_list.rows(ModelsFolder(models), fitting=True)}
    assert "qwen3-4b" in named
    assert not named & {"qwen3-8b", "llama-3.3-70b", "biogpt"}


def test_a_pull_tells_where_the_model_is_and_what_is_to_be_said_of_it(
    citewell: CommandLine, server: FileServer, models: Path
) -> None:
    ran = citewell(*TINY)
    assert ran.code == 0
    assert str(models / "tiny" / "tiny.Q4_K_M.gguf") in ran.out
    assert SHA256 in ran.out
    assert "does not know this model" in ran.err
    ran = citewell(*TINY, "--json")
    told = json.loads(ran.out)
    assert (told["sha256"], told["size"], told["against"]) == (SHA256, len(WEIGHTS), "nothing")
    assert told["warnings"]
    assert ran.err == ""


def test_each_failure_is_one_line_with_its_exit_code(
    citewell: CommandLine, server: FileServer, models: Path
) -> None:
    def ran(code: int, says: str, *arguments: str) -> None:
        run = citewell("models", *arguments)
        assert run.code == code, run.err
        assert run.err.count("\n") == 1
        assert says in run.err
        assert run.out == ""

    ran(2, "--accept-licence", "pull", "medgemma-4b")
    ran(1, "Did you mean qwen3-4b", "pull", "qwen3-4")
    ran(2, "--gguf OWNER/REPOSITORY/FILE.gguf", "pull", "pmc-llama-13b", "--accept-licence")
    ran(2, "exclude each other", *TINY[1:], "--file", "x.gguf")
    ran(2, "--file", *TINY[1:], "--link")
    ran(2, "64 hexadecimal digits", *TINY[1:], "--sha256", "12")
    ran(1, "--sha256 says", *TINY[1:], "--sha256", "0" * 64)
    ran(1, "2,497,280,256", "pull", "qwen3-4b")
    ran(1, "not https", *TINY[1:], "--from", "http://mirror.example")
    server.status = 401
    ran(1, "HF_TOKEN", *TINY[1:])
    server.status = 404
    ran(1, "status 404", *TINY[1:])
    server.status = 503
    ran(3, "status 503", *TINY[1:])
    server.status, server.announced = None, 10**16
    ran(4, "CITEWELL_MODELS", *TINY[1:])
    ran(1, "No model 'tiny'", "verify", "tiny")
    ran(3, "does not answer", *TINY[1:], "--from", "http://127.0.0.1:9")


def test_a_file_of_the_site_needs_no_network(
    citewell: CommandLine, models: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own.gguf"
    own.write_bytes(WEIGHTS)
    ran = citewell("models", "pull", "ours", "--file", str(own), "--link", "--accept-licence")
    assert ran.code == 0
    assert (models / "ours" / "own.gguf").is_symlink()
    assert citewell("models", "verify", "ours").out.startswith("ok   ours: own.gguf ok")


def test_verify_fails_where_a_model_was_changed(
    citewell: CommandLine, server: FileServer, models: Path
) -> None:
    ran = citewell("models", "verify")
    assert (ran.code, ran.out.startswith("ok   models: none")) == (0, True)
    citewell(*TINY)
    assert json.loads(citewell("models", "verify", "--json").out)["failed"] == 0
    file = models / "tiny" / "tiny.Q4_K_M.gguf"
    file.write_bytes(WEIGHTS[:-1] + b"x")
    ran = citewell("models", "verify")
    assert ran.code == 1
    assert ran.out.startswith("fail tiny: tiny.Q4_K_M.gguf changed")
    assert "Delete it" in ran.out
    ran = citewell("models", "verify", "tiny", "--json")
    assert (ran.code, json.loads(ran.out)["failed"]) == (1, 1)


def test_the_token_is_used_and_shown_nowhere(
    citewell: CommandLine, server: FileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_hunter2")
    server.status = 403
    ran = citewell(*TINY)
    assert server.asked[0][1]["authorization"] == "Bearer hf_hunter2"
    assert "hunter2" not in ran.out + ran.err


def test_help_has_examples(citewell: CommandLine) -> None:
    ran = citewell("models", "--help")
    assert ran.code == 0
    for words in ("Examples:", "citewell models pull", "--from https://", "list", "verify"):
        assert words in ran.out
    assert "--accept-licence" in citewell("models", "pull", "--help").out
