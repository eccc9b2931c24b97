"""Which language model drafts, and what is said when it is loaded."""

import logging
from pathlib import Path

import pytest

from app.compose_model import build_model, models_folder
from app.domain.errors import ConfigurationError, ModelChanged, ModelUnavailable
from app.generation.late import LateGenerator
from app.generation.models.pulling import Wanted, pull
from app.settings import Settings
from tests.app.generation.test_pull import now
from tests.gguf_models import embedding_model


def local(folder: Path, name: str) -> LateGenerator:
    settings = Settings(generator="local", local_model=name, models=folder, threads=1)
    model = build_model(settings)
    assert isinstance(model, LateGenerator)
    return model


def bring(folder: Path, name: str, file: Path) -> None:
    wanted = Wanted(name=name, file=file, accepted=True, mirror="")
    pull(wanted, models_folder(Settings(models=folder)), token=None, now=now)


def test_a_model_that_must_not_be_used_in_care_says_so_each_time_it_is_loaded(
    tiny_gguf: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bring(tmp_path, "medgemma-4b", tiny_gguf)
    for _ in range(2):
        caplog.clear()
        with caplog.at_level(logging.WARNING):
            local(tmp_path, "medgemma-4b").made()
        assert any("use in care is excluded" in said for said in caplog.messages)
        assert any("never run with it" in said for said in caplog.messages)


def test_a_file_that_changed_since_it_came_is_not_made_a_model(
    tiny_gguf: Path, tmp_path: Path
) -> None:
    bring(tmp_path, "qwen3-4b-ours", tiny_gguf)
    (file,) = models_folder(Settings(models=tmp_path)).files("qwen3-4b-ours")
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    with pytest.raises(ModelChanged, match="not the file that was recorded"):
        local(tmp_path, "qwen3-4b-ours").made()


def test_an_embedding_model_is_no_chat_model(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"cannot hold a conversation.*bert"):
        local(tmp_path, str(embedding_model(tmp_path))).made()


def test_a_model_that_is_not_here_says_how_to_bring_it(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="citewell models pull qwen3-4b"):
        local(tmp_path, "qwen3-4b").made()
