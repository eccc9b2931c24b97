"""What is sent to the service: questions that hold canaries, and requests that are none.

A file of questions is TOML:

    [malformed]
    text = "{person}, {phone}"     # slots are the kinds of identifier; stands in bad requests

    [[question]]
    id = "itch"
    audience = "patient"           # clinician where it is left out
    text = "I am {person}. May I take examplol?"
    ways = ["json", "search"]      # json, stream and search where it is left out

Every asking has canaries of its own, so that a leak tells where it was let in.
"""

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from string import Formatter
from typing import Final
from urllib.parse import quote

from pydantic import Field, ValidationError

from app.domain.corpus import Audience
from app.domain.frozen import Frozen
from eval.jsonl import first_fault
from eval.leaks.canary import Canary, Kind, draw
from eval.leaks.search import Channel
from eval.suite import UnusableSet

QUESTIONS, SEARCH, PASSAGE, DOCUMENT = (
    "/v1/questions",
    "/v1/search",
    "/v1/passages/{id}",
    "/v1/documents/{id}",
)
PLAIN: Final = "What dose of apixaban with an eGFR of 22?"
"""The question of requests that go wrong elsewhere."""
JSON: Final = "application/json"
TOO_LARGE: Final = 1_200_000
"""Characters of a body that is larger than any service should read."""


class Way(StrEnum):
    """How something is asked."""

    JSON = "json"
    STREAM = "stream"
    SEARCH = "search"
    COMMAND_LINE = "command_line"
    """`citewell ask` beside a running service."""
    ALONE = "alone"
    """`citewell ask` without one."""
    MALFORMED = "malformed"
    REFUSED = "refused"
    """`citewell ask` with what cannot be a question."""

    @property
    def channel(self) -> Channel:
        """Where its reply comes out."""
        match self:
            case Way.JSON | Way.STREAM | Way.SEARCH:
                return Channel.ANSWER
            case Way.MALFORMED:
                return Channel.ERROR
            case _:
                return Channel.COMMAND_LINE


ASKED: Final = (Way.JSON, Way.STREAM, Way.SEARCH, Way.COMMAND_LINE, Way.ALONE)
USUAL: Final = (Way.JSON, Way.STREAM, Way.SEARCH)


class Sent(Frozen):
    """An HTTP request; `template` is its path as it may be written down."""

    method: str
    template: str
    path: str
    body: bytes = b""
    headers: tuple[tuple[str, bytes], ...] = ()


class Asking(Frozen):
    """One thing that is sent, with what it plants. `sent` is None for the command line."""

    id: str
    way: Way
    audience: Audience
    text: str
    canaries: tuple[Canary, ...]
    sent: Sent | None = None


class _Question(Frozen):
    id: str = Field(min_length=1)
    audience: Audience = Audience.CLINICIAN
    text: str = Field(min_length=1)
    ways: tuple[Way, ...] = Field(default=USUAL, min_length=1)


class _Malformed(Frozen):
    text: str = Field(min_length=1)


class _File(Frozen):
    malformed: _Malformed
    question: tuple[_Question, ...] = Field(min_length=1)


def read_askings(path: Path, seed: int) -> tuple[Asking, ...]:
    """Every asking that the file gives: the questions in every way, then the malformed requests.

    Raises:
        UnusableSet: the file is malformed, a slot is unknown, or a text has none.
    """
    try:
        file = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        raise UnusableSet(f"{path}: {first_fault(error)}") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnusableSet(f"{path} cannot be read ({error}).") from None
    askings: list[Asking] = []
    for question in file.question:
        if any(asking.id.startswith(f"{question.id}/") for asking in askings):
            raise UnusableSet(f"{path}: the id {question.id!r} stands twice.")
        try:
            askings += (_asked(question, way, seed) for way in dict.fromkeys(question.ways))
        except ValueError as error:
            raise UnusableSet(f"{path}: question {question.id!r}: {error}.") from None
    try:
        askings += malformed(file.malformed.text, seed)
    except ValueError as error:
        raise UnusableSet(f"{path}: malformed: {error}.") from None
    return tuple(askings)


def _asked(question: _Question, way: Way, seed: int) -> Asking:
    if way not in ASKED:
        raise ValueError(f"{way} is no way to ask")
    key = f"{question.id}/{way}"
    text, canaries = planted(question.text, draw(seed, key))
    return Asking(
        id=key,
        way=way,
        audience=question.audience,
        text=text,
        canaries=canaries,
        sent=_sent(way, text, question.audience),
    )


