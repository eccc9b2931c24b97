"""What happens in a process that parses files for a run (`workers.py` starts and ends it).

It reads one file after another and keeps what comes of them on disk. It may be ended at any time,
and ends by itself when the run's process is gone.
"""

import faulthandler
import os
import resource
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from app.domain.errors import CitewellError, UnreadableDocument
from app.domain.frozen import Frozen
from ingest.isolation import too_much_memory
from ingest.parsing import Asked, parse
from ingest.reading import Reader
from ingest.results import ResultFile

_readers: dict[str, Reader] = {}
_limits: list["FileLimits"] = []


class FileLimits(Frozen):
    """What reading one file may take."""

    seconds: float = 3600.0
    """Generous: what no file takes that is read at all, scanned books included."""
    grace: float = 60.0
    """Seconds after which the process is ended, where a library let no signal through."""
    memory: int = 4 * 2**30
    """Bytes of address space, the process itself included: over public guidelines, labels and drug
    tables it came to 1.6e9 at the highest."""


class _TookTooLong(BaseException):
    """Not an `Exception`: a reader that forgives its library everything must not catch it."""


def too_long(limits: FileLimits) -> UnreadableDocument:
    return UnreadableDocument(
        f"Reading it takes more than {limits.seconds:g} seconds; give it more with "
        "CITEWELL_SECONDS_A_FILE, or divide the file."
    )


def begin(readers: Sequence[Reader], limits: FileLimits, leash: Connection) -> None:
    """Called first and once in the process.

    Args:
        leash: the end of a pipe whose other end the run's process alone holds; it closes when the
            run ends or its process dies.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt at the terminal is the run's
    signal.signal(signal.SIGALRM, _ring)
    threading.Thread(target=_end_with, args=(leash,), daemon=True).start()
    # unstructured brings spaCy, and spaCy loads torch wherever it is installed; no reader uses it,
    # and it takes half of the memory and of the seconds until the first HTML or Word file is read.
    # So does transformers, through a factory that presidio registers with spaCy.
    sys.modules["torch"] = None  # type: ignore[assignment]
    sys.modules["transformers"] = None  # type: ignore[assignment]
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    if most == resource.RLIM_INFINITY or limits.memory < most:
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, most))
    _readers.update((reader.name, reader) for reader in readers)
    _limits.append(limits)


def read(files: Sequence[Asked], into: Path) -> None:
    """Read some files, one after another, and keep what comes of them in the file `into`.

    Raises:
        DiskFull: no space to keep it.
    """
    with ResultFile(into) as result:
        for asked in files:
            result.end(_read_one(asked, result, _limits[0]))


def _read_one(asked: Asked, result: ResultFile, limits: FileLimits) -> CitewellError | None:
    """What ended it; None where it was read whole."""
    try:
        with _at_most(limits):
            for one in parse(asked, _readers[asked.reader]):
                result.put(one)
    except _TookTooLong:
        return too_long(limits)
    except MemoryError:
        return too_much_memory()
    except CitewellError as error:
        return error
    return None


@contextmanager
def _at_most(limits: FileLimits) -> Iterator[None]:
    """Raises _TookTooLong in the body when time is over; ends the process where that has no effect,
    as in a library's endless loop."""
    with Path(os.devnull).open("w") as nowhere:
        faulthandler.dump_traceback_later(limits.seconds + limits.grace, exit=True, file=nowhere)
        signal.setitimer(signal.ITIMER_REAL, limits.seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            faulthandler.cancel_dump_traceback_later()


def _ring(*_: object) -> None:
    raise _TookTooLong


def _end_with(leash: Connection) -> None:
    leash.poll(None)
    os._exit(0)
