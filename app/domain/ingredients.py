"""What a drug's ingredient is called, so that a label, a formulary and a question mean the same.

`METFORMIN HYDROCHLORIDE` and `metformin` are one name here, `magnesium sulfate` and
`penicillin G benzathine` stay whole: a salt is taken off only where it neither is the drug itself
nor makes another medicine of it (depot esters, benzathine, prodrugs). The lists are from memory and
reviewed by nobody yet; salts that differ in release (metoprolol succinate and tartrate) are one
name.
"""

import re
from typing import Final


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_METALS: Final = _words("""
    aluminium aluminum ammonium barium calcium disodium magnesium potassium silver sodium strontium
    trisodium zinc
""")
_ACIDS: Final = _words("""
    besilate besylate bitartrate bromide carbonate chloride citrate dihydrochloride fumarate
    gluconate hyclate hydrobromide hydrochloride iodide lactate malate maleate mesilate mesylate
    phosphate succinate sulfate sulphate tartrate tosilate tosylate trometamol tromethamine
""")
_WATERS: Final = _words("""
    anhydrous dihydrate hemihydrate hydrate monohydrate sesquihydrate trihydrate
""")
_SALTS: Final = _METALS | _ACIDS | _WATERS
_NO_NAME: Final = frozenset({"cupric", "cuprous", "ferric", "ferrous"})
"""What is left of these without their salt is no drug's name."""

_AS: Final = re.compile(r"\s*\((?:as|as the)\s[^)]*\)$")
_BETWEEN: Final = re.compile(r"\s*(?:\+|/|&|;|\band\b|\bwith\b)\s*")
_NAME: Final = re.compile(r"[^\W\d_](?:[\w' ()\u2019.-]*[\w)])?")
SHORTEST: Final = 3
"""Letters of a name; a shorter one is an abbreviation that could be anything."""


def ingredient_name(written: str) -> str:
    """The name in lower case, blanks made one, its salt and water taken off."""
    words = _AS.sub("", " ".join(written.casefold().split())).split()
    while len(words) > 1 and words[-1] in _SALTS and _names_a_drug(words[:-1]):
        words.pop()
    return " ".join(words)


def ingredient_names(written: str) -> tuple[str, ...] | None:
    """The names that a cell lists (`amoxicillin + clavulanic acid`), sorted.

    None where it cannot be told what they are: a comma may join two or belong to one, and figures
    (`insulin 30/70`) are a mixture's shares.
    """
    if "," in written:
        return None
    names = [ingredient_name(part) for part in _BETWEEN.split(" ".join(written.casefold().split()))]
    if not all(_NAME.fullmatch(name) and len(name) >= SHORTEST for name in names):
        return None
    return tuple(sorted(set(names)))


def _names_a_drug(words: list[str]) -> bool:
    return any(word not in _SALTS for word in words) and words[-1] not in _NO_NAME
