"""The judge of entailment: the verifier that the settings name, or a model named in its place."""

from pathlib import Path

import pytest

from app.domain.errors import CitewellError
from eval.entailing import entailment_judge

QUOTE = "Examplol relieves itch within an hour. Keep it cool."


def test_the_packaged_verifier_confirms_what_stands_word_for_word(tmp_path: Path) -> None:
    with entailment_judge(tmp_path) as judge:
        assert judge.entails(QUOTE, "Examplol relieves itch within an hour.")
        assert not judge.cannot_tell(QUOTE, "Examplol relieves itch within an hour.")
        assert "not independent" in judge.told
        assert judge.settings_fingerprint is not None


def test_a_model_that_is_not_there_is_named_and_never_fetched(tmp_path: Path) -> None:
    missing = str(tmp_path / "no-such-model")
    with entailment_judge(tmp_path, missing) as judge:
        assert missing in judge.told
        with pytest.raises(CitewellError, match="no-such-model"):
            judge.entails(QUOTE, "Examplol relieves itch.")
