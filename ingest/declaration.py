"""`corpus.toml`: what a site declares about a folder of documents, and how it is read."""

import re
import tomllib
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
)

from app.domain.corpus import Audience, Status
from app.domain.errors import ConfigurationError
from app.domain.formulary import FormularyRow
from app.domain.frozen import Frozen
from ingest.declaration_faults import told_of_toml, what_to_write

DECLARATION = "corpus.toml"
"""The file's name."""

RECORDS_READER = "json"
"""Name of the reader that a `[records]` map hands a file to."""

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Declarable(Frozen):
    """What can be declared of a folder and of one document alike; None where it is not."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    publisher: Words | None = None
    licence: Words | None = None
    jurisdiction: Annotated[str, Field(pattern=r"^([A-Z]{2}|INT)$")] | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")] | None = None
    audience: Annotated[Audience, Field(strict=False)] | None = None
    grade: Words | None = None
    version: Words | None = None
    published: date | None = None
    effective: date | None = None
    review_due: date | None = None
    url: Words | None = None
    access_tags: Annotated[tuple[Words, ...], Field(strict=False)] | None = None

    @field_validator("access_tags")
    @classmethod
    def _sorted(cls, tags: tuple[str, ...] | None) -> tuple[str, ...] | None:
        return None if tags is None else tuple(sorted(set(tags)))


class DocumentEntry(Declarable):
    """`[[document]]`: what holds for the files that `path` names, relative to the declaration.

    `path` is a file, or a pattern in which `*` and `?` stay inside a folder and `**` crosses them.
    """

    path: Words
    title: Words | None = None
    status: Annotated[Status, Field(strict=False)] | None = None
    superseded_by: Words | None = None
    leave_out: Words | None = None
    """Why these files are not to be read; the report repeats it."""

    def names(self, path: str) -> bool:
        return path == self.path or _pattern(self.path).fullmatch(path) is not None


class Declaration(Declarable):
    """One `corpus.toml`. Later `[[document]]` entries outrank earlier ones, field by field."""

    FIELDS: ClassVar[frozenset[str]] = frozenset(
        {"id", "title", "text", "url", "version", "published"}
    )
    COLUMNS: ClassVar[frozenset[str]] = frozenset(FormularyRow.model_fields) - {"other"}

    name: Words
    document: Annotated[tuple[DocumentEntry, ...], Field(strict=False)] = ()
    retractions: Words | None = None
    """Path of a list of retracted articles, from the declaration (`app/domain/retractions.py`)."""
    formulary: dict[str, dict[str, Words]] = {}
    """By path: a formulary's column map, `FormularyRow` field -> column name."""
    records: dict[str, dict[str, Words]] = {}
    """By path or pattern: what a file of JSON records has in which field."""

    @field_validator("formulary")
    @classmethod
    def _known_columns(cls, maps: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        return _known(maps, cls.COLUMNS, "column map")

    @field_validator("records")
    @classmethod
    def _known_fields(cls, maps: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        return _known(maps, cls.FIELDS, "field map")

    def fields_of(self, path: str) -> dict[str, str]:
        """The field map for the file at `path`; empty where none is declared."""
        for named, fields in self.records.items():
            if DocumentEntry(path=named).names(path):
                return fields
        return {}


def _known(
    maps: dict[str, dict[str, str]], fields: frozenset[str], what: str
) -> dict[str, dict[str, str]]:
    for path, named in maps.items():
        for field in named.keys() - fields:
            known = ", ".join(sorted(fields))
            raise ValueError(f"the {what} of {path!r} has {field!r}, not one of {known}")
        if not named:
            raise ValueError(f"the {what} of {path!r} names nothing")
    return maps


def read_declaration(file: Path) -> Declaration:
    """The declaration in `file`.

    Raises:
        ConfigurationError: it cannot be read, is no TOML, or has an unknown key or a wrong value;
            the message names the file and the key.
    """
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except IsADirectoryError:
        raise ConfigurationError(f"{file} is a folder. Give it another name.") from None
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"{file} is not UTF-8. Save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{file} is not valid TOML: {told_of_toml(error)}") from None
    try:
        return Declaration.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigurationError(
            f"{file}: {_fault(first['loc'], first['type'], first['msg'])}"
        ) from None


def _fault(where: tuple[int | str, ...], kind: str, message: str) -> str:
    """One line about a wrong key, with the key as the file has it."""
    key = _key(where)
    if kind == "missing":
        return f"the key {key!r} is missing."
    if kind == "extra_forbidden":
        model: type[BaseModel] = DocumentEntry if where[0] == "document" else Declaration
        near = get_close_matches(str(where[-1]), model.model_fields, n=1)
        return f"unknown key {key!r}." + (f" Did you mean {near[0]!r}?" if near else "")
    return f"the key {key!r}: {what_to_write(where, kind, message)}."


def _key(where: tuple[int | str, ...]) -> str:
    """`("document", 0, "title")` -> `document[1].title`; entries are counted from 1."""
    key = ""
    for part in where:
        if isinstance(part, int):
            key += f"[{part + 1}]"
        else:
            key += f".{part}" if key else part
    return key


@lru_cache(maxsize=4096)
def _pattern(glob: str) -> re.Pattern[str]:
    """`*` and `?` within a folder, `**/` any folders, `**` anything; all else literally."""
    written = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", glob)
    return re.compile("".join(written.get(part, re.escape(part)) for part in parts), re.DOTALL)
