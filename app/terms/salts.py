"""Salts and esters of medicines that are not given alike: `metoprolol succinate` and `tartrate`.

Words and conventions are from general knowledge, reviewed by nobody yet.
"""

import re
from functools import lru_cache
from typing import Final

from app.terms.drugs import drug_names
from app.terms.wording import words

SALTS: Final = words(
    "acetate valerate dipropionate propionate furoate butyrate succinate tartrate maleate fumarate "
    "citrate carbonate gluconate lactate sulfate phosphate chloride besylate decanoate enantate "
    "undecanoate cypionate benzathine procaine potassium sodium calcium magnesium zinc oxide "
    "hydroxide "
    "diethylamine epolamine palmitate pamoate xinafoate sucrose carboxymaltose isomaltoside "
    "dextran "
    "polymaltose embonate hippurate mandelate aspartate glycinate bicarbonate"
)
_SAME: Final = {"sulphate": "sulfate", "besilate": "besylate", "enanthate": "enantate",
                "cipionate": "cypionate", "embonate": "pamoate"}  # fmt: skip
_NEXT: Final = re.compile(r"[ -]([a-z]{4,16})\b", re.IGNORECASE)
_MINERALS: Final = re.compile(
    r"\b(?P<base>iron|ferric|ferrous|calcium|magnesium|potassium|sodium|zinc|"
    r"lithium)[ -](?P<salt>[a-z]{5,16})\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def salts_in(text: str) -> dict[str, frozenset[str]]:
    """Drug or mineral -> the salts of it that `text` names."""
    found: dict[str, set[str]] = {}
    for one in drug_names().found(text):
        _add(found, one.meaning, _NEXT.match(text, one.end))
    for match in _MINERALS.finditer(text):
        base = match["base"].lower()
        salt = _SAME.get(match["salt"].lower(), match["salt"].lower())
        if salt in SALTS:
            found.setdefault("iron" if base.startswith("ferr") else base, set()).add(salt)
    return {drug: frozenset(salts) for drug, salts in found.items()}


def _add(found: dict[str, set[str]], drug: str, match: re.Match[str] | None) -> None:
    if match is None:
        return
    salt = _SAME.get(match[1].lower(), match[1].lower())
    if salt in SALTS:
        found.setdefault(drug, set()).add(salt)
