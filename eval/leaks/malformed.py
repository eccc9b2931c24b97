"""Requests that a service must refuse, each with a text in another place.

Whatever is wrong with a request, the refusal must not repeat it, and the log must not keep it.
"""

import json
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from eval.leaks.hooks import FEEDBACK as CARD_FEEDBACK
from eval.leaks.hooks import hook_called, overridden
from eval.leaks.mcp_calls import ACCEPTED, request, tool_called
from eval.leaks.records import spoiled
from eval.leaks.sent import (
    CHAT,
    COMPLETIONS,
    FEEDBACK,
    HOOKS,
    KEY,
    MCP,
    QUESTIONS,
    REPORTS,
    SEARCH,
    SUMMARIES,
    USER,
    Sent,
    get,
    post,
    post_bytes,
)

PLAIN: Final = "What dose of apixaban with an eGFR of 22?"
"""The question of requests that go wrong elsewhere."""
STATED: Final = frozenset({"record-bad-unit"})
"""What a summary repeats, for the record states it: the words of a unit are a result's own."""
TOO_LARGE: Final = 1_200_000
"""Characters of a body that is larger than any service should read."""


def _filtered(by: dict[str, str]) -> Sent:
    return post(QUESTIONS, {"question": PLAIN, "filters": by})


def _with_record(name: str) -> Callable[[str], Sent]:
    return lambda text: post(QUESTIONS, {"question": PLAIN, "patient": spoiled(text)[name]})


def _record_alone(name: str) -> Callable[[str], Sent]:
    return lambda text: post(SUMMARIES, {"patient": spoiled(text)[name]})


def _completion(*content: object, **more: object) -> Sent:
    messages = [{"role": "user", "content": each} for each in (*content, PLAIN)]
    return post(COMPLETIONS, {"model": "citewell-clinician", "messages": messages, **more})


def _said(**changed: object) -> Sent:
    return post(CHAT, {"message": PLAIN, **changed})


def _hooked(**context: object) -> Sent:
    return hook_called({"context": {"userId": "Practitioner/1", "patientId": "1", **context}})


def _of_service(text: str) -> Sent:
    path = f"{HOOKS}/{quote(text, safe='')}"
    return post(path, {"hook": text}).model_copy(update={"template": f"{HOOKS}/{{service}}"})


def _on_card(**changed: object) -> Sent:
    told = overridden("3a4f3c6e-0b1d-4a8f-9d52-5f5f6d1f2b10", "illustrative")
    return post(CARD_FEEDBACK, {"feedback": [{**told, **changed}]})


