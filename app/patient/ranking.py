"""Which lines of a record bear on a question, best first: BM25 and the embedder, in memory.

A line bears on it where both name the same thing of the vocabulary, or where it shares an uncommon
word with the entry's own name and the embedder finds the two alike.
"""

import re
import tomllib
from collections.abc import Sequence
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

MOST_EMBEDDED: Final = 32
"""Lines whose likeness is looked at: a line takes an embedder 1 to 8 ms."""
ALIKE: Final = 0.35
"""Cosine from which a shared word counts."""
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
    named = {id(line) for one in subjects for line in _of(one, lines)}
    shared = _shares_a_word(question, lines)
    near = _newest_of_each([one for one in lines if id(one) in named or id(one) in shared])
    if not near:
        return ()
    by_word = _by_word(question, near)
    best = max(by_word) or 1.0
    order = sorted(range(len(near)), key=lambda at: (id(near[at]) not in named, -by_word[at], at))
    order = order[:MOST_EMBEDDED]
    alike = _alike(question, [near[at] for at in order], embedder)
    scored = []
    for at, cosine in zip(order, alike, strict=True):
        line, is_named = near[at], id(near[at]) in named
        if is_named or cosine >= ALIKE:
            score = _NAMED * is_named + cosine / 2 + by_word[at] / best / 2
            score += _ACTIVE * (course_of(line) is Course.ACTIVE)
            score += _RECENT * (1 - at / len(near))
            scored.append((-score, at))
    return _newer_first([near[at] for _, at in sorted(scored)], near)


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


def _newest_of_each(lines: Sequence[Line]) -> tuple[Line, ...]:
    """At most two lines of a kind about the same, the newest, so that one series does not fill it
    all; the same sentence once. `lines` are newest first, and so is what is kept."""
    seen: dict[tuple[Kind, frozenset[str] | str], set[str]] = {}
    kept = []
    for line in lines:
        same = seen.setdefault(_series(line), set())
        if line.text not in same and len(same) < MOST_OF_SERIES:
            same.add(line.text)
            kept.append(line)
    return tuple(kept)


def _newer_first(ranked: Sequence[Line], newest: Sequence[Line]) -> tuple[Line, ...]:
    """Each series keeps its places in the ranking and fills them with the newer line first."""
    chosen = {id(one) for one in ranked}
    waiting: dict[tuple[Kind, frozenset[str] | str], list[Line]] = {}
    for line in newest:
        if id(line) in chosen:
            waiting.setdefault(_series(line), []).append(line)
    return tuple(waiting[_series(line)].pop(0) for line in ranked)


def _series(line: Line) -> tuple[Kind, frozenset[str] | str]:
    """What two lines have in common that are about the same."""
    return line.kind, line.known_as or (line.entry.name.lower() if line.entry else line.text)


def _by_word(question: str, lines: Sequence[Line]) -> list[float]:
    ranking = BM25Plus([_tokens(one.text) or [""] for one in lines])
    scores = [float(one) for one in ranking.get_scores(_tokens(question))]
    least = min(scores)
    return [one - least for one in scores]


def _shares_a_word(question: str, lines: Sequence[Line]) -> frozenset[int]:
    """The `id` of those lines."""
    asked = {one for one in _tokens(question) if len(one) >= _SHORTEST} - _common()
    return frozenset(
        id(line)
        for line in lines
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
