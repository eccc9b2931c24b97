"""JSON lines and JSON, plain or gzipped: what cannot be read is an error with its place."""

import gzip
import hashlib
import json
import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from eval.suite import UnusableSet

Line = TypeVar("Line", bound=BaseModel)
Whole = TypeVar("Whole")


def read_jsonl(path: Path, kind: type[Line]) -> tuple[Line, ...]:
    """Every line of `path` as `kind`, in the file's order.

    Raises:
        UnusableSet: the file is missing, unreadable or empty, a line is not one of this kind, or
            an id stands twice.
    """
    lines = tuple(each_line(path, kind))
    if not lines:
        raise UnusableSet(f"{path} is empty.")
    return lines


def each_line(path: Path, kind: type[Line]) -> Iterator[Line]:
    """As `read_jsonl`, one at a time; an empty file gives nothing."""
    seen: dict[str, int] = {}
    for number, line in numbered_lines(path, kind):
        key = getattr(line, "id", None)
        if key is not None and (before := seen.setdefault(str(key), number)) != number:
            raise UnusableSet(f"{path}:{number}: the id {key!r} stands on line {before} too.")
        yield line


def numbered_lines(path: Path, kind: type[Line]) -> Iterator[tuple[int, Line]]:
    """Each line with its number from 1, for a reader that has more to check.

    Raises:
        UnusableSet: the file is missing or unreadable, or a line is not one of this kind.
    """
    for number, text in numbered(path):
        try:
            yield number, kind.model_validate(json.loads(text))
        except json.JSONDecodeError as error:
            raise UnusableSet(f"{path}:{number}: not JSON ({error.msg}).") from None
        except ValidationError as error:
            raise UnusableSet(f"{path}:{number}: {first_fault(error)}") from None


def read_recorded(
    path: Path, kind: type[Line], ids: Collection[str], what: str
) -> dict[str, tuple[int, Line]]:
    """What another system said of each item, by its `id`, with the line it stands on.

    Args:
        ids: those of the set.
        what: the set's word for an item, for the error.

    Raises:
        UnusableSet: as `read_jsonl`, or a line speaks of an item that the set lacks.
    """
    found: dict[str, tuple[int, Line]] = {}
    for number, line in numbered_lines(path, kind):
        key = str(getattr(line, "id", ""))
        if key not in ids:
            raise UnusableSet(f"{path}:{number}: the set has no {what} {key!r}.")
        if key in found:
            raise UnusableSet(
                f"{path}:{number}: the id {key!r} stands on line {found[key][0]} too."
            )
        found[key] = (number, line)
    if not found:
        raise UnusableSet(f"{path} is empty.")
    return found


def write_jsonl(path: Path, lines: Iterable[BaseModel], nothing: str) -> int:
    """Write the lines aside, then put them in the place of `path`; how many there are. Fields that
    are None are left out.

    Raises:
        UnusableSet: there is no line (`nothing` says why), or the file cannot be written. What
            stood in `path` stands there still.
    """
    text = "".join(line.model_dump_json(exclude_none=True) + "\n" for line in lines)
    if not text:
        raise UnusableSet(nothing)
    aside = path.with_name(f"{path.name}.{os.getpid()}.aside")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(text, encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        raise UnusableSet(f"{path} cannot be written ({error.strerror}).") from None
    finally:
        aside.unlink(missing_ok=True)
    return text.count("\n")


def read_json(path: Path, kind: TypeAdapter[Whole]) -> Whole:
    """The one JSON document in `path`.

    Raises:
        UnusableSet: the file is missing or unreadable, or holds something else; the place in the
            document is named.
    """
    try:
        packed = path.read_bytes()
        return kind.validate_python(
            json.loads(gzip.decompress(packed) if path.suffix == ".gz" else packed)
        )
    except ValidationError as error:
        first = error.errors()[0]
        place = "/".join(str(part) for part in first["loc"])
        raise UnusableSet(f"{path}: {place}: {first['msg']}.") from None
    except (OSError, EOFError, ValueError) as error:
        raise UnusableSet(f"{path} cannot be read as JSON ({error}).") from None


def first_fault(error: ValidationError) -> str:
    """`field: what is wrong with it.`"""
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"]) or "line"
    return f"{field}: {first['msg']}."


def numbered(path: Path) -> Iterator[tuple[int, str]]:
    """Lines that are not blank, with their numbers from 1.

    Raises:
        UnusableSet: there is no such file, or it cannot be read to its end.
    """
    if not path.is_file():
        raise UnusableSet(f"{path} is missing, or is not a file.")
    number = 0
    try:
        with (
            gzip.open(path, "rt", encoding="utf-8")
            if path.suffix == ".gz"
            else path.open(encoding="utf-8") as file
        ):
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise UnusableSet(f"{path}: unreadable after line {number} ({error}).") from None


def sha256_of(path: Path) -> str:
    """SHA-256 of the file's bytes.

    Raises:
        UnusableSet: it cannot be read.
    """
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise UnusableSet(f"{path} cannot be read ({error.strerror}).") from None
