"""The catalogue is complete, says where each fact was read, and computes memory."""

import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.domain.errors import ConfigurationError, NotFound
from app.generation.models.catalogue import catalogue, find, licences, suggestion
from app.generation.models.entries import ClinicalUse, Entry
from app.generation.models.memory import (
    BITS_PER_WEIGHT,
    DRAFTING_CONTEXT,
    ROOM,
    Shape,
    fits,
    machine_memory,
)

EVERY = {entry.name: entry for entry in catalogue()}
FAMILIES = {
    *("BioMistral", "OpenBioLLM", "Meditron", "MedGemma", "Me-LLaMA", "PMC-LLaMA", "ChatDoctor"),
    *("MedAlpaca", "Asclepius", "Clinical Camel", "BioMedLM", "BioGPT"),
    *("Qwen3", "Llama 3", "Gemma 3", "Phi-4", "Mistral", "SmolLM3"),
}


def test_every_family_is_there_and_no_name_twice() -> None:
    assert {entry.family for entry in catalogue()} >= FAMILIES
    assert len(EVERY) == len(catalogue())


@pytest.mark.parametrize("name", EVERY)
def test_an_entry_says_what_it_must(name: str) -> None:
    entry = EVERY[name]
    assert len(entry.licence.demands) > 20
    assert entry.says == "" or len(entry.says) > 20
    assert 1024 <= entry.context <= 1_048_576
    assert not entry.run_here, "nobody has run it: that takes a run, and its record"
    assert all(score.at.startswith("https://") for score in entry.scores)


@pytest.mark.parametrize("name", EVERY)
def test_an_entrys_memory_is_computed_and_of_the_size_its_name_says(name: str) -> None:
    entry = EVERY[name]
    said = re.search(r"(\d+(?:\.\d+)?)b\b", entry.name)
    if said is not None:
        assert entry.parameters / 1e9 == pytest.approx(float(said[1]), rel=0.25)
    cache = entry.memory_bytes(DRAFTING_CONTEXT) - entry.weights_bytes
    assert 0 < cache <= 8 * 1024**3
    assert entry.memory_bytes(1024) < entry.memory_bytes(2048) or entry.context <= 1024


@pytest.mark.parametrize("name", [name for name in EVERY if EVERY[name].gguf])
def test_a_checksum_goes_with_a_pinned_revision_or_a_known_size(name: str) -> None:
    gguf = EVERY[name].gguf
    assert gguf is not None
    assert gguf.quantisation in gguf.file
    assert gguf.quantisation in BITS_PER_WEIGHT
    assert (gguf.sha256 is None) == (gguf.size is None)


def test_computed_weights_agree_with_the_files_of_known_size() -> None:
    known = [entry for entry in catalogue() if entry.gguf and entry.gguf.size]
    assert len(known) >= 10
    for entry in known:
        computed = entry.shape.weights_bytes(entry.parameters, entry.quantisation)
        assert 0.98 <= entry.weights_bytes / computed <= 1.07, entry.name


def test_the_cache_of_a_known_model_is_what_its_architecture_gives() -> None:
    llama = find("llama-3.1-8b")  # 2 x 32 layers x 8 heads x 128 numbers x 2 bytes = 128 KiB
    assert llama.shape.cache_bytes(8192) == 8192 * 131_072
    assert llama.memory_bytes(8192) == 4_920_739_232 + 1024**3
    meditron = find("meditron-7b")  # trained for 2,048 tokens: no more are counted
    assert meditron.memory_bytes(8192) == meditron.memory_bytes(2048)


def test_clinical_use_is_the_stricter_of_licence_and_authors() -> None:
    excluded = {
        *("medgemma-4b", "me-llama-70b", "chatdoctor-7b", "asclepius-8b", "biomedlm-2.7b"),
        *("pmc-llama-13b", "medalpaca-7b"),
    }
    for name in excluded:
        assert find(name).care is ClinicalUse.EXCLUDED, name
        assert find(name).needs_acceptance, name
    advised = {"biomistral-7b", "openbiollm-8b", "meditron-70b", "med42-8b"}
    assert {find(name).care for name in advised} == {ClinicalUse.ADVISED_AGAINST}
    assert find("qwen3-4b").care is ClinicalUse.NOT_STATED
    assert not find("qwen3-4b").needs_acceptance
    assert find("llama-3.1-8b").needs_acceptance
    assert "use in care: excluded" in find("chatdoctor-7b").terms.casefold()


def test_every_licence_is_used_and_has_its_address() -> None:
    assert {entry.licence.key for entry in catalogue()} == set(licences())
    assert len({licence.url for licence in licences().values()}) == len(licences())


def test_a_fact_without_a_word_on_where_it_was_read_is_refused() -> None:
    entry = find("qwen3-4b")
    stated = entry.model_dump()
    assert Entry.model_validate(stated) == entry
    for change in (
        {"from_memory": ("parameters",)},
        {"reported": (*entry.reported, "weights")},
        {"clinical_use": ClinicalUse.EXCLUDED},
        {"weights": "http://huggingface.co/Qwen/Qwen3-4B"},
        {"name": "Qwen3 4B"},
    ):
        with pytest.raises(ValidationError):
            Entry.model_validate(stated | change)


def test_the_files_hold_nothing_that_the_types_do_not_know() -> None:
    folder = files("app.generation.models")
    for name in ("healthcare", "general"):
        told = tomllib.loads(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8"))
        assert set(told) == {"read_on", "model"}
        assert {row["name"] for row in told["model"]} == {
            entry.name for entry in catalogue() if entry.kind == name
        }


def test_a_name_is_found_whatever_its_case_and_a_slip_is_answered_with_names() -> None:
    assert find("Qwen3-4B").name == "qwen3-4b"
    with pytest.raises(NotFound, match=r"Did you mean .*biomistral-7b.*models list"):
        find("biomstral-7b")
    assert suggestion("medgemma") == " Did you mean medgemma-4b, medgemma-1.5-4b, medgemma-27b?"
    assert suggestion("zzzzzz") == ""
    assert suggestion("") == ""


def test_an_unknown_quantisation_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="Q9_Z"):
        Shape(layers=1, kv_heads=1, head=1).weights_bytes(1, "Q9_Z")


def test_a_containers_limit_counts_where_it_is_less_than_the_machines(tmp_path: Path) -> None:
    limit = tmp_path / "memory.max"
    whole = machine_memory(limit)
    assert whole > 0
    limit.write_text("max\n")
    assert machine_memory(limit) == whole
    limit.write_text("1048576\n")
    assert machine_memory(limit) == 1_048_576
    assert fits(0, ROOM)
    assert not fits(1, ROOM)
