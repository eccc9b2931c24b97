"""How long each fact of a record can be gone by (`shelf_lives.toml`)."""

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

from app.domain.record import Course, MedicineEntry, RecordEntry, ResultEntry, When
from app.patient.dates import birthday

DAYS_A_MONTH: Final = 30.44
GROWN_UP: Final = 18
"""Years."""


class ShelfLife(NamedTuple):
    months: float
    young: float
    """Months, of a person under 18."""
    lasting: bool


def stale(entry: RecordEntry, born: When | None, as_of: date) -> bool:
    """Whether a result, or a medicine that is called active, is too old to go by.

    What has no date is not stale: nobody knows its age, and `Entry.on` says so.
    """
    if isinstance(entry, ResultEntry):
        lives = [_of(name) for name in entry.known_as] or [_of("")]
        grown = born is None or as_of >= birthday(born.last, GROWN_UP)
        months = min(life.months if grown else life.young for life in lives)
        return _older(entry.on, months, as_of)
    if isinstance(entry, MedicineEntry) and entry.course is not Course.PAST:
        running = entry.until is not None and entry.until.last >= as_of
        return not running and _older(entry.on, _table()["medicine"]["months"], as_of)
    return False


def lasts(analytes: frozenset[str]) -> bool:
    """Whether a result of these is a state that lasts until another is stated."""
    return any(_of(name).lasting for name in analytes)


def _older(on: When | None, months: float, as_of: date) -> bool:
    return on is not None and (as_of - on.last).days > months * DAYS_A_MONTH


def _of(analyte: str) -> ShelfLife:
    return _lives().get(analyte, _lives()[""])


@cache
def _lives() -> dict[str, ShelfLife]:
    """By analyte; `""` is any other."""
    lives = {"": _life(_table()["any_result"])}
    for entry in _table()["results"]:
        lives |= dict.fromkeys(entry["analytes"], _life(entry))
    return lives


def _life(entry: dict[str, Any]) -> ShelfLife:
    months = float(entry["months"])
    return ShelfLife(months, float(entry.get("young", months)), bool(entry.get("lasting")))


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("app.patient").joinpath("shelf_lives.toml").read_text("utf-8"))
