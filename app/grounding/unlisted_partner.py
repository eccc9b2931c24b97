"""Partners that the vocabulary lacks, by their place in a question: `kratom with my sertraline`.

Words and conventions are from general knowledge, reviewed by nobody yet.
"""

import re
from collections.abc import Sequence
from typing import Final

from app.grounding.layers import Layer
from app.terms.ages import ages_in
from app.terms.conditions import conditions
from app.terms.groups import groups_in
from app.terms.partners import partners
from app.terms.plain_words import NO_PARTNER
from app.terms.routes import routes_in

_FIRST: Final = re.compile(
    r"^\W*(?P<first>[a-z][a-z-]{4,})(?: \w+)? (?:and|with|plus|\+|&) ", re.IGNORECASE
)
_BESIDE: Final = re.compile(
    r"\b(?:with|and|plus|alongside|\+|while (?:taking|using|on)|on) (?:my |his |her |the |some |"
    r"a |an |their |taking |using )*"
    r"(?P<after>[a-z][a-z-]{4,}|\d-[a-z]{2,})(?= ?(?:tablets?|capsules?|tea|powders?|shakes?|"
    r"supplements?|"
    r"extract|oil|juice|root|gummies|drops)?\s*"
    r"(?:[?.,;-]|$|together|interact|clash|any|safe|ok|is\b|at\b|for\b))|"
    r"\b(?:taking|take|having|have|using|use|drink|drinking|is|are|does|do|will|try|trying|add|"
    r"adding|"
    r"start|starting|buy|buying)(?: i| my| some| a| taking| using)* "
    r"(?P<before>[a-z][a-z-]{2,}(?: (?!with|and|while|if|my|on|safe|ok|all|"
    r"fine)[a-z-]{2,12}){0,2}?)"
    r"(?: (?:tablets?|capsules?|tea|powders?|shakes?|supplements?|extract|oil|juice|root|gummies|"
    r"drops)\b|"
    r" (?:with|alongside|and|on top of|affect|interfere|interact|while|if|safe|ok|okay|all right|"
    r"fine)\b)",
    re.IGNORECASE,
)
"""Where a partner stands that the vocabulary may lack."""
SHORTEST: Final = 4
STEM: Final = 5
"""Letters by which a partner that the vocabulary lacks is looked for."""


def unlisted_partner(asked: str, around: str, layers: Sequence[Layer]) -> str:
    """The word for something taken with a medicine that neither the vocabulary nor the quotation,
    its headings or the passage around it has; empty where there is none."""
    everywhere = " ".join((around, *(one.text for one in layers))).lower()
    named = [next(filter(None, one.groups()), "").lower() for one in _BESIDE.finditer(asked)]
    if (first := _FIRST.search(asked)) is not None:
        named.append(first["first"].lower())
    named = [max(one.split(), key=len, default="") for one in named]
    name = next((one for one in named if len(one) >= SHORTEST and not _no_partner(one)), "")
    return "" if name[:STEM] in everywhere else name


def _no_partner(word: str) -> bool:
    return word in NO_PARTNER or bool(
        conditions().named(word) or groups_in(word) or ages_in(word) or partners().named(word)
        or routes_in(word)
    )  # fmt: skip
