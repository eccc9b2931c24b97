"""No item is judged by a model that saw what it shares with others."""

import numpy as np

from eval.fitting.cross_validation import cross_validated


def test_no_claim_is_judged_by_a_model_that_saw_its_document() -> None:
    random = np.random.default_rng(1)
    rows = random.normal(size=(80, 40))
    supported = [bool(n % 2) for n in range(40)] * 2
    rows[40:] = rows[:40]  # every claim stands twice, under two ids
    twice = [[f"document {n % 40}"] for n in range(80)]
    apart = [[f"document {n}"] for n in range(80)]
    honest = cross_validated(rows, supported, twice, 10)
    leaking = cross_validated(rows, supported, apart, 10)
    right = np.asarray(supported)
    assert np.mean((leaking >= 0.5) == right) > 0.8
    assert np.mean((honest >= 0.5) == right) < 0.7
