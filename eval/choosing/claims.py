"""Which option the claims of a draft speak for: how a generator that writes no letters takes a
multiple-choice test.

A baseline, not a way to practise: yes or no is read from whether the claims deny, any other option
from which stands nearest to a claim. Nothing here is fitted.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from app.domain.ports.embedding import Embedder

YES, NO, MAYBE = "yes", "no", "maybe"

_DENIES: Final = re.compile(
    r"\b(?:no (?:\w+ ){0,3}(?:difference|association|correlation|effect|evidence|benefit|change"
    r"|improvement|increase|decrease|relationship|role|impact|influence)s?"
    r"|not (?:\w+ ){0,2}(?:significant\w*|associat\w*|correlat\w*|affect\w*|differ\w*|improv\w*"
    r"|influenc\w*|reduc\w*|increas\w*|support\w*|predict\w*|effective|superior|recommended"
    r"|necessary|useful|related|appear)"
    r"|did not|does not|do not|was not|were not|is not|are not|cannot|failed to|unlikely|neither"
    r"|lack of|ineffective|insufficient)\b",
    re.IGNORECASE,
)
_HEDGES: Final = re.compile(
    r"\b(?:unclear|inconclusive|further (?:studies|research|trials) (?:is|are)|controversial"
    r"|mixed results|remains to be|conflicting)\b",
    re.IGNORECASE,
)


def choose(options: Mapping[str, str], claims: Sequence[str], embedder: Embedder) -> str | None:
    """The letter the claims speak for; None where there are no claims."""
    if not claims:
        return None
    words = {text.strip().lower().rstrip("."): letter for letter, text in options.items()}
    if {YES, NO} <= words.keys() <= {YES, NO, MAYBE}:
        return words[verdict(claims, may_hedge=MAYBE in words)]
    return _nearest(options, claims, embedder)


def verdict(claims: Sequence[str], *, may_hedge: bool) -> str:
    """`yes`, `no`, or where it is allowed `maybe`: `no` where at least half of the claims deny."""
    denying = sum(bool(_DENIES.search(claim)) for claim in claims)
    if may_hedge and any(_HEDGES.search(claim) for claim in claims):
        return MAYBE
    return NO if 2 * denying >= len(claims) else YES


def _nearest(options: Mapping[str, str], claims: Sequence[str], embedder: Embedder) -> str:
    letters = sorted(options)
    vectors = embedder.embed_passages([*(options[letter] for letter in letters), *claims])
    cosines = vectors[: len(letters)] @ vectors[len(letters) :].T  # (options, claims)
    nearest = cosines.max(axis=1)
    return max(letters, key=lambda letter: (float(nearest[letters.index(letter)]), -ord(letter)))
