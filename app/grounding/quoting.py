"""The words that a claim in a model's own words stands on: as few sentences as carry it."""

from collections import Counter
from collections.abc import Sequence
from math import log
from typing import Final, NamedTuple

from app.domain.answer import Evidence, Quote
from app.terms.stems import stems

MOST: Final = 3
"""Sentences for one claim; who needs more has drafted more than one statement."""
WORTH_ADDING: Final = 0.2
"""A further sentence must carry this share of the claim's weight that none before it carried. Set
by hand on a few claims of ours; not measured."""
NUMBER: Final = 2.0
"""Weight of a number against a word of equal rarity: the sentence that holds the claim's dose is
the one to quote. Set by hand; not measured."""


class _Sentence(NamedTuple):
    label: int
    text: str
    words: frozenset[str]
    about: frozenset[str]
    """Words of the headings it stands under. They help to choose between sentences and carry no
    part of the claim."""


def quote(text: str, evidence: Sequence[Evidence]) -> tuple[Quote, ...]:
    """The fewest sentences of the evidence, verbatim, that bear on the words of a claim.

    Greedy cover of the claim's stems, rarer words and numbers weighing more (Nemhauser, Wolsey and
    Fisher, Mathematical Programming 14, 1978, on why greedy is good enough). In the order of the
    evidence; empty where no sentence shares a word with the claim.
    """
    wanted = set(stems(text))
    sentences = [
        _Sentence(each.label, words, frozenset(stems(words)) & wanted, _about(each) & wanted)
        for each in evidence
        for words in each.passage.sentence_texts()
    ]
    frequent = Counter(word for each in sentences for word in each.words | each.about)
    weights = {
        word: log(1 + len(sentences) / frequent[word]) * (NUMBER if word[0].isdigit() else 1.0)
        for word in wanted
        if frequent[word]
    }
    return _chosen(sentences, weights)


def _about(evidence: Evidence) -> frozenset[str]:
    return frozenset(stems(" ".join(evidence.passage.path)))


def _chosen(sentences: Sequence[_Sentence], weights: dict[str, float]) -> tuple[Quote, ...]:
    held = frozenset[str]().union(*(each.words for each in sentences))
    whole = sum(weights[word] for word in held)
    covered: set[str] = set()
    chosen: list[int] = []
    while len(chosen) < MOST:
        gains = [sum(weights[word] for word in each.words - covered) for each in sentences]
        best = max(
            range(len(sentences)),
            key=lambda at: (
                gains[at] + _context(sentences[at], weights),
                -len(sentences[at].text),
                -at,
            ),
            default=None,
        )
        if best is None or best in chosen or gains[best] <= (WORTH_ADDING * whole if chosen else 0):
            break
        chosen.append(best)
        covered |= sentences[best].words
    return tuple(Quote(label=sentences[at].label, text=sentences[at].text) for at in sorted(chosen))


def _context(sentence: _Sentence, weights: dict[str, float]) -> float:
    """At most half of what the same words would count inside the sentence."""
    return 0.5 * sum(weights.get(word, 0.0) for word in sentence.about - sentence.words)
