"""What a claim and the words it quotes have in common, as numbers for one fitted model."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

import numpy as np

from app.domain.ports.embedding import TokenEmbedder, Vocabulary
from app.grounding.matching.aims import tells_an_aim
from app.grounding.matching.coverage import covered, in_order, missing_numbers
from app.grounding.matching.cues import Cue
from app.grounding.matching.direction import Direction, direction, effects
from app.grounding.matching.likeness import best_cosines, cosine, mean_of_best, share_far
from app.grounding.matching.opposites import opposites
from app.grounding.matching.words import Word, words_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

READ: Final = 12
"""Sentences that are embedded at most, those that cover most of the claim: it bounds the time."""
NEAREST: Final = 2
"""Sentences whose direction counts, the nearest ones."""
MOST_NUMBERS: Final = 2
"""More missing numbers than this say no more."""


class Tokens(TokenEmbedder, Vocabulary, Protocol):
    """A model's vectors for each token, and the words it knows."""


class Features(NamedTuple):
    """One claim against its quotes; the fitted model has a weight for each field."""

    nearest: float
    """Cosine of the nearest sentence, in [-1, 1]."""
    token_match: float
    """Mean over the claim's tokens of the best cosine among the nearest sentences' tokens."""
    token_gaps: float
    """Share of the claim's tokens without a counterpart there."""
    covered: float
    """Share of the claim's content words that stand in the quotes, names counted double."""
    numbers_missing: float
    """Numbers of the claim that stand in no quote, at most `MOST_NUMBERS`."""
    in_order: float
    """Share of the shared words that follow each other alike in the nearest sentence."""
    aim: float
    """1 where the nearest sentence tells a question or a method, else 0."""
    agrees: float
    opposes: float
    denied: float
    asserted: float
    unmatched: float
    """These five: `Direction`, mean over the nearest sentences."""
    opposites: float
    """Words of the claim whose opposite stands in the nearest sentences instead."""
    denial_alone: float
    """1 where the claim denies something and the nearest sentences deny nothing, else 0."""


class _Sentence(NamedTuple):
    text: str
    words: tuple[Word, ...]
    stems: frozenset[str]
    tokens: "NDArray[np.float32]"


def features(
    claim: str, sentences: Sequence[str], named: Sequence[str], embedder: Tokens
) -> Features:
    """The features of one claim.

    Args:
        sentences: those of the quotes, at least one.
        named: titles and headings that the quotes stand under: a name there counts as mentioned.
    """
    ours = words_of(claim)
    read = _covering(ours, sentences)
    claimed, *vectors = embedder.embed_tokens([claim, *read])
    held = [
        _Sentence(text, words_of(text), stems_of(text), tokens)
        for text, tokens in zip(read, vectors, strict=True)
    ]
    cosines = [cosine(claimed, each.tokens) for each in held]
    nearness = [
        near
        + covered(ours, each.stems, embedder)
        + mean_of_best(best_cosines(claimed, [each.tokens]))
        for near, each in zip(cosines, held, strict=True)
    ]
    order = sorted(range(len(held)), key=lambda at: (-nearness[at], at))
    nearest = [held[at] for at in order[:NEAREST]]
    best = best_cosines(claimed, [each.tokens for each in nearest])
    quoted = frozenset().union(*(stems_of(text) for text in (*sentences, *named)))
    ways = [direction(ours, each.words) for each in nearest]
    return Features(
        nearest=max(cosines),
        token_match=mean_of_best(best),
        token_gaps=share_far(best),
        covered=covered(ours, quoted, embedder),
        numbers_missing=float(min(missing_numbers(ours, quoted), MOST_NUMBERS)),
        in_order=in_order(ours, nearest[0].words),
        aim=float(tells_an_aim(nearest[0].text)),
        **_mean(ways)._asdict(),
        opposites=opposites(ours, [word for each in nearest for word in each.words]),
        denial_alone=float(_denies(ours) and not any(_denies(each.words) for each in nearest)),
    )


def stems_of(text: str) -> frozenset[str]:
    return frozenset(word.stem for word in words_of(text))


def _covering(claim: Sequence[Word], sentences: Sequence[str]) -> list[str]:
    """At most `READ` of the sentences, in their order."""
    wanted = {word.stem for word in claim if word.is_content}
    shared = [len(wanted & stems_of(text)) for text in sentences]
    chosen = sorted(range(len(sentences)), key=lambda at: (-shared[at], at))[:READ]
    return [sentences[at] for at in sorted(chosen)]


def _mean(ways: Sequence[Direction]) -> Direction:
    return Direction(*(float(np.mean(values)) for values in zip(*ways, strict=True)))


def _denies(words: Sequence[Word]) -> bool:
    return any(each.cue is Cue.SAME for each in effects(words))
