"""JSON lines and JSON, plain or gzipped: what cannot be read is an error with its place."""

import hashlib
import os
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Final, TypeVar

from pydantic import BaseModel, BeforeValidator, Field, TypeAdapter, ValidationError

from eval.packed import numbered, parsed, whole_text
from eval.suite import UnusableSet

Line = TypeVar("Line", bound=BaseModel)
Whole = TypeVar("Whole")

Id = Annotated[str, Field(min_length=1, coerce_numbers_to_str=True)]
"""What a set calls an item; a number is taken for its digits."""

CHOICES: Final = ("literal_error", "enum")
OBJECTS: Final = ("model_type", "model_attributes_type", "dict_type")
MEMBER: Final = re.compile(r"<\w+\.\w+: ('[^']*')>")
"""How a member of an enumeration is shown, around its word."""
SHOWN: Final = 40
"""Characters of a wrong word that the message repeats."""


def as_group(value: object) -> str | None:
    """The word or the number that an item is grouped by; None for anything else."""
    named = isinstance(value, str | int | float) and not isinstance(value, bool)
    return (str(value).strip() or None) if named else None


Group = Annotated[str | None, BeforeValidator(as_group)]
"""What an item may be grouped by: a field that a set may use for other things."""


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
            line = parsed(text)
        except ValueError as error:
            raise UnusableSet(f"{path}:{number}: not JSON ({error}).") from None
        try:
            yield number, kind.model_validate(line)
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
    text = whole_text(path)
    try:
        document = parsed(text)
    except ValueError as error:
        raise UnusableSet(f"{path} cannot be read as JSON ({error}).") from None
    try:
        return kind.validate_python(document)
    except ValidationError as error:
        raise UnusableSet(f"{path}: {first_fault(error, '/')}") from None


def first_fault(error: ValidationError, joint: str = ".") -> str:
    """`field: what is wrong with it.`; the parts of a field's place are joined by `joint`."""
    first = error.errors()[0]
    field = joint.join(str(part) for part in first["loc"])
    said = first["msg"].removeprefix("Value error, ").rstrip(".")
    if first["type"] in CHOICES:
        said = MEMBER.sub(r"\1", said) + f", not {str(first['input'])[:SHOWN]!r}"
    elif first["type"] in OBJECTS:
        said = "a JSON object is expected"
    return f"{field}: {said}." if field else f"{said}."


def sha256_of(path: Path) -> str:
    """SHA-256 of the file's bytes.

    Raises:
        UnusableSet: it cannot be read.
    """
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise UnusableSet(f"{path} cannot be read ({error.strerror}).") from None
