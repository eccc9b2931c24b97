"""A text without the characters that nobody sees, and the way back to its own places."""

import unicodedata
from typing import NamedTuple


class Visible(NamedTuple):
    """What a reader sees, character by character.

    Attributes:
        places: of each character of `text` in the original, and of its end.
    """

    text: str
    places: tuple[int, ...]


def visible(text: str) -> Visible | None:
    """`text` without characters of format (zero-width, soft hyphens, marks of direction), blanks of
    any width as plain ones, and full-width forms as plain ones; None where it is that already."""
    if text.isascii():
        return None
    kept = [(place, _plain(one)) for place, one in enumerate(text) if not _unseen(one)]
    shown = "".join(one for _, one in kept)
    if shown == text:
        return None
    return Visible(shown, (*(place for place, _ in kept), len(text)))


def _unseen(one: str) -> bool:
    return unicodedata.category(one) == "Cf"


def _plain(one: str) -> str:
    if unicodedata.category(one) == "Zs":
        return " "
    plain = unicodedata.normalize("NFKC", one)
    return plain if len(plain) == 1 else one
