import numpy as np

from eval.bench.hashed import HashedEmbedder

TEXTS = ["", "fever", "\ud800", "Give 5 mg of zelotrane."]


def test_rows_are_of_unit_length_and_a_text_always_has_the_same() -> None:
    rows = HashedEmbedder().embed_passages(TEXTS)
    assert rows.shape == (4, HashedEmbedder.card.dimension)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)
    np.testing.assert_array_equal(rows[1], HashedEmbedder().embed_question("fever"))
    assert HashedEmbedder().embed_passages([]).shape == (0, HashedEmbedder.card.dimension)


def test_other_texts_have_other_vectors() -> None:
    rows = HashedEmbedder().embed_passages(TEXTS)
    likeness = rows @ rows.T - np.eye(len(TEXTS))
    assert np.abs(likeness).max() < 0.3
