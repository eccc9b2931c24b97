"""Prompt lookup: what followed the last words where they stood before, as a guess at what follows.

Grounded text repeats its evidence, and several guessed tokens are checked in about the time of one.
Method: https://github.com/apoorvumang/prompt-lookup-decoding (Saxena, 2023).
"""

from collections.abc import Sequence
from typing import Final

LONGEST_RUN: Final = 3
"""Tokens that must have stood together before; shorter runs are tried when longer ones did not."""
SHORTEST_RUN: Final = 2
GUESSES: Final = 8
"""Tokens guessed at once."""


class Lookup:
    """Where every short run of tokens stands, kept up as the text grows."""

    def __init__(self, tokens: Sequence[int]) -> None:
        self._tokens: list[int] = []
        self._after: dict[tuple[int, ...], int] = {}
        for token in tokens:
            self.add(token)

    def add(self, token: int) -> None:
        """The text goes on with `token`. A run is entered once its successor is known."""
        end = len(self._tokens)
        for length in range(SHORTEST_RUN, LONGEST_RUN + 1):
            if end >= length:
                self._after[tuple(self._tokens[end - length :])] = end
        self._tokens.append(token)

    def guesses(self) -> list[int]:
        """What stood after the latest earlier place of the text's last run; empty where none is."""
        for length in range(LONGEST_RUN, SHORTEST_RUN - 1, -1):
            at = self._after.get(tuple(self._tokens[-length:]))
            if at is not None:
                return self._tokens[at : at + GUESSES]
        return []
