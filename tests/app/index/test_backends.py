"""Which arithmetic is chosen on which processor."""

from pathlib import Path

import pytest

from app.index.backends import Backend, choose, halved, processor_flags
from app.index.weights import PACKAGED_SHA256

OTHER = "0" * 64


@pytest.mark.parametrize(
    ("weights", "flags", "chosen"),
    [
        (PACKAGED_SHA256, {"avx2", "avx512_vnni", "avx512_bf16"}, "openvino-int8"),
        (PACKAGED_SHA256, {"avx2", "avx_vnni"}, "openvino-int8"),
        (PACKAGED_SHA256, {"avx2", "avx512_bf16"}, "openvino-bfloat16"),
        (PACKAGED_SHA256, {"avx2"}, "openvino-float32"),
        (PACKAGED_SHA256, set(), "openvino-float32"),
        (OTHER, {"avx2", "avx512_vnni", "avx512_bf16"}, "openvino-bfloat16"),
        (OTHER, {"avx2", "avx512_vnni"}, "openvino-float32"),
    ],
)
def test_eight_bits_need_the_processor_and_a_model_measured_in_them(
    weights: str, flags: set[str], chosen: Backend
) -> None:
    assert choose("auto", weights, frozenset(flags)) == chosen


def test_what_the_settings_name_is_taken_whatever_the_processor_has() -> None:
    assert choose("torch-float32", PACKAGED_SHA256, frozenset({"avx512_vnni"})) == "torch-float32"
    assert choose("openvino-int8", OTHER, frozenset()) == "openvino-int8"


def test_a_system_that_tells_nothing_of_its_processor_is_no_fault(tmp_path: Path) -> None:
    assert processor_flags(tmp_path / "missing") == frozenset()
    told = tmp_path / "cpuinfo"
    told.write_text("model name : X\nbugs : none\n")
    assert processor_flags(told) == frozenset()


@pytest.mark.parametrize(
    ("flags", "half"), [({"avx512_bf16"}, True), ({"amx_bf16"}, True), ({"avx512_vnni"}, False)]
)
def test_sixteen_bits_need_the_processor(flags: set[str], half: bool) -> None:
    assert halved(frozenset(flags)) is half
