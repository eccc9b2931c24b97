"""Reading a follow-up question so that it can be understood by itself."""

from collections.abc import Sequence
from typing import Protocol

from app.domain.frozen import Frozen
from app.domain.question import Turn


class StandAlone(Frozen):
    """The last words of a conversation as one question.

    Attributes:
        text: the words as they stood where nothing was carried, to the last byte; else a question
            of at most `LONGEST_QUESTION` characters that needs no earlier turn.
        carried: what earlier turns lent to it, in their words; empty where nothing was carried.
    """

    text: str
    carried: tuple[str, ...] = ()

    @property
    def leaned(self) -> bool:
        """Whether anything was carried."""
        return bool(self.carried)


class FollowUps(Protocol):
    """Safe in several threads; time grows no faster than the texts, and is bounded by what the last
    turns say."""

    def stand_alone(self, text: str, conversation: Sequence[Turn]) -> StandAlone:
        """`text` behind `conversation`, its oldest turn first.

        What was said of the person is left where it was said, and nobody's name is carried: words
        of the assistant say only what a reference means (`the second one`).
        """
        ...
