"""Names by the words before them: a title, "my name is", "seen by", a relation, a signature.

Such words are strong (whatever follows with a capital is a name, unless it is a word), weak (a list
must know the name, or it has two words) or weaker (a list must know it): see `name_cues`.
"""

import re
from collections.abc import Iterator
from typing import Final

from app.domain.identifier_kinds import IdentifierKind
from app.safety.identifiers.name_cues import ACTS, QUALIFIED, SMALL, STRONG, TITLE, WEAK, WEAKER
from app.safety.identifiers.name_tokens import Token, end_of, makes_eponym, name_at, tokens
from app.safety.identifiers.name_words import (
    folded,
    is_drug,
    is_word,
    like_a_surname,
    names,
    not_names,
)
from app.safety.identifiers.sighting import LABELLED, SHAPED, Sighting

_LAST_FIRST: Final = re.compile(
    r"(?<!\w)([^\W\d_][\w'\u2019-]{1,30}),\s([^\W\d_][\w'\u2019-]{1,30})(?:\s[A-Z]\b)?"
)
_CITED: Final = re.compile(r"\s[A-Z]{1,3}[,.;]|\set\sal\b")
"""Behind an author."""
LISTED_AT_ONCE: Final = 4
_AND: Final = re.compile(r"(?:,\s?(?:and\s|&\s)?|\s(?:and|&)\s)(?:(?:Mr|Mrs|Ms|Dr|Prof)\.?\s)?")


def introduced_names(text: str) -> Iterator[Sighting]:
    """Names in `text` that the words before them give away."""
    for pattern in STRONG:
        for match in pattern.finditer(text):
            name = _name(text, match.end())
            acronym = pattern is not STRONG[0] and _acronym(name)
            if name and not acronym and not makes_eponym(text, end_of(text, name)):
                yield _sighting(text, name)
                yield from _further(text, end_of(text, name))
    for pattern in (*WEAK, *WEAKER):
        likely = _known if pattern in WEAKER else _likely
        for match in pattern.finditer(text):
            name = name_at(text, match.end())
            cited = bool(name) and _CITED.match(text, name[-1].end) is not None
            if name and not cited and likely(name) and not makes_eponym(text, end_of(text, name)):
                yield _sighting(text, name)
    yield from _by_what_follows(text)
    yield from _without_capitals(text)
    yield from _last_first(text)


def _by_what_follows(text: str) -> Iterator[Sighting]:
    """Names before what only a person does, and before a qualification."""
    for match in ACTS.finditer(text):
        word = folded(match["id"])
        if not is_word(word) and word not in not_names().eponyms and not match["id"].isupper():
            why = "somebody who does what only people do"
            yield Sighting(IdentifierKind.NAME, *match.span("id"), SHAPED, why)
    for match in QUALIFIED.finditer(text):
        if not any(not each.initial and is_word(each.small) for each in tokens(match["id"])):
            why = "a name before a qualification"
            yield Sighting(IdentifierKind.NAME, *match.span("id"), LABELLED, why)


def _sighting(text: str, name: list[Token]) -> Sighting:
    why = "a name behind words for one"
    return Sighting(IdentifierKind.NAME, name[0].start, end_of(text, name), LABELLED, why)


def _name(text: str, start: int) -> list[Token]:
    """As `name_at`, behind a title, and a surname that is also a word: Mrs White."""
    if title := TITLE.match(text, start):
        start = title.end()
    name = name_at(text, start)
    if name:
        return name
    first = tokens(text[start : start + 40])[:1]
    if first and first[0].start == 0 and first[0].capital and first[0].small in names().any_surname:
        return [Token(first[0].written, start, start + first[0].end)]
    return []


def _further(text: str, end: int) -> Iterator[Sighting]:
    """Names that follow in a list, `LISTED_AT_ONCE` at most: Drs Okafor and Lindqvist."""
    for _ in range(LISTED_AT_ONCE):
        joint = _AND.match(text, end)
        name = name_at(text, joint.end()) if joint else []
        if not name or not _likely(name):
            return
        yield _sighting(text, name)
        end = end_of(text, name)


def _known(name: list[Token]) -> bool:
    """A list knows one of its words, and none of them is an eponym."""
    words = [each.small for each in name if not each.initial]
    if not words or any(each in not_names().eponyms for each in words):
        return len(words) > 1 and words[0] in names().any_given
    if len(words) == 1 and (name[0].written.isupper() or is_drug(name[0].written)):
        return False
    return any(each in names().given for each in words) or like_a_surname(words[-1])


def _likely(name: list[Token]) -> bool:
    """As `_known`, or it has two words that no list of eponyms knows."""
    words = [each for each in name if not each.initial]
    unknown = all(each.small not in not_names().eponyms for each in words)
    return _known(name) or (
        len(words) > 1 and unknown and not any(each.written.isupper() for each in words)
    )


def _acronym(name: list[Token]) -> bool:
    """One word in capitals that no list knows: DNA, ELISA, CCU."""
    if len(name) != 1:
        return False
    one = name[0]
    return one.written.isupper() and one.small not in names().any_surname


def _without_capitals(text: str) -> Iterator[Sighting]:
    for match in SMALL.finditer(text):
        if is_word(match["one"]):
            continue
        two = match["two"]
        both = two is not None and (like_a_surname(folded(two)) or folded(two) in names().any_given)
        end = match.end("two") if both else match.end("one")
        yield Sighting(
            IdentifierKind.NAME, match.start("one"), end, LABELLED, "a name behind a title"
        )


def _last_first(text: str) -> Iterator[Sighting]:
    for match in _LAST_FIRST.finditer(text):
        last, first = folded(match[1]), folded(match[2])
        if (
            match[1][0].isupper()
            and match[2][0].isupper()
            and like_a_surname(last)
            and first in names().any_given
        ):
            yield Sighting(
                IdentifierKind.NAME, *match.span(), LABELLED, "a surname before a given name"
            )
