"""When the evidence does not answer the question."""

import math
from collections.abc import Callable, Sequence

from app.domain.answer import Evidence
from app.domain.frozen import Frozen
from app.generation.words import stems

Floor = Callable[["Signs"], str | None]
"""Why the evidence does not answer the question; None where it may."""


class Signs(Frozen):
    """What tells an answer from a near miss; each in [0, 1] or a cosine in [-1, 1]."""

    sentence: float
    """Cosine of the question and the nearest sentence."""
    passage: float
    """Cosine of the question and the nearest passage; the sentence's where no passage has one."""
    coverage: float
    """Share of the question's content words, by rarity, in the passage of the best sentence."""
    known: float
    """The same share in all of the evidence: 1 where every word of the question occurs."""


def signs(question: str, evidence: Sequence[Evidence], best: Evidence, sentence: float) -> Signs:
    """Measure the evidence against the question.

    Args:
        best: the evidence whose sentence was put first.
        sentence: cosine of the question and the nearest sentence.
    """
    bags = {each.label: frozenset(stems(each.passage.indexed_text)) for each in evidence}
    asked = frozenset(stems(question))
    weights = {
        word: _rarity(sum(word in bag for bag in bags.values()), len(bags)) for word in asked
    }
    total = sum(weights.values()) or 1.0
    everything = frozenset().union(*bags.values())
    cosines = [each.hit.dense.score for each in evidence if each.hit and each.hit.dense]
    return Signs(
        sentence=sentence,
        passage=max(cosines, default=sentence),
        coverage=sum(weights[word] for word in asked & bags[best.label]) / total,
        known=sum(weights[word] for word in asked & everything) / total,
    )


def measured_floor(signs: Signs) -> str | None:
    """The floor that `eval/suites/abstention.py` fitted and measured."""
    return None if signs.known > 0 else "Not a word."


def _rarity(found: int, of: int) -> float:
    """BM25's idf over the evidence; a word that no passage holds weighs most."""
    return math.log(1.0 + (of - found + 0.5) / (found + 0.5))
