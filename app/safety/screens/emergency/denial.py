"""Whether a finding is denied in its sentence.

After NegEx (Chapman and others 2001) in outline: a denial reaches over a list, and ends at a turn
(`but`). `not` denies the next few words only.
"""

from typing import Final

from app.safety.screens.emergency.cues import Cues
from app.safety.screens.emergency.patterns import Mention

_LIST: Final = 9
"""Words that `no` reaches."""
_WHOLE: Final = 36
"""Words that `denies` reaches."""
_VERB: Final = 3
"""Words that `not` reaches."""
_BEHIND: Final = 2
"""Words between a finding and `absent` behind it."""


def denied(cues: Cues, mention: Mention) -> bool:
    """Whether words before, within or behind the finding deny it."""
    sentence = cues.sentence(mention)
    return (
        any(cues.reaches(cue, mention, _WHOLE) for cue in cues.of("denies", sentence))
        or any(_by_no(cues, cue, mention) for cue in cues.of("no", sentence))
        or any(_by_not(cues, cue, mention) for cue in cues.of("not", sentence))
        or any(
            cue.first > mention.last
            and cues.apart(mention, cue) <= _BEHIND
            and cues.one_clause(mention, cue)
            for cue in cues.of("absent", sentence)
        )
    )


def _by_no(cues: Cues, cue: Mention, mention: Mention) -> bool:
    if cue.first in mention.at or cues.within("no_denial", cue):
        return False
    if mention.first < cue.first < mention.last:
        return True
    return cues.reaches(cue, mention, _LIST) and (
        _one_clause(cues, cue, mention) or _listed(cues, cue, mention)
    )


def _by_not(cues: Cues, cue: Mention, mention: Mention) -> bool:
    if cue.first in mention.at or cues.within("no_denial", cue):
        return False
    if mention.first < cue.first < mention.last:
        return True
    listed = _listed(cues, cue, mention)
    return (
        cues.reaches(cue, mention, _LIST if listed else _VERB)
        and (listed or _one_clause(cues, cue, mention))
        and not cues.between("and", cue, mention)
    )


def _one_clause(cues: Cues, cue: Mention, mention: Mention) -> bool:
    """Whether the whole finding stands in the clause of the denial."""
    return cues.one_clause(cue, mention) and cues.one_clause(mention, mention)


def _listed(cues: Cues, cue: Mention, mention: Mention) -> bool:
    """Whether the list that the denial begins goes on to the finding: an `or` stands in its clause
    or behind."""
    either = max((one.first for one in cues.of("or", cues.sentence(mention))), default=-1)
    return either > cue.last and cues.clause(either) >= cues.clause(mention.first)
