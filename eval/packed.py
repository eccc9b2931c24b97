"""Files as they come, plain or gzipped, and JSON as the standard has it."""

import gzip
import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TextIO

from eval.suite import UnusableSet

GZIP: Final = b"\x1f\x8b"
"""How a gzipped file begins, whatever its name; no text begins so."""
HALVES: Final = re.compile(r"\\u[dD][89a-fA-F]")
ENCODING: Final = "utf-8-sig"
"""UTF-8; a byte order mark is passed over."""
ESCAPED: Final = "surrogateescape"
"""Bytes that are no UTF-8 are kept, and found line by line."""


def numbered(path: Path) -> Iterator[tuple[int, str]]:
    """Lines that are not blank, with their numbers from 1.

    Raises:
        UnusableSet: there is no such file, it cannot be read to its end, or a line is no UTF-8.
    """
    if not path.is_file():
        raise UnusableSet(f"{path} is {'a folder, not a file' if path.is_dir() else 'missing'}.")
    number = 0
    try:
        with _opened(path) as file:
            for number, line in enumerate(file, start=1):
                if not _is_text(line):
                    raise UnusableSet(f"{path}:{number}: not UTF-8 text.")
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except (OSError, EOFError, zlib.error) as error:
        raise UnusableSet(f"{path}: unreadable after line {number} ({error}).") from None


def whole_text(path: Path) -> str:
    """All of the file.

    Raises:
        UnusableSet: it cannot be read, or is no UTF-8.
    """
    if path.is_dir():
        raise UnusableSet(f"{path} is a folder, not a file.")
    try:
        with _opened(path) as file:
            text = file.read()
    except (OSError, EOFError, zlib.error) as error:
        raise UnusableSet(f"{path} cannot be read ({error}).") from None
    if not _is_text(text):
        raise UnusableSet(f"{path} is not UTF-8 text.")
    return text


def parsed(text: str) -> object:
    """The JSON document `text`; half of a surrogate pair, as cut texts have it, becomes `?`.

    Raises:
        ValueError: it is none; the message says in few words why.
    """
    try:
        document: object = json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        where = f" at line {error.lineno}" if error.lineno > 1 else ""
        raise ValueError(f"{error.msg}{where}") from None
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if HALVES.search(text):
        document = json.loads(json.dumps(document, ensure_ascii=False).encode(errors="replace"))
    return document


def _opened(path: Path) -> TextIO:
    with path.open("rb") as file:
        packed = file.read(len(GZIP)) == GZIP
    if packed:
        return gzip.open(path, "rt", encoding=ENCODING, errors=ESCAPED)
    return path.open(encoding=ENCODING, errors=ESCAPED)


def _is_text(text: str) -> bool:
    """Whether every byte was read as UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is no number")
