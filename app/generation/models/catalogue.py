"""The catalogue of models: three TOML files beside this one, read once."""

import difflib
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Final

from pydantic import TypeAdapter

from app.domain.errors import NotFound
from app.generation.models.entries import Entry, Licence

_KINDS: Final = ("healthcare", "general")
_LICENCES: Final = TypeAdapter(tuple[Licence, ...])


@cache
def licences() -> dict[str, Licence]:
    """By key."""
    return {each.key: each for each in _LICENCES.validate_python(_toml("licences")["licence"])}


@cache
def catalogue() -> tuple[Entry, ...]:
    """Every model, healthcare first, each file in its own order."""
    return tuple(entry for kind in _KINDS for entry in _entries(kind))


def known(name: str) -> Entry | None:
    """The model of that name, whatever its case."""
    return next((each for each in catalogue() if each.name == name.casefold()), None)


def find(name: str) -> Entry:
    """The model of that name.

    Raises:
        NotFound: there is none; the message names those that are written alike.
    """
    entry = known(name)
    if entry is None:
        raise NotFound(
            f"The catalogue has no model {name!r}.{suggestion(name)} citewell models list shows "
            "all."
        )
    return entry


def suggestion(name: str) -> str:
    """` Did you mean ...?`, or nothing where no name is alike."""
    names = [each.name for each in catalogue()]
    wanted = name.casefold()
    alike = [each for each in names if wanted and each.startswith(wanted)]
    alike += [each for each in difflib.get_close_matches(wanted, names) if each not in alike]
    return f" Did you mean {', '.join(alike[:3])}?" if alike else ""


def _entries(kind: str) -> Iterator[Entry]:
    told = _toml(kind)
    for row in told["model"]:
        yield Entry.model_validate(
            row
            | {
                "kind": kind,
                "licence": licences()[row["licence"]],
                "read_on": told["read_on"],
            }
        )


def _toml(name: str) -> dict[str, Any]:
    beside = files("app.generation.models").joinpath(f"{name}.toml")
    return tomllib.loads(beside.read_text(encoding="utf-8"))
