"""Pairs of words that exclude each other where they speak of the same thing."""

from collections.abc import Sequence
from typing import Final

from app.grounding.matching.words import Word

MOST: Final = 2
"""More pairs than this say no more."""
_LISTED = """
increas/decreas increas/reduc increas/lower high/low more/less more/fewer activat/inhibit
promot/inhibit induc/inhibit enhanc/impair enhanc/reduc posit/negat better/wors improv/wors
gain/loss upregulat/downregulat before/after early/late acute/chron male/female men/women
young/old young/elder short/long small/larg direct/indirect sensit/resist benefi/harm safe/toxic
protect/damag protect/risk faster/slower rapid/slow strong/weak matern/patern left/right
upstream/downstream presen/absen activat/repress activat/suppress activat/deactivat
stabil/degrad accelerat/slow accelerat/delay longer/shorter superior/inferior
effective/ineffective accurate/inaccurate common/rare stimulat/inhibit stimulat/suppress
rais/lower elevat/reduc elevat/low greater/less greater/smaller most/few always/never
major/minor requir/dispens encourag/discourag encourag/inhibit adult/child oral/intravenous
mild/severe start/stop systolic/diastolic hyper/hypo
"""
_PAIRS: Final = tuple(
    (one, other) for one, _, other in (pair.partition("/") for pair in _LISTED.split())
)
"""Beginnings of words."""


def opposites(claim: Sequence[Word], sentence: Sequence[Word]) -> float:
    """How many pairs have one word in the claim and the other, but not that one, in the sentence;
    in [0, MOST]."""
    found = sum(
        _begins(claim, ours) and not _begins(sentence, ours) and _begins(sentence, theirs)
        for one, other in _PAIRS
        for ours, theirs in ((one, other), (other, one))
    )
    return float(min(found, MOST))


def _begins(words: Sequence[Word], beginning: str) -> bool:
    return any(word.text.startswith(beginning) for word in words)
