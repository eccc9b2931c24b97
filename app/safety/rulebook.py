"""Reading rules from `rules/*.toml`."""

import hashlib
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from app.domain.frozen import Frozen
from app.safety.rule import Rule

R = TypeVar("R", bound=Rule)
SOURCES: Final = "sources.toml"
READ_FROM: Final = ("app.safety", "app.terms", "app.patient")
"""Whose data the rules, and what reads a question or a record for them, go by."""
DATA: Final = (".toml", ".txt", ".json")


class Source(Frozen):
    """A publication, and the file in which a test looks its words up."""

    title: str
    publisher: str
    year: int
    address: str
    """Where a reader finds it: a public repository with the commit, or the publisher's page."""
    file: str
    """Its path inside the folder of test data."""
    sha256: str
    """Of that file."""


def rule_text(name: str) -> str:
    """A file of `rules/`."""
    return files("app.safety").joinpath("rules", name).read_text(encoding="utf-8")


def rule_files() -> tuple[str, ...]:
    """The names of all files of `rules/`, sorted."""
    folder = files("app.safety").joinpath("rules")
    return tuple(sorted(one.name for one in folder.iterdir() if one.name.endswith(".toml")))


def read_rules(name: str, kind: type[R]) -> tuple[R, ...]:
    """The rules of one file, in its order: a list of tables called `rule`.

    Raises:
        ValueError: a rule is malformed or an id stands twice; the message names file and rule.
    """
    found: dict[str, R] = {}
    for number, table in enumerate(tomllib.loads(rule_text(name)).get("rule", ()), 1):
        one = _rule(name, number, table, kind)
        if one.id in found:
            raise ValueError(f"{name}: the rule {one.id!r} stands twice")
        found[one.id] = one
    return tuple(found.values())


def _rule(name: str, number: int, table: dict[str, Any], kind: type[R]) -> R:
    try:
        return kind.model_validate(table)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        rule = table.get("id", f"number {number}")
        raise ValueError(f"{name}: rule {rule}: {field}: {first['msg']}") from None


@lru_cache(maxsize=1)
def sources() -> dict[str, Source]:
    """The publications that rules point at, by the name rules use."""
    tables = tomllib.loads(rule_text(SOURCES))
    return {name: Source.model_validate(table) for name, table in tables.items()}


def fingerprint(loaded: str = "") -> str:
    """16 hexadecimal digits over every rule and every list, number, name and text that rules go by.

    Args:
        loaded: of the release of drug names that the site loaded; empty: none.
    """
    digest = hashlib.sha256(loaded.encode())
    for package in READ_FROM:
        for name, data in _data(files(package), f"{package}/"):
            digest.update(f"{name} {len(data)}\n".encode() + data)
    return digest.hexdigest()[:16]


def _data(folder: Traversable, inside: str) -> Iterator[tuple[str, bytes]]:
    """Every file that is no program, by its path, sorted."""
    for one in sorted(folder.iterdir(), key=lambda each: each.name):
        if one.is_dir():
            yield from _data(one, f"{inside}{one.name}/")
        elif one.name.endswith(DATA):
            yield f"{inside}{one.name}", one.read_bytes()
