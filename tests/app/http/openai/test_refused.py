"""What cannot be had is refused in OpenAI's form, with the field that is at fault, and never a 500;
what merely has no effect is let through."""

import json
import logging
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.http.openai.wire import LONGEST_CONVERSATION, MOST_MESSAGES, CompletionBody
from tests.app.http.conftest import World
from tests.app.http.openai.test_chat_completions import PATH, body

CANARY = "Quixotrin-Weatherby"
USER = {"role": "user", "content": "dose of drug A?"}
TOOL = {"type": "function", "function": {"name": CANARY, "parameters": {}}}
IMAGE = {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{CANARY}"}}


def refused(client: TestClient, sent: object) -> tuple[int, str | None, str]:
    """Status, param and code of an error in OpenAI's form."""
    content = sent if isinstance(sent, str | bytes) else json.dumps(sent)
    reply = client.post(PATH, content=content, headers={"Content-Type": "application/json"})
    assert reply.headers["content-type"] == "application/json"
    error = reply.json()["error"]
    assert error["trace_id"] == reply.headers["x-request-id"]
    assert set(error) == {"message", "type", "param", "code", "trace_id"}
    assert error["message"]
    assert CANARY not in reply.text
    assert len(reply.content) < 2_000
    return reply.status_code, error["param"], error["code"]


@pytest.mark.parametrize(
    ("more", "param"),
    [
        ({"tools": [TOOL]}, "tools"),
        ({"tools": CANARY}, "tools"),
        ({"tool_choice": "required"}, "tool_choice"),
        ({"tool_choice": {"type": "function"}}, "tool_choice"),
        ({"functions": [{"name": CANARY}]}, "functions"),
        ({"function_call": {"name": CANARY}}, "function_call"),
        ({"n": 2}, "n"),
        ({"n": 0}, "n"),
        ({"logprobs": True}, "logprobs"),
        ({"top_logprobs": 5}, "top_logprobs"),
        ({"response_format": {"type": "json_object"}}, "response_format"),
        ({"response_format": {"type": "json_schema", "json_schema": {}}}, "response_format"),
        ({"modalities": ["text", "audio"]}, "modalities"),
        ({"audio": {"voice": "a"}}, "audio"),
        ({"web_search_options": {"user_location": CANARY}}, "web_search_options"),
        ({"as_of": "2026-01-01"}, "as_of"),
    ],
)
def test_what_cannot_be_had_is_refused_by_name(
    client: TestClient, more: dict[str, Any], param: str
) -> None:
    status, at, code = refused(client, body(**more))
    assert (status, at) == (400, param)
    assert code in {"unsupported_parameter", "unsupported_value"}


@pytest.mark.parametrize(
    "more",
    [
        {"temperature": 0.2, "top_p": 0.5, "seed": 7, "stop": ["."], "max_tokens": 1},
        {"max_completion_tokens": 1, "user": "u", "metadata": {"a": "b"}, "store": False},
        {"presence_penalty": 1, "frequency_penalty": 1, "logit_bias": {"5": 1}},
        {"tools": [], "tool_choice": "none", "functions": None, "n": 1, "logprobs": False},
        {"response_format": {"type": "text"}, "modalities": ["text"], "stream": False},
        {"parallel_tool_calls": True, "reasoning_effort": "low", "of_their_own": [1, 2]},
        {"patient": None, "stream_options": None, "top_logprobs": 0},
    ],
)
def test_what_has_no_effect_changes_nothing(client: TestClient, more: dict[str, Any]) -> None:
    plain = client.post(PATH, json=body()).json()["choices"]
    assert client.post(PATH, json=body(**more)).json()["choices"] == plain


@pytest.mark.parametrize(
    ("messages", "param", "code"),
    [
        ([], "messages", "invalid_request"),
        (None, "messages", "invalid_request"),
        (CANARY, "messages", "invalid_request"),
        ([CANARY], "messages[0]", "invalid_request"),
        ([{"content": "dose"}], "messages[0].role", "invalid_request"),
        ([{"role": CANARY, "content": "dose"}], "messages[0].role", "invalid_request"),
        ([{"role": "tool", "content": "dose"}, USER], "messages[0].role", "invalid_request"),
        ([{"role": "user", "content": 7}], "messages[0].content", "invalid_request"),
        ([{"role": "user", "content": {"a": 1}}], "messages[0].content", "invalid_request"),
        ([{"role": "user", "content": [7]}], "messages[0].content[0]", "invalid_request"),
        (
            [{"role": "user", "content": [{"type": "text", "text": 7}]}],
            "messages[0].content[0].text",
            "invalid_request",
        ),
        (
            [{"role": "user", "content": [{"type": "text"}]}],
            "messages[0].content[0].text",
            "invalid_request",
        ),
        ([{"role": "user", "content": None}], "messages[0].content", "invalid_question"),
        ([{"role": "user", "content": ""}], "messages[0].content", "invalid_question"),
        ([{"role": "user", "content": []}], "messages[0].content", "invalid_question"),
        ([{"role": "user", "content": "???"}], "messages[0].content", "invalid_question"),
        ([{"role": "user", "content": "a" * 4_001}], "messages[0].content", "invalid_question"),
        ([{"role": "user", "content": "dose \ud800"}], "messages[0].content", "invalid_question"),
        ([{"role": "user", "content": "\ud800"}, USER], "messages[0].content", "invalid_question"),
        (
            [{"role": "user", "content": "a" * 4_001}, USER],
            "messages[0].content",
            "unsupported_value",
        ),
        ([{"role": "system", "content": "dose"}], "messages", "unsupported_value"),
        ([USER, {"role": "assistant", "content": "It is"}], "messages", "unsupported_value"),
        (
            [{"role": "user", "content": [{"type": "text", "text": "this?"}, IMAGE]}],
            "messages[0].content[1].type",
            "unsupported_value",
        ),
        (
            [{"role": "user", "content": [{"type": "input_audio", "input_audio": {}}]}],
            "messages[0].content[0].type",
            "unsupported_value",
        ),
        (
            [{"role": "system", "content": [IMAGE]}, USER],
            "messages[0].content[0].type",
            "unsupported_value",
        ),
        (
            [{"role": "assistant", "tool_calls": [{"id": CANARY}]}, USER],
            "messages[0].tool_calls",
            "unsupported_value",
        ),
        ([USER] * (MOST_MESSAGES + 1), "messages", "context_length_exceeded"),
        (
            [{"role": "user", "content": "a " * 1_999}] * (LONGEST_CONVERSATION // 3_997 + 2),
            "messages",
            "context_length_exceeded",
        ),
    ],
    ids=str,
)
def test_messages_that_cannot_be_read_are_refused(
    client: TestClient, messages: object, param: str, code: str
) -> None:
    assert refused(client, body(messages=messages)) == (400, param, code)


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        ("", 400, "invalid_request"),
        ("null", 400, "invalid_request"),
        ("[]", 400, "invalid_request"),
        ("{}", 400, "invalid_request"),
        ('{"model": ', 400, "malformed_body"),
        (b'{"model": "\xff"}', 400, "malformed_body"),
        ("[" * 100_000, 400, "malformed_body"),
        (json.dumps(body("a" * 2_000_000)), 413, "request_too_large"),
        (json.dumps(body(model=7)), 400, "invalid_request"),
        (json.dumps(body(model="\ud800")), 404, "model_not_found"),
        (json.dumps(body(model=CANARY)), 404, "model_not_found"),
        (json.dumps(body(stream="yes")), 400, "invalid_request"),
        (json.dumps(body(stream_options=7)), 400, "invalid_request"),
        (json.dumps(body(country="Britain")), 400, "invalid_request"),
        (json.dumps(body(filters={CANARY: 1})), 400, "invalid_request"),
        (json.dumps(body(patient={"resourceType": CANARY})), 400, "unusable_record"),
    ],
)
def test_a_bad_body_is_refused(
    client: TestClient, content: str | bytes, status: int, code: str
) -> None:
    assert refused(client, content)[::2] == (status, code)


