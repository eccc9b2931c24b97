"""How long something takes by itself: for tests that time grows no faster than a text."""

import gc
import time
from collections.abc import Callable


def processor_seconds(work: Callable[[], object]) -> float:
    """Of this thread, and without the collector: among thousands of tests one pass over all that
    they hold takes over a second, and falls on whoever makes the next object."""
    gc.disable()
    try:
        begun = time.thread_time()
        work()
        return time.thread_time() - begun
    finally:
        gc.enable()