def planted(template: str, drawn: Mapping[Kind, Canary]) -> tuple[str, tuple[Canary, ...]]:
    """The template with its slots filled, and the canaries that it took.

    Raises:
        ValueError: an unknown slot, none at all, or an open brace.
    """
    names = dict.fromkeys(name for _, name, _, _ in Formatter().parse(template) if name is not None)
    if not names:
        raise ValueError("there is no identifier in it")
    canaries = tuple(drawn[Kind(name)] for name in names)
    return template.format(**{canary.kind: canary.text for canary in canaries}), canaries


def _sent(way: Way, text: str, audience: Audience) -> Sent | None:
    match way:
        case Way.JSON:
            return _post(QUESTIONS, {"question": text, "audience": audience})
        case Way.STREAM:
            accept = (("Accept", b"text/event-stream"),)
            return _post(QUESTIONS, {"question": text, "audience": audience}, accept)
        case Way.SEARCH:
            return _post(SEARCH, {"query": text, "audience": audience})
        case _:
            return None


def _post(
    path: str, body: Mapping[str, object], headers: tuple[tuple[str, bytes], ...] = ()
) -> Sent:
    return _raw(path, json.dumps(body).encode(), headers=headers)


def _raw(
    path: str, body: bytes, media: str = JSON, headers: tuple[tuple[str, bytes], ...] = ()
) -> Sent:
    kind = ("Content-Type", media.encode())
    return Sent(method="POST", template=path, path=path, body=body, headers=(kind, *headers))


def malformed(template: str, seed: int) -> Iterator[Asking]:
    """Requests that the service must refuse, and a call of the command line that it must.

    Raises:
        ValueError: as `planted`.
    """
    for name in (*_BAD, _REFUSED):
        key = f"malformed/{name}"
        text, canaries = planted(template, draw(seed, key))
        way = Way.REFUSED if name == _REFUSED else Way.MALFORMED
        yield Asking(
            id=key,
            way=way,
            audience=Audience.CLINICIAN,
            text=f"{text} \a",  # a control character: no text
            canaries=canaries,
            sent=_BAD[name](text) if name in _BAD else None,
        )


def _get(template: str, path: str, headers: tuple[tuple[str, bytes], ...] = ()) -> Sent:
    return Sent(method="GET", template=template, path=path, headers=headers)


_REFUSED: Final = "command-line"
_BAD: Final[dict[str, Callable[[str], Sent]]] = {
    "too-long": lambda text: _post(QUESTIONS, {"question": text + " and so on" * 400}),
    "no-text": lambda text: _post(QUESTIONS, {"question": f"{text} \a"}),
    "list-for-text": lambda text: _post(QUESTIONS, {"question": [text]}),
    "object-for-text": lambda text: _post(QUESTIONS, {"question": {text: text}}),
    "unknown-field": lambda text: _post(QUESTIONS, {"question": PLAIN, text: text}),
    "unknown-audience": lambda text: _post(QUESTIONS, {"question": PLAIN, "audience": text}),
    "unknown-filter": lambda text: _post(QUESTIONS, {"question": PLAIN, "filters": {text: text}}),
    "bad-date": lambda text: _post(
        QUESTIONS, {"question": PLAIN, "filters": {"published_from": text}}
    ),
    "bad-list": lambda text: _post(QUESTIONS, {"question": PLAIN, "filters": {"sources": text}}),
    "bad-number": lambda text: _post(SEARCH, {"query": PLAIN, "k": text}),
    "no-json": lambda text: _raw(QUESTIONS, f'{{"question": "{text}'.encode()),
    "no-utf-8": lambda text: _raw(QUESTIONS, f'{{"question": "{text}'.encode() + b'\xff"}'),
    "no-object": lambda text: _raw(QUESTIONS, json.dumps(text).encode()),
    "other-media": lambda text: _raw(QUESTIONS, text.encode(), media="text/plain"),
    "too-large": lambda text: _post(QUESTIONS, {"question": text * (TOO_LARGE // len(text))}),
    "passage": lambda text: _get(PASSAGE, f"/v1/passages/{quote(text, safe='')}"),
    "document": lambda text: _get(DOCUMENT, f"/v1/documents/{quote(text, safe='')}"),
    "no-route": lambda text: _get("(no route)", f"/{quote(text)}", (("Referer", text.encode()),)),
    "query-string": lambda text: _get(QUESTIONS, f"{QUESTIONS}?patient={quote(text)}"),
}
"""Name -> the request that holds the text."""
