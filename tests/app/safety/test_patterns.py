"""No pattern of the rooms that read what people write goes back over a text again and again."""

import importlib
import pkgutil
import re
from collections import deque
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

import app.following
import app.safety
import app.terms
from tests.timed import processor_seconds

LENGTH = 1_000
"""Characters of a hostile text: enough for what is exponential never to end."""
SECONDS = 0.5
"""Of processor time for every match in one text; a pattern that is linear takes milliseconds."""
PIECES = (
    *("a", "a ", "1", "1 ", "a, ", "no a, ", "a or ", "not ", "' ", "-", "( ", "mg ", "1."),
    *("1/", ". ", ",", " ", "ab cd ", "a's "),
)


def patterns(value: Any) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from patterns(each)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from patterns(each)


def of_modules() -> dict[str, list[re.Pattern[str]]]:
    found = {}
    for room in (app.following, app.safety, app.terms):
        for one in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            module = importlib.import_module(one.name)
            own = {(p.pattern, p.flags): p for v in vars(module).values() for p in patterns(v)}
            if own:
                found[one.name] = list(own.values())
    return found


MODULES = of_modules()


def hostile(pattern: str) -> Iterator[str]:
    """Repetitions of common pieces, and of the pattern's own words."""
    words = list(dict.fromkeys(re.findall(r"[a-z]{2,}", pattern.lower())))[:4]
    for piece in (*PIECES, *(f"{word} " for word in words), f"{' '.join(words)} "):
        yield (piece * (LENGTH // len(piece) + 1))[:LENGTH]


@pytest.mark.parametrize("module", sorted(MODULES))
def test_every_match_in_a_hostile_text_is_found_in_bounded_time(module: str) -> None:
    slow = []
    for pattern in MODULES[module]:
        for text in hostile(pattern.pattern):
            read: partial[deque[object]] = partial(deque, pattern.finditer(text), maxlen=0)
            if processor_seconds(read) > SECONDS:
                slow.append((pattern.pattern[:80], text[:20]))
    assert slow == []
