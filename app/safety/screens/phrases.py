"""Set phrases with choices and gaps, written as data, found in `Said`.

A phrase is words with a blank between them. Among them may stand

    kill|kills     one of these words
    <family>       one of the phrases of a list by this name
    fed~up|tired   a choice of several words
    word?          or no word (also `<family>?`, `a|b?`)
    <family>|who   lists and words may be mixed
    stab*          any word that begins so
    _ __ ___       up to one, three, six words, inside the sentence and none of them `not`, `never`

No phrase crosses the end of a sentence. Which phrases can stand in a text at all is told by its
words before any is looked for, so that time does not grow with the number of phrases.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cache
from typing import Final, NamedTuple

from app.safety.screens.said import STOP, Said

_GAPS: Final = {"_": 1, "__": 3, "___": 6}
_NO_GAP: Final = rf"(?:\{STOP}|not|never)"
_COMMON: Final = frozenset(
    """
    i me my we you your he she it they him her them his their a an the to of and or in on at for is
    am are was be not do does did have has had will would can with that this so as if what how no
    all up out off want
    """.split()  # noqa: SIM905 - a list of words is read more easily
)


class Met(NamedTuple):
    """A phrase found: of which name, from which word up to which."""

    name: str
    first: int
    end: int


class _Phrase(NamedTuple):
    name: str
    body: str
    needs: tuple[frozenset[str], ...]
    """At each place that needs a word: the words of which one must be in the text."""


class Phrases:
    """Many phrases, each under a name (several may have one)."""

    def __init__(
        self, phrases: Mapping[str, Iterable[str]], lists: Mapping[str, Sequence[str]]
    ) -> None:
        """
        Args:
            phrases: name -> its phrases.
            lists: what `<list>` in a phrase stands for; its entries may be phrases themselves.

        Raises:
            ValueError: a phrase names a list that is not there, or holds no word of its own.
        """
        self._lists = lists
        self._by_word: dict[str, list[_Phrase]] = defaultdict(list)
        self._always: list[_Phrase] = []
        for name, each in phrases.items():
            for phrase in each:
                one = self._compiled(name, phrase)
                rare = min(one.needs, key=_commonness, default=None)
                if rare is None:
                    self._always.append(one)
                    continue
                for word in rare:
                    self._by_word[word].append(one)

    def find(self, said: Said) -> Iterator[Met]:
        """Every phrase that stands in the text, each at every place, in the order of the words."""
        tried: dict[int, _Phrase] = {id(one): one for one in self._always}
        for word in said.known:
            for one in self._by_word.get(word, ()):
                tried.setdefault(id(one), one)
        met = [
            Met(one.name, said.at(found.start() + 1), said.at(found.end() - 2) + 1)
            for one in tried.values()
            if all(need & said.known for need in one.needs)
            for found in compiled_phrase(one.body).finditer(said.text)
        ]
        return iter(sorted(set(met), key=lambda each: (each.first, each.end, each.name)))

    def prepare(self) -> None:
        """Compile all of them now; else each is when a text may hold it for the first time."""
        for one in (*self._always, *(one for each in self._by_word.values() for one in each)):
            compiled_phrase(one.body)

    def _compiled(self, name: str, phrase: str) -> _Phrase:
        needs: list[frozenset[str]] = []
        try:
            body = self._body(phrase, needs, 0)
            if not phrase.split():
                raise ValueError("it holds no word")
        except ValueError as error:
            raise ValueError(f"the phrase {phrase!r} of {name!r}: {error}") from None
        return _Phrase(name, f"(?= ){body} ", tuple(needs))

    def _body(self, phrase: str, needs: list[frozenset[str]] | None, depth: int) -> str:
        if depth > 4:
            raise ValueError("its lists name one another in a circle")
        parts = []
        for token in phrase.split():
            if token in _GAPS:
                parts.append(f"(?: (?!{_NO_GAP} )[^ ]+){{0,{_GAPS[token]}}}?")
                continue
            maybe = token.endswith("?")
            token = token.removesuffix("?")
            part, words = self._choice(token.split("|"), depth)
            if maybe:
                part = f"(?:{part})?"
            elif words and needs is not None:
                needs.append(words)
            parts.append(part)
        return "".join(parts)

    def _choice(self, choices: Sequence[str], depth: int) -> tuple[str, frozenset[str]]:
        """Any of the choices, and words of which one must stand there; none where that is open."""
        bodies: list[str] = []
        words: set[str] = set()
        open_ended = False
        for choice in choices:
            if not choice.startswith("<"):
                several = choice.split("~")
                bodies.append("".join(f" {_word(one)}" for one in several))
                words.add(max(several, key=len))
                open_ended |= "*" in choice
                continue
            name = choice[1:-1]
            if name not in self._lists:
                raise ValueError(f"there is no list {name!r}")
            for entry in sorted(self._lists[name], key=len, reverse=True):
                inner: list[frozenset[str]] = []
                bodies.append(self._body(entry, inner, depth + 1))
                words |= min(inner, key=_commonness, default=frozenset())
                open_ended |= not inner
        return f"(?:{'|'.join(bodies)})", frozenset() if open_ended else frozenset(words)


@cache
def compiled_phrase(body: str) -> re.Pattern[str]:
    """Compiled when it is first looked for: most never are."""
    return re.compile(body)


def _word(choice: str) -> str:
    stem = choice.removesuffix("*")
    return re.escape(stem) + ("[^ ]*" if stem != choice else "")


def _commonness(words: Set[str]) -> tuple[int, int]:
    return len(words & _COMMON), len(words)
