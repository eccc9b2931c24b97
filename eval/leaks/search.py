"""Looking for canaries in whatever was observed: raw bytes, so that no format hides one.

Not found are canaries that are encrypted, hashed, compressed other than with gzip, or cut in two.
"""

import gzip
import zlib
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from app.domain.frozen import Frozen
from eval.leaks.canary import Canary, Kind
from eval.leaks.seeker import Hit, Seeker


class Channel(StrEnum):
    """Where an identifier could come out."""

    LOG = "log"
    FILES = "files"
    METRICS = "metrics"
    ANSWER = "answer"
    ERROR = "error"
    COMMAND_LINE = "command_line"
    TRACES = "traces"
    AUDIT = "audit"
    REVIEWS = "reviews"
    """What people are shown of reviews and of feedback, unsealed, and what is exported."""
    MONITOR = "monitor"
    WEBHOOK = "webhook"


class Observed(NamedTuple):
    """Bytes that came out somewhere."""

    channel: Channel
    place: str
    """A file's name, or an endpoint's template with `headers` or `body`."""
    data: bytes


class Leak(Frozen):
    """One canary in one place, named by everything but itself."""

    kind: Kind
    place: str
    offset: int
    """In bytes, of the first occurrence."""
    form: str


Leaks = dict[tuple[str, Channel], tuple[Leak, ...]]
"""(asking, channel) -> what came out of it there."""
FileStates = dict[Path, tuple[int, int]]
"""File -> its size in bytes, and when it was last changed, in nanoseconds."""

IN_NAME: Final = "(the name itself)"
NAMED: Final = "(a name that holds an identifier)"
_GZIP: Final = b"\x1f\x8b"


class Search:
    """Looks at what is observed, piece by piece, and remembers what leaked.

    Args:
        planted: asking -> its canaries.
    """

    def __init__(self, planted: Mapping[str, Iterable[Canary]]) -> None:
        self._seeker = Seeker(planted)
        self._found: dict[tuple[str, Channel], dict[tuple[Kind, str], Leak]] = {}

    @property
    def leaks(self) -> Leaks:
        return {key: tuple(leaks.values()) for key, leaks in self._found.items()}

    def look(self, observed: Observed) -> None:
        """Search the place's name, and the bytes."""
        in_name = self._seeker.hits(observed.place.encode())
        place = NAMED if in_name else observed.place
        self._keep(observed.channel, IN_NAME, in_name)
        for suffix, data in _layers(observed.data):
            self._keep(observed.channel, place + suffix, self._seeker.hits(data))

    def _keep(self, channel: Channel, place: str, hits: Iterable[Hit]) -> None:
        for hit in hits:
            kind = hit.canary.kind
            leak = Leak(kind=kind, place=place, offset=hit.offset, form=hit.form)
            self._found.setdefault((hit.asking, channel), {}).setdefault((kind, place), leak)


def _layers(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The bytes, and what they unpack to where they are gzip."""
    yield "", data
    if data.startswith(_GZIP):
        try:
            yield " (unpacked)", gzip.decompress(data)
        except (OSError, EOFError, zlib.error):
            return  # it only begins like gzip; it was searched as it is


def states(folder: Path) -> FileStates:
    """Every file under the folder, as it is now."""
    found: FileStates = {}
    for path in sorted(folder.rglob("*")):
        try:
            if path.is_file():
                state = path.stat()
                found[path] = (state.st_size, state.st_mtime_ns)
        except FileNotFoundError:
            continue  # gone between listing and looking
    return found


def changed(folder: Path, before: FileStates) -> Iterator[Observed]:
    """Every file under the folder that is new or was changed since."""
    for path, state in states(folder).items():
        if before.get(path) != state:
            try:
                data = path.read_bytes()
            except FileNotFoundError:
                continue  # a temporary file that is gone
            yield Observed(Channel.FILES, path.relative_to(folder).as_posix(), data)
