"""The engine's own process: carries out one order after another until the parent hangs up.

Started by `isolated.py` as `python -m app.index.edge.process FD`.
"""

import sys
from multiprocessing.connection import Connection
from pathlib import Path

from app.index.edge.failure import is_failure, is_full, reason
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
from app.index.edge.writer import EdgeWriter


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
            if not is_failure(error):
                raise
            reply = Full() if is_full(error) else Failed(reason(error))
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


if __name__ == "__main__":
    serve(Connection(int(sys.argv[1])))
