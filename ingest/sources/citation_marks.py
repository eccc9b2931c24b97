"""References to a bibliography, taken out of a sentence with the brackets and commas around them.

A reader marks each reference where it stands (`cited`); once the whole line is there, the marks go
(`without_marks`): `shown [1, 2].` -> `shown.`, `(Alpha et al., 1999; Beta, 2001)` -> nothing. A
reference that is part of the sentence ("as Alpha et al. (1999) found") stays.
"""

import re
from typing import Final

from ingest.clean import clean

_OPEN: Final = "\ue000"
_CLOSE: Final = "\ue001"
_RESERVED: Final = {ord(_OPEN): None, ord(_CLOSE): None}

_MARK: Final = rf"{_OPEN}[^{_OPEN}{_CLOSE}]*{_CLOSE}"
_BETWEEN: Final = r"(?:[\s,;/&\u2010-\u2015\u2212-]|and\b)"
_AROUND: Final = (
    r"(?:see|also|e\.g|eg|i\.e|cf|refs?|references?|reviews?|reviewed|for|in|by|as)\b|\."
)
_GROUP: Final = re.compile(
    rf"\((?=[^()]*{_OPEN})(?:{_MARK}|{_BETWEEN}|{_AROUND})+\)"
    rf"|\[(?=[^\[\]]*{_OPEN})(?:{_MARK}|{_BETWEEN}|{_AROUND}|\d)+\]"
)
_RUN: Final = re.compile(
    rf"(?P<left>[,;:.]?)(?P<gap>\s*)(?P<run>{_MARK}(?:{_BETWEEN}*{_MARK})*)"
    r"(?P<gap2>\s*)(?P<right>[,;:.)\]]?)"
)
_WORDED: Final = re.compile(r"[^\W\d_]{2}|\b(?:1[89]|20)\d\d[a-z]?\b")
"""Names, or a year: such a reference may be part of the sentence; a bare number never is."""


def cited(text: str) -> str:
    """The mark for a reference that shows as `text`; half a pair of brackets stays outside."""
    shown = plain(text).strip()
    before = after = ""
    if shown[:1] in ("(", "[") and not re.search(r"[)\]]", shown):
        before, shown = shown[0], shown[1:]
    elif shown[-1:] in (")", "]") and not re.search(r"[(\[]", shown):
        shown, after = shown[:-1], shown[-1]
    return f"{before}{_OPEN}{shown}{_CLOSE}{after}"


def is_cited(text: str) -> bool:
    """Whether `text` holds a mark and besides it only figures, commas and brackets."""
    rest = re.sub(_MARK, "", text)
    return rest != text and re.fullmatch(rf"(?:{_BETWEEN}|[\d()\[\]])*", rest) is not None


def plain(text: str) -> str:
    """`text` without the two characters that the marks are made of."""
    return text.translate(_RESERVED)


def without_marks(text: str) -> str:
    """The line without its references, its figures still apart and its punctuation whole."""
    if _OPEN not in text:
        return clean(text)
    grouped = _GROUP.sub(f"{_OPEN}{_CLOSE}", text)
    return clean(re.sub(r"(?<=[(\[])\s+", "", _RUN.sub(_closed, grouped)))


def _closed(found: re.Match[str]) -> str:
    """What stands where a run of marks stood."""
    run = found["run"]
    if _WORDED.search(re.sub(_BETWEEN, " ", run)) and not _is_bracketed(run):
        return plain(found[0])
    left, right = found["left"], found["right"]
    before = left or found.string[: found.start()][-1:]
    after = found.string[found.end() :][:1]
    if before in ("", "(", "["):
        return left + ("" if right in tuple(",;:") else right)
    if right:
        return right if left == right or left in tuple(",;:") else left + right
    apart = found["gap"] or found["gap2"] or (before.isalnum() and after.isalnum())
    return left + (" " if apart and after else "")


def _is_bracketed(run: str) -> bool:
    """Whether every reference of the run shows its own brackets: none is in the sentence."""
    shown = re.findall(rf"{_OPEN}([^{_CLOSE}]*){_CLOSE}", run)
    return all(not one or re.fullmatch(r"\(.*\)|\[.*\]", one) for one in shown)
