"""Empties what the rooms remember of texts for speed, once words of a patient's record were among
them.

Every `lru_cache` of a room that holds more than one thing counts as such; one that is held by an
object is told of by `app.grounding.phrases`. What was remembered for others is worked out again.
"""

import sys
from collections.abc import Iterator
from functools import _lru_cache_wrapper
from typing import Any

from app.grounding.phrases import remembering

ROOMS = "app."


def forget_texts() -> None:
    """About two milliseconds; safe while other threads read."""
    for cache in caches_of_texts():
        cache.cache_clear()


def caches_of_texts() -> Iterator["_lru_cache_wrapper[Any]"]:
    for name, module in tuple(sys.modules.items()):
        if name.startswith(ROOMS):
            for value in tuple(vars(module).values()):
                if isinstance(value, _lru_cache_wrapper) and _of_many(value):
                    yield value
    yield from tuple(remembering)


def _of_many(cache: "_lru_cache_wrapper[Any]") -> bool:
    """Not what is read once from a file of ours: of that there is one, or no bound is needed."""
    most = cache.cache_parameters()["maxsize"]
    return most is not None and most > 1
