"""What the service and the engine's process say to each other.

One order at a time, but for `Stop`, which may be sent while the engine works. `Load`, `Count` get
one reply; `Write` gets `Piece`s and then one `Ended`, `Refused` or `Failed`.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class EngineFault(Exception):
    """The engine cannot go on; the message holds no word of a prompt."""


class Turn(NamedTuple):
    """What one speaker says: `system` or `user`, and the words."""

    role: str
    text: str


@dataclass(frozen=True)
class Load:
    """Load the model; the first order. `template` outranks the file's own."""

    path: str
    context: int
    threads: int
    template: str


@dataclass(frozen=True)
class Count:
    """How many tokens each text has."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Write:
    """Continue the conversation under a grammar (GBNF, root `root`), the likeliest token at a time.

    Args:
        number: of this order, so that a late `Stop` stops nothing else.
        turns: of the conversation, which the chat template lays out.
        most: at most so many tokens.
        lookup: guess ahead from what stands in the prompt.
    """

    number: int
    turns: tuple[Turn, ...]
    grammar: str
    most: int
    lookup: bool


@dataclass(frozen=True)
class Stop:
    """End the `Write` of this number, if it still runs."""

    number: int


@dataclass(frozen=True)
class Loaded:
    """`overhead` are the tokens that the template puts around a system and a user message."""

    overhead: int


@dataclass(frozen=True)
class Counted:
    tokens: tuple[int, ...]


@dataclass(frozen=True)
class Piece:
    """The next words. Never half a character."""

    text: str


class Why(StrEnum):
    COMPLETE = "complete"
    LENGTH = "length"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Ended:
    """The text is at its end.

    `prompt` and `written` are counts of tokens, `reused` those of the prompt that were still known
    from an earlier one, `guessed` and `right` those that lookup guessed and guessed rightly.
    """

    number: int
    why: Why
    prompt: int = 0
    reused: int = 0
    written: int = 0
    guessed: int = 0
    right: int = 0


@dataclass(frozen=True)
class Refused:
    """The order cannot be carried out, and the next one can; never a word of the prompt."""

    why: str


@dataclass(frozen=True)
class Failed:
    """The engine itself failed."""

    why: str


Order = Load | Count | Write | Stop
Reply = Loaded | Counted | Piece | Ended | Refused | Failed
