"""Whether a quotation is about the drug that was asked about."""

import re
from collections.abc import Sequence
from typing import Final

from app.grounding.compared import Compared, differing
from app.grounding.in_passing import in_passing
from app.grounding.layers import Layer
from app.terms.contrasts import kinds_in
from app.terms.drugs import NamedDrugs, drug_names

_OPEN: Final = re.compile(
    r"\b(?:instead of|alternatives?|other than|substitut\w+|replac\w+|revers\w+|antidotes?|"
    r"antagoni[sz]\w+|overdos\w+|poison\w+|toxicity|allerg\w+|intoleran\w+|resistan\w+|"
    r"switch\w*|after (?:failure|failing)|(?:has|have|had|was) failed|refractory|interact\w*|"
    r"combin\w+|compar\w+|versus|vs|"
    r"(?:treat\w*|manag\w+|correct\w*)\b[^.?]{0,60}\b(?:on|taking|due to|caused by|from|after)|"
    r"better|second[- ]line|third[- ]line|2nd[- ]line|(?:right|best) (?:\w+ )?for|first[- ]line|"
    r"first choice|of choice|similar|same|"
    r"analog\w*|mimic\w*|related|derivativ\w+|target\w*|induced|associated(?! with)|"
    r"which(?! (?:dos\w+|strength|route|patients|people|age|days?|time|side[- ]effects?|form))|"
    r"what (?:is|are) the (?:drugs?|medic\w+|treatments?|antibiotics?|options?|therap\w+|"
    r"name)|"
    r"what (?:next|else|more)|next (?:step|drug|choice|line)|what (?:other|class|drugs?|medic\w+|"
    r"antibiotics?|agents?|treatments?)|list|names?|besides)\b",
    re.IGNORECASE,
)
"""Questions whose good answer may name other drugs than they do."""
_ADVISES: Final = re.compile(
    r"\b(?:safer|prefer\w*|instead|rather than|alternatives?|better)\b", re.IGNORECASE
)
"""Words on another member of a class as the better choice."""
_BESIDE: Final = re.compile(
    r"\b(?:together with|in combination with|combined with|alongside|along with|plus|"
    r"in addition to|on top of)\s(?:\w+\s)?$",
    re.IGNORECASE,
)
"""What stands before a drug that is given beside the one that a sentence is about."""
_EQUIVALENTS: Final = re.compile(
    r"\b[a-z]{5,}(?: (?:sodium|hydrochloride|base))?[- ](?:dose )?equivalents?\b", re.IGNORECASE
)
"""A drug that another is only reckoned in."""
_CULPRIT: Final = re.compile(
    r"\b(?:revers\w+|antidotes?|overdos\w+|poison\w+|toxicity)\b", re.IGNORECASE
)
"""That a drug is to be undone: what undoes its sister may not undo it."""
REACH: Final = 40
LINE: Final = "line"
LATER: Final = "later"


def drug(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """Another drug, where the question names one and neither words nor headings name it.

    A class and its member, a brand and its ingredient are one. A drug in the quote and the class
    that both belong to in a heading above are two. A drug that is given beside (`together with
    gentamicin`) or reckoned in (`phenytoin equivalents`) is not what words are about.
    """
    names = drug_names()
    wanted = names.named(_EQUIVALENTS.sub(" ", asked))
    if not wanted.distinct:
        return None
    if _CULPRIT.search(asked) and (sisters := _sisters(wanted, layers)).distinct:
        return Compared("drug", differing(_listed(wanted), _listed(sisters)))
    other = NamedDrugs()
    for layer in layers:
        said = names.named(_EQUIVALENTS.sub(" ", layer.text))
        if names.related(wanted, NamedDrugs(ingredients=said.ingredients)) or (
            not other.distinct and names.related(wanted, said)
        ):
            return Compared("drug")
        other |= said if layer.heading else _without_beside(said, layer.text)
    if names.related(wanted, other) and _ADVISES.search(layers[0].text):
        return None
    if not other.distinct or _OPEN.search(asked) or in_passing(asked) or _has_failed(asked):
        return None
    return Compared("drug", differing(_listed(wanted), _listed(other)))


def _without_beside(said: NamedDrugs, text: str) -> NamedDrugs:
    """What `text` names, but for those that are only given beside something else."""
    beside, others = set[str](), set[str]()
    for one in drug_names().found(text):
        before = text[max(0, one.start - REACH) : one.start]
        (beside if _BESIDE.search(before) else others).add(one.meaning.removeprefix("class "))
    gone = beside - others
    return NamedDrugs(
        ingredients=said.ingredients - gone,
        classes=said.classes - gone,
        distinct=said.distinct - gone,
    )


def _sisters(wanted: NamedDrugs, layers: Sequence[Layer]) -> NamedDrugs:
    """The drugs of a heading, where they are others of the classes of what was asked about, and
    nothing names that or a narrow class of it."""
    names = drug_names()
    for layer in layers:
        said = names.named(layer.text)
        narrow = NamedDrugs(ingredients=said.ingredients, classes=said.classes & said.distinct)
        if names.related(wanted, narrow):
            return NamedDrugs()
    family = frozenset[str]().union(
        *(names.members(one) for one in names.classes if names.members(one) & wanted.ingredients)
    )
    headings = (names.named(one.text) for one in layers if one.heading)
    return next((one for one in headings if one.distinct and one.distinct <= family), NamedDrugs())


def _has_failed(asked: str) -> bool:
    """Whether the question says that a treatment has not worked: another is sought."""
    return LATER in kinds_in(asked).get(LINE, ())


def _listed(names: NamedDrugs) -> str:
    return ", ".join(sorted(one.replace("_", " ") for one in names.distinct))
