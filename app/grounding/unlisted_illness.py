"""Illnesses that the vocabulary lacks, by their place in a question: `... for erythromelalgia?`

Words and conventions are from general knowledge, reviewed by nobody yet.
"""

import re
from collections.abc import Sequence
from typing import Final

from app.grounding.compared import Compared, differing
from app.grounding.layers import Layer
from app.terms.ages import ages_in
from app.terms.conditions import conditions
from app.terms.drugs import drug_names
from app.terms.groups import groups_in
from app.terms.plain_words import NO_ILLNESS

_SLOT: Final = re.compile(
    r"\b(?:for|to treat|treating|treatment of|treatment for|in|against|to help(?: with)?|as|on)\s+"
    r"(?:(?:the|an?|my|his|her|their|some|treating|treatment of|acute|chronic|mild|severe|bad|"
    r"adult|adults with|people with|patients with|someone with|somebody with|children with|"
    r"a patient with|"
    r"a man with|a woman with|painful|recurrent)\s+)*"
    r"(?P<illness>[a-z][a-z'\u2019 -]{3,40}?)(?=\s*(?:[?.,;:(\u2013]|$| - |\b(?:in|with|and|or|of|"
    r"who|that|if|"
    r"when|at|after|before|on|is|are|should|can|per|by|which|what|how|to|from|using|-)\b))",
    re.IGNORECASE,
)
"""The place in a question where the illness stands that a medicine is for."""
SHORTEST: Final = 5
"""Letters of a word that can be an illness's name."""
STEM: Final = 5
"""Letters by which such a word is looked for."""
WARNS: Final = re.compile(
    r"\b(?:warn\w*|precaution\w*|caution\w*|contra-?indicat\w*|adverse|side[- ]effects?|"
    r"undesirable|interact\w*|overdos\w*|avoid\w*|must not|should not|risk\w*|reactions?|"
    r"toxicity|monitor\w*|"
    r"complicat\w*|mechanism|pharmacology)\b",
    re.IGNORECASE,
)


def unlisted(asked: str, layers: Sequence[Layer], symptoms: frozenset[str]) -> Compared | None:
    """An illness that the vocabulary lacks, named by its place (`... for erythromelalgia?`), above
    which nothing stands but another."""
    found = _SLOT.search(asked)
    phrase = found["illness"].strip() if found else ""
    words = [
        one for one in phrase.lower().split() if len(one) >= SHORTEST and one not in NO_ILLNESS
    ]
    if not words or _people(phrase) or any(WARNS.search(one.text) for one in layers):
        return None
    everywhere = " ".join(one.text for one in layers).lower()
    if any(one[:STEM] in everywhere for one in words):
        return None
    known = conditions()
    for layer in layers[:-1]:
        said = known.named(layer.text) - symptoms if layer.heading else frozenset[str]()
        if said:
            return Compared("indication", differing(" ".join(words), ", ".join(sorted(said))))
    return None


def _people(phrase: str) -> bool:
    """Whether a phrase tells who is treated, or with what, and no illness."""
    named = drug_names().named(phrase)
    return bool(
        ages_in(phrase) or groups_in(phrase) or named.ingredients or named.classes
        or any(one.isdigit() for one in phrase)
    )  # fmt: skip
