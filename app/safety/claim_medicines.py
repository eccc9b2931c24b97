"""The medicines that a claim recommends, and those that it recommends together."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from app.safety.local_forms import local_at
from app.safety.stance import DrugStance, Stance, stances
from app.safety.taken_together import Taken, members, which

_JOINED: Final = re.compile(
    r"\b(?:with|plus|together|combin\w+|in addition to|added to|alongside|followed by|and)\b|\+",
    re.IGNORECASE,
)
_CHOICE: Final = re.compile(
    r"\b(?:or|either|alternativ\w+|options?|choices?|instead|such as|e\.g\.|including|includes?|"
    r"one of|any of|versus|vs|but|unless|if|after|before)\b|[;\n]|\.\s",
    re.IGNORECASE,
)
_GROUPS: Final = re.compile(
    r"\bcompar(?:e[ds]?|ing|isons?)\b|\b(?:difference|choice)s? between\b|"
    r"\b(?:and|with) (?:[\d,.]+|those|others|the rest|patients|people|women|men|adults|children)"
    r"(?: \w+){0,2} (?:on|given|taking|receiving|treated|starting|who|that|had|got)\b",
    re.IGNORECASE,
)
"""Words of groups of people of which each takes its own medicine."""
BETWEEN: Final = 90
"""Characters between two medicines up to which they are read as given together."""


def recommended(text: str) -> tuple[Taken, ...]:
    """The medicines that `text` recommends, each once."""
    return tuple(dict.fromkeys(taken for taken, _, _ in _given(text)))


def warned_of(text: str) -> frozenset[str]:
    """The medicines that `text` is against, a class by its members."""
    against = [one for one in stances(text) if one.stance is Stance.AGAINST]
    return frozenset(
        name
        for one in against
        for name in ((one.name,) if one.name else members(one.class_name or ""))
    )


def recommended_together(text: str) -> Iterator[tuple[Taken, Taken]]:
    """Neighbouring medicines that `text` recommends to be taken together; a list of options is
    none. What food or drink stands right beside one counts too."""
    given = [*_given(text)]
    for (one, start, end), (other, begins, _) in pairwise(given):
        between = text[end:begins]
        before = text[max(0, start - BETWEEN) : start].rpartition(". ")[2]
        choice = _CHOICE.search(between) or _CHOICE.search(before)
        choice = choice or _GROUPS.search(f"{before}|{between}")
        if len(between) <= BETWEEN and _JOINED.search(between) and not choice:
            yield one, other


def _given(text: str) -> Iterator[tuple[Taken, int, int]]:
    """Each name that is recommended with its place; several of one name are one product."""
    at: dict[tuple[int, int], list[DrugStance]] = {}
    for one in stances(text):
        if one.stance is Stance.RECOMMENDED:
            at.setdefault((one.start, one.end), []).append(one)
    for (start, end), told in at.items():
        label, local = text[start:end], local_at(text, start, end)
        own = frozenset(one.name for one in told if one.name)
        if own:
            yield Taken(label=label, names=own, local=local), start, end
        else:
            inner = frozenset(m for one in told for m in members(one.class_name or ""))
            ask = which(label, inner)
            yield Taken(label=label, names=inner, one_of=True, ask=ask, local=local), start, end
