from collections.abc import Sequence
from pathlib import Path

import pytest

from app.domain.answer import DraftClaim, Evidence, Verdict, VerdictKind
from eval.bench import generation
from eval.bench.made_gguf import TIMED, made_up_words
from eval.bench.verifying import milliseconds_a_claim
from eval.suite import SuiteRequest, UnusableSet
from tests.gguf_models import TINY


class QuoteAlone:
    name = "quote"
    objection = "the words are not there"

    def verify(
        self,
        claim: DraftClaim,
        question: str,
        cited: Sequence[Evidence],
        admitted: Sequence[Evidence],
    ) -> Verdict:
        return Verdict(kind=VerdictKind.SUPPORTED, by=self.name)


class Reads(QuoteAlone):
    name = "meaning"


def test_verifiers_that_compare_words_alone_are_not_timed() -> None:
    assert milliseconds_a_claim((QuoteAlone(),)) is None
    timed = milliseconds_a_claim((QuoteAlone(), Reads()))
    assert timed is not None
    assert timed > 0


def test_the_timed_model_is_large_enough_to_say_something() -> None:
    assert TIMED.parameters >= 100_000_000


def test_made_up_words_differ() -> None:
    assert len(set(made_up_words(5_000))) == 5_000


def test_a_crowd_loses_no_client_and_mixes_none_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generation, "TIMED", TINY)
    chosen = {"turns": "1", "tokens": "8", "clients": "6", "waiting": "2", "threads": "1"}
    result = generation.run(
        SuiteRequest(out=tmp_path / "run", cache=tmp_path, options=tuple(chosen.items()))
    )
    told = result.headline
    assert (told["clients"], told["lost"], told["mixed_up"], told["refused_badly"]) == (6, 0, 0, 0)
    assert told["refused"]
    ratio = told["token_ratio"]
    assert ratio is not None
    assert ratio > 0


def test_an_option_that_is_no_number_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableSet, match="turns"):
        generation.run(
            SuiteRequest(out=tmp_path / "run", cache=tmp_path, options=(("turns", "many"),))
        )
