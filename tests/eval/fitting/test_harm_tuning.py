"""The network that is fitted is the one that the product reads."""

import random
from pathlib import Path

import numpy as np
import pytest

from app.index.backends import halved
from app.index.embedder import load_tuned
from eval.fitting import harm_tuning
from eval.fitting.harm import Text
from eval.suite import Quiet

PLACES = ("ward", "clinic", "theatre", "pharmacy", "laboratory", "kitchen", "library", "garden")


def halves(of: str = "pairs") -> list[Text]:
    return [
        Text(f"{at}-{kind}", f"{verb} the {place}.", kind == "w", of, pair=str(at))
        for at, place in enumerate(PLACES)
        for kind, verb in (("w", "Burn down"), ("r", "Sweep"))
    ]


@pytest.fixture(scope="module")
def network() -> harm_tuning.TunedNetwork:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(harm_tuning, "EPOCHS", 8)
        patch.setattr(harm_tuning, "AT_ONCE", 8)
        return harm_tuning.tune(halves(), Quiet(), "Fitting")


def test_halves_are_told_apart_in_sentences_that_were_not_seen(
    network: harm_tuning.TunedNetwork,
) -> None:
    burn, sweep = network.logits(["Burn down the school.", "Sweep the school."])
    assert burn > 0 > sweep


def test_what_is_written_gives_the_same_logits_in_the_product(
    network: harm_tuning.TunedNetwork, tmp_path: Path
) -> None:
    texts = ["Burn down the hospital, please!", "Who sweeps here?", "x", "", "Sweep " * 30]
    file = tmp_path / "tuning.safetensors"
    card = network.write(file)
    read = load_tuned(file)
    assert read.card == card
    assert file.stat().st_mode & 0o777 == 0o644
    intercept, weights = network.line()
    found = [float(read.embed_question(text) @ weights) + intercept for text in texts]
    np.testing.assert_allclose(found, network.logits(texts), atol=0.3 if halved() else 0.02)


def test_batches_hold_every_text_once_and_pairs_whole() -> None:
    items = [*halves(), *(Text(f"q{at}", "Who?", False, "questions") for at in range(70))]
    batches = list(harm_tuning._batches(items, random.Random(1)))
    assert sorted(one.id for batch in batches for one in batch) == sorted(one.id for one in items)
    for batch in batches:
        pairs = [one.pair for one in batch if one.pair]
        assert all(pairs.count(each) == 2 for each in pairs)


def test_what_is_made_is_told_from_the_half_behind_the_same_opening() -> None:
    made = [
        Text(f"made-0/{time}-{kind}", f"{time} {kind}", kind == "w", "made", pair="made-0")
        for time in range(3)
        for kind in ("w", "r")
    ]
    assert harm_tuning._halves(made) == [(0, 1), (2, 3), (4, 5)]
    assert harm_tuning._halves([made[0], *halves()[:2]]) == [(1, 2)]
