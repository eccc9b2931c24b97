"""The last words of a turn: what leads into them, and the sentence that asks."""

import re
from typing import Final, NamedTuple

from app.following.vocabulary import vocabulary

_SENTENCE: Final = re.compile(r"(?:[^.?!\n]|\.(?=[^\s.]))+[.?!]*|[.?!]+")
_BETWEEN: Final = re.compile(r"[\s,;:!.\u2013\u2014-]*")
_MOST_LEADS: Final = 6
_HEAD: Final = 120
"""Characters in which words that lead are looked for."""
_DESCRIBING: Final = frozenset(("right", "good", "great", "fine", "no", "cool"))
"""Words that lead only where a mark follows: `right heart failure`, `no fever`."""
GOING_ON: Final = "going on"
CORRECTING: Final = "correcting"
POLITE: Final = "polite"


class Opening(NamedTuple):
    """A sentence without the words that lead into it.

    Attributes:
        body: the rest, trimmed.
        leads: the kinds of words that stood before it.
        conditional: it began with `what if`.
        asked: it ends with a question mark.
    """

    body: str
    leads: frozenset[str]
    conditional: bool
    asked: bool


class Said(NamedTuple):
    """A turn: what it says before its last sentence, and that sentence."""

    before: str
    last: str
    cut: bool
    """Whether it says that what came before is another matter."""


def said(text: str) -> Said:
    """The last sentence that asks something, or else the last that is more than a courtesy. What
    stands behind it goes before it, for nothing that was said is lost."""
    sentences = [one.strip() for one in _SENTENCE.findall(text)]
    telling = [one for one in sentences if opened(one).body]
    sentences = telling or sentences[-1:]  # `No.` may answer what was asked back
    if not sentences:
        return Said("", "", cut=False)
    asking = [at for at, one in enumerate(sentences) if one.endswith("?")]
    at = asking[-1] if asking else len(sentences) - 1
    others = " ".join(one for number, one in enumerate(sentences) if number != at)
    return Said(others, sentences[at], cut=bool(vocabulary().cut.find(text)))


def opened(sentence: str) -> Opening:
    """Without `and`, `what about`, `sorry, I meant`, `thanks` at its head."""
    leads: set[str] = set()
    conditional = False
    at = 0
    found = {one.start: one for one in vocabulary().leads.find(sentence[:_HEAD])}
    for _ in range(_MOST_LEADS):
        between = _BETWEEN.match(sentence, at)
        at = between.end() if between else at
        one = found.get(at)
        if one is None:
            break
        if sentence[at : one.end].lower() in _DESCRIBING and sentence[one.end :][:1] == " ":
            break
        leads.add(one.meaning)
        conditional = conditional or sentence[at : one.end].lower().endswith("what if")
        at = one.end
    body = sentence[at:].strip(" \t,;:!.?")
    return Opening(
        body=f"if {body}" if conditional and body else body,
        leads=frozenset(leads),
        conditional=conditional,
        asked=sentence.rstrip().endswith("?"),
    )