def test_rules_are_overridden_by_a_clinician_alone(client: TestClient) -> None:
    override = {"rule": "a/b", "clinician": "Dr A. Examplo", "reason": "Agreed."}
    sent = body(overrides=[override])
    assert client.post(PATH, json=sent).status_code == 200
    assert refused(client, {**sent, "model": "citewell-patient"})[1] == "overrides"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", PATH, 405, "method_not_allowed"),
        ("GET", f"{PATH}/chatcmpl-1", 404, "not_found"),
        ("DELETE", "/v1/models/citewell-clinician", 405, "method_not_allowed"),
        ("GET", f"/v1/models/{CANARY}", 404, "model_not_found"),
    ],
)
def test_a_wrong_address_is_told_in_this_form(
    client: TestClient, method: str, path: str, status: int, code: str
) -> None:
    reply = client.request(method, path)
    assert (reply.status_code, reply.json()["error"]["code"]) == (status, code)
    assert CANARY not in reply.text


def test_a_wrong_key_is_told_in_this_form_and_on_these_paths_alone(world: World) -> None:
    client = world.client("wrong")
    for reply in (client.get("/v1/models"), client.post(PATH, json=body())):
        assert reply.status_code == 401
        assert reply.headers["www-authenticate"] == "Bearer"
        assert reply.json()["error"]["code"] == "invalid_api_key"
    elsewhere = client.post("/v1/questions", json={"question": "dose"})
    assert elsewhere.json()["type"] == "urn:citewell:problem:unauthenticated"
    assert client.get("/v1/modelsque").json()["type"] == "urn:citewell:problem:unauthenticated"


def test_a_body_that_does_not_say_it_is_json_is_refused(client: TestClient) -> None:
    reply = client.post(PATH, content=json.dumps(body()), headers={"Content-Type": "text/plain"})
    assert (reply.status_code, reply.json()["error"]["code"]) == (415, "not_json")


def test_who_counts_problems_counts_these(world: World, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="citewell.http"):
        world.client().post(PATH, json=body(CANARY, n=2))
    (line,) = [one for one in caplog.records if one.name == "citewell.http"]
    assert line.__dict__["fields"]["problem"] == "invalid-question"
    assert CANARY not in caplog.text


def test_what_a_request_holds_is_not_in_its_repr() -> None:
    parts = [{"type": "text", "text": CANARY}]
    messages = [{"role": "user", "content": CANARY}, {"role": "user", "content": parts}]
    read = CompletionBody.model_validate({**body(messages=messages), "patient": CANARY.encode()})
    assert CANARY not in repr(read)


PIECE = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.just(CANARY), st.just("text")),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["role", "content", "type", "text", "refusal", "tool_calls", CANARY]),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=8,
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(messages=st.lists(PIECE, max_size=3))
def test_whatever_the_messages_are_nothing_breaks_or_is_repeated(
    client: TestClient, messages: list[object]
) -> None:
    reply = client.post(PATH, json=body(messages=messages))
    assert reply.status_code in {200, 400}
    if reply.status_code == 400:
        assert CANARY not in reply.text
