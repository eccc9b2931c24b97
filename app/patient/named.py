"""Which conditions, medicines and allergens the words of one entry name.

Nothing is remembered from one text to the next: they are words of a patient's record.
"""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from app.domain.drugs import DrugMention
from app.patient import code_tables as tables
from app.terms.conditions import conditions
from app.terms.drug_resolver import NamedDrugResolver

LONGEST: Final = 400
"""Characters of a name that are read; a longer one is a story and no name."""
_ALLERGY: Final = re.compile(
    r"\b(?:allerg(?:y|ies|ic)(?: reactions?)?(?: to)?|hypersensitivity(?: to)?|intoleran(?:ce|t)"
    r"(?: (?:to|of))?|adverse reactions?(?: to)?|sensitivity(?: to)?|anaphylaxis(?: to)?)\b|"
    r"-?\bcontaining\b|\bproducts?\b|\bsubstances?\b|\bpreparations?\b",
    re.IGNORECASE,
)
_VITAMIN: Final = re.compile(r"\bvit(?:amin)?\.? ?([abcdek])(?: ?(\d{1,2}))?\b", re.IGNORECASE)


def conditions_named(text: str) -> frozenset[str]:
    text = text[:LONGEST]
    if tables.not_had().named(text):
        return frozenset()
    found = tables.condition_words().find(text)
    taken = {at for one in found for at in range(one.start, one.end)}
    ours = frozenset(one.meaning for one in found) if not _DENIED.search(text) else frozenset()
    if CHRONIC in ours:
        ours = ours | _stage(text)
    listed = conditions().phrases
    named = frozenset(
        one.meaning
        for one in conditions().find(text)
        if one.meaning in listed or taken.isdisjoint(range(one.start, one.end))
    )
    return tables.implied(ours | _cancers(text) | (named - conditions().denied(text)))


def _cancers(text: str) -> frozenset[str]:
    """`malignant neoplasm of upper lobe of lung`: cancers told by where they are."""
    found = _MALIGNANT.search(text)
    if found is None:
        return frozenset()
    behind = text[found.end() :].lower()
    where = (cancer for site, cancer in tables.cancer_sites().items() if site in behind)
    return frozenset({"cancer", *where})


_MALIGNANT: Final = re.compile(
    r"(?<!secondary )\b(?:malignant (?:neoplasm|tumou?r)|(?:adeno)?carcinoma) of\b", re.IGNORECASE
)


CHRONIC: Final = "chronic kidney disease"
_STAGE: Final = re.compile(
    r"\b(?:stage|grade|g|ckd)\s?(?P<which>[1-5][ab]?|i{1,2}|iii[ab]?|iv|v)\b", re.IGNORECASE
)
_ROMAN: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
_DENIED: Final = re.compile(r"^\s*(?:no|not|denies|without|negative)\b", re.IGNORECASE)


def _stage(text: str) -> frozenset[str]:
    found = _STAGE.search(text)
    if found is None:
        return frozenset()
    which = found["which"].lower()
    part = which[-1] if which[-1] in "ab" else ""
    number = which.removesuffix(part)
    return frozenset({f"{CHRONIC} stage {_ROMAN.get(number, number)}{part}"})


def medicines_named(text: str, drugs: NamedDrugResolver) -> tuple[frozenset[str], str | None]:
    """(ingredients, class) of what a name means; a class only where no medicine is named."""
    text = _VITAMIN.sub(r"vitamin \1\2", text[:LONGEST])
    alone = drugs.resolve(text)
    names, class_name = _meant([alone] if alone is not None else drugs.mentions(text), drugs)
    return names, None if names else class_name


def _meant(
    mentions: Iterable[DrugMention], drugs: NamedDrugResolver
) -> tuple[frozenset[str], str | None]:
    """A name that is spelled as nothing is counts only where it stands alone and one slip makes a
    name of it: a brand that nobody listed is likelier in a record than two slips."""
    mentions = tuple(mentions)
    if len(mentions) > 1 or not all(_spelled(one, drugs) for one in mentions):
        mentions = tuple(one for one in mentions if one.kind != SLIP)
    known = [one.identity.ingredients for one in mentions if one.identity is not None]
    classes = [one.class_name for one in mentions if one.class_name]
    return frozenset[str]().union(*known), classes[0] if classes else None


SLIP: Final = "misspelling"


def _spelled(mention: DrugMention, drugs: NamedDrugResolver) -> bool:
    if mention.kind != SLIP:
        return True
    written = mention.written.lower()
    meant = frozenset[str]().union(*(one.ingredients for one in mention.candidates))
    return any(one_slip(written, name) for one in meant for name in drugs.names_of(one))


def one_slip(written: str, meant: str) -> bool:
    """Whether one letter too many, too few or wrong, or two swapped, tell the words apart."""
    if abs(len(written) - len(meant)) > 1 or written == meant:
        return False
    start = next(
        (at for at, (a, b) in enumerate(zip(written, meant, strict=False)) if a != b),
        min(len(written), len(meant)),
    )
    one, other = written[start:], meant[start:]
    swapped = one[:2] == other[:2][::-1] and one[2:] == other[2:]
    return one[1:] == other[1:] or one[1:] == other or one == other[1:] or swapped


class Allergens(NamedTuple):
    names: frozenset[str] = frozenset()
    class_name: str | None = None
    other: bool = False
    """Another substance is named, and no medicine."""


def allergens_named(text: str, drugs: NamedDrugResolver) -> Allergens:
    bare = _ALLERGY.sub(" ", text[:LONGEST])
    bare = " ".join(re.sub(r"[()]", " ", bare).split())
    others = tables.other_allergens().find(bare)
    left = _without(bare, [(one.start, one.end) for one in others])
    alone = drugs.resolve(left) if left.strip(" ;") else None
    mentions = [alone] if alone is not None else list(drugs.mentions(left))
    names, class_name = _meant(mentions, drugs)
    left = _without(left, [(one.start, one.end) for one in mentions])
    classes = tables.allergen_classes().find(left)
    class_name = class_name or next((one.meaning for one in classes), None)
    return Allergens(names, class_name, bool(others) and not names and class_name is None)


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]}{';' * (end - start)}{text[end:]}"
    return text
