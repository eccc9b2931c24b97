"""The packaged confidence speaks for the product as it comes: what would silence it is seen."""

from pathlib import Path

import pytest

from app.compose import build_parts
from app.domain.errors import ConfigurationError
from app.grounding.fitted_model import read_confidence
from app.index.manifest import ANALYZER
from app.index.weights import PACKAGED_SHA256
from app.settings import Settings


def test_it_speaks_for_the_default_settings(tmp_path: Path) -> None:
    packaged = read_confidence()
    parts = build_parts(Settings(home=tmp_path))
    try:
        assert packaged.arrangement == parts.confidence.arrangement
        assert packaged.generator == parts.drafting.fingerprint
    finally:
        parts.close()
    assert packaged.analyzer == ANALYZER
    assert packaged.weights_sha256 == PACKAGED_SHA256


def test_an_error_rate_that_it_cannot_promise_refuses_to_start(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="CITEWELL_ABSTAIN_ERROR"):
        build_parts(Settings(home=tmp_path, abstain_error=0.001))
