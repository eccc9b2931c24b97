"""Prevention that is asked for without its name: for those who are well, or every day after bouts.

From memory, reviewed by nobody yet.
"""

import re
from typing import Final

from app.terms.drugs import drug_names

_STANDING: Final = re.compile(
    r"\b(?:nightly|night-?time|bedtime|daily|continuous|long-term|low-dose|standing) (?:low-dose )?"
    r"(?:antibiotics?|antimicrobials?|dose|tablet|antivirals?)\b|"
    r"\b(?:antibiotics?|antimicrobials?|antivirals?|tablet) (?:every (?:night|day)|each night|"
    r"at night|nightly|daily|long[- ]term)\b",
    re.IGNORECASE,
)
_STANDING_DRUG: Final = re.compile(
    r"\b(?:nightly|continuous|long-term|standing) (?P<drug>[a-z]{5,})\b", re.IGNORECASE
)
_BOUTS: Final = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|several|many|[2-9]|third|fourth|fifth|sixth|\d+th|"
    r"repeated|recurr\w+|frequent|another)\b[^.?!]{0,40}\b(?:bouts?|episodes?|attacks?|infections?|"
    r"utis|flares?|outbreaks?|times|year|months)\b|\bkeeps? (?:getting|having|coming)\b",
    re.IGNORECASE,
)
"""What is taken every day after several bouts of an illness is taken against the next."""
_WELL: Final = re.compile(
    r"\b(?:well|unaffected|asymptomatic|symptom-free|uninfected|not (?:yet )?(?:ill|unwell|sick|"
    r"infected|affected)) (?:\w+ )?(?:residents?|contacts?|staff|household\w*|family|children|"
    r"pupils|siblings|relatives|people|patients|inmates|colleagues)\b|"
    r"\b(?:residents?|contacts?|staff|pupils|siblings|relatives|colleagues) (?:who|that) (?:are|"
    r"is|feel|remain) (?:still )?(?:well|not (?:yet )?(?:ill|unwell|sick)|unaffected|symptom-free|"
    r"without symptoms)\b|"
    r"\bof (?:an? |the )(?:confirmed |index |known )?case\b|"
    r"\b(?:well|healthy)\b[^.?!]{0,40}\boutbreak\b|\boutbreak\b[^.?!]{0,60}\b(?:well|healthy)\b",
    re.IGNORECASE,
)
"""Those who have not caught what is about."""
_OF_CASES: Final = re.compile(
    r"\b(?:patients|people|adults|children|those|residents|cases) (?:who (?:have|are) |with |"
    r"having )(?:\w+ ){0,3}(?:symptoms?|symptomatic|illness)\b",
    re.IGNORECASE,
)
"""Headings on those who are ill."""


def asked_for_the_well(asked: str) -> bool:
    """`oseltamivir for residents who are still well`."""
    return _WELL.search(asked) is not None


def asked_for_every_day(asked: str) -> bool:
    """`a nightly antibiotic`, `long-term colchicine` after several bouts."""
    if not _BOUTS.search(asked):
        return False
    return _STANDING.search(asked) is not None or any(
        drug_names().named(one["drug"]).distinct for one in _STANDING_DRUG.finditer(asked)
    )


def about_the_ill(heading: str) -> bool:
    """`Adults with symptoms of influenza`."""
    return _OF_CASES.search(heading) is not None
