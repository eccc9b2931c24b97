"""What the header tells, and that nothing it claims is believed."""

import struct
import tracemalloc
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import ConfigurationError
from app.generation.llama.card import read_card
from app.generation.llama.header import read_header
from app.generation.llama.memory import needed, shortage
from eval.bench.made_gguf import SPELLING
from tests.gguf_models import TINY


def test_the_card_says_what_was_written(tiny_gguf: Path) -> None:
    card = read_card(tiny_gguf)
    assert card.architecture == "llama"
    assert card.name == TINY.name
    assert card.quantisation == "F32"
    assert (card.layers, card.trained_context) == (TINY.layers, TINY.context)
    assert card.template == TINY.template
    assert card.embeds is None
    assert card.vocabulary == TINY.words + SPELLING


def test_weights_are_counted_to_the_last_byte(tiny_gguf: Path) -> None:
    header = read_header(tiny_gguf)
    assert sum(tensor.size for tensor in header.tensors) == TINY.parameters * 4
    assert 0 <= header.size - header.needed < 32


def test_the_cache_holds_two_numbers_of_every_head_and_layer(tiny_gguf: Path) -> None:
    assert read_card(tiny_gguf).cache_bytes == TINY.layers * TINY.width * 2 * 2


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "has 0 bytes"),
        (b"GGUF", "has 4 bytes"),
        (b"PK\x03\x04" + b"\0" * 100, "does not begin with"),
        (b"<!DOCTYPE html>" + b" " * 100, "does not begin with"),
        (b"GGUF" + struct.pack("<IQQ", 1, 0, 0), "version 1"),
        (b"GGUF" + struct.pack("<IQQ", 3, 2**60, 1), "more entries"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + struct.pack("<Q", 2**62), "ends inside"),
        (
            b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 1) + b"a" + struct.pack("<IIQ", 9, 8, 2**61),
            "ends inside",
        ),
        (b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 1) + b"a" + struct.pack("<I", 77), "unknown type"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 0), "which architecture"),
    ],
)
def test_what_is_no_model_is_refused(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(content)
    with pytest.raises(ConfigurationError, match=why):
        read_card(path)


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.gguf"):
        with pytest.raises(ConfigurationError, match="cannot be read"):
            read_header(path)


def test_a_header_cut_anywhere_is_refused(tiny_gguf: Path, tmp_path: Path) -> None:
    whole = tiny_gguf.read_bytes()
    start = read_header(tiny_gguf).needed - TINY.parameters * 4
    cut = tmp_path / "cut.gguf"
    for length in range(30, start - 64, 997):
        cut.write_bytes(whole[:length])
        with pytest.raises(ConfigurationError):
            read_header(cut)


def said(whole: bytes, name: str, value: bytes) -> bytes:
    """The file with other bytes for one number of its metadata."""
    key = name.encode()
    at = whole.index(struct.pack("<Q", len(key)) + key) + 8 + len(key) + 4
    return whole[:at] + value + whole[at + len(value) :]


def test_more_layers_than_there_are_weights_are_refused_and_take_no_memory(
    tiny_gguf: Path, tmp_path: Path
) -> None:
    path = tmp_path / "model.gguf"
    whole = tiny_gguf.read_bytes()
    path.write_bytes(said(whole, "llama.block_count", struct.pack("<I", 2**32 - 1)))
    tracemalloc.start()
    with pytest.raises(ConfigurationError, match="announces 4,294,967,295 layers"):
        read_card(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10 * 2**20


@given(
    st.lists(
        st.tuples(st.integers(0, 1500), st.sampled_from([b"\0", b"\xff", b"\x80", b"\xff" * 8])),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_was_damaged_it_is_a_model_or_refused(
    tiny_gguf: Path, tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, bytes]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "changed.gguf"
    content = bytearray(tiny_gguf.read_bytes())
    for at, value in changes:
        content[at : at + len(value)] = value
    path.write_bytes(content)
    with suppress(ConfigurationError):
        card = read_card(path)
        assert shortage(card, 2**20, needed(card, 2**20)) is None
