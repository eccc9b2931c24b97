"""What every generator keeps to."""

from collections.abc import Iterator

import pytest

from app.domain.answer import DraftClaim, Insufficient
from app.domain.ports.generation import Generator
from app.generation.extractive import ExtractiveGenerator
from app.generation.llama.generator import LlamaGenerator
from app.generation.llama.local_model import LocalModel
from app.generation.llama.options import ModelOptions
from tests.app.generation.passages import evidence
from tests.fakes import FakeEmbedder, FakeGenerator, FakeVocabulary
from tests.gguf_models import chained

EVIDENCE = evidence(
    "Illustrative: examplol relieves itch within an hour. Repeat it after six hours.",
    "Illustrative: examplol may cause a headache. Stop it if the headache is severe.",
)
QUESTION = "Does examplol relieve itch or cause a headache?"


MADE: dict[str, Generator] = {
    "fake": FakeGenerator(),
    "extractive": ExtractiveGenerator(FakeEmbedder(), FakeVocabulary()),
}


@pytest.fixture(scope="module")
def local_model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalModel]:
    """The real engine on a model that always says the same claim."""
    model = LocalModel(ModelOptions(chained(tmp_path_factory.mktemp("chained")), threads=1))
    yield model
    model.close()


@pytest.fixture(params=[*MADE, "llama"])
def generator(request: pytest.FixtureRequest, local_model: LocalModel) -> Generator:
    return MADE.get(request.param) or LlamaGenerator(local_model)


def test_every_claim_names_a_label_of_the_evidence(generator: Generator) -> None:
    drafts = list(generator.draft(QUESTION, EVIDENCE))
    assert drafts
    for draft in drafts:
        assert isinstance(draft, DraftClaim)
        assert draft.cited
        assert draft.cited <= {1, 2}


def test_without_evidence_it_says_so_and_says_nothing_else(generator: Generator) -> None:
    (only,) = generator.draft(QUESTION, ())
    assert isinstance(only, Insufficient)
    assert only.why


def test_the_same_evidence_gives_the_same_draft(generator: Generator) -> None:
    first = list(generator.draft(QUESTION, EVIDENCE))
    assert list(generator.draft(QUESTION, EVIDENCE)) == first


def test_it_has_a_fingerprint(generator: Generator) -> None:
    assert generator.fingerprint
