"""`citewell redact`: a text with placeholders in the place of what identifies somebody."""

import sys
from pathlib import Path
from typing import Final

from pydantic import Field

from app.compose_identifiers import identifier_finder
from app.domain.errors import InvalidQuestion
from app.domain.frozen import Frozen
from app.domain.identifier_kinds import FoundIdentifier, IdentifierKind
from app.settings import Settings

LARGEST: Final = 10_000_000
"""Bytes of a text; a million characters take about ten seconds."""


class Redacted(Frozen):
    """What `citewell redact --json` prints.

    Attributes:
        redacted: the text with placeholders.
        spans: places in the text as it was given, in characters; none holds a word of it.
        by_kind: how many of each kind were found.
    """

    identifiers: int = Field(ge=0)
    redacted: str
    spans: tuple[FoundIdentifier, ...]
    by_kind: dict[IdentifierKind, int]


def redact(settings: Settings, text: str) -> Redacted:
    """`text` redacted, and what was found.

    Raises:
        ConfigurationError: the settings name a model that cannot be used.
    """
    finder = identifier_finder(settings)
    found = finder.find(text)
    kinds = sorted({one.kind for one in found})
    return Redacted(
        identifiers=len(found),
        redacted=finder.redact(text),
        spans=found,
        by_kind={kind: sum(one.kind is kind for one in found) for kind in kinds},
    )


def text_of(file: str) -> str:
    """The text of a file, of standard input where it is `-`.

    Raises:
        InvalidQuestion: it cannot be read, is too large, or is not UTF-8 text.
    """
    try:
        raw = _read(file)
    except OSError as error:
        raise InvalidQuestion(f"{file} cannot be read: {error.strerror or error}.") from None
    named = "Standard input" if file == "-" else file
    if len(raw) > LARGEST:
        raise InvalidQuestion(f"{named} is larger than {LARGEST:,} bytes: redact it in parts.")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise InvalidQuestion(
            f"{named} is not UTF-8 text. Documents such as PDF or DOCX are not read here."
        ) from None


def _read(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read(LARGEST + 1)
    with Path(file).open("rb") as stream:
        return stream.read(LARGEST + 1)
