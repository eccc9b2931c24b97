"""From a question and evidence to claims, through the real engine."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.answer import DraftClaim, Insufficient
from app.domain.errors import ConfigurationError, ModelUnavailable
from app.domain.model_state import ModelState, Phase
from app.generation.late import LateGenerator
from app.generation.llama.generator import UNUSABLE, LlamaGenerator
from app.generation.llama.local_model import LocalModel
from app.generation.llama.options import LEAST_CONTEXT, ModelOptions
from tests.app.generation.passages import evidence
from tests.gguf_models import BABBLE, chained

EVIDENCE = evidence("ba be bi. Illustrative: examplol relieves itch.", "Illustrative: rest helps.")
CLAIM = DraftClaim(text="ba be bi.", labels=(1,))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return chained(tmp_path_factory.mktemp("chained"))


@pytest.fixture(scope="module")
def generator(path: Path) -> Iterator[LlamaGenerator]:
    model = LocalModel(ModelOptions(path, threads=1))
    yield LlamaGenerator(model)
    model.close()


@pytest.fixture(scope="module")
def babbling(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalModel]:
    """A model that never ends a sentence."""
    path = chained(tmp_path_factory.mktemp("babbling"), BABBLE)
    model = LocalModel(ModelOptions(path, threads=1))
    yield model
    model.close()


def test_what_the_model_says_becomes_a_claim_with_its_label(generator: LlamaGenerator) -> None:
    assert list(generator.draft("What helps?", EVIDENCE)) == [CLAIM]


def test_a_model_that_says_no_is_believed(tmp_path: Path) -> None:
    model = LocalModel(ModelOptions(chained(tmp_path, {":": "f["}), threads=1))
    try:
        (only,) = LlamaGenerator(model).draft("What helps?", EVIDENCE)
    finally:
        model.close()
    assert isinstance(only, Insufficient)


def test_a_second_try_that_says_the_same_is_none(generator: LlamaGenerator) -> None:
    assert generator.redraft("What helps?", EVIDENCE, CLAIM, "no dose is stated") is None
    other = DraftClaim(text="Something else.", labels=(2,))
    assert generator.redraft("What helps?", EVIDENCE, other, "not in the evidence") == CLAIM


def test_evidence_that_does_not_fit_is_left_out_from_the_tail(path: Path) -> None:
    long = " ".join(f"Illustrative: sentence {n} of many about examplol." for n in range(40))
    model = LocalModel(ModelOptions(path, threads=1, context=LEAST_CONTEXT * 2))
    try:
        generator = LlamaGenerator(model)
        assert list(generator.draft("What helps?", evidence("ba be bi.", *[long] * 9))) == [CLAIM]
    finally:
        model.close()


def test_a_context_without_room_for_one_sentence_says_so(generator: LlamaGenerator) -> None:
    endless = "Illustrative " + "examplol" * 2000 + "."
    with pytest.raises(ModelUnavailable, match="too few for one sentence"):
        list(generator.draft("What helps?", evidence(endless)))


def test_a_model_that_never_ends_a_sentence_is_no_answer(babbling: LocalModel) -> None:
    with pytest.raises(ModelUnavailable, match="broke off"):
        list(LlamaGenerator(babbling, answer=60).draft("What helps?", EVIDENCE))


def test_closing_a_draft_from_another_thread_ends_it(babbling: LocalModel) -> None:
    draft = LlamaGenerator(babbling, answer=1500).draft("What helps?", EVIDENCE)
    got: list[list[object]] = []
    thread = threading.Thread(target=lambda: got.append(list(draft)))
    babbling.load()
    thread.start()
    time.sleep(0.1)
    draft.close()
    thread.join(5)
    assert got == [[]]


def test_a_second_try_that_nobody_waits_for_frees_the_engine(babbling: LocalModel) -> None:
    babbling.load()
    process = babbling.process_id
    began = time.monotonic()
    generator = LlamaGenerator(babbling, answer=1500)
    gone = generator.redraft(
        "What helps?", EVIDENCE, CLAIM, "not there", lambda: time.monotonic() > began + 0.3
    )
    assert gone is None
    assert time.monotonic() - began < 5
    with pytest.raises(ModelUnavailable, match="broke off"):
        list(LlamaGenerator(babbling, answer=60).draft("What helps?", EVIDENCE))
    assert babbling.process_id == process, "it was stopped, not killed"


def test_before_its_first_use_a_model_is_cold_and_a_file_that_is_none_fails(
    path: Path, tmp_path: Path
) -> None:
    def made(file: Path) -> LateGenerator:
        def make() -> LlamaGenerator:
            model = LocalModel(ModelOptions(file, threads=1))
            model.check()
            return LlamaGenerator(model)

        return LateGenerator(make)

    late = made(path)
    assert late.state == ModelState(phase=Phase.COLD)
    assert list(late.draft("What helps?", EVIDENCE)) == [CLAIM]
    assert late.state == ModelState(phase=Phase.READY)
    late.close()
    broken = made(tmp_path / "none.gguf")
    with pytest.raises(ConfigurationError):
        broken.made()
    assert broken.state.phase is Phase.FAILED
    assert "none.gguf" in broken.state.why


def test_a_second_try_during_a_draft_is_next_in_line(
    path: Path,
) -> None:
    model = LocalModel(ModelOptions(path, threads=1, waiting=0))
    try:
        generator = LlamaGenerator(model)
        with closing(generator.draft("What helps?", EVIDENCE)) as draft:
            assert next(draft) == CLAIM
            failed = DraftClaim(text="Something else.", labels=(2,))
            assert generator.redraft("What helps?", EVIDENCE, failed, "not there") == CLAIM
            assert list(draft) == []
    finally:
        model.close()


def test_a_model_that_cannot_run_has_a_fingerprint_and_is_unavailable(tmp_path: Path) -> None:
    generator = LlamaGenerator(LocalModel(ModelOptions(tmp_path / "none.gguf")))
    assert generator.fingerprint == UNUSABLE
    with pytest.raises(ModelUnavailable, match="cannot be read"):
        list(generator.draft("What helps?", EVIDENCE))


def test_the_fingerprint_tells_models_contexts_and_templates_apart(
    path: Path, tiny_gguf: Path
) -> None:
    options = [
        ModelOptions(path),
        ModelOptions(tiny_gguf),
        ModelOptions(path, context=2048),
        ModelOptions(path, template="{{ messages }}"),
        ModelOptions(path, lookup=True),
    ]
    found = [LlamaGenerator(LocalModel(each)).fingerprint for each in options]
    assert len(set(found)) == len(found)
    assert found[0] == LlamaGenerator(LocalModel(ModelOptions(path, threads=1))).fingerprint
