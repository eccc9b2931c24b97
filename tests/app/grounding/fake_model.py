"""A model for the verifier whose words matter and whose vectors do not."""

from tests.fakes import FakeEmbedder, FakeVocabulary


class FakeModel(FakeEmbedder, FakeVocabulary):
    """Hashed bags of words, and a vocabulary that made-up drugs are not in."""