BAD: Final[dict[str, Callable[[str], Sent]]] = {
    "too-long": lambda text: post(QUESTIONS, {"question": text + " and so on" * 400}),
    "no-text": lambda text: post(QUESTIONS, {"question": f"{text} \a"}),
    "list-for-text": lambda text: post(QUESTIONS, {"question": [text]}),
    "object-for-text": lambda text: post(QUESTIONS, {"question": {text: text}}),
    "unknown-field": lambda text: post(QUESTIONS, {"question": PLAIN, text: text}),
    "unknown-audience": lambda text: post(QUESTIONS, {"question": PLAIN, "audience": text}),
    "unknown-filter": lambda text: _filtered({text: text}),
    "bad-date": lambda text: _filtered({"published_from": text}),
    "bad-list": lambda text: _filtered({"sources": text}),
    "bad-number": lambda text: post(SEARCH, {"query": PLAIN, "k": text}),
    "no-json": lambda text: post_bytes(QUESTIONS, f'{{"question": "{text}'.encode()),
    "no-utf-8": lambda text: post_bytes(QUESTIONS, f'{{"question": "{text}'.encode() + b'\xff"}'),
    "no-object": lambda text: post_bytes(QUESTIONS, json.dumps(text).encode()),
    "other-media": lambda text: post_bytes(QUESTIONS, text.encode(), media="text/plain"),
    "too-large": lambda text: post(QUESTIONS, {"question": text * (TOO_LARGE // len(text))}),
    "passage": lambda text: get("/v1/passages/{id}", f"/v1/passages/{quote(text, safe='')}"),
    "document": lambda text: get("/v1/documents/{id}", f"/v1/documents/{quote(text, safe='')}"),
    "no-route": lambda text: get("(no route)", f"/{quote(text)}", (("Referer", text.encode()),)),
    "record-no-json": lambda text: post_bytes(
        QUESTIONS, f'{{"question": "{PLAIN}", "patient": {{"name": "{text}"'.encode()
    ),
    "record-bad-day": lambda text: post(
        QUESTIONS, {"question": PLAIN, "patient": {"resourceType": "Bundle"}, "as_of": text}
    ),
    **{name: _with_record(name) for name in spoiled("")},
    **{f"summary-{name}": _record_alone(name) for name in spoiled("") if name not in STATED},
    "completion-model": lambda text: _completion(model=text),
    "completion-role": lambda text: _completion(messages=[{"role": text, "content": text}]),
    "completion-image": lambda text: _completion([{"type": "image_url", "image_url": text}]),
    "completion-part": lambda text: _completion([{"type": text, "text": {"text": text}}]),
    "completion-tools": lambda text: _completion(text, tools=[{"type": text}]),
    "completion-no-text": lambda text: _completion(f"{text} \a"),
    "chat-no-text": lambda text: _said(message=f"{text} \a"),
    "chat-field": lambda text: _said(**{text: text}),
    "chat-id": lambda text: _said(conversation_id=text),
    "chat-turn": lambda text: _said(turns=[{"speaker": text, "text": text}]),
    "chat-country": lambda text: _said(country=text, locale=text, reading_level=text),
    "chat-record": lambda text: _said(patient={"resourceType": text}),
    "chat-user": lambda text: post(CHAT, {"message": PLAIN}, ((USER, text.encode()),)),
    "key": lambda text: post(QUESTIONS, {"question": PLAIN}, ((KEY, text.encode()),)),
    "chat-path": lambda text: get(f"{CHAT}/{{id}}", f"{CHAT}/{quote(text, safe='')}"),
    "hook-service": lambda text: _of_service(text),
    "hook-name": lambda text: hook_called({"hook": text}),
    "hook-prefetch": lambda text: hook_called({"prefetch": {text: {"resourceType": text}}}),
    "hook-patient": lambda text: _hooked(patientId=text),
    "hook-drafts": lambda text: _hooked(draftOrders={"resourceType": text}),
    "hook-selections": lambda text: _hooked(selections={text: text}),
    "card-unknown": lambda text: _on_card(card=text),
    "card-outcome": lambda text: _on_card(outcome=text),
    "card-comment": lambda text: _on_card(
        overrideReason={"reason": {"code": text}, "userComment": text}
    ),
    "mcp-tool": lambda text: tool_called(text, {}),
    "mcp-method": lambda text: post(MCP, request(1, text, {}), ACCEPTED),
    "mcp-argument": lambda text: tool_called("ask", {text: text}),
    "mcp-value": lambda text: tool_called("ask", {"question": PLAIN, "audience": text}),
    "mcp-no-text": lambda text: tool_called("ask", {"question": f"{text} \a"}),
    "mcp-no-arguments": lambda text: tool_called("run_checks", text),
    "mcp-passage": lambda text: tool_called(
        "read_passage", {"id": text.partition(",")[0]}, words=text
    ),
    "mcp-no-json": lambda text: post_bytes(MCP, f'{{"method": "{text}'.encode(), headers=ACCEPTED),
    "feedback-trace": lambda text: post(FEEDBACK, {"trace_id": text, "verdict": "wrong"}),
    "feedback-word": lambda text: post(FEEDBACK, {"trace_id": "x", "verdict": text}),
    "report-seriousness": lambda text: post(REPORTS, {"what_happened": text, "seriousness": text}),
    "model": lambda text: get("/v1/models/{id}", f"/v1/models/{quote(text, safe='')}"),
    "query-string": lambda text: get(QUESTIONS, f"{QUESTIONS}?patient={quote(text)}"),
}
"""Name -> the request that holds the text."""
