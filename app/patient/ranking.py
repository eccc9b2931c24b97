"""Which lines of a record bear on a question, best first: BM25 and the embedder, in memory.

A line bears on it where both name the same thing of the vocabulary, or where it shares an uncommon
word with the entry's own name and the embedder finds the two alike, or very much alike.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Final

from app.domain.ports.embedding import Embedder
from app.domain.record import Course
from app.patient.lines import Kind, Line
from app.patient.matching import about, allergies_to, course_of
from app.patient.subjects import Subject
from app.patient.word_ranking import BM25Plus
from app.terms.conditions import conditions

MOST_EMBEDDED: Final = 200
"""Lines whose likeness is looked at: those that share a name or a word, then the newest."""
ALIKE: Final = 0.35
"""Cosine from which a shared word counts."""
MUCH_ALIKE: Final = 0.6
MOST_OF_SERIES: Final = 2
_NAMED: Final = 1.0
_ACTIVE: Final = 0.05
_RECENT: Final = 0.05
_SHORTEST: Final = 4
_WORD: Final = re.compile(r"[a-z0-9]+")


def bearing(
    question: str, subjects: Sequence[Subject], lines: Sequence[Line], embedder: Embedder
) -> tuple[Line, ...]:
    """The lines that bear on a question, best first; of two alike the newer one."""
    if not lines:
        return ()
    named = {id(line) for one in subjects for line in _of(one, lines)}
    by_word = _by_word(question, lines)
    shared = _shares_a_word(question, lines)
    order = sorted(
        range(len(lines)),
        key=lambda at: (id(lines[at]) not in named, at not in shared, -by_word[at], at),
    )[:MOST_EMBEDDED]
    alike = _alike(question, [lines[at] for at in order], embedder)
    best = max((by_word[at] for at in order), default=0.0) or 1.0
    scored = []
    for at, cosine in zip(order, alike, strict=True):
        line = lines[at]
        is_named = id(line) in named
        if is_named or cosine >= MUCH_ALIKE or (at in shared and cosine >= ALIKE):
            score = _NAMED * is_named + cosine / 2 + by_word[at] / best / 2
            score += _ACTIVE * (course_of(line) is Course.ACTIVE)
            score += _RECENT * (1 - at / len(lines))
            scored.append((-score, at))
    places = {id(line): at for at, line in enumerate(lines)}
    return _newest_of_each([lines[at] for _, at in sorted(scored)], places)


def _of(subject: Subject, lines: Sequence[Line]) -> tuple[Line, ...]:
    if subject.of == "medicine":
        return (*about(subject, lines), *allergies_to(subject, lines))
    if subject.of == "problem":
        return tuple(
            one
            for one in lines
            if one.kind is Kind.PROBLEM and conditions().related(subject.names, one.known_as)
        )
    return about(subject, lines)


def _newest_of_each(ranked: Sequence[Line], order: Mapping[int, int]) -> tuple[Line, ...]:
    """At most two lines of a kind about the same, the newest, so that one series does not fill it
    all; the same sentence once."""
    series: dict[tuple[Kind, frozenset[str] | str], list[Line]] = {}
    for line in ranked:
        key = (line.kind, line.known_as or (line.entry.name.lower() if line.entry else line.text))
        series.setdefault(key, []).append(line)
    chosen = {
        line.text: line
        for same in series.values()
        for line in sorted(same, key=lambda one: order[id(one)])[:MOST_OF_SERIES]
    }
    return tuple(chosen.values())


def _by_word(question: str, lines: Sequence[Line]) -> list[float]:
    ranking = BM25Plus([_tokens(one.text) or [""] for one in lines])
    scores = [float(one) for one in ranking.get_scores(_tokens(question))]
    least = min(scores)
    return [one - least for one in scores]


def _shares_a_word(question: str, lines: Sequence[Line]) -> frozenset[int]:
    asked = {one for one in _tokens(question) if len(one) >= _SHORTEST} - _common()
    return frozenset(
        at
        for at, line in enumerate(lines)
        if line.entry is not None and not asked.isdisjoint(_tokens(line.entry.name))
    )


def _alike(question: str, lines: Sequence[Line], embedder: Embedder) -> list[float]:
    texts = list(dict.fromkeys(line.text for line in lines))
    cosines = embedder.embed_passages(texts) @ embedder.embed_question(question)
    of_text = dict(zip(texts, map(float, cosines), strict=True))
    return [of_text[line.text] for line in lines]


def _tokens(text: str) -> list[str]:
    return [
        one[:-1] if len(one) > 4 and one.endswith("s") else one
        for one in _WORD.findall(text.lower())
    ]


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    given = tomllib.loads(files("app.patient").joinpath("bearing.toml").read_text(encoding="utf-8"))
    return frozenset(token for token in _tokens(given["common"]))
