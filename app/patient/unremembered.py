"""What the vocabularies remember of texts, without remembering a record's."""

from collections.abc import Callable
from functools import _lru_cache_wrapper
from typing import TypeVar

T = TypeVar("T")


def unremembered(remembering: "_lru_cache_wrapper[T]") -> Callable[..., T]:
    """The same function, asked each time: words of a record stay in nobody's memory."""
    return remembering.__wrapped__
