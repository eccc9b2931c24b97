"""How much of what a claim says stands in the words it quotes, word by word."""

from collections.abc import Collection, Sequence
from itertools import combinations
from typing import Final

from app.domain.ports.embedding import Vocabulary
from app.grounding.matching.words import Word

SHORTEST_NAME: Final = 4
"""Letters; shorter ones are mostly abbreviations, which the quote may spell out."""
OF_A_NAME: Final = 2.0
"""A rare word's weight beside the 1 of a common one, in place of an inverse document frequency."""


def is_name(word: Word, vocabulary: Vocabulary) -> bool:
    """Whether the word is too rare for a model's vocabulary: a drug, a gene, a disease."""
    return (
        len(word.text) >= SHORTEST_NAME
        and not word.is_number
        and word.is_content
        and not vocabulary.holds(word.text)
    )


def covered(claim: Sequence[Word], quoted: Collection[str], vocabulary: Vocabulary) -> float:
    """Share in [0, 1] of the claim's content words whose stem is among `quoted`; names weigh more.

    A claim without content words is covered."""
    weights = [
        (OF_A_NAME if is_name(word, vocabulary) else 1.0, word.stem in quoted)
        for word in claim
        if word.is_content
    ]
    total = sum(weight for weight, _ in weights)
    return sum(weight for weight, found in weights if found) / total if total else 1.0


def missing_numbers(claim: Sequence[Word], quoted: Collection[str]) -> int:
    """How many numbers of the claim, each once, the quoted words lack."""
    return len({word.stem for word in claim if word.is_number} - set(quoted))


def in_order(claim: Sequence[Word], sentence: Sequence[Word]) -> float:
    """Share of the pairs of shared content words that follow each other alike; .5 without any."""
    first: dict[str, int] = {}
    for at, word in enumerate(sentence):
        first.setdefault(word.stem, at)
    places = [first[word.stem] for word in claim if word.is_content and word.stem in first]
    pairs = [one < other for one, other in combinations(places, 2) if one != other]
    return sum(pairs) / len(pairs) if pairs else 0.5
