"""How a finding stands in its sentence: told of now, or denied, past, supposed, another's, general.

The order of the steps, and what a cue reaches, follow ConText (Harkema and others 2009) in outline;
the cues are `app/safety/findings/cues.toml`.
"""

from enum import StrEnum
from typing import Final

from app.safety.screens.emergency.cues import Cues
from app.safety.screens.emergency.denial import denied
from app.safety.screens.emergency.patterns import Mention
from app.safety.screens.emergency.vocabulary import Section

_NEAR: Final = 6
_PAST: Final = 9


class Standing(StrEnum):
    """How a finding is meant."""

    PRESENT = "present"
    DENIED = "denied"
    PAST = "past"
    SUPPOSED = "supposed"
    FAMILY = "family"
    GENERAL = "general"
    MILD = "mild"
    LONG = "long"


def standing(cues: Cues, mention: Mention, section: Section) -> Standing:
    """How the finding is meant, by the first step that says so."""
    if section is Section.WHO:
        return Standing.PRESENT
    now = _now(cues, mention)
    if denied(cues, mention):
        return Standing.DENIED
    if not now and (cues.before("family", mention) or cues.anywhere("inherits")):
        return Standing.FAMILY
    if _supposed(cues, mention, now=now):
        return Standing.SUPPOSED
    if _general(cues, cues.sentence(mention)):
        return Standing.GENERAL
    if now or section is Section.KNOWN:
        return Standing.PRESENT
    if _past(cues, mention, section):
        return Standing.PAST
    return Standing.PRESENT if section is Section.RECENT else _weight(cues, mention, section)


def _weight(cues: Cues, mention: Mention, section: Section) -> Standing:
    if _long(cues, mention):
        return Standing.LONG
    mild = section is Section.GRADED and _mild(cues, mention)
    return Standing.MILD if mild else Standing.PRESENT


def _now(cues: Cues, mention: Mention) -> bool:
    sentence = cues.sentence(mention)
    clause = cues.clause(mention.first)
    dated = any(cues.clause(cue.first) == clause for cue in cues.of("years", sentence))
    return any(
        not cues.between("turn", *_ordered(cue, mention))
        and not (dated and cues.clause(cue.first) != clause)
        for cue in cues.of("now", sentence)
    )


def _supposed(cues: Cues, mention: Mention, *, now: bool) -> bool:
    if cues.before("teaches", mention):
        return True
    sentence = cues.sentence(mention)
    return not now and (
        any(
            cue.first < mention.first
            and not cues.within("no_if", cue)
            and not _told_apart(cues, cue, mention)
            for cue in cues.of("supposed", sentence)
        )
        or any(
            cue.first < mention.first and cues.one_clause(cue, mention)
            for cue in cues.of("about", sentence)
        )
    )


def _told_apart(cues: Cues, cue: Mention, mention: Mention) -> bool:
    """Whether a new clause begins behind the cue that tells of somebody."""
    clause = cues.clause(mention.first)
    return clause != cues.clause(cue.last) and any(
        cues.clause(one.first) == clause and one.first <= mention.first
        for one in cues.of("person", cues.sentence(mention))
    )


def _general(cues: Cues, sentence: int) -> bool:
    if cues.of("person", sentence) or cues.of("ongoing", sentence):
        return False
    if cues.of("general", sentence):
        return True
    start = cues.start(sentence)
    if any(one.first <= start + 2 for one in cues.of("asks", sentence)):
        return True
    return any(one.first == start for one in cues.of("asks_first", sentence)) and not any(
        one.first == start for one in cues.of("tells", sentence)
    )


def _past(cues: Cues, mention: Mention, section: Section) -> bool:
    kinds = ("years",) if section is Section.RECENT else ("years", "months")
    return any(
        _near(cues, cue, mention, _PAST)
        and (cue.first > mention.first or _leads(cues, cue, mention, opening=cues.opens(cue)))
        for kind in kinds
        for cue in cues.of(kind, cues.sentence(mention))
    )


def _long(cues: Cues, mention: Mention) -> bool:
    for cue in cues.of("long", cues.sentence(mention)):
        one_clause = cues.one_clause(*_ordered(cue, mention))
        if _near(cues, cue, mention, _NEAR if one_clause else 1) and (
            cue.first > mention.first or not cues.between("and", cue, mention)
        ):
            return True
    return False


def _mild(cues: Cues, mention: Mention) -> bool:
    sentence = cues.sentence(mention)
    return any(_near(cues, cue, mention, _NEAR) for cue in cues.of("effort", sentence)) or any(
        (cue.last < mention.first and cues.apart(cue, mention) <= 1)
        or mention.first <= cue.first <= mention.last
        for cue in cues.of("mild", sentence)
    )


def _leads(cues: Cues, cue: Mention, mention: Mention, *, opening: bool) -> bool:
    """Whether a time told first is of the finding behind it: not over an `and`, and over a comma
    only from the beginning of the sentence."""
    return not cues.between("and", cue, mention) and (opening or cues.one_clause(cue, mention))


def _near(cues: Cues, cue: Mention, mention: Mention, most: int) -> bool:
    first, second = _ordered(cue, mention)
    return cues.apart(first, second) <= most and not cues.between("turn", first, second)


def _ordered(cue: Mention, mention: Mention) -> tuple[Mention, Mention]:
    return (cue, mention) if cue.first <= mention.first else (mention, cue)
