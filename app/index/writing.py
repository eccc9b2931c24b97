"""The engine's own process: carries out one order after another until the parent hangs up.

Started by `isolated.py` as `python -m app.index.writing FD`.
"""

import errno
import os
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from app.index.edge import ENGINE_PANIC, EdgeWriter
from app.index.orders import Delete, Done, Failed, Full, Order, Refused, Reply, Seal, Start, Upsert


def serve(line: Connection) -> None:
    """Reply to every order; returns when it was the last one or the other side is gone."""
    writer: EdgeWriter | None = None
    while True:
        try:
            order: Order = line.recv()
        except EOFError:
            return
        try:
            if isinstance(order, Start):
                writer = EdgeWriter(Path(order.folder), order.dimension, order.analyzer)
                reply: Reply = Done()
            else:
                reply = _carry_out(writer, order)
        except ValueError as error:
            reply = Refused(str(error))
        except BaseException as error:
            if not isinstance(error, Exception) and type(error).__name__ != ENGINE_PANIC:
                raise
            reply = Full() if _is_full(error) else Failed(str(error) or type(error).__name__)
        try:
            line.send(reply)
        except OSError:
            return


def _carry_out(writer: EdgeWriter | None, order: Upsert | Delete | Seal) -> Done:
    if writer is None:
        raise ValueError("no index was opened")
    match order:
        case Upsert(entries, vectors):
            writer.upsert(entries, vectors)
        case Delete(document_ids):
            writer.delete(document_ids)
        case Seal():
            return Done(writer.seal())
    return Done()


def _is_full(error: BaseException) -> bool:
    """The engine reports an `errno` in words only, and asks for space before it optimizes."""
    said = str(error)
    return os.strerror(errno.ENOSPC) in said or "Not enough space available" in said


if __name__ == "__main__":
    serve(Connection(int(sys.argv[1])))
