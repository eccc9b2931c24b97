"""What a rule of allergy is, and whether an allergy that was told meets it."""

import re
from functools import lru_cache
from typing import Final

from app.domain.patient import Allergy
from app.safety.rule import Rule
from app.safety.rulebook import read_rules
from app.safety.situation.medicines import ingredients_of
from app.terms.drugs import drug_names

FILE: Final = "allergy.toml"
_SEVERE: Final = re.compile(
    r"anaphyla|angio-?o?edema|stevens|sjs|\bten\b|dress|collapse|swell|swoll|throat|severe|serious|"
    r"breath|wheez|intensive care|adrenaline|epipen",
    re.IGNORECASE,
)


class AllergyRule(Rule):
    """Somebody allergic to one of `allergens` must not be given one of `drugs`.

    Where neither `drugs` nor `classes` is given the rule is about the very medicine of the allergy.
    """

    allergens: frozenset[str] = frozenset()
    """Ingredients."""
    allergen_classes: frozenset[str] = frozenset()
    substances: frozenset[str] = frozenset()
    """In small letters and as people name them."""
    drugs: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    not_drugs: frozenset[str] = frozenset()
    unless: tuple[str, ...] = ()
    blocks: bool = False
    blocks_if_severe: bool = False
    """Held back only where the words of the allergy tell a severe reaction."""

    @property
    def same(self) -> bool:
        return not (self.drugs or self.classes)


@lru_cache(maxsize=1)
def allergy_rules() -> tuple[AllergyRule, ...]:
    return read_rules(FILE, AllergyRule)


@lru_cache(maxsize=1)
def substances() -> frozenset[str]:
    """Everything but medicines that rules name as an allergen."""
    return frozenset(name for rule in allergy_rules() for name in rule.substances)


@lru_cache(maxsize=256)
def given_by(rule_id: str) -> frozenset[str]:
    """The ingredients that the rule keeps from somebody."""
    rule = next(one for one in allergy_rules() if one.id == rule_id)
    return _all(rule.drugs, rule.classes) - rule.not_drugs


@lru_cache(maxsize=256)
def allergens_of(rule_id: str) -> frozenset[str]:
    rule = next(one for one in allergy_rules() if one.id == rule_id)
    return _all(rule.allergens, rule.allergen_classes)


def _all(drugs: frozenset[str], classes: frozenset[str]) -> frozenset[str]:
    names = drug_names()
    return drugs.union(*(ingredients_of(names, one) for one in classes))


def allergic(
    rule: AllergyRule, ingredients: frozenset[str], class_name: str | None, substance: str
) -> bool:
    """Whether an allergy to these is what the rule speaks of."""
    if class_name in rule.allergen_classes:
        return True
    if substance in rule.substances or class_name in rule.substances:
        return True
    known = allergens_of(rule.id)
    if class_name is not None:
        return bool(ingredients) and ingredients <= known
    return bool(ingredients & known)


def known(allergy: Allergy) -> bool:
    """Whether medicines can be compared with it at all."""
    return allergy.known or allergy.substance in substances()


def shortly(allergy: Allergy) -> str:
    """`penicilline (AllergyIntolerance/3)`."""
    return f"{allergy.substance[:60]} ({allergy.told.resource})"


def severe(allergy: Allergy) -> bool:
    return _SEVERE.search(allergy.told.words) is not None
