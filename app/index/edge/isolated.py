"""The index writer in a process of its own.

A disk that fills up while the engine writes through a memory map kills its process with SIGBUS.
The process that ingests must outlive that and say what happened, so the engine writes in a child:
orders and acknowledgements go over one socket, and either side ends when the other is gone.

An order is acknowledged at the next one, so that the engine works while the next passages are
embedded.
"""

import signal
import socket
import subprocess
import tempfile
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.domain.errors import BuildFailed, DiskFull
from app.domain.manifest import AnalyzerCard
from app.domain.ports.index import IndexEntry
from app.index.child import child_command, child_environment
from app.index.disk_space import no_space, require_space
from app.index.edge.orders import (
    Delete,
    Done,
    Failed,
    Full,
    Order,
    Refused,
    Reply,
    Seal,
    Start,
    Upsert,
)
from app.index.points import check_vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class IsolatedWriter:
    """An `IndexWriter` whose engine runs in a child process.

    What goes wrong with an order is raised by the next one, by `seal` at the latest.
    """

    collection: Final = None

    def __init__(self, folder: Path, dimension: int, analyzer: AnalyzerCard) -> None:
        self._folder = folder
        self._dimension = dimension
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the child is
        ours, theirs = socket.socketpair()
        with theirs:
            self._child = subprocess.Popen(
                child_command("app.index.edge.process", str(theirs.fileno())),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._log,
                env=child_environment(),
                start_new_session=True,  # an interrupt at the terminal is the parent's to handle
            )
        self._line = Connection(ours.detach())
        self._owed = 0
        """Acknowledgements that the child has yet to give."""
        self._give(Start(str(folder), dimension, analyzer))

    @property
    def process_id(self) -> int:
        """Of the engine's process."""
        return self._child.pid

    def upsert(self, entries: Sequence[IndexEntry], vectors: "NDArray[np.float32]") -> None:
        check_vectors(vectors, (len(entries), self._dimension))
        require_space(self._folder.parent)
        self._give(Upsert(list(entries), vectors))

    def delete(self, document_ids: Sequence[str]) -> None:
        self._give(Delete(list(document_ids)))

    def seal(self) -> int:
        self._give(Seal())
        sealed = self._collected()
        self.abandon()
        return sealed

    def abandon(self) -> None:
        self._line.close()
        self._child.kill()
        self._child.wait()
        self._log.close()

    def _give(self, order: Order) -> None:
        """Give one order, once those before it are acknowledged."""
        self._collected()
        try:
            self._line.send(order)
        except OSError as error:
            raise self._died() from error
        self._owed += 1

    def _collected(self) -> int:
        """Wait for what is owed; the last acknowledgement's value."""
        value = 0
        while self._owed:
            try:
                reply = self._line.recv()
            except (EOFError, OSError) as error:
                raise self._died() from error
            self._owed -= 1
            value = self._value(reply)
        return value

    def _value(self, reply: Reply) -> int:
        match reply:
            case Done(value):
                return value
            case Refused(why):
                raise ValueError(why)
            case Full():
                raise no_space(self._folder.parent)
            case Failed(why):
                raise BuildFailed(
                    f"The index engine failed ({why}). The published generation is untouched."
                )

    def _died(self) -> DiskFull | BuildFailed:
        self._child.kill()
        status = self._child.wait()
        if status == -signal.SIGBUS:
            return no_space(self._folder.parent)
        self._log.seek(0)
        said = self._log.read().decode(errors="replace").strip().splitlines()
        last = f": {said[-1]}" if said else ""
        return BuildFailed(
            f"The index engine's process ended with status {status}{last}. The published "
            "generation is untouched; run the ingest again."
        )
