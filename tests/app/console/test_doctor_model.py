"""What the doctor says of the language model that the settings name."""

from pathlib import Path

import pytest

from app.compose import build_parts
from app.console.checks import Result
from app.console.doctor_model import drafting
from app.settings import Settings


def said(**given: object) -> tuple[Result, str, str | None]:
    settings = Settings.model_validate(given)
    parts = build_parts(settings)
    try:
        (check,) = drafting(settings, parts)
    finally:
        parts.close()
    return check.result, check.found, check.to_do


@pytest.fixture
def home(tmp_path: Path) -> dict[str, object]:
    return {"home": tmp_path / "home", "models": tmp_path / "models"}


def test_without_a_model_answers_are_quotations(home: dict[str, object]) -> None:
    assert said(**home)[:2] == (Result.OK, "none; answers are quotations")


def test_a_local_model_is_told_with_its_context(home: dict[str, object], tiny_gguf: Path) -> None:
    result, found, _ = said(**home, generator="local", local_model=str(tiny_gguf))
    assert result is Result.OK
    assert "tokens of context" in found


def test_a_file_that_is_no_model_fails_with_what_to_do(
    home: dict[str, object], tmp_path: Path
) -> None:
    (tmp_path / "model.gguf").write_bytes(b"no model")
    result, _, to_do = said(**home, generator="local", local_model=str(tmp_path / "model.gguf"))
    assert result is Result.FAIL
    assert to_do is not None
    assert "GGUF" in to_do


@pytest.mark.parametrize(
    ("url", "result"),
    [
        ("http://localhost:8080/v1", Result.OK),
        ("https://llm.ward.local/v1", Result.OK),
        ("http://llm.ward.local/v1", Result.WARN),
    ],
)
def test_a_chat_server_is_told_and_not_asked(
    home: dict[str, object], url: str, result: Result
) -> None:
    hosts = ("localhost", "llm.ward.local")
    found = said(**home, generator="remote", remote_url=url, remote_hosts=hosts)
    assert found[0] is result
    assert url in found[1]
