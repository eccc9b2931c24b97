"""Labels that stay few: a metric that grew with what it is told would fill the memory."""

import re
import threading
from typing import Final

OTHER: Final = "other"
_NAME: Final = re.compile(r"[A-Za-z0-9_./{}() :@+-]{1,80}")
MOST: Final = 400
"""Values of one label: rules are the most numerous."""


class Names:
    """Lets through names of our own making, at most `most` of them; all else is `other`."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._known: set[str] = set()
        self._lock = threading.Lock()

    def __call__(self, name: str | None) -> str:
        if name is None:
            return ""
        if name in self._known:
            return name
        if not _NAME.fullmatch(name):
            return OTHER
        with self._lock:
            if len(self._known) >= self._most and name not in self._known:
                return OTHER
            self._known.add(name)
        return name
