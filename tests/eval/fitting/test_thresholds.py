"""The thresholds keep to the errors that were wanted, and say what lies on which side."""

import numpy as np
import pytest

from app.domain.answer import VerdictKind
from eval.fitting.thresholds import Thresholds, below_which, from_which


def test_thresholds_keep_to_the_wanted_error_rates() -> None:
    p = np.array([0.1, 0.2, 0.3, 0.4, 0.45, 0.6, 0.7, 0.8, 0.9, 0.95])
    supported = [False, True, False, False, True, True, False, True, True, True]
    assert below_which(p, supported, 0.2) == 0.45
    assert below_which(p, supported, 0.0) == 0.2
    assert from_which(p, supported, 0.0) == 0.8
    assert from_which(p, [not one for one in supported], 0.0) == 1.0


@pytest.mark.parametrize(
    ("p", "said"),
    [
        (0.29, VerdictKind.UNSUPPORTED),
        (0.3, VerdictKind.NOT_APPLICABLE),
        (0.62, VerdictKind.NOT_APPLICABLE),
        (0.63, VerdictKind.SUPPORTED),
    ],
)
def test_between_the_thresholds_nothing_is_said(p: float, said: VerdictKind) -> None:
    assert Thresholds(unsupported_below=0.3, supported_from=0.63).verdict(p) is said
