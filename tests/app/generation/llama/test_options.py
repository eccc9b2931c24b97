"""Files that are whole and still cannot hold a conversation."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import ConfigurationError
from app.generation.llama.card import read_card
from app.generation.llama.options import LEAST_CONTEXT, USUAL_CONTEXT, ModelOptions, runnable
from tests.gguf_models import embedding_model, tiny


def refused(path: Path, why: str, **chosen: int) -> None:
    with pytest.raises(ConfigurationError, match=why):
        runnable(read_card(path), ModelOptions(path, **chosen))  # type: ignore[arg-type]


def test_a_cut_off_file_is_refused(tiny_gguf: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.gguf"
    whole = tiny_gguf.read_bytes()
    for length in (len(whole) - 40, len(whole) // 2):
        cut.write_bytes(whole[:length])
        refused(cut, "is cut off")


@pytest.mark.parametrize("architecture", ["bert", "nomic-bert", "gemma-embedding", "t5", "clip"])
def test_models_that_embed_are_known_by_their_architecture(
    tmp_path: Path, architecture: str
) -> None:
    refused(embedding_model(tmp_path, architecture), "cannot hold a conversation")


def test_a_chat_architecture_that_pools_is_an_embedding_model(tmp_path: Path) -> None:
    refused(embedding_model(tmp_path, "qwen3", pooling_type=3), "pools its output")
    refused(embedding_model(tmp_path, "llama", attention__causal=False), "both directions")


def test_a_model_without_a_chat_template_is_refused_unless_one_is_given(tmp_path: Path) -> None:
    path = tiny(tmp_path, template=None)
    refused(path, "no chat template")
    given = runnable(read_card(path), ModelOptions(path, template="{{ messages }}"))
    assert given.template == "{{ messages }}"


def test_a_context_too_small_for_one_passage_is_refused(tmp_path: Path) -> None:
    path = tiny(tmp_path, context=512)
    refused(path, "too small for one passage")
    refused(tiny(tmp_path), "too small", context=LEAST_CONTEXT - 1)


def test_a_context_beyond_what_the_model_was_trained_on_is_refused(tiny_gguf: Path) -> None:
    refused(tiny_gguf, "trained on 4,096", context=5000)


def test_a_long_context_is_not_taken_unasked(tiny_gguf: Path) -> None:
    card = replace(read_card(tiny_gguf), trained_context=131_072)
    assert runnable(card, ModelOptions(tiny_gguf)).context == USUAL_CONTEXT
    assert runnable(card, ModelOptions(tiny_gguf, context=32_768)).context == 32_768


def test_one_part_of_a_split_model_is_refused(tiny_gguf: Path) -> None:
    card = replace(read_card(tiny_gguf), parts=3)
    with pytest.raises(ConfigurationError, match="one of 3 parts"):
        runnable(card, ModelOptions(tiny_gguf))
