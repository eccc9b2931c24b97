"""What is sent to the service: questions that hold canaries, and requests that are none.

A file of questions is TOML:

    [malformed]
    text = "{person}, {phone}"     # slots are the kinds of identifier; stands in bad requests

    [[question]]
    id = "itch"
    audience = "patient"           # clinician where it is left out
    text = "I am {person}. May I take examplol?"
    ways = ["json", "search"]      # json, stream and search where it is left out
    record = true                  # with a patient's record that holds every kind of identifier

Every asking has canaries of its own, so that a leak tells where it was let in.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from string import Formatter
from typing import Any, Final

from pydantic import Field, ValidationError

from app.domain.corpus import Audience
from app.domain.frozen import Frozen
from eval.jsonl import first_fault
from eval.leaks.canary import Canary, Kind, draw
from eval.leaks.malformed import BAD, PLAIN
from eval.leaks.records import record_of
from eval.leaks.search import Channel
from eval.leaks.sent import COMPLETIONS, QUESTIONS, REPORTS, SEARCH, SUMMARIES, Sent, post
from eval.suite import UnusableSet


class Way(StrEnum):
    """How something is asked."""

    JSON = "json"
    STREAM = "stream"
    COMPLETION = "completion"
    """By OpenAI's chat protocol."""
    COMPLETION_STREAM = "completion_stream"
    SEARCH = "search"
    SUMMARY = "summary"
    """The record alone, on one page; no question is asked."""
    REPORT = "report"
    """Told as a report of harm."""
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
            case Way.COMMAND_LINE | Way.ALONE | Way.REFUSED:
                return Channel.COMMAND_LINE
            case Way.MALFORMED:
                return Channel.ERROR
            case _:
                return Channel.ANSWER


ASKED: Final = tuple(way for way in Way if way not in {Way.MALFORMED, Way.REFUSED})
USUAL: Final = (Way.JSON, Way.STREAM, Way.SEARCH)
REFUSED: Final = "command-line"
REFUSED_RECORD: Final = "command-line-record"
"""The names of the malformed askings that go to the command line."""


class Asking(Frozen):
    """One thing that is sent, with what it plants. `sent` is None for the command line."""

    id: str
    way: Way
    audience: Audience
    text: str
    canaries: tuple[Canary, ...]
    sent: Sent | None = None
    record: str | None = None
    """Handed to the command line as the patient's record."""


class _Question(Frozen):
    id: str = Field(min_length=1)
    audience: Audience = Audience.CLINICIAN
    text: str = Field(min_length=1)
    ways: tuple[Way, ...] = Field(default=USUAL, min_length=1)
    record: bool = False


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
    if way is Way.SUMMARY and not question.record:
        raise ValueError("a summary needs a record")
    key = f"{question.id}/{way}"
    drawn = draw(seed, key)
    record = record_of(drawn) if question.record else None
    if record is None:
        text, canaries = planted(question.text, drawn)
    elif way in (Way.SEARCH, Way.REPORT):
        raise ValueError(f"a {way} takes no record")
    else:
        text, canaries = question.text, tuple(drawn.values())
    return Asking(
        id=key,
        way=way,
        audience=question.audience,
        text=text,
        canaries=canaries,
        sent=_sent(way, text, question.audience, record),
        record=None if record is None else json.dumps(record),
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


def _sent(way: Way, text: str, audience: Audience, record: Mapping[str, Any] | None) -> Sent | None:
    with_record = {} if record is None else {"patient": record}
    body: dict[str, object] = {"question": text, "audience": audience, **with_record}
    message = {"role": "user", "content": text}
    chat = {"model": f"citewell-{audience}", "messages": [message], **with_record}
    match way:
        case Way.JSON:
            return post(QUESTIONS, body)
        case Way.STREAM:
            return post(QUESTIONS, body, (("Accept", b"text/event-stream"),))
        case Way.COMPLETION:
            return post(COMPLETIONS, chat)
        case Way.COMPLETION_STREAM:
            return post(COMPLETIONS, {**chat, "stream": True})
        case Way.SEARCH:
            return post(SEARCH, {"query": text, "audience": audience})
        case Way.SUMMARY:
            return post(SUMMARIES, {"patient": record})
        case Way.REPORT:
            reporter = {"role": "doctor"}
            report = {"what_happened": text, "seriousness": "near_miss", "reporter": reporter}
            return post(REPORTS, {**report, "remarks": text})
        case _:
            return None


def malformed(template: str, seed: int) -> Iterator[Asking]:
    """Requests that the service must refuse, and a call of the command line that it must.

    Raises:
        ValueError: as `planted`.
    """
    for name in (*BAD, REFUSED, REFUSED_RECORD):
        key = f"malformed/{name}"
        text, canaries = planted(template, draw(seed, key))
        yield Asking(
            id=key,
            way=Way.MALFORMED if name in BAD else Way.REFUSED,
            audience=Audience.CLINICIAN,
            text=PLAIN if name == REFUSED_RECORD else f"{text} \a",  # a control character: no text
            canaries=canaries,
            sent=BAD[name](text) if name in BAD else None,
            record=f'{{"resourceType": "{text}"' if name == REFUSED_RECORD else None,
        )
