"""Whether an illness that a record states is the one that is asked for, a kind of it, or only near
it (`kinds.toml`)."""

import tomllib
from functools import lru_cache
from importlib.resources import files

from app.terms.conditions import conditions

Names = frozenset[str]


def is_one(asked: Names, said: Names) -> bool:
    """What is said is what was asked for, or a kind of it."""
    return any(
        conditions().within(frozenset({one}), frozenset({other}))
        for one, other in _pairs(asked, said)
    )


def may_be_one(asked: Names, said: Names) -> bool:
    """What is said is wider: `diabetes`, where type 2 diabetes is asked for."""
    return any(
        conditions().related(frozenset({one}), frozenset({other}))
        for one, other in _pairs(asked, said)
    )


def near(asked: Names, said: Names) -> bool:
    """What is said is no kind of what was asked for, and yet tells something of it:
    `prediabetes`, where diabetes is asked for."""
    return any(frozenset({one, other}) in _apart() for one in asked for other in said)


def _pairs(asked: Names, said: Names) -> list[tuple[str, str]]:
    every = ((one, other) for one in asked for other in said)
    return [pair for pair in every if frozenset(pair) not in _apart()]


@lru_cache(maxsize=1)
def _apart() -> frozenset[Names]:
    given = tomllib.loads(files("app.patient").joinpath("kinds.toml").read_text("utf-8"))
    table: dict[str, list[str]] = given["apart"]
    return frozenset(frozenset({wider, one}) for wider, some in table.items() for one in some)
