"""Rows of a Rich Release Format file: fields between `|`, one row a line, `|` behind the last."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from app.domain.errors import ConfigurationError
from app.terms.releases.names import Told

LONGEST_LINE: Final = 65_536
"""Bytes; the longest of a release has some thousands."""
_TOLD_EVERY: Final = 20_000


def rows(file: Path, fields: int, told: Told) -> Iterator[list[str]]:
    """The rows, each of exactly `fields` fields.

    Raises:
        ConfigurationError: a line has another number of fields, is too long or not UTF-8; with the
            file and the line.
    """
    total = file.stat().st_size
    done = 0
    with file.open("rb") as stream:
        for number, raw in enumerate(iter(lambda: stream.readline(LONGEST_LINE + 1), b""), 1):
            done += len(raw)
            if number % _TOLD_EVERY == 0:
                told(done, total)
            if len(raw) > LONGEST_LINE:
                raise _wrong(file, number, f"it is longer than {LONGEST_LINE:,} bytes")
            try:
                line = raw.decode().rstrip("\r\n")
            except UnicodeDecodeError:
                raise _wrong(file, number, "it is not UTF-8") from None
            if not line:
                continue
            row = line.split("|")
            if len(row) != fields + 1 or row[-1]:
                raise _wrong(file, number, f"it has {len(row) - 1} fields, not {fields}")
            yield row
    told(total, total)


def _wrong(file: Path, number: int, why: str) -> ConfigurationError:
    return ConfigurationError(f"{file}, line {number}: {why}. Is this the release's own file?")
