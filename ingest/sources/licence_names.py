"""The short name of a licence, from its address or from the sentence that grants it."""

import re
from typing import Final

from ingest.clean import clean

LONGEST: Final = 120
"""Characters of a licence's own words that stand for its name where they name none we know."""

_ADDRESS: Final = re.compile(
    r"creativecommons\.org/(?:licen[cs]es/(by(?:-(?:nc|nd|sa))*)(?:/(\d\.\d))?"
    r"|publicdomain/(zero|mark)/(\d\.\d))",
    re.IGNORECASE,
)
_SHORT: Final = re.compile(r"\bCC[ -]?(BY(?:[ -]?(?:NC|ND|SA))*|0)\b[ -]*(\d\.\d)?")
_LONG: Final = re.compile(
    r"creative\s+commons\W+(?:license,?\s+)?attribution(?P<terms>(?:[\s,\u2010-\u2015-]*"
    r"(?:non[\s\u2010-\u2015-]?commercial|no[\s-]?deriv(?:ative|ate)?(?:s|\s+works)?"
    r"|share[\s-]?alike))*)[\s,(]*(?:unported|international|generic)?[\s,(]*(?P<version>\d\.\d)?",
    re.IGNORECASE,
)


def licence_name(address: str, words: str) -> str | None:
    """`CC BY-NC 4.0` and the like; else the words that grant it, shortened; None for none.

    Where address and words disagree, the one with more restrictions counts.
    """
    text = clean(words)
    named = [
        name
        for name in (_by_address(address), _by_address(text), _by_short(text), _by_long(text))
        if name
    ]
    if named:
        return max(named, key=lambda name: (name.count("-"), name[-1].isdigit()))
    if not text:
        return clean(address) or None
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]} \u2026"


def _by_address(text: str) -> str:
    found = _ADDRESS.search(text)
    if found is None:
        return ""
    if found[3]:
        name = "CC0" if found[3].lower() == "zero" else "Public Domain Mark"
        return f"{name} {found[4]}"
    return " ".join(filter(None, (f"CC {found[1].upper()}", found[2])))


def _by_short(text: str) -> str:
    found = _SHORT.search(text)
    if found is None:
        return ""
    terms = re.sub(r"[ -]?(NC|ND|SA)", r"-\1", found[1])
    return " ".join(filter(None, ("CC0" if terms == "0" else f"CC {terms}", found[2])))


def _by_long(text: str) -> str:
    found = _LONG.search(text)
    if found is None:
        return ""
    said = re.sub(r"[^a-z]", "", found["terms"].lower())
    terms = [
        short
        for word, short in (("noncommercial", "NC"), ("sharealike", "SA"), ("noderiv", "ND"))
        if word in said
    ]
    return " ".join(filter(None, ("-".join(("CC BY", *terms)), found["version"])))
