"""Keeping a library from loading others that it would only have loaded on the side."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unloaded(*names: str) -> Iterator[None]:
    """In the body these packages cannot be imported, unless they were already.

    Of another thread that imports one of them at that moment the import fails: the finder is made
    before a service answers.
    """
    kept_out = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(kept_out))  # type: ignore[arg-type] # None: not to be found
    try:
        yield
    finally:
        for name in kept_out:
            del sys.modules[name]
