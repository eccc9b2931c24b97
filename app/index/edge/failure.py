"""How the engine fails: by exceptions of its own, some of which are none to Python."""

import errno
import os
from typing import Final

_PANIC: Final = "PanicException"
"""The engine's own crash, which is no `Exception` and which it exports under no name."""


def is_failure(error: BaseException) -> bool:
    """Whether something failed; else the process is being told to stop."""
    return isinstance(error, Exception) or type(error).__name__ == _PANIC


def is_full(error: BaseException) -> bool:
    """Whether the disk is: the engine reports an `errno` in words only, and asks for space before
    it optimizes."""
    said = str(error)
    return os.strerror(errno.ENOSPC) in said or "Not enough space available" in said


def reason(error: BaseException) -> str:
    """What it says of itself; its name where it says nothing."""
    return str(error) or type(error).__name__
