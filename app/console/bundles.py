"""A patient's record as the command line is handed it."""

import json
import re
import sys
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from app.domain.errors import ConfigurationError, UnusableRecord

STANDARD_INPUT: Final = "-"


class Bundle(NamedTuple):
    """The text of a FHIR Bundle, which is JSON, and the day to read it on (None: today)."""

    text: str
    as_of: date | None = None

    def __repr__(self) -> str:
        return f"Bundle({len(self.text)} characters)"


def bundle_of(file: str, as_of: str | None, largest: int) -> Bundle:
    """The bundle in a file, or of standard input where it is `-`.

    Args:
        largest: bytes that are read at most.

    Raises:
        UnusableRecord: it cannot be read, is larger, or is not JSON; never with words of it.
        ConfigurationError: `as_of` is no date.
    """
    day = day_of(as_of)
    named = "Standard input" if file == STANDARD_INPUT else file
    try:
        raw = _read(file, largest + 1)
    except OSError as error:
        raise UnusableRecord(f"{file} cannot be read: {error.strerror or error}.") from None
    if len(raw) > largest:
        raise UnusableRecord(
            f"{named} is larger than {largest:,} bytes. Leave out what no question needs: claims, "
            "explanations of benefit, documents, images."
        )
    try:
        text = raw.decode("utf-8-sig")
        json.loads(text)
    except UnicodeDecodeError:
        raise UnusableRecord(f"{named} is not UTF-8 text.") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise UnusableRecord(f"{named} is not JSON ({place}).") from None
    except RecursionError:
        raise UnusableRecord(f"{named} is nested too deeply to be a record.") from None
    return Bundle(text, day)


def day_of(as_of: str | None) -> date | None:
    """Raises ConfigurationError."""
    if as_of is None:
        return None
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", as_of):
            return date.fromisoformat(as_of)
    except ValueError:
        pass  # told below, like any other that is no date
    raise ConfigurationError("--as-of: write a date as YYYY-MM-DD.")


def _read(file: str, most: int) -> bytes:
    if file == STANDARD_INPUT:
        return sys.stdin.buffer.read(most)
    with Path(file).open("rb") as stream:
        return stream.read(most)
