"""Parsing in processes of their own, some files ahead of the run.

The run's process embeds and writes meanwhile. A file that takes its process with it (a fault in a
library, too much memory) costs that file alone: the files that were being read then are read
again one at a time, and the one that does it again is left out.
"""

import multiprocessing
import os
import shutil
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Final, Self

from app.domain.errors import BuildFailed, UnreadableDocument
from ingest import worker
from ingest.disk import full_disk_named
from ingest.ledger import LeftOut
from ingest.lending import kept
from ingest.parsing import Asked, Parsed
from ingest.reading import Reader
from ingest.results import results
from ingest.scratch import place_sockets, scratch
from ingest.worker import FileLimits

MOST_PROCESSES: Final = 8
"""However many cores there are: one process parses what two cores can embed."""
BATCH: Final = 32
"""Small files that go to a process at once; asking for each would cost as much as reading it."""
BATCH_BYTES: Final = 256 * 1024
AHEAD: Final = 2
"""Batches read ahead of the run for each process."""
AHEAD_BYTES: Final = 256 * 2**20
"""Bytes of the files read ahead of the run, where it is more than one file; what comes of them
takes a few times that on the disk."""


class Workers:
    """A `Parsing` in processes of its own.

    Args:
        readers: plain values: they are sent to the processes.
        processes: None takes as many as the machine has cores, up to `MOST_PROCESSES`.
    """

    def __init__(
        self,
        readers: Sequence[Reader],
        processes: int | None = None,
        limits: FileLimits | None = None,
    ) -> None:
        self._readers = tuple(readers)
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        self._processes = processes or min(cores or 1, MOST_PROCESSES)
        self._limits = limits or FileLimits()

    def over(
        self, files: Iterable[Asked]
    ) -> Generator[tuple[Asked, Iterator[Parsed | LeftOut]], None, None]:
        ahead: deque[_Batch] = deque()
        held = 0
        with scratch() as room, _Pool(self._readers, self._processes, self._limits) as pool:
            for batch in _batches(files, room):
                pool.start(batch)
                ahead.append(batch)
                held += batch.size
                while len(ahead) > AHEAD * self._processes or held > AHEAD_BYTES:
                    held -= ahead[0].size
                    yield from pool.outcome(ahead.popleft())
                    if not ahead:
                        break
            while ahead:
                yield from pool.outcome(ahead.popleft())


@dataclass
class _Batch:
    """Files that one process reads one after another, and a folder for them alone."""

    folder: Path
    files: list[Asked] = field(default_factory=list)
    size: int = 0
    """Bytes of the files."""
    future: Future[None] | None = None

    @property
    def result(self) -> Path:
        return self.folder / "result"

    def alone(self, number: int) -> Path:
        """The result of one of the files, read alone."""
        return self.folder / f"{number}.result"


def _batches(files: Iterable[Asked], room: Path) -> Iterator[_Batch]:
    """The files in batches, each with a copy of its own where it was only lent."""
    batch = None
    for number, asked in enumerate(files):
        if batch is None:
            batch = _Batch(room / str(number))
            with full_disk_named("a temporary folder"):
                batch.folder.mkdir()
        mine, size = kept(asked, batch.folder, number)
        batch.files.append(mine)
        batch.size += size
        if len(batch.files) >= BATCH or batch.size >= BATCH_BYTES:
            yield batch
            batch = None
    if batch is not None:
        yield batch


class _Pool:
    """The processes. A context; leaving it ends them at once, whatever they are doing."""

    def __init__(self, readers: Sequence[Reader], processes: int, limits: FileLimits) -> None:
        self._limits = limits
        self._processes = processes
        place_sockets()
        self._context = multiprocessing.get_context("forkserver")
        # loaded once, in the process that the others are forked from
        self._context.set_forkserver_preload(
            sorted({worker.__name__, *(type(reader).__module__ for reader in readers)})
        )
        leash, self._hand = self._context.Pipe(duplex=False)
        self._leash = leash
        self._begin = (tuple(readers), limits, leash)
        self._together: ProcessPoolExecutor | None = None
        self._alone: ProcessPoolExecutor | None = None

    def start(self, batch: _Batch) -> None:
        """Have it read as soon as a process is free."""
        if self._together is None:
            self._together = self._executor(self._processes)
        try:
            batch.future = self._together.submit(worker.read, batch.files, batch.result)
        except BrokenProcessPool:
            self._together.shutdown()
            self._together = self._executor(self._processes)
            batch.future = self._together.submit(worker.read, batch.files, batch.result)

    def outcome(self, batch: _Batch) -> Iterator[tuple[Asked, Iterator[Parsed | LeftOut]]]:
        """The batch's files with what came of each, once it was read."""
        try:
            if batch.future is not None:
                batch.future.result()
        except BrokenProcessPool:
            yield from self._one_by_one(batch)
        else:
            with batch.result.open("rb") as file:
                for asked in batch.files:
                    yield asked, results(file)
        shutil.rmtree(batch.folder)

    def _one_by_one(self, batch: _Batch) -> Iterator[tuple[Asked, Iterator[Parsed | LeftOut]]]:
        """The same, each file read again alone."""
        for number, asked in enumerate(batch.files):
            error = self._read_alone(asked, batch.alone(number))
            if error is not None:
                yield asked, _failing(error)
                continue
            with batch.alone(number).open("rb") as file:
                yield asked, results(file)

    def _read_alone(self, asked: Asked, into: Path) -> UnreadableDocument | None:
        """What is wrong with a file that ends its process; None where it does not."""
        if self._alone is None:
            self._alone = self._executor(1)
        began = monotonic()
        try:
            self._alone.submit(worker.read, [asked], into).result()
        except BrokenProcessPool:
            self._alone.shutdown()
            self._alone = None
            if not into.exists():
                raise _cannot_begin() from None
            late = monotonic() - began > self._limits.seconds
            return worker.too_long(self._limits) if late else _died()
        return None

    def _executor(self, processes: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            processes, mp_context=self._context, initializer=worker.begin, initargs=self._begin
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._hand.close()
        for executor in (self._together, self._alone):
            if executor is not None:
                executor.shutdown(cancel_futures=True)
        self._leash.close()


def _failing(error: UnreadableDocument) -> Iterator[Parsed | LeftOut]:
    yield from ()
    raise error


def _died() -> UnreadableDocument:
    return UnreadableDocument(
        "Reading it ended the process that read it, twice, as a fault in a library or a want of "
        "memory does. Try the file in another format."
    )


def _cannot_begin() -> BuildFailed:
    return BuildFailed(
        "The processes that read files end before they read anything; is there memory left on "
        "this machine? Nothing was changed; run the ingest again."
    )
