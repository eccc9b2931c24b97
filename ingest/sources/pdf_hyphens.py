"""Words broken at the end of a line, put together again.

A hyphen at a line's end either breaks a word (`vacci-/nation`) or belongs to it
(`virus-/specific`). The document itself tells which: the spelling it uses elsewhere wins.
"""

import re
from collections import Counter
from collections.abc import Iterable

from ingest.sources.pdf_page import LINE_HYPHEN

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN = re.compile(rf"([^\W_]+)[-{LINE_HYPHEN}]$")
_TIGHT_DASH = re.compile(rf"\S[-\u2013\u2014{LINE_HYPHEN}]$")
_FIRST = re.compile(r"[^\W_]+")
_LOOK_BACK = 60
"""Characters of a growing paragraph that are looked at, so that its length does not matter."""
_SECOND_PARTS = frozenset(
    [
        "acquired",
        "adsorbed",
        "associated",
        "based",
        "bearing",
        "blind",
        "blinded",
        "confirmed",
        "containing",
        "controlled",
        "dependent",
        "derived",
        "driven",
        "free",
        "inducing",
        "induced",
        "mediated",
        "negative",
        "neutralizing",
        "positive",
        "provoking",
        "related",
        "resistant",
        "reviewed",
        "specific",
    ]
)
"""They end compounds that hardly any document spells as one word."""
_LINKS = frozenset(["and", "by", "for", "in", "of", "on", "the", "to", "with"])
"""Small words inside a compound: `person-to-person`."""
_SHORTEST_PART = 4
"""Two parts that are both words of at least this many letters keep their hyphen."""


class Spelling:
    """How the document spells its words away from line ends."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._seen: Counter[str] = Counter()
        broken = False
        for line in lines:
            whole = _FIRST.sub("", line, count=1) if broken else line
            broken = _BROKEN.search(whole) is not None
            self._seen.update(_WORD.findall(_BROKEN.sub("", whole).lower()))

    def joined(self, before: str, after: str) -> str:
        """Two lines of a paragraph as one run of text."""
        end = before[-_LOOK_BACK:]
        broken = _BROKEN.search(end)
        first = _FIRST.match(after)
        if not broken or not first:
            glue = "" if _TIGHT_DASH.search(end) and first else " "
            return f"{before}{glue}{after}"
        left, right = broken.group(1).lower(), first.group().lower()
        acronym = broken.group(1).isupper() and len(left) > 1
        linked = left in _LINKS and end[: broken.start()].endswith("-")
        keep = "-" if acronym or linked or self._keeps(left, right, first.group()) else ""
        return f"{before[:-1]}{keep}{after}"

    def _keeps(self, left: str, right: str, written: str) -> bool:
        if not left.isalpha() or not right.isalpha() or written[0].isupper():
            return True
        whole, hyphened = self._seen[left + right], self._seen[f"{left}-{right}"]
        if whole or hyphened:
            return hyphened > whole
        if right in _SECOND_PARTS and (len(left) >= _SHORTEST_PART or self._seen[left]):
            return True
        both = min(len(left), len(right)) >= _SHORTEST_PART
        return both and bool(self._seen[left]) and bool(self._seen[right])
