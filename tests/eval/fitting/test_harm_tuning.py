"""What is tuned in torch is what the product computes; halves of pairs are told apart."""

from pathlib import Path

import numpy as np
import pytest

from app.domain.fitted import FittedLikeness
from app.index.embedder import load_lower
from app.safety.harmful.likeness import HarmLikeness
from eval.compose import packaged_network
from eval.fitting.harm import Measured, Text
from eval.fitting.harm_tuning import Tuned, Tuning, cut
from eval.fitting.harm_written import LAYERS_FILE, MODEL_FILE, write

PLACES = ("ward", "clinic", "theatre", "pharmacy", "laboratory", "kitchen", "cellar", "garden")


def item(text: str, pair: str, *, wrong: bool) -> Measured:
    said = Text(text, text, wrong, "pairs", "1", pair=pair)
    return Measured(said, False, False, frozenset(), np.zeros(2, np.float32))


ITEMS = [
    item(f"{said} the {place}", place, wrong=wrong)
    for place in PLACES
    for said, wrong in (("Please plunder", True), ("Please sweep", False))
]


@pytest.fixture(scope="module")
def tuned() -> Tuned:
    return Tuning(packaged_network(), ITEMS).fit(ITEMS * 4)


def test_the_halves_of_pairs_are_told_apart(tuned: Tuned) -> None:
    logits = tuned.logits(ITEMS)
    assert logits[::2].min() > logits[1::2].max()


def test_the_product_computes_what_was_tuned(tuned: Tuned, tmp_path: Path) -> None:
    write(tmp_path, tuned, threshold=0.5, fitted_on="pairs", data_sha256="0", figures={})
    lower = load_lower((tmp_path / LAYERS_FILE).read_bytes())
    model = FittedLikeness.model_validate_json((tmp_path / MODEL_FILE).read_text(encoding="utf-8"))
    likeness = HarmLikeness(lower, model)
    found = [likeness.score(one.text.text) for one in ITEMS]
    np.testing.assert_allclose(np.array(found, np.float64), tuned.logits(ITEMS) - 0.5, atol=0.05)


def test_a_fit_is_the_same_again(tuned: Tuned) -> None:
    again = Tuning(packaged_network(), ITEMS).fit(ITEMS * 4)
    np.testing.assert_allclose(again.logits(ITEMS), tuned.logits(ITEMS), atol=0.05)


def test_what_was_added_to_a_matrix_is_kept_to_a_low_rank() -> None:
    base = np.zeros((80, 80), np.float32)
    added = np.outer(np.arange(80), np.arange(80)).astype(np.float32) / 80
    np.testing.assert_allclose(cut(base, added).whole().numpy(), added, rtol=2e-3, atol=0.05)
    vector = np.arange(3, dtype=np.float32)
    np.testing.assert_array_equal(cut(vector * 0, vector).whole().numpy(), vector)
