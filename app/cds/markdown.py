"""Words that others wrote, as text in GitHub-flavoured Markdown (https://github.github.com/gfm/)."""

import re
from typing import Final

_MEANS_SOMETHING: Final = re.compile(
    r"[\\`*_{}\[\]<>|~$]|^[#+\-=]|^\d+(?=[.)])|&(?=[#A-Za-z])|:(?=/|\S+@)|(?<=\bwww)\.",
    re.IGNORECASE,
)
"""A backslash before ASCII punctuation makes it that sign and nothing else (6.1)."""
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")


def plain(words: str) -> str:
    """On one line, without characters that nobody sees."""
    return " ".join(_UNSEEN.sub(" ", words).split())


def escaped(words: str) -> str:
    """`words` so that they read as they stand: no link, picture, list, table, code or HTML."""
    return _MEANS_SOMETHING.sub(lambda found: _escape(found.group()), plain(words))


def quoted(words: str) -> str:
    """A block quotation of one line."""
    return f"> {escaped(words)}"


def _escape(found: str) -> str:
    return f"{found}\\" if found.isdigit() else f"\\{found}"
