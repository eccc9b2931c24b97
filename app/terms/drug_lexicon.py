"""Every name of a medicine or of a class that we know, and what it means."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import Final, NamedTuple

from app.domain.drugs import DrugIdentity, DrugNameKind
from app.terms.drug_aliases import DrugAliases
from app.terms.drug_classes import DrugClasses
from app.terms.drug_files import brand_phrases, lines_of_names, table
from app.terms.drugs import CLASS

CAPITALS: Final = re.compile(r"[A-Z0-9][A-Za-z0-9]*[A-Z0-9]s?")


ACRONYM: Final = 4
"""Letters up to which a class's name is an abbreviation."""


class Meaning(NamedTuple):
    """What one name means, and how it must be written to mean it."""

    kind: DrugNameKind
    candidates: tuple[DrugIdentity, ...]
    class_name: str | None = None
    question: str | None = None
    capitals: bool = False
    """Only as an abbreviation is written: `MTX`, `MgSO4`."""
    beside_dose: bool = False
    capital_letter: bool = False
    taken: bool = False
    """Only where something says that it is taken: `iron tablets`."""


class Loaded(NamedTuple):
    """Names of a release that the site loaded; ours win where they clash."""

    aliases: Mapping[str, tuple[str, ...]] = {}
    """Ingredient -> its other names."""
    products: Mapping[str, tuple[str, ...]] = {}
    """Brand or name of a combination -> its ingredients."""


class DrugLexicon:
    """Name -> meanings: of medicines in `drugs`, of classes in `classes`."""

    def __init__(self, loaded: Loaded | None = None) -> None:
        loaded = loaded or Loaded()
        self.aliases: Final = DrugAliases(loaded.aliases)
        self.classes: Final = DrugClasses(self.aliases)
        self._identities: dict[frozenset[str], DrugIdentity] = {}
        self.drugs: dict[str, Meaning] = {}
        self.class_names: dict[str, Meaning] = {}
        self.products: set[frozenset[str]] = set()
        """What is sold as one: combinations of ingredients."""
        self.known_brands: set[str] = set()
        """Brands of ours, which people write; RxNorm's own are many and seldom."""
        self._add_abbreviations()
        self._add_brands()
        self._add_ingredients()
        self.own: Final = frozenset(self.drugs)
        """The names that the product ships."""
        self._add_loaded(loaded)
        for class_name, phrases in self.classes.phrases.items():
            meaning = self._of_class(class_name, "class")
            for phrase in phrases:
                short = len(phrase) <= ACRONYM and phrase not in self._any_case
                self.class_names[phrase] = meaning._replace(capitals=short)

    def identity(self, ingredients: Iterable[str]) -> DrugIdentity:
        """The one identity of these ingredients, by any of their names."""
        key = frozenset(self.aliases.of(one) for one in ingredients)
        if key not in self._identities:
            self._identities[key] = DrugIdentity(ingredients=key)
        return self._identities[key]

    def generic_names(self, ingredient: str) -> tuple[str, ...]:
        """The nonproprietary names of an ingredient, the canonical one first."""
        canonical = self.aliases.of(ingredient)
        return (canonical, *self._generics.get(canonical, ()))

    @cached_property
    def _generics(self) -> Mapping[str, tuple[str, ...]]:
        names: defaultdict[str, list[str]] = defaultdict(list)
        for name, canonical in self.aliases.names().items():
            if name in self.own and self.drugs[name].kind == "ingredient":
                names[canonical].append(name)
        return {canonical: tuple(others) for canonical, others in names.items()}

    def _add(self, name: str, kind: DrugNameKind, ingredients: Iterable[str]) -> None:
        identity = self.identity(ingredients)
        if len(identity.ingredients) > 1:
            self.products.add(identity.ingredients)
        capital, body = name in self._capital_letter, name in self._body
        self.drugs.setdefault(name, Meaning(kind, (identity,), capital_letter=capital, taken=body))

    def _add_loaded(self, loaded: Loaded) -> None:
        ordinary = _ordinary()
        for ingredient, names in loaded.aliases.items():
            for name in {ingredient, *names} - ordinary:
                self._add(name, "ingredient", [ingredient])
        for name, of in loaded.products.items():
            if name not in ordinary:
                self._add(name, "brand", of)

    def _add_ingredients(self) -> None:
        for each, brands in lines_of_names():
            if len(each) == 1:
                self._add(each[0], "ingredient", each)
            else:
                self.products.add(self.identity(each).ingredients)
            for brand in {*brands} - _ordinary():
                self._add(brand, "brand", each)
        for brand, ingredients in brand_phrases():
            self._add(brand, "brand", ingredients)
        for name, owned in self.aliases.combinations.items():
            self._add(name, "ingredient", owned)
        for file in ("drug_words.toml", "drug_other_names.toml"):
            for canonical, names in table(file)["names"].items():
                for name in {canonical, *names} - self.aliases.combinations.keys():
                    self._add(name, "ingredient", [name])
        for name in self.classes.of_ingredient:
            self._add(name, "ingredient", [name])

    def _add_brands(self) -> None:
        words, brands = table("drug_words.toml"), table("drug_brands.toml")
        for name, ingredients in words["combinations"].items():
            self._add(name, "ingredient", ingredients)
        for name, ingredients in brands["combinations"].items():
            self._add(name, "brand", ingredients)
        for ingredient, names in brands["brands"].items():
            self._add(ingredient, "ingredient", [ingredient])
            for name in names:
                self._add(name, "brand", [ingredient])
        named = [name for names in brands["brands"].values() for name in names]
        self.known_brands |= {*brands["combinations"], *named}

    def _add_abbreviations(self) -> None:
        listed = table("drug_abbreviations.toml")
        self._capital_letter = frozenset(listed["capital_letter"]["words"])
        self._body = frozenset(listed["body"]["words"])
        self._any_case = frozenset(listed["class_any_case"]["words"])
        self.hidden = tuple(listed["hidden"]["phrases"])
        for written in ("any_case", "capitals"):
            for name, of in listed[written].items():
                meaning = self._short_for([of])
                self.drugs[name.lower()] = meaning._replace(capitals=written == "capitals")
        for written in ("beside_dose", "ambiguous"):
            for name, of in listed[written].items():
                meaning = self._short_for(of)
                self.drugs[name.lower()] = meaning._replace(
                    capitals=name.isalnum(), beside_dose=written == "beside_dose"
                )

    def _short_for(self, readings: Iterable[list[str]]) -> Meaning:
        readings = tuple(readings)
        if readings[0][0].startswith(CLASS):
            return self._of_class(readings[0][0].removeprefix(CLASS), "abbreviation")
        return Meaning("abbreviation", tuple(self.identity(each) for each in readings))

    def _of_class(self, name: str, kind: DrugNameKind) -> Meaning:
        members = tuple(self.identity([member]) for member in self.classes.members[name])
        return Meaning(kind, members, name, self.classes.questions.get(name))


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(table("drug_other_names.toml")["kitchen"]["words"])
