"""A short notation for sayings, and finding many of them in a sentence at once.

A saying is words with blanks between them. Each word may be

    consent        also with a plural's s
    forge+         a verb in all regular forms: forge, forges, forged, forging
    falsif*        whatever begins so; *ologist: whatever ends so (not as the first word)
    a|b|by_hand    any of them, each written as above; words of one are joined by `_`
    ~3             at most three words of any kind
    ?the           a word that may be left out
    @who           a set of such words that is named elsewhere

Case, hyphens, possessives and British spelling do not matter.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, Generic, NamedTuple, TypeVar

from app.terms.unseen import plainly

K = TypeVar("K")

_TOKEN: Final = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*|[.?!;\n]+|[,:]")
_INITIALS: Final = re.compile(r"(?<![A-Za-z])(?:[A-Za-z]\.){2,}")
_OWNER: Final = re.compile(r"['\u2019]s?$")
_BREAK: Final = frozenset(".?!;\n")
_SPELLINGS: Final = (
    (re.compile(r"is(?=(?:e|ed|es|er|ers|ing|ation)$)"), "iz"),
    (re.compile(r"our(?=s?$|ed$|ing$)"), "or"),
)
_SET: Final = re.compile(r"@(\w+)")
COMMA: Final = ","
COLON: Final = ":"
LONGEST: Final = 200
"""Words of a sentence that are read together, so that time grows with the length of a text."""
_SHARED: Final = 2
"""Letters of its first word by which a saying is looked up."""


class Spotted(NamedTuple, Generic[K]):
    """A saying found: what it stands for and which words of the sentence it takes, [first, end)."""

    meaning: K
    first: int
    end: int
    gapped: bool
    """It skips words, which may mean something of their own."""


@lru_cache(maxsize=32_768)
def _folded(word: str) -> str:
    for pattern, american in _SPELLINGS:
        word = pattern.sub(american, word)
    return word


class Sentence(NamedTuple):
    """Words as they are compared, and as they were said; commas and colons are words too."""

    words: list[str]
    said: list[str]


def sentences(text: str) -> list[Sentence]:
    """The sentences of `text`; one of more than `LONGEST` words is read in parts."""
    plain = plainly(text)
    plain = _INITIALS.sub(lambda each: each.group().replace(".", ""), plain)
    found = [Sentence([], [])]
    for match in _TOKEN.finditer(plain):
        token = match.group()
        if token[0] in _BREAK or len(found[-1].words) == LONGEST:
            found.append(Sentence([], []))
        if token[0] not in _BREAK:
            found[-1].words.append(_folded(_OWNER.sub("", token.lower())))
            found[-1].said.append(token)
    return [each for each in found if each.words]


class Sayings(Generic[K]):
    """Sayings and what each stands for."""

    def __init__(
        self, sayings: Mapping[K, Iterable[str]], sets: Mapping[str, str] | None = None
    ) -> None:
        """`sets`: what `@name` stands for.

        Raises:
            ValueError: a saying is empty, or begins with a word that may be any.
            KeyError: it names a set that there is none of.
        """
        self._by_start: dict[str, list[tuple[re.Pattern[str], K, bool]]] = defaultdict(list)
        for meaning, spoken in sayings.items():
            for saying in spoken:
                named = _SET.sub(lambda each: (sets or {})[each[1]], saying)
                self._add(named, meaning)

    def _add(self, saying: str, meaning: K) -> None:
        words = saying.split()
        if not words or words[0][0] in "~?":
            raise ValueError(f"the saying {saying!r} begins with no word")
        first, *rest = words
        pattern = re.compile(_any(first) + "".join(map(_next, rest)) + r"(?= )")
        gapped = any(word[0] == "~" for word in rest)
        for start in {one[:_SHARED] for one in first.split("|")}:
            self._by_start[start].append((pattern, meaning, gapped))

    def spotted(self, words: list[str]) -> list[Spotted[K]]:
        """Those in a sentence, by place; of two of one meaning that begin together the longer."""
        text = " ".join(words) + " "
        found, at = [], 0
        for number, word in enumerate(words):
            best: dict[K, tuple[int, bool]] = {}
            for pattern, meaning, gapped in self._by_start.get(word[:_SHARED], ()):
                match = pattern.match(text, at)
                if match and match.end() > best.get(meaning, (0, False))[0]:
                    best[meaning] = match.end(), gapped
            for meaning, (end, gapped) in best.items():
                after = number + text.count(" ", at, end) + 1
                found.append(Spotted(meaning, number, after, gapped))
            at += len(word) + 1
        return found


def _next(word: str) -> str:
    if word[0] == "~":
        return rf"(?: \S+){{0,{int(word[1:])}}}?"
    if word[0] == "?":
        return rf"(?: {_any(word[1:])})?"
    return f" {_any(word)}"


def _any(word: str) -> str:
    return f"(?:{'|'.join(map(_one, word.split('|')))})"


def _one(word: str) -> str:
    if "_" in word:
        return " ".join(map(_one, word.split("_")))
    if word.endswith("*"):
        return re.escape(word[:-1]) + r"\S*"
    if word.startswith("*"):
        return r"\S*" + re.escape(word[1:]) + "s?"
    if word.endswith("+"):
        return _inflected(_folded(word[:-1]))
    return re.escape(_folded(word)) + ("" if word.endswith("s") else "s?")


def _inflected(verb: str) -> str:
    if verb.endswith("e"):
        return re.escape(verb[:-1]) + "(?:e|es|ed|ing)"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return re.escape(verb[:-1]) + "(?:y|ies|ied|ying)"
    last = re.escape(verb[-1])
    return re.escape(verb) + f"(?:s|es|{last}?ed|{last}?ing)?"
