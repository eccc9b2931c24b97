"""Whether the one who asked is still there."""

from collections.abc import Callable

Left = Callable[[], bool]
"""Looked at by what takes long, from any thread; True: nobody wants the rest."""


def stays() -> bool:
    """Of a caller who waits however long it takes."""
    return False
