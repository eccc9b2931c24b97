"""What every generator keeps to."""

import pytest

from app.domain.answer import DraftClaim, Insufficient
from app.domain.ports.generation import Generator
from app.generation.extractive import ExtractiveGenerator
from tests.app.generation.passages import evidence
from tests.fakes import FakeEmbedder, FakeGenerator, FakeVocabulary

EVIDENCE = evidence(
    "Illustrative: examplol relieves itch within an hour. Repeat it after six hours.",
    "Illustrative: examplol may cause a headache. Stop it if the headache is severe.",
)
QUESTION = "Does examplol relieve itch or cause a headache?"


@pytest.fixture(
    params=[FakeGenerator(), ExtractiveGenerator(FakeEmbedder(), FakeVocabulary())],
    ids=["fake", "extractive"],
)
def generator(request: pytest.FixtureRequest) -> Generator:
    found: Generator = request.param
    return found


def test_every_quote_names_a_label_of_the_evidence(generator: Generator) -> None:
    drafts = list(generator.draft(QUESTION, EVIDENCE))
    assert drafts
    for draft in drafts:
        assert isinstance(draft, DraftClaim)
        assert {quote.label for quote in draft.quotes} <= {1, 2}


def test_without_evidence_it_says_so_and_says_nothing_else(generator: Generator) -> None:
    (only,) = generator.draft(QUESTION, ())
    assert isinstance(only, Insufficient)
    assert only.why


def test_the_same_evidence_gives_the_same_draft(generator: Generator) -> None:
    first = list(generator.draft(QUESTION, EVIDENCE))
    assert list(generator.draft(QUESTION, EVIDENCE)) == first


def test_it_has_a_fingerprint(generator: Generator) -> None:
    assert generator.fingerprint
