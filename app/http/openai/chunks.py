"""An answer as chunks of a completion: the role, each sentence as it passes, the rest, `[DONE]`.

A stream that breaks ends with an error in place of the rest; one that ends with neither was cut
off.
"""

from collections.abc import Generator as Steps
from collections.abc import Iterator
from typing import Final

from app.domain.answer import ClaimEvent, DoneEvent, Event, Outcome
from app.domain.errors import CitewellError
from app.http import problems
from app.http.openai import errors
from app.http.openai.completions import Completing
from app.http.openai.replies import Chunk, ChunkChoice, CountedChunk, Delta, FirstDelta, LastDelta

_DONE: Final = b"data: [DONE]\n\n"


def frames(
    first: Event, rest: Iterator[Event], completing: Completing, trace_id: str, *, counted: bool
) -> Steps[bytes, None, None]:
    """
    Args:
        counted: whether the words are counted in a chunk of its own at the end.
    """
    framing = _Framing(completing, counted=counted)
    yield framing.choice(FirstDelta())
    try:
        yield from framing.event(first)
        for event in rest:
            yield from framing.event(event)
    except CitewellError as error:
        fault = errors.fault(problems.of_error(error, trace_id))
        yield _frame(errors.ErrorBody(error=fault).model_dump_json())
        return
    yield _DONE


class _Framing:
    def __init__(self, completing: Completing, *, counted: bool) -> None:
        self._completing = completing
        self._counted = counted

    def event(self, event: Event) -> Iterator[bytes]:
        if isinstance(event, ClaimEvent):
            yield self.choice(Delta(content=self._completing.claim(event.claim)))
        elif isinstance(event, DoneEvent):
            yield from self._end(event.outcome)

    def choice(self, delta: FirstDelta | Delta | LastDelta) -> bytes:
        last = isinstance(delta, LastDelta)
        return self._chunk((ChunkChoice(delta=delta, finish_reason="stop" if last else None),))

    def _end(self, outcome: Outcome) -> Iterator[bytes]:
        completing = self._completing
        if left := completing.rest(outcome):
            yield self.choice(Delta(content=left))
        yield self.choice(LastDelta(annotations=completing.annotations(outcome), citewell=outcome))
        if self._counted:
            yield self._chunk(())

    def _chunk(self, choices: tuple[ChunkChoice, ...]) -> bytes:
        completing = self._completing
        said = {
            "id": completing.id,
            "created": completing.created,
            "model": completing.model,
            "choices": choices,
        }
        if not self._counted:
            return _frame(Chunk.model_validate(said).model_dump_json())
        used = None if choices else completing.usage()
        return _frame(CountedChunk.model_validate({**said, "usage": used}).model_dump_json())


def _frame(data: str) -> bytes:
    return f"data: {data}\n\n".encode()
