"""Giving the engine's process one order and taking its replies, with an eye on clock and client."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from app.domain.errors import GenerationTimeout, ModelUnavailable
from app.generation.llama.orders import (
    Count,
    Counted,
    Ended,
    Failed,
    Piece,
    Refused,
    Stop,
    Write,
)
from app.generation.llama.process import EngineEnded, EngineProcess
from app.generation.llama.turns import LOOK, ReaderLeft

COUNTING: Final = 10.0
"""Seconds that counting the tokens of one text may take, which is a matter of milliseconds."""
GRACE: Final = 5.0
"""Seconds in which a stopped engine must say so; one token of the slowest model that is bearable
takes less. Then it is ended, and started again for the next question."""


def counted(process: EngineProcess, texts: Sequence[str], ends: float) -> tuple[int, ...]:
    """Tokens of each text.

    Args:
        ends: when nobody waits any more, on the monotonic clock.

    Raises:
        EngineEnded: the process ended, or does not count.
    """
    process.give(Count(tuple(texts)))
    reply = process.reply(min(COUNTING, ends - time.monotonic()))
    if not isinstance(reply, Counted):
        raise process.spoil("the engine did not count tokens in time")
    return reply.tokens


def written(
    process: EngineProcess,
    order: Write,
    seconds: float,
    ends: float,
    left: Callable[[], bool],
) -> Iterator[str | Ended]:
    """The words as they come; how the text ended comes last. Whatever ends the reading ends the
    writing too: afterwards the engine is free, or `process.spoilt`.

    Args:
        seconds: that it had.
        ends: when they are over, on the monotonic clock.

    Raises:
        EngineEnded: the process ended or failed.
        ModelUnavailable: it refused the order.
        GenerationTimeout: it was not done by then.
        ReaderLeft: `left` said so.
    """
    process.give(order)
    busy = True
    try:
        while busy:
            now = time.monotonic()
            if left():
                raise ReaderLeft
            if now >= ends:
                raise GenerationTimeout(
                    f"The language model did not finish within {seconds:g} seconds: ask for less, "
                    "or give it more time or a faster machine."
                )
            match process.reply(min(LOOK, ends - now)):
                case None:
                    continue
                case Piece(text):
                    yield text
                case Ended() as ended:
                    busy = False
                    yield ended
                case Refused(why):
                    busy = False
                    raise ModelUnavailable(f"The language model was not asked: {why}.")
                case Failed(why):
                    raise process.spoil(why)
                case _:
                    raise process.spoil("the engine answered out of turn")
    finally:
        if busy and process.spoilt is None:
            _hush(process, order.number)


def _hush(process: EngineProcess, number: int) -> None:
    """Stop what is being written; an engine that does not heed it is ended."""
    ends = time.monotonic() + GRACE
    try:
        process.give(Stop(number))
        while (left := ends - time.monotonic()) > 0:
            reply = process.reply(left)
            if isinstance(reply, Ended | Refused):
                return
            if isinstance(reply, Failed):
                process.spoil(reply.why)
                return
    except EngineEnded:
        return
    process.spoil(f"it did not stop within {GRACE:g} seconds")
