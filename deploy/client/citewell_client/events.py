"""Server-sent events, read as they come and turned into what they tell."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from citewell_client.errors import CutOff, Unexpected, of_problem
from citewell_client.models import (
    Abstention,
    Answer,
    CheckVerdict,
    CitedClaim,
    Conflict,
    DocumentCard,
    Evidence,
    Problem,
    Referral,
)

LONGEST_FRAME: Final = 64 * 1024 * 1024
"""Bytes without an end that are read before it is called no event stream."""

Outcome = Annotated[Answer | Abstention | Referral, Field(discriminator="kind")]


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True)


class EvidenceEvent(_Event):
    """What the answer will stand on. To a patient it holds `documents`, to others `evidence`."""

    event: Literal["evidence"] = "evidence"
    evidence: tuple[Evidence, ...] = ()
    documents: tuple[DocumentCard, ...] = ()


class ClaimEvent(_Event):
    """A sentence that passed every check; it is never taken back."""

    event: Literal["claim"] = "claim"
    claim: CitedClaim


class CheckEvent(_Event):
    event: Literal["check"] = "check"
    check: CheckVerdict


class ConflictEvent(_Event):
    """Other evidence that states otherwise than a claim that was sent."""

    event: Literal["conflict"] = "conflict"
    conflict: Conflict


class DoneEvent(_Event):
    """The whole outcome; the last event."""

    event: Literal["done"] = "done"
    outcome: Outcome


Event = EvidenceEvent | ClaimEvent | CheckEvent | ConflictEvent | DoneEvent
_EVENT: Final[TypeAdapter[Event]] = TypeAdapter(Annotated[Event, Field(discriminator="event")])
_KNOWN: Final = frozenset({"evidence", "claim", "check", "conflict", "done"})


class Frame(NamedTuple):
    """One event as it was sent; comments, which are signs of life, are passed over."""

    name: str
    data: str


def told(chunks: Iterable[bytes]) -> Iterator[Event]:
    """The events of a stream, until its outcome; those of a later service are passed over.

    Raises:
        ProblemError: the service broke off, and says why.
        CutOff: it ended without its outcome.
        Unexpected: it is no stream of events.
    """
    for frame in frames(chunks):
        if frame.name == "problem":
            raise of_problem(_read_problem(frame.data))
        if frame.name not in _KNOWN:
            continue
        event = _read(frame.data)
        yield event
        if isinstance(event, DoneEvent):
            return
    raise CutOff("The stream ended without its outcome: ask again.")


def frames(chunks: Iterable[bytes]) -> Iterator[Frame]:
    """Lines end at LF or CR LF alone: a quotation may hold any other line end of Unicode.

    Raises:
        Unexpected: a line longer than `LONGEST_FRAME`, or one that is not UTF-8.
    """
    name, data = "", list[str]()
    for line in _lines(chunks):
        if not line:
            if data:
                yield Frame(name or "message", "\n".join(data))
            name, data = "", []
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            name = value
        elif field == "data":
            data.append(value)


def _lines(chunks: Iterable[bytes]) -> Iterator[str]:
    held = bytearray()
    for chunk in chunks:
        held += chunk
        if b"\n" in chunk:
            *whole, rest = held.split(b"\n")
            held = rest
            for line in whole:
                yield _decoded(line.removesuffix(b"\r"))
        if len(held) > LONGEST_FRAME:
            raise Unexpected("The reply is no stream of events: a line has no end.")


def _decoded(line: bytearray) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        raise Unexpected("The reply is no stream of events: it is not UTF-8.") from None


def _read(data: str) -> Event:
    try:
        return _EVENT.validate_json(data)
    except ValidationError as error:
        raise Unexpected(f"An event is not what this client knows: {places(error)}.") from None


def _read_problem(data: str) -> Problem:
    try:
        return Problem.model_validate_json(data)
    except ValidationError:
        raise CutOff("The stream broke off, and does not say why.") from None


def places(error: ValidationError) -> str:
    """Where a reply differs from what is known; never its words, which may be a patient's."""
    found = [".".join(map(str, one["loc"])) or "the whole" for one in error.errors()[:3]]
    return ", ".join(found)
