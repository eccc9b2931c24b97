"""Whether words and codes of one entry tell of a pregnancy that goes on, or of one that is over.

From general knowledge, reviewed by nobody yet.
"""

import re
from enum import StrEnum
from typing import Final

from app.domain.record import EventEntry, ProblemEntry
from app.patient.unremembered import unremembered
from app.terms.groups import groups_in


class Tells(StrEnum):
    GOES_ON = "goes on"
    OVER = "over"
    NOTHING = "nothing"


_ICD: Final = "icd-10"
_LIVE_ICD: Final = re.compile(r"O(?:09|1[0-6]|2\d|3[0-6]|4[0-8]|60\.0)|Z33\.1|Z34|Z3A|Z32\.01")
_ENDED_ICD: Final = re.compile(r"O0[0-8]|O8\d|O9[01]|Z37|Z39|Z33\.2")
"""Abortion, ectopic pregnancy, delivery, the time after."""
_ENDED_NAMES: Final = frozenset(
    {"miscarriage", "ectopic pregnancy", "hydatidiform mole", "postpartum haemorrhage"}
)
_PREGNANT: Final = frozenset({"pregnancy", "preeclampsia"})
_LIVE: Final = re.compile(
    r"threatened (?:miscarriage|abortion|(?:pre-?term |premature )?(?:labou?r|delivery))|"
    r"(?:pre-?term|premature|false) labou?r\b(?!.* with .*deliver)|without delivery|"
    r"(?:currently|now|is) pregnant|maternal care\b|weeks?(?: of)? gestation|\b\d+/40\b|"
    r"\biup\b|in pregnancy|associated with pregnancy|complicating pregnancy|"
    r"supervision of (?:[\w-]+ ){0,4}pregnancy|antenatal care",
    re.IGNORECASE,
)
_ITSELF: Final = re.compile(
    r"(?:(?:normal|single|singleton|twin|triplet|multiple|viable|live|intrauterine|ongoing|early|"
    r"late|high[- ]risk|low[- ]risk|unplanned|unwanted|teenage|first|second|third|current|"
    r"confirmed|uncomplicated|tubal|ectopic|molar)[ ,]+)*pregnan(?:cy|t)(?: state)?"
    r"(?:,.*| ?\((?:finding|disorder|situation)\))?",
    re.IGNORECASE,
)
_AFTERWARDS: Final = re.compile(r"puerper|post-?partum|postnatal|childbirth", re.IGNORECASE)
_ASIDE: Final = re.compile(
    r"(?:,|\b(?:with|due to|because of|and|after|following|for))\s(?:an? |her |recurrent )*"
    r"(?:history|previous|prior|past|personal history|recurrent)\b.*",
    re.IGNORECASE,
)
"""What went before, told beside what goes on: `pregnancy with history of ...`."""
_ENDED: Final = re.compile(
    r"miscarr|abort|ectopic|stillb|still birth|molar pregnancy|termination of pregnancy|"
    r"(?<!date of )(?<!without )\bdeliver(?:y|ed)\b(?! date)|ca?esarean|post-?partum|postnatal|"
    r"puerper|childbirth|\bgave birth|blighted",
    re.IGNORECASE,
)
_HISTORY: Final = re.compile(
    r"history|previous|past\b|\bplanned|planning|intention|desire|wish|risk of|contracept|"
    r"preconception|unplanned pregnancy prevention|fear of|pseudocyesis|(?:false|phantom) pregnan|"
    r"possible to become|recurrent|habitual|pregnancy test",
    re.IGNORECASE,
)
_NO_DELIVERY: Final = re.compile(
    r"\b(?:assess\w*|advice|care plan|class\w*|counsel\w*|discuss\w*|educat\w*|planning|teaching|"
    r"drugs?|medic\w+|information|meals?|oxygen|service|device|system|pump)\b",
    re.IGNORECASE,
)
"""Of a procedure that delivers something else, or only speaks of it."""


def problem_tells(one: ProblemEntry) -> Tells:
    """Of a condition that is not past."""
    if _coded(one, _LIVE_ICD) and not _AFTERWARDS.search(one.name):
        return Tells.GOES_ON
    name = _ASIDE.sub("", one.name) or one.name
    if _LIVE.search(one.name) and not _AFTERWARDS.search(name):
        return Tells.GOES_ON
    if _HISTORY.search(name):
        return Tells.NOTHING
    if _coded(one, _ENDED_ICD) or one.known_as & _ENDED_NAMES or _ENDED.search(name):
        return Tells.OVER
    return Tells.GOES_ON if one.known_as & _PREGNANT or names_pregnancy(name) else Tells.NOTHING


def is_the_pregnancy(one: ProblemEntry) -> bool:
    """Whether it is the pregnancy, so that its end is the pregnancy's; that of a complication
    (`anaemia of pregnancy`) is not."""
    return _ITSELF.fullmatch(one.name.strip()) is not None


def procedure_ends(one: EventEntry) -> bool:
    """Whether it was done and no pregnancy goes on after it."""
    return (
        one.kind == "procedure"
        and one.done
        and _ENDED.search(one.name) is not None
        and not (_NO_DELIVERY.search(one.name) or _HISTORY.search(one.name))
    )


def names_pregnancy(words: str) -> bool:
    return "pregnancy" in unremembered(groups_in)(words)


def is_of_the_past(words: str) -> bool:
    """A history, a plan, a fear of it."""
    return _HISTORY.search(words) is not None


def _coded(one: ProblemEntry, codes: re.Pattern[str]) -> bool:
    return any(_ICD in code.system and codes.match(code.code) for code in one.codings)
