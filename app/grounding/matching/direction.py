"""Whether the claim and a sentence let what they both speak of go the same way.

Each cue of the claim (an increase, a decrease, no effect) is set beside the cue of the sentence
that stands nearest to the same content words. Lexical polarity beside aligned words: after
MacCartney, Grenager, de Marneffe, Cer and Manning, Learning to recognize features of valid textual
entailments, HLT-NAACL 2006, section 4.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from app.grounding.matching.cues import Cue, cue_of
from app.grounding.matching.words import Word

SCOPE: Final = 5
"""Words after a denial that it reaches."""
NEIGHBOURS: Final = 4
"""Words to either side of a cue of the claim that say what it is about."""
REACH: Final = 9
"""Words between a cue of the sentence and the word it belongs to."""


class Direction(NamedTuple):
    """How many of the claim's cues a sentence bears out, and how; each a share in [0, 1]."""

    agrees: float = 0.0
    """Goes the same way, or has no effect in both."""
    opposes: float = 0.0
    """Goes the other way."""
    denied: float = 0.0
    """An effect in the claim and none in the sentence."""
    asserted: float = 0.0
    """None in the claim and an effect in the sentence."""
    unmatched: float = 0.0
    """No cue stands near what the claim's is about."""


class _Effect(NamedTuple):
    at: int
    cue: Cue


def direction(claim: Sequence[Word], sentence: Sequence[Word]) -> Direction:
    """The shares over the claim's cues; all 0 where it has none."""
    ours, theirs = effects(claim), effects(sentence)
    if not ours:
        return Direction()
    counts = dict.fromkeys(Direction._fields, 0)
    for effect in ours:
        counts[_met(effect, claim, sentence, theirs)] += 1
    return Direction(**{name: count / len(ours) for name, count in counts.items()})


def effects(words: Sequence[Word]) -> list[_Effect]:
    """The cues of a text; one that a denial reaches is no effect, as is a denial of nothing."""
    found: list[_Effect] = []
    denials = [at for at, word in enumerate(words) if cue_of(word.text) is Cue.NOT]
    used: set[int] = set()
    for at, word in enumerate(words):
        cue = cue_of(word.text)
        if cue is None or cue is Cue.NOT:
            continue
        reaching = [denial for denial in denials if 0 < at - denial <= SCOPE]
        used.update(reaching)
        found.append(_Effect(at, Cue.SAME if reaching else cue))
    found.extend(_Effect(at, Cue.SAME) for at in denials if at not in used)
    return sorted(found)


def _met(
    effect: _Effect, claim: Sequence[Word], sentence: Sequence[Word], theirs: Sequence[_Effect]
) -> str:
    about = {
        word.stem: 1.0 / abs(at - effect.at)
        for at, word in enumerate(claim)
        if 0 < abs(at - effect.at) <= NEIGHBOURS and word.is_content and cue_of(word.text) is None
    }
    places = [(at, about[word.stem]) for at, word in enumerate(sentence) if word.stem in about]
    nearness = {
        their: sum(
            weight / (1 + abs(their.at - at))
            for at, weight in places
            if abs(their.at - at) <= REACH
        )
        for their in theirs
    }
    nearest = max(nearness, key=lambda their: nearness[their], default=None)
    if nearest is None or nearness[nearest] == 0.0:
        return "unmatched"
    if nearest.cue is effect.cue:
        return "agrees"
    if effect.cue is Cue.SAME:
        return "asserted"
    return "denied" if nearest.cue is Cue.SAME else "opposes"
