"""The forms in which streets are written: patterns, each bounded in length."""

import re
from collections.abc import Iterator
from typing import Final

from app.safety.identifiers.address_words import (
    NO_STREET,
    STREET,
    STREET_AFTER,
    STREET_BEFORE,
    STREET_ENDING,
    STREET_RARE,
    SURE_STREET,
    UNIT,
)

CAPITAL: Final = (
    r"(?:(?:St|Ste|Mt|Ft|Dr|Str|Av|[^\W\d_a-z])\.|[^\W\d_a-zß-öø-ÿ][\w'\u2019-]{0,30}"
    r"|\d{1,3}(?:st|nd|rd|th))"
)
"""A word with a capital, or an ordinal."""
_NUMBER: Final = r"\d{1,6}[A-Za-z]?(?:[-/]\d{1,4}[A-Za-z]?)?"
_SMALL: Final = r"de|del|della|delle|des|dei|du|la|le|les|of|the|van|von|y|and|i|na|pod|d[ao]s?"
_WORDS: Final = rf"{CAPITAL}(?:\s(?:{CAPITAL}|{_SMALL})){{0,4}}"
_BEGINS: Final = r"(?<![\w.,/:-])"


def _compiled(*patterns: str, flags: int = 0) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, flags) for pattern in patterns)


_CAPITALISED: Final = _compiled(
    # 12 Acacia Avenue, 1234 5678 N Fourth St.
    rf"{_BEGINS}{_NUMBER},? (?:{_NUMBER} )?(?:[NSEW]{{1,2}}\.? )?(?:{CAPITAL} ){{1,4}}"
    rf"(?:{STREET})\b\.?(?:\s[NSEW]{{1,2}}\b)?",
    rf"{_BEGINS}\d{{3,6}} (?:{CAPITAL} ){{1,4}}(?:{STREET_RARE})\b",
    # Hauptstrasse 3
    rf"(?<![\w-])(?:\d{{1,6}}\s)?(?:{CAPITAL}\s){{0,2}}(?=[^\W\d_a-z])\w{{3,30}}(?:{STREET_ENDING})"
    rf"\s{_NUMBER}(?![\w,.]\d|\w)",
    # Via Roma 3, Calle de la Luna, 3
    rf"(?<!\w)(?:\d{{1,6}},?\s)?(?:{STREET_BEFORE})\s(?:(?:{_SMALL})\s){{0,3}}{_WORDS},?\s(?:n[º°.]{{1,2}}\s?)?{_NUMBER}(?!\w)",
    # Kossuth utca 3
    rf"(?<!\w)(?:\d{{1,6}}\s)?{_WORDS}\s(?:{STREET_AFTER})\s{_NUMBER}\.?(?!\w)",
    # 3 Rue de la Paix
    rf"{_BEGINS}\d{{1,5}},?\s(?:{STREET_BEFORE})\s(?:(?:{_SMALL})\s){{0,3}}{_WORDS}",
    r"(?<!\w)(?:PSC|CMR|Unit)\s\d{1,6},?\s(?:Box|box)\s\d{1,6}",
    # a number, a name and a number before what only an address goes on with
    rf"{_BEGINS}\d{{3,6}}\s{_WORDS}\s\d{{1,5}}[A-Za-z]?\.?"
    rf"(?=\s{{0,4}}(?:st\.)?[,\n\s]{{1,4}}(?:{UNIT})\b|,\s{CAPITAL}|\s{{0,3}}\n\s{{0,4}}{CAPITAL})",
)
_ANY_CASE: Final = _compiled(
    rf"{_BEGINS}\d{{1,6}}[a-z]?\s(?P<name>(?:[a-z'-]{{3,20}}\s){{1,3}})(?:{SURE_STREET})\b",
    rf"{_BEGINS}\d{{3,6}}\s(?P<name>(?:\d{{1,5}}\s)?(?:{STREET_BEFORE})\s(?:[^\W\d_][\w'.-]{{1,20}}\s){{1,3}})\d{{1,5}}\b",
    r"(?<!\w)(?:\d{1,6}\s)?(?:p\.?\s?o\.?\s?box|post(?:\soffice)?\s?box)\s\d{1,7}",
    r"(?<!\w)unit\s\d{3,6}\sbox\s\d{3,6}",
    rf"(?<!\w)(?:the\s)?corner\sof\s(?:[\w.'\u2019/-]{{1,30}}\s){{1,8}}and\s(?:ul\.\s)?[\w.'\u2019-]{{1,30}}(?:\s(?:{STREET_RARE}|{STREET}|\d{{1,5}})\b){{0,2}}",
    flags=re.I,
)  # fmt: skip


def streets(text: str) -> Iterator[tuple[int, int]]:
    """Where streets begin and end in `text`; some are found more than once."""
    for pattern in (*_CAPITALISED, *_ANY_CASE):
        for match in pattern.finditer(text):
            named = match.groupdict().get("name") or match.group()
            if NO_STREET.isdisjoint(named.lower().split()[1:] or ()) or "corner" in named.lower():
                yield match.span()
