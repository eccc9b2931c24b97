"""What a worker made of some files, on disk: neither the parent's memory nor a pipe has to hold it.

Pickled values, written and read by processes of the same run: of each file its documents one by
one, then `Ended`.
"""

import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from app.domain.errors import CitewellError
from ingest.disk import full_disk_named
from ingest.ledger import LeftOut
from ingest.parsing import Parsed

_WHAT: Final = "what was read from a file"


@dataclass(frozen=True)
class Ended:
    """The last value of a file; `error` is what ended it, None where it was read whole."""

    error: CitewellError | None


class ResultFile:
    """As the worker writes them. A context.

    Raises:
        DiskFull: no space left.
    """

    def __init__(self, path: Path) -> None:
        with full_disk_named(_WHAT):
            self._file: BinaryIO = path.open("wb")
        self._whole = 0
        """Bytes up to which the file holds whole values."""

    def put(self, value: Parsed | LeftOut) -> None:
        self._write(value)

    def end(self, error: CitewellError | None) -> None:
        """A file is done; a value that was only begun is taken back."""
        with full_disk_named(_WHAT):
            self._file.seek(self._whole)
            self._file.truncate()
            self._write(Ended(error))

    def _write(self, value: Parsed | LeftOut | Ended) -> None:
        pickled = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
        with full_disk_named(_WHAT):
            self._file.write(pickled)
        self._whole = self._file.tell()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with full_disk_named(_WHAT):
            self._file.close()


def results(file: BinaryIO) -> Iterator[Parsed | LeftOut]:
    """What was made of the next file, one value at a time; use it up before the next one.

    Raises:
        UnreadableDocument, DiskFull: as `parse` raised it.
    """
    while True:
        value = pickle.load(file)  # noqa: S301 - written by a process of this run, for it alone
        if isinstance(value, Ended):
            if value.error is not None:
                raise value.error
            return
        yield value
