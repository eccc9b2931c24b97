"""Requests that a service must refuse, each with a text in another place.

Whatever is wrong with a request, the refusal must not repeat it, and the log must not keep it.
"""

import json
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from eval.leaks.records import spoiled
from eval.leaks.sent import (
    COMPLETIONS,
    QUESTIONS,
    SEARCH,
    SUMMARIES,
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
    "model": lambda text: get("/v1/models/{id}", f"/v1/models/{quote(text, safe='')}"),
    "query-string": lambda text: get(QUESTIONS, f"{QUESTIONS}?patient={quote(text)}"),
}
"""Name -> the request that holds the text."""
