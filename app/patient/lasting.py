"""How long a state goes on where a record does not say, by `lasting.toml`."""

import tomllib
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Final

from app.domain.frozen import Frozen
from app.domain.record import Course, ProblemEntry
from app.terms.conditions import conditions
from app.terms.lasting_conditions import lasting_conditions

UNENDED: Final = "unended_illness"


class Lasting(Frozen):
    lapses: dict[str, int]
    """State -> days after which it tells nothing of today."""
    longest: float
    """Weeks of a pregnancy."""


@lru_cache(maxsize=1)
def lasting() -> Lasting:
    text = files("app.patient").joinpath("lasting.toml").read_text(encoding="utf-8")
    given = tomllib.loads(text)
    return Lasting(
        lapses=given["lapses"],
        longest=given["weeks"]["longest"],
    )


def lapsed(state: str, on: date, as_of: date) -> bool:
    """Whether a state that was stated on `on` tells nothing of `as_of`."""
    return as_of - on > timedelta(days=lasting().lapses[state])


def counts(problem: ProblemEntry, name: str, as_of: date) -> bool:
    """Whether the condition `name` of a problem counts on that day: a past one only where it is
    for good, and an illness that passes only as long as it may go on untold."""
    if problem.of_family:
        return False
    if name in lasting_conditions():
        return True
    if problem.course is Course.PAST:
        return False
    if problem.course is Course.UNKNOWN and problem.on is not None and conditions().once(name):
        return not lapsed(UNENDED, problem.on.last, as_of)
    return True
