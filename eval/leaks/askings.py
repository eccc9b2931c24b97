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
from pathlib import Path
from string import Formatter
from typing import Final

from pydantic import Field, ValidationError

from app.domain.corpus import Audience
from app.domain.frozen import Frozen
from eval.jsonl import first_fault
from eval.leaks.canary import Canary, Kind, draw
from eval.leaks.malformed import BAD, PLAIN
from eval.leaks.records import record_of
from eval.leaks.sent import Sent
from eval.leaks.ways import ASKED, NO_RECORD, RECORD_ALONE, USUAL, Way, sent_by
from eval.suite import UnusableSet

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
    if way in RECORD_ALONE and not question.record:
        raise ValueError(f"a {way} needs a record")
    key = f"{question.id}/{way}"
    drawn = draw(seed, key)
    record = record_of(drawn) if question.record else None
    if record is None:
        text, canaries = planted(question.text, drawn)
    elif way in NO_RECORD:
        raise ValueError(f"a {way} takes no record")
    else:
        text, canaries = question.text, tuple(drawn.values())
    return Asking(
        id=key,
        way=way,
        audience=question.audience,
        text=text,
        canaries=canaries,
        sent=sent_by(way, text, question.audience, record, canaries),
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
