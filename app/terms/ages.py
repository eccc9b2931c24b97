"""The ages that a text speaks of, as ranges in months.

Read are groups (`neonates`, `older people`), figures (`a 4-year-old`, `aged 2 to 12 years`, `from 3
months`) and both together (`children over 2 years`). A figure that may be a length of time (`for
over 2 years`) counts only beside a word for a person, beside `aged` or `old`, or in a heading.
Where a group begins and ends stands in `age_groups.toml`.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from app.terms.age_figures import CLOSE
from app.terms.age_groups import Ages, Group, age_groups_in
from app.terms.age_ranges import figures
from app.terms.denied import denied
from app.terms.rough_ages import rough_ages_in

_BREAK: Final = re.compile(r"[.,;:|\n]")
_NEAR: Final = 30


@lru_cache(maxsize=4096)
def ages_in(text: str, *, heading: bool = False) -> tuple[Ages, ...]:
    """The ages that `text` names, in no order; empty where it names none. A group that is denied
    (`without frailty`, in a heading `except children`) is not named.

    Args:
        heading: a figure of years or months is an age there.
    """
    groups = age_groups_in(text)
    rough = tuple(rough_ages_in(text))
    found: list[Ages] = []
    used: set[int] = set()
    for start, end, figure in (*rough, *figures(text, groups, rough, heading=heading)):
        used.update(
            at for at, (begins, ends, _) in enumerate(groups) if begins < end and start < ends
        )
        beside = _beside(start, end, text, groups, used)
        if beside is None:
            found.append(figure)
            continue
        used.add(beside)
        ages = groups[beside][2]
        low, high = max(ages.low, figure.low), min(ages.high, figure.high)
        found.append(Ages(low, high) if low < high else figure)
    found.extend(
        ages
        for at, (start, end, ages) in enumerate(groups)
        if at not in used and not denied(text, start, end, heading=heading)
    )
    return tuple(dict.fromkeys(found))


def _beside(start: int, end: int, text: str, groups: Sequence[Group], used: set[int]) -> int | None:
    """The group that a figure belongs to: the last before it in its clause, or the one behind."""
    before = [
        at
        for at, (_, ends, _) in enumerate(groups)
        if at not in used
        and 0 <= start - ends <= _NEAR
        and (start - ends <= CLOSE or not _BREAK.search(text, ends, start))
    ]
    if before:
        return before[-1]
    after = (at for at, (begins, _, _) in enumerate(groups) if 0 <= begins - end <= CLOSE)
    return next((at for at in after if at not in used), None)
