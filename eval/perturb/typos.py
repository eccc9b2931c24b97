"""Typing errors: one or two words of a question each get one slip of the fingers.

The four slips are those of Damerau (CACM 7(3), 1964): a wrong letter (here a neighbour on the
keyboard), a letter left out, a letter too many (here a doubled one), two letters exchanged.
"""

import random
import re
from typing import Final

NEIGHBOURS: Final[dict[str, str]] = {
    letter: "".join(row[max(at - 1, 0) : at] + row[at + 1 : at + 2])
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for at, letter in enumerate(row)
}
"""Letter -> those beside it in its row of the keyboard."""
MOST: Final = 2

_WORD = re.compile(
    r"(?<![\w-])(?!(?i:cannot|except|never|unless|without)\b)[A-Za-z][a-z]{4,}(?![\w-])"
)
"""More than four letters. Digits and whatever hangs on them, words with capitals inside (names of
genes, abbreviations) and negations are left alone: a slip there may be another meaning."""


def with_typos(question: str, key: str) -> str | None:
    """A slip in one or two of the question's longer words, never in a word's first letter."""
    words = list(_WORD.finditer(question))
    if not words:
        return None
    draw = random.Random(f"typos/{key}")
    chosen = draw.sample(words, min(draw.randint(1, MOST), len(words)))
    text = question
    for word in sorted(chosen, key=lambda each: -each.start()):
        text = text[: word.start()] + _slipped(word.group(), draw) + text[word.end() :]
    return text


def _slipped(word: str, draw: random.Random) -> str:
    at = draw.randrange(1, len(word) - 1)
    before, letter, after = word[:at], word[at], word[at + 1 :]
    slip = draw.choice(("neighbour", "dropped", "doubled", "exchanged"))
    if slip == "neighbour":
        return before + draw.choice(NEIGHBOURS[letter]) + after
    if slip == "dropped":
        return before + after
    if slip == "exchanged" and letter != after[0]:
        return before + after[0] + letter + after[1:]
    return before + letter + letter + after
