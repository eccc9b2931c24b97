"""Headings written where their text begins, so that every block stands under the right ones."""

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.reading import Block, BlockKind


@dataclass(frozen=True, slots=True, eq=False)
class Heading:
    """Two sections may have the same words: a heading is equal to itself alone."""

    text: str


class Outline:
    """The blocks so far. A heading under which nothing is said is never written."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._open: tuple[Heading, ...] = ()
        self.blocks: list[Block] = []

    def say(self, path: tuple[Heading, ...], blocks: Iterable[Block]) -> None:
        """Adds `blocks` under the headings of `path`.

        Where a section goes on after a subsection, its heading is written once more (the title at
        the outermost): otherwise its words would seem to belong to that subsection.
        """
        said = [block for block in blocks if block.table is not None or block.text.strip()]
        if not said:
            return
        shared = 0
        while shared < min(len(path), len(self._open)) and path[shared] is self._open[shared]:
            shared += 1
        opened = list(enumerate(path))[shared:]
        if not opened and len(self._open) > len(path):
            opened = [(len(path) - 1, path[-1])] if path else [(0, Heading(self._title))]
        self.blocks += [
            Block(kind=BlockKind.HEADING, text=heading.text, level=at + 1) for at, heading in opened
        ]
        self._open = path
        self.blocks += said
