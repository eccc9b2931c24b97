"""Reading a name from a place in a text: words with a capital, initials, and what joins them."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from app.safety.identifiers.name_words import folded, is_word, names, not_names

ACRONYM: Final = 4
"""Letters that an acronym has at most."""
MOST: Final = 5
"""Words of a name."""
_WORD: Final = re.compile(r"[^\W\d_](?:[\w'\u2019\u2010-]{0,40}[^\W_])?")
_JOINS: Final = frozenset(
    """
    de del della di da das dos do du la le les van von der den ter zu zur al el bin ibn bint ben mac
    mc y e
    """.split()  # noqa: SIM905 - a list of this length reads better so
)
_SUFFIX: Final = re.compile(r",?\s(?:Jr|Sr|II|III|IV)\b\.?")
_EPONYM_WITHIN: Final = re.compile(r"(?:['\u2019]s?)?(?:[ -][\w'\u2019-]{1,30}){0,2}")


class Token(NamedTuple):
    """A word, as written, with its place."""

    written: str
    start: int
    end: int

    @property
    def small(self) -> str:
        return folded(re.sub(r"['\u2019]s?$", "", self.written))

    @property
    def capital(self) -> bool:
        """It begins with a capital, or in a script that has none."""
        return not self.written[0].islower()

    @property
    def possessive(self) -> bool:
        """It ends in an apostrophe and s: nothing of the name follows."""
        return self.written[-2:] in ("'s", "\u2019s")

    @property
    def initial(self) -> bool:
        return len(self.written) == 1 and self.written.isupper()


def tokens(text: str) -> list[Token]:
    """The words of `text`; an apostrophe and its s stay with their word."""
    return [Token(match.group(), *match.span()) for match in _WORD.finditer(text)]


def runs(text: str, words: list[Token]) -> Iterator[list[Token]]:
    """Words with a capital that follow one another, with what joins them; at most a blank, a full
    stop behind an initial, or a hyphen between two."""
    run: list[Token] = []
    for word in words:
        joined = run and _adjoins(text, run[-1], word)
        if joined and run[-1].possessive:
            joined = False
        if (word.capital and (not run or joined)) or (run and joined and word.written in _JOINS):
            run.append(word)
        else:
            if run:
                yield _trimmed(run)
            run = [word] if word.capital else []
    if run:
        yield _trimmed(run)


def _adjoins(text: str, one: Token, other: Token) -> bool:
    between = text[one.end : other.start]
    return between in (" ", "  ") or (one.initial and between in (". ", "."))


def _trimmed(run: list[Token]) -> list[Token]:
    while run and run[-1].written in _JOINS and not run[-1].capital:
        run.pop()
    return run


def ends_name(name: list[Token], word: Token) -> bool:
    """Whether `word` is no part of a name that begins with `name`: a word, or an acronym behind
    what is not in capitals (Jane Doe DOB)."""
    if word.initial:
        return False
    acronym = word.written.isupper() and len(word.written) <= ACRONYM and word.written.isalpha()
    spelled = bool(name) and not name[0].written.isupper()
    return is_word(word.small) or (acronym and spelled and word.small not in names().any_surname)


def name_at(text: str, start: int) -> list[Token]:
    """The words of a name that begins at `start`, none where there is none; it ends before a word
    that is no name."""
    name: list[Token] = []
    at = start
    while len(name) < MOST and (match := _WORD.match(text, at)):
        word = Token(match.group(), *match.span())
        if not (word.capital or (name and word.written in _JOINS)):
            break
        if ends_name(name, word):
            break
        name.append(word)
        at = word.end
        if word.initial and text[at : at + 1] == ".":
            at += 1
        if word.possessive or text[at : at + 1] != " ":
            break
        at += 1 + (text[at + 1 : at + 2] == " ")
    return _trimmed(name)


def end_of(text: str, name: list[Token]) -> int:
    """Where a name ends, with `Jr`, without a possessive's s."""
    last = name[-1]
    suffix = _SUFFIX.match(text, last.end)
    if suffix is not None:
        return suffix.end()
    if last.written in ("Jr", "Sr") and text[last.end : last.end + 1] == ".":
        return last.end + 1
    return last.end - len(last.written) + len(re.sub(r"['\u2019]s$", "", last.written))


def makes_eponym(text: str, end: int) -> bool:
    """Whether the words behind a name make an eponym of it: `'s disease`, ` coma scale`."""
    behind = _EPONYM_WITHIN.match(text, end)
    words = re.findall(r"[^\W\d_]+", behind.group().lower()) if behind else []
    return not not_names().makers.isdisjoint(words)
