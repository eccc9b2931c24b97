"""What checks need that answer no question: the library's drug facts where there is a library, and
a trace in which nothing was retrieved or drafted."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Final, NamedTuple

from app.answering.stating import LibraryStates
from app.answering.switching import NOTHING_OFF
from app.answering.timing import Stopwatch
from app.domain.answer import Trace
from app.domain.errors import IndexMismatch, IndexUnavailable, ModelUnavailable
from app.domain.manifest import Manifest
from app.domain.ports.index import Generations
from app.domain.question import Caller
from app.domain.subject import NothingStated, Stated
from app.domain.switching import SwitchedOff

NONE: Final = "none"
"""In the place of what took no part."""


class LibraryIfAny(NamedTuple):
    """`why` tells why no facts of a library are compared; None: they are."""

    stated: Stated
    manifest: Manifest | None = None
    why: str | None = None


@contextmanager
def library_if_any(
    generations: Generations, caller: Caller, off: SwitchedOff = NOTHING_OFF
) -> Iterator[LibraryIfAny]:
    """Leased until the end: rules speak without a library, so that none is no fault."""
    with ExitStack() as leased:
        try:
            snapshot = leased.enter_context(generations.lease())
        except (IndexUnavailable, IndexMismatch, ModelUnavailable) as error:
            found = LibraryIfAny(NothingStated(), why=str(error))
        else:
            found = LibraryIfAny(LibraryStates(snapshot, caller, off), snapshot.manifest)
        yield found


def trace_of_checks(
    trace_id: str, manifest: Manifest | None, watch: Stopwatch, *, rules: str, settings: str
) -> Trace:
    return Trace(
        trace_id=trace_id,
        generation=manifest.generation if manifest else NONE,
        embedder=NONE,
        generator=NONE,
        rules=rules,
        settings=settings,
        timings=watch.timings,
    )
