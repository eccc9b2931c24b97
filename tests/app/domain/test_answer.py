import pytest
from pydantic import TypeAdapter, ValidationError

from app.domain.abstention import AbstentionReason
from app.domain.answer import Abstention, Answer, CitedClaim, Outcome, Trace

TRACE = Trace(trace_id="t", generation="g", embedder="e", generator="x", rules="none", settings="s")


def test_a_claim_without_a_citation_cannot_be_built() -> None:
    with pytest.raises(ValidationError, match="citations"):
        CitedClaim(text="Take it.", citations=())


def test_an_answer_without_a_claim_cannot_be_built() -> None:
    with pytest.raises(ValidationError, match="claims"):
        Answer(claims=(), evidence=(), trace=TRACE)


def test_outcomes_are_told_apart_by_kind() -> None:
    abstained = Abstention(
        reason=AbstentionReason.NO_EVIDENCE, explanation="Nothing found.", trace=TRACE
    )
    read = TypeAdapter[Outcome](Outcome).validate_json(abstained.model_dump_json())
    assert read == abstained
    assert read.kind == "abstention"
