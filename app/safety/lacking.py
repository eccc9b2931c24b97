"""What is not known of a person, told once for all the medicines that it is needed for."""

from collections.abc import Iterable
from typing import NamedTuple

from app.domain.safety import CheckVerdict
from app.safety.saying import not_checked

MOST_NAMED = 6


class Lacking(NamedTuple):
    """`drug` has a limit that cannot be compared, for `reason`."""

    drug: str
    reason: str
    supply: tuple[str, ...] = ()


def told_once(
    name: str, one_has: str, several_have: str, lacking: Iterable[Lacking]
) -> tuple[CheckVerdict, ...]:
    """One verdict of the check `name` for each reason.

    Args:
        one_has: behind a single medicine, `has a limit of kidney function`.
        several_have: behind several.
    """
    drugs: dict[tuple[str, tuple[str, ...]], dict[str, None]] = {}
    for one in lacking:
        drugs.setdefault((one.reason, one.supply), {})[one.drug] = None
    return tuple(
        not_checked(name, f"{_listed(tuple(named))} {has}, and {reason}", *supply)
        for (reason, supply), named in drugs.items()
        for has in (one_has if len(named) == 1 else several_have,)
    )


def _listed(names: tuple[str, ...]) -> str:
    """`a, b and 3 more`."""
    if len(names) == 1:
        return names[0]
    if len(names) > MOST_NAMED:
        return f"{', '.join(names[:MOST_NAMED])} and {len(names) - MOST_NAMED} more"
    return f"{', '.join(names[:-1])} and {names[-1]}"
