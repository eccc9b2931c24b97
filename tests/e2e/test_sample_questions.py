"""Every question of the sample corpus, over HTTP, on the real pipeline."""

import tomllib
from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter

from app.domain.answer import Answer, Outcome
from tests.e2e.terminal import SAMPLE

SHEET = (SAMPLE / "questions.toml").read_text(encoding="utf-8")
QUESTIONS: list[dict[str, Any]] = tomllib.loads(SHEET)["question"]
OUTCOME = TypeAdapter[Outcome](Outcome)


def ask(server: str, question: dict[str, Any]) -> Outcome:
    body = {"question": question["text"], "audience": question.get("audience", "clinician")}
    reply = httpx.post(f"{server}/v1/questions", json=body, trust_env=False, timeout=60)
    assert reply.status_code == 200, reply.text
    return OUTCOME.validate_json(reply.content)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q["text"][:60])
def test_a_sample_question_gets_the_outcome_it_should(
    server: str, question: dict[str, Any]
) -> None:
    outcome = ask(server, question)
    assert outcome.kind == question["expect"], outcome
    if isinstance(outcome, Answer):
        quotes = [c.quote for claim in outcome.claims for c in claim.citations]
        cited = {item.document.origin for item in outcome.evidence}
        for file in question["must_cite"]:
            assert any(origin.partition("#")[0].endswith(file) for origin in cited), (file, cited)
        assert any(question.get("must_quote", "") in quote for quote in quotes), quotes
        assert outcome.confidence is not None
        assert outcome.review is not None
        assert outcome.conflicts == ()  # no two current documents of the sample disagree on these


def test_every_quote_of_every_answer_stands_in_its_document(server: str) -> None:
    checked = 0
    for question in QUESTIONS:
        outcome = ask(server, question)
        if not isinstance(outcome, Answer):
            continue
        for citation in (c for claim in outcome.claims for c in claim.citations):
            reply = httpx.get(f"{server}/v1/documents/{citation.document_id}", trust_env=False)
            text = reply.json()["text"]
            assert text[citation.span.start : citation.span.end] == citation.quote
            checked += 1
    assert checked >= 10
