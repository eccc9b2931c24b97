"""Whether a model fits is decided before it is loaded."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.generation.llama.card import ModelCard, read_card
from app.generation.llama.memory import available, needed, shortage

GIB = 2**30


@pytest.fixture
def card(tiny_gguf: Path) -> ModelCard:
    """Of the size of a model of eight billion parameters with 4 bits each."""
    return replace(
        read_card(tiny_gguf), size=5 * GIB, cache_bytes=131_072, vocabulary=128_256, widest=14_336
    )


def test_the_weights_and_the_context_are_both_counted(card: ModelCard) -> None:
    assert needed(card, 8192) - needed(card, 4096) == 4096 * 131_072
    assert 6 * GIB < needed(card, 8192) < 7 * GIB


def test_what_does_not_fit_is_told_with_what_to_do(card: ModelCard) -> None:
    told = shortage(card, 8192, 4 * GIB)
    assert told is not None
    assert "5.0 GiB of weights" in told
    assert "4.0 GiB are free" in told
    assert "shorter context" in told


def test_what_fits_or_is_not_known_is_let_through(card: ModelCard) -> None:
    assert shortage(card, 8192, 8 * GIB) is None
    assert shortage(card, 8192, None) is None


def written(folder: Path, **files: str) -> None:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_DOT_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)


def test_a_containers_limit_counts_where_it_is_less_than_the_machine(tmp_path: Path) -> None:
    proc, groups = tmp_path / "proc", tmp_path / "groups"
    written(proc, meminfo="MemTotal: 9 kB\nMemAvailable: 8388608 kB\n", self__cgroup="0::/a/b\n")
    assert available(proc, groups) == 8 * GIB
    group = groups / "a"
    written(group, memory_DOT_max=f"{4 * GIB}\n", memory_DOT_current=f"{3 * GIB}\n")
    written(group, memory_DOT_stat=f"anon 1\ninactive_file {GIB}\n")
    assert available(proc, groups) == 2 * GIB
    written(group, memory_DOT_max="max\n")
    assert available(proc, groups) == 8 * GIB


def test_the_older_control_groups_are_read_too(tmp_path: Path) -> None:
    proc, groups = tmp_path / "proc", tmp_path / "groups"
    written(proc, meminfo="MemAvailable: 8388608 kB\n", self__cgroup="4:cpu,memory:/x\n1:cpu:/\n")
    group = groups / "memory" / "x"
    written(group, memory_DOT_limit_in_bytes=str(GIB), memory_DOT_usage_in_bytes="0")
    written(group, memory_DOT_stat="total_inactive_file 0")
    assert available(proc, groups) == GIB


def test_a_system_that_tells_nothing_is_let_through(tmp_path: Path) -> None:
    assert available(tmp_path, tmp_path) is None


def test_this_machine_tells() -> None:
    found = available()
    assert found is None or found > 0
