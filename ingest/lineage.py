"""Which edition of a document succeeds which."""

from collections.abc import Callable, Iterable

from app.domain.frozen import Frozen


class Succession(Frozen):
    """A declared `superseded_by`: the edition at `place` was replaced by the one at `successor`."""

    place: str
    origin: str
    successor: str
    declared: str
    """The successor's path as `corpus.toml` has it."""


def warnings(successions: Iterable[Succession], ingested: Callable[[str], bool]) -> tuple[str, ...]:
    """What is wrong with the declared successions, one line each.

    The older edition stays out of evidence in every case: a missing successor is no reason to trust
    it again.

    Args:
        ingested: whether a place holds a file that was read.
    """
    return tuple(
        _warning(one)
        for one in successions
        if one.successor == one.place or not ingested(one.successor)
    )


def _warning(one: Succession) -> str:
    if one.successor == one.place:
        why = "which is the document itself"
    else:
        why = f"which was not ingested ({one.successor})"
    return (
        f"{one.origin} is declared superseded by {one.declared!r}, {why}. It stays superseded; "
        "correct `superseded_by` in corpus.toml or add the file."
    )
