"""Whether a quotation is about preventing an illness where it is to be treated, or the reverse."""

import re
from collections.abc import Sequence
from typing import Final

from app.grounding.compared import Compared, differing
from app.grounding.layers import Layer
from app.terms.conditions import conditions
from app.terms.purposes import (
    ACUTE,
    AFTER,
    EXPOSED,
    NEVER,
    PREVENTION,
    TREATMENT,
    asked_for,
    headed,
    worded,
)

SHORT_TITLE: Final = 5
"""Words of a title that is a topic (`Malaria prophylaxis`) and not a study's."""
EVENTS: Final = frozenset({"myocardial infarction", "stroke"})
"""What primary and secondary prevention are of."""
_SETTING: Final = re.compile(r"\bin\b(?P<setting>.*)$", re.IGNORECASE)
_TREATED: Final = re.compile(
    r"\btreatment (?:of|dose|course)\b|\btreat(?:s|ing)\b|\bfull dose\b|\btherapeutic dose\b",
    re.IGNORECASE,
)
_TARGET: Final = re.compile(
    r"(?P<before>\b[a-z-]{4,}) (?:prevention|prophylaxis)\b|"
    r"\b(?:prevention|prophylaxis|preventing) of (?:an? |the )?(?P<after>[a-z-]{4,})",
    re.IGNORECASE,
)
_PLAIN: Final = re.compile(
    r"(?:long-term|short-term|recurr\w+|relapses?|routine|surgical|medical|seasonal|post-?exposure|"
    r"pre-?exposure|antibiotic|drug|infection|attacks?|flares?|episodes?|further|continuous|"
    r"clots?|an?|first|second|another|bleeds?|bleeding|contacts?|re-?bleed\w*|for|dose|dosage|"
    r"daily|night-?time)",
    re.IGNORECASE,
)
"""Words beside `prevention` that do not say what is prevented."""
_UNDER_WAY: Final = re.compile(r"\b(?:having|right now|in progress|this minute)\b", re.IGNORECASE)
_FIRST = (
    "a first event",
    re.compile(
        r"\bprimary prevention\b|\b(?:without|no) (?:established|known|previous|cardiovascular|"
        r"heart)",
        re.IGNORECASE,
    ),
)
_SECOND = (
    "a second event",
    re.compile(
        r"\bsecondary prevention\b|\b(?:after|previous|post)[- ](?:an? )?(?:mi|"
        r"myocardial infarction|heart attack|"
        r"stroke|tia|acute coronary)\b|\bestablished (?:cardiovascular|heart|vascular)",
        re.IGNORECASE,
    ),
)
_BEFORE = (
    "the time before a contact",
    re.compile(
        r"\bpre-?exposure\b|\bprep\b|\b(?:routine|childhood|infant|primary|national|"
        r"school)\b.{0,20}"
        r"\b(?:vaccin\w+|immuni[sz]ation|course|schedule|programme|boosters?)\b|"
        r"\bbefore (?:travel|exposure)\b",
        re.IGNORECASE,
    ),
)
_SINCE = (
    "the time after a contact",
    re.compile(
        r"\bpost-?exposure\b|\bpep\b|\bafter (?:exposure|a (?:bite|contact|wound|needle))|"
        r"\bwounds?\b|\bexposed\b|"
        r"\bneedle-?stick|\bincident|\bcontacts\b|\bbites?\b",
        re.IGNORECASE,
    ),
)
_WILL_TRAVEL: Final = re.compile(
    r"\b(?:before (?:travel\w*|exposure|a trip)|pre-?exposure|prep|going to|planning)\b",
    re.IGNORECASE,
)
_STAGES: Final = (
    (AFTER, _SECOND, _FIRST),
    (NEVER, _FIRST, _SECOND),
    (EXPOSED, _SINCE, _BEFORE),
    (_WILL_TRAVEL, _BEFORE, _SINCE),
)
"""What the question says, what it is then about, and what is something else."""


def purpose(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """Prevention or treatment, by what headings and the first words of a quotation say; a title
    such as "X for the treatment of Y" says what was studied, not what else the text tells."""
    wanted, outright = asked_for(asked)
    if not wanted:
        return None
    for layer in layers[:-1]:
        other = _first_or_second(asked, layer.text) if layer.heading else None
        if other is not None and wanted == PREVENTION:
            return other
    for at, layer in enumerate(layers):
        said = headed(layer.text) if layer.heading else worded(asked, layer.text)
        if at == len(layers) - 1 and (
            said != {PREVENTION} or len(layer.text.split()) > SHORT_TITLE
        ):
            return None
        if not said:
            continue
        if wanted in said:
            return Compared("purpose")
        if not outright and not _against_the_same(asked, layer.text, min(said)):
            return None
        return Compared("purpose", differing(wanted, min(said)))
    return None


def _first_or_second(asked: str, heading: str) -> Compared | None:
    """A first event is prevented in other people than a second; an infection in other ways before
    a contact than after it."""
    for asks, (wanted, words), (other, others) in _STAGES:
        if asks.search(asked) and others.search(heading) and not words.search(heading):
            return Compared("purpose", differing(wanted, other))
    return None


def _against_the_same(asked: str, heading: str, said: str) -> bool:
    """Whether a heading on prevention or treatment can be about the illness asked about: stroke is
    prevented in somebody who has atrial fibrillation."""
    if said == TREATMENT:
        return bool(ACUTE.search(heading) or _TREATED.search(heading))
    known = conditions()
    wanted = known.named(asked)
    setting = _SETTING.search(heading)
    if setting and known.related(wanted, known.named(setting["setting"])):
        return False
    target = known.named(heading[: setting.start()] if setting else heading)
    if target:
        return known.related(wanted, target)
    if _SECOND[1].search(heading):
        return bool(wanted & EVENTS) and _UNDER_WAY.search(asked) is not None
    if _FIRST[1].search(heading):
        return bool(wanted & EVENTS)
    named = _TARGET.search(heading)
    word = (named["before"] or named["after"]).lower() if named else ""
    return not word or bool(_PLAIN.fullmatch(word)) or word.rstrip("s") in asked.lower()
