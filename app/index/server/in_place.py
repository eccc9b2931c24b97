"""Generations side by side in one collection: who sees which points.

A point carries `since`, the number of the generation that wrote it, and `until`, the first one that
no longer has it. So a generation is written in place while questions on older ones see nothing of
it, and what it did can be undone. The numbers of a collection run in one line: a generation made
from any but the newest one goes to a collection of its own.
"""

import uuid
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from app.domain.manifest import Collection, Manifest
from app.index.points import Between, Condition
from app.index.server.collections import Server
from app.index.server.words import Where

SINCE: Final = "since"
UNTIL: Final = "until"
PASSAGE: Final = "passage"


def seen_by(sequence: int, *more: Condition) -> Where:
    """The points that a generation holds."""
    return Where(
        every=(Between(SINCE, most=sequence), *more), none=(Between(UNTIL, most=sequence),)
    )


def newest(*more: Condition) -> Where:
    """The points that nothing replaced or removed yet."""
    return Where(every=more, none=(Between(UNTIL, least=0),))


def point_id(passage_id: str, sequence: int) -> str:
    """One for every passage and generation that wrote it: writing twice is writing once."""
    return str(uuid.uuid5(uuid.UUID(hex=passage_id), str(sequence)))


def sequences(collection: str, kept: Iterable[Manifest]) -> list[int]:
    """The kept generations in a collection, oldest first."""
    return sorted(
        each.collection.sequence
        for each in kept
        if each.collection and each.collection.name == collection
    )


def undo(server: Server, place: Collection, kept: Iterable[Manifest]) -> None:
    """Take back what an unpublished generation wrote."""
    held = sequences(place.name, kept)
    if not held:
        server.drop(place.name)
    elif place.sequence > held[-1]:
        after = held[-1] + 1
        server.delete(place.name, Where(every=(Between(SINCE, least=after),)))
        server.unmark(place.name, Where(every=(Between(UNTIL, least=after),)), UNTIL)


def prune(server: Server, collection: str, kept: Iterable[Manifest]) -> None:
    """Delete the points that no kept generation sees; the whole collection where none is kept."""
    held = sequences(collection, kept)
    if not held:
        server.drop(collection)
        return
    for before, after in pairwise([0, *held]):
        unseen = (Between(SINCE, least=before + 1), Between(UNTIL, least=0, most=after))
        server.delete(collection, Where(every=unseen))
