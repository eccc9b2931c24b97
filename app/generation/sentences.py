"""The sentences that evidence offers for quotation."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from app.domain.answer import Evidence

FEWEST_WORDS: Final = 4
LEAST_LETTERS: Final = 0.4
"""Share of a sentence's characters that are letters; rows of figures and page debris have fewer."""
LONGEST: Final = 1_200
"""Characters. What is longer is an unmarked table or a list, no sentence."""

_WORD = re.compile(r"[^\W_]+")
_BULLET = re.compile(r"^(?:[\u2022\u25cf\u25aa\u25e6\u2013*-]|\(?\w{1,3}[.)]) ")
"""A list's mark: the same recommendation may stand as a bullet here and as number 8 there."""
_LINKING: Final = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with")
)
"""Words that a heading leaves small."""
_CONTENTS_LINE = re.compile(r"(?:\.\s?){4,}\s*\d*\s*$|\s\.{3,}\s*[\divxlc]+\s*$", re.IGNORECASE)
_REFERENCE = re.compile(
    r"\bdoi:|\bPMID\b|https?://\S+\s*$|"
    r"\b(?:19|20)\d\d\s?;\s?\d+\s?(?:\(\d+\))?\s?:|^\s*\[?\d{1,3}[.\]]\s+[A-Z]\w+ [A-Z]{1,3},"
)
_BOILERPLATE = re.compile(
    r"not for clinical use|illustrative (?:sample )?text|all rights reserved|copyright|\u00a9|"
    r"^(?:see|refer to) (?:the )?(?:table|figure|box|section|appendix|page)\b[^,;]{0,40}$|"
    r"^(?:table|figure|box|fig\.) \d+\W*$",
    re.IGNORECASE,
)


class Candidate(NamedTuple):
    """A sentence that may be quoted, with where it stands."""

    text: str
    label: int
    position: int
    """Its place among the passage's sentences, from 0."""
    evidence: Evidence

    @property
    def place(self) -> tuple[int, int]:
        """Reading order."""
        return self.label, self.position


def candidates(evidence: Sequence[Evidence]) -> list[Candidate]:
    """Every quotable sentence of the evidence, by label and position, equal words once."""
    found: list[Candidate] = []
    seen: set[str] = set()
    for each in evidence:
        for position, text in enumerate(each.passage.sentence_texts()):
            key = _BULLET.sub("", " ".join(text.lower().split()))
            if key in seen or not (each.passage.record or quotable(text)):
                continue
            seen.add(key)
            found.append(Candidate(text, each.label, position, each))
    return found


def quotable(text: str) -> bool:
    """Whether words can stand alone as a statement.

    Refuses headings, lines of a table of contents, references, legal boilerplate and debris.
    """
    words = _WORD.findall(text)
    letters = sum(character.isalpha() for character in text)
    if len(words) < FEWEST_WORDS or len(text) > LONGEST or letters < LEAST_LETTERS * len(text):
        return False
    stripped = text.strip()
    if _CONTENTS_LINE.search(stripped) or _REFERENCE.search(stripped):
        return False
    if _BOILERPLATE.search(stripped) and len(words) <= 25:
        return False
    return not _heading(stripped, words)


def _heading(text: str, words: Sequence[str]) -> bool:
    """No full stop, no figure, and a question, an announcement or capitals throughout."""
    if text.endswith(("?", ":")):
        return True
    if text.endswith((".", "!", ";", ")", "\u201d", '"')) or any(c.isdigit() for c in text):
        return False
    telling = [word for word in words if word not in _LINKING]
    capitals = sum(word[0].isupper() for word in telling)
    return text.isupper() or capitals >= 0.7 * len(telling)
