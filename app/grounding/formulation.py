"""Another form of the medicine asked about: a combination, one of its parts, another salt."""

import re
from collections.abc import Sequence
from typing import Final

from app.grounding.compared import Compared, differing
from app.grounding.layers import Layer
from app.terms.contrasts import contrasts, kinds_in
from app.terms.drugs import drug_names
from app.terms.salts import salts_in

ADDITIVES: Final = frozenset(
    {"carbidopa", "benserazide", "cilastatin", "tazobactam", "cobicistat", "iron", "caffeine"}
)
"""Never given alone, or of no account beside another: a medicine with one is that without it."""
NEVER_ALONE: Final = frozenset(
    {"sacubitril", "lumefantrine", "clavulanate", "proguanil", "piperacillin", "sulfamethoxazole",
     "nirmatrelvir", "vilanterol", "levodopa", "lopinavir", "imipenem"}
)  # fmt: skip
"""Ingredients by whose name a combination is asked for."""
RELEASE: Final = "release"
_PLAIN: Final = re.compile(r"\b(?:plain|ordinary|conventional|standard) $", re.IGNORECASE)
_PLAIN_TABLETS: Final = re.compile(
    r"\b(?:plain|ordinary|conventional)\b[^.?;]{0,30}\b(?:tablets?|capsules?)\b|"
    r"\bstandard (?:tablets?|capsules?)\b|"
    r"\b(?:tablets?|capsules?)[ ,(]+(?:plain|ordinary|conventional)\b",
    re.IGNORECASE,
)
LONGEST_WORD: Final = 16
SHORT_TITLE: Final = 6
"""Words of a title that is a topic and not a study's."""


def salt(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """Another salt of the same drug."""
    agrees = None
    for drug, wanted in salts_in(asked).items():
        said = frozenset[str]().union(*(salts_in(one.text).get(drug, ()) for one in layers))
        if said & wanted:
            agrees = Compared("salt")
        elif said:
            return Compared("salt", differing(_salts(drug, wanted), _salts(drug, said)))
    return agrees


def release(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """A slow-release product where the plain medicine was asked about (`plain metformin`), or the
    other way round."""
    wanted = _release(asked)
    if len(wanted) != 1:
        return None
    said = next((kinds for one in layers if one.heading and (kinds := _release(one.text))), None)
    if said is None:
        return None
    if said & wanted:
        return Compared("release")
    known = contrasts()[RELEASE].values
    return Compared("release", differing(known[min(wanted)].says, known[min(said)].says))


def _release(text: str) -> frozenset[str]:
    plain = _PLAIN_TABLETS.search(text) is not None or any(
        _PLAIN.search(text, max(0, one.start - LONGEST_WORD), one.start)
        for one in drug_names().found(text)
    )
    return kinds_in(text).get(RELEASE, frozenset()) | ({"quick"} if plain else frozenset())


def combination(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """One ingredient where a combination was asked about, or a combination where one was."""
    known = drug_names()
    products = {each - ADDITIVES for each in known.products(asked)} - {frozenset()}
    if len(products) != 1:
        return None
    wanted = next(iter(products))
    said = [
        each - ADDITIVES for one in layers for each in known.products(one.text, heading=one.heading)
    ]
    if not wanted & frozenset[str]().union(*said):
        return None
    if len(wanted) == 1:
        return _for_one(wanted, layers, said)
    if wanted <= frozenset[str]().union(*said) or any(
        known.named(one.text).classes for one in layers
    ):
        return None
    other = next(each for each in said if each & wanted)
    return Compared("combination", differing(_product(wanted), _product(other)))


def _for_one(
    wanted: frozenset[str], layers: Sequence[Layer], said: Sequence[frozenset[str]]
) -> Compared | None:
    if wanted in said or wanted <= NEVER_ALONE:
        return None
    for at, layer in enumerate(layers):
        short = at < len(layers) - 1 or len(layer.text.split()) <= SHORT_TITLE
        for each in (
            drug_names().products(layer.text, heading=True) if layer.heading and short else ()
        ):
            if wanted < each - ADDITIVES:
                return Compared("combination", differing(_product(wanted), _product(each)))
    return None


def _salts(drug: str, names: frozenset[str]) -> str:
    return f"{drug} {' or '.join(sorted(names))}"


def _product(ingredients: frozenset[str]) -> str:
    names = " with ".join(sorted(ingredients))
    return names if len(ingredients) > 1 else f"{names} alone"
