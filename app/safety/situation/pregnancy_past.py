"""Pregnancies that are an earlier one, somebody else's, or feared and not there.

Words are from general knowledge, reviewed by nobody yet.
"""

import re
from functools import lru_cache
from typing import Final

from app.safety.situation.whose import asks_for_self

_EARLIER: Final = re.compile(
    r"\b(?:when|while|whilst|since|after|before|until) (?:i|she|we|they|my \w+) (?:was|were|got|"
    r"fell|had been|"
    r"became) (?:\w+ ){0,2}$|"
    r"\b(?:last|previous|prior|past|earlier|former)(?: (?:two|three|four|\d|few|and))* $|"
    r"\b(?:had|after|since|during|following|complicated|developed|from)\b[^.?!;,]{0,48}\b(?:first|"
    r"second|third|other|"
    r"both|all|two|three) $|\b(?:since|after|from) (?:her|my|the|their)? ?$",
    re.IGNORECASE,
)
_IN_EARLIER: Final = re.compile(
    r"[\w-]*,? (?:in|with|during|after) (?:both |all )?(?:her|my|the|a|an|"
    r"his wife's) (?:\w+ )?(?:first|last|"
    r"previous|second|third|earlier|other|two|past) (?:pregnanc|baby|child|birth)",
    re.IGNORECASE,
)
_WAS: Final = re.compile(
    r"\b(?:was|were|been|got|fell|became|had been) (?:\w+ ){0,2}$", re.IGNORECASE
)
_HAD: Final = re.compile(r"\b(?:had|history of|hx of|previous|got|developed)\b[^.?!;]*$", re.I)
_AGO: Final = re.compile(
    r"\w*(?: \w+){0,2} (?:last (?:year|spring|summer|autumn|winter|time)|in (?:19|20)\d\d|(?:\d+|"
    r"one|two|three|"
    r"four|five|ten|a few|several|many|some) years? (?:ago|back)|before\b|previously|in the past|"
    r"at the time|"
    r"years ago|as a (?:teen\w*|young))|\w* (?:twice|once|three times)\b",
    re.IGNORECASE,
)
_IN_YEAR: Final = re.compile(
    r"\w* in (?:19|20)\d\d\b|\w* (?:a|\w+) (?:years?|decade) ago", re.IGNORECASE
)
_OTHERS: Final = re.compile(
    r"\b(?:husband|partner|boyfriend|father|contact|household contact)s? of (?:a |the |someone |"
    r"his )?(?:\w+ )?$|"
    r"\bwhose (?:\w+ )?(?:wife|partner|girlfriend|sister|mother|daughter|fianc\w+)[^.;?!]{0,24}$|"
    r"\b(?:work\w*|live\w*|living|contact|near|around|meets?|close to|exposed to|among|"
    r"looks? after|"
    r"cares? for) (?:with )?(?:a |an |the |any |some |his |my )?$|"
    r"\b(?:stop|without|avoid|afraid of|fear of|not (?:worth )?risk\w*) (?:\w+ ){0,2}$",
    re.IGNORECASE,
)
_PARTNER: Final = re.compile(
    r"\s?(?:wife|partner|girlfriend|sister|daughter|friend|colleague|mum|mother|missus|fianc\w+)\b",
    re.IGNORECASE,
)
_HE_ASKS: Final = re.compile(r"\b(?:he|him|his)\b", re.IGNORECASE)
_SHE_TOO: Final = re.compile(r"\b(?:she|her|hers)\b", re.IGNORECASE)
_HIS: Final = re.compile(
    r"\b(?:wife|partner|girlfriend|missus|fianc\w+)(?:['\u2019]s| is|,)? (?:\w+ ){0,2}$",
    re.IGNORECASE,
)
_IN_PAST: Final = re.compile(
    r"\w* (?:was|were|had been)\b(?! (?:\w+ )?(?:confirmed|discovered|diagnosed|found|detected|"
    r"dated))",
    re.IGNORECASE,
)
_REACH: Final = 90


def bygone(text: str, start: int, end: int) -> bool:
    """Whether the pregnancy at `start` to `end` is an earlier one."""
    before = text[max(0, start - _REACH) : start]
    if _EARLIER.search(before) or _IN_YEAR.match(text, end):
        return True
    if text[start:end].lower().startswith("pregnanc") and _IN_PAST.match(text, end):
        return True
    if _HAD.search(before) and _IN_EARLIER.match(text, end):
        return True
    return _AGO.match(text, end) is not None and (
        _WAS.search(before) is not None or not before.strip()
    )


def not_hers(text: str, start: int, end: int) -> bool:
    """`husband of a pregnant woman`, `works with pregnant women`: somebody else's, or feared."""
    if _PARTNER.match(text, end) and asks_for_self(text):
        return True
    before = text[max(0, start - _REACH) : start]
    if _HIS.search(before) and _of_him(text):
        return True
    return _OTHERS.search(before) is not None


@lru_cache(maxsize=1024)
def _of_him(text: str) -> bool:
    return bool(_HE_ASKS.search(text)) and not _SHE_TOO.search(text)
