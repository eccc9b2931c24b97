"""Which drugs and classes of drugs a text names: by ingredient, brand, class or the stem of a name.

This tells two drugs apart; it resolves no prescription. `drug_names.txt` is made by
`deploy/drug_names.py` from RxNorm, `drug_words.toml` and `drug_brands.toml` are ours.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from typing import Final

from app.domain.frozen import Frozen
from app.terms.drug_files import lines_of_names, table
from app.terms.phrasebook import NOTHING, Named, Phrasebook

STEM: Final = re.compile(
    r"[a-z]{2,}(?:mab|[tz]inib|gliptin|gliflozin|sartan|vastatin|prazole|olol|xaban|grelor|glutide|"
    r"ciclib|parib|setron|triptan|cillin|floxacin|t?hromycin|cycline|conazole|dipine|azepam|azolam|"
    r"barbital|dronate|profen|coxib|lukast|tidine|oxetine|afil|parin|teplase|renone|gepant|caine|"
    r"fungin|penem|lisib|degib|bufen|c[iy]clovir|cavir|bradine|tegravir|buvir|asvir|previr|navir|"
    r"orexant|zolamide|thiazide)"
)
"""Stems of international nonproprietary names (WHO, The use of stems in the selection of INN),
as far as hardly another word ends so: a new drug is known for one by them."""
_JOINED: Final = re.compile(r"/|\+|-| / | \+ ")
_JOINED_IN_HEADING: Final = re.compile(rf"{_JOINED.pattern}| with ")
_WORD: Final = re.compile(r"[A-Za-z]{6,24}")
_ACRONYM: Final = 4
"""Letters up to which an abbreviation counts only in capitals: `nac`, `arb`, `asa`."""
CLASS: Final = "class "
"""Begins the meaning of a phrase that names a class."""


class NamedDrugs(Frozen):
    """What a text names.

    Attributes:
        ingredients: by their canonical names.
        classes: of drugs, by our names for them.
        distinct: those of both that tell another drug: not what is found in the body or the
            kitchen, and no wide class such as antibiotics.
    """

    ingredients: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    distinct: frozenset[str] = frozenset()

    def __or__(self, other: "NamedDrugs") -> "NamedDrugs":
        return NamedDrugs(
            ingredients=self.ingredients | other.ingredients,
            classes=self.classes | other.classes,
            distinct=self.distinct | other.distinct,
        )


class DrugNames:
    """The vocabulary of drugs; read once."""

    def __init__(self) -> None:
        words, brands = table("drug_words.toml"), table("drug_brands.toml")
        phrases = _ingredients(
            (words["names"], brands["brands"]), (words["combinations"], brands["combinations"])
        )
        self._members: dict[str, frozenset[str]] = {}
        for name, one in words["classes"].items():
            self._members[name] = frozenset(one["members"])
        for name, one in words["wide"].items():
            inner = (self._members[each] for each in one["classes"])
            self._members[name] = frozenset(one["members"]).union(*inner)
            for each in one["classes"]:
                self._members[name] |= {each}
        for members in self._members.values():
            for member in members - self._members.keys():
                phrases[member].append(member)
        classes = {**words["classes"], **words["wide"]}
        for name, one in classes.items():
            phrases[f"{CLASS}{name}"].extend(one["phrases"])
        phrases[NOTHING].extend(words["hidden"]["phrases"])
        self._common: Final = frozenset(words["common"]["words"])
        self._wide: Final = frozenset(words["wide"])
        self._book: Final = Phrasebook(phrases)

    def members(self, name: str) -> frozenset[str]:
        """The ingredients and the narrower classes of a class."""
        return self._members.get(name, frozenset())

    @cached_property
    def classes(self) -> tuple[str, ...]:
        return tuple(self._members)

    def named(self, text: str) -> NamedDrugs:
        """The drugs and classes that `text` names."""
        return _named(self, text)

    def places(self, text: str) -> tuple[int, ...]:
        """Where the drugs and classes begin that `text` names, as far as they are listed."""
        return tuple(one.start for one in self._book.find(text))

    def products(self, text: str, *, heading: bool = False) -> tuple[frozenset[str], ...]:
        """The ingredients of each medicine that `text` names: several of one name (`co-codamol`) or
        of names joined as one (`amoxicillin/clavulanate`; in a heading also `naproxen with
        esomeprazole`) are one medicine."""
        return _products(self, text, heading)

    def read_products(self, text: str, heading: bool) -> tuple[frozenset[str], ...]:
        joined = _JOINED_IN_HEADING if heading else _JOINED
        found: list[set[str]] = []
        start = end = -1
        for one in self._book.find(text):
            if _is_class(one):
                continue
            same_name = (one.start, one.end) == (start, end)
            own = text[one.start : one.end].lower()
            if same_name and own in {one.meaning, *found[-1]}:
                found[-1] = {*found[-1], one.meaning} - {own}
            elif found and (same_name or joined.fullmatch(text[end : one.start])):
                found[-1].add(one.meaning)
            else:
                found.append({one.meaning})
            start, end = one.start, one.end
        return tuple(frozenset(each) for each in found)

    def found(self, text: str) -> tuple[Named, ...]:
        """Ingredients and classes with their places, in order; the meaning of a class begins with
        `CLASS`. A name of several ingredients is found once for each."""
        found = [
            one
            for one in self._book.find(text)
            if one.end - one.start > _ACRONYM
            or text[one.start : one.end].rstrip("s").isupper()
            or one.meaning == text[one.start : one.end].lower()
        ]
        taken = {at for one in found for at in range(one.start, one.end)}
        stems = (
            Named(word.group().lower(), word.start(), word.end())
            for word in _WORD.finditer(text)
            if word.start() not in taken and STEM.fullmatch(word.group().lower())
        )
        return tuple(sorted((*found, *stems), key=lambda one: one.start))

    def tells(self, meaning: str) -> bool:
        """Whether what was found tells another drug, as `NamedDrugs.distinct` does."""
        return meaning.removeprefix(CLASS) not in (
            self._wide if meaning.startswith(CLASS) else self._common
        )

    def read(self, text: str) -> NamedDrugs:
        found = self.found(text)
        classes = {one.meaning.removeprefix(CLASS) for one in found if _is_class(one)}
        ingredients = {one.meaning for one in found if not _is_class(one)}
        return NamedDrugs(
            ingredients=frozenset(ingredients),
            classes=frozenset(classes),
            distinct=frozenset((ingredients - self._common) | (classes - self._wide)),
        )

    def related(self, asked: NamedDrugs, said: NamedDrugs) -> bool:
        """Whether what is said may be about what was asked: a name in common, a class and a member
        of it, or a class and a wider one."""
        if asked.ingredients & said.ingredients or asked.classes & said.classes:
            return True
        return any(
            (one.ingredients | one.classes) & self.members(name)
            for one, other in ((asked, said), (said, asked))
            for name in other.classes
        )


def _ingredients(
    names: Iterable[Mapping[str, list[str]]], combinations: Iterable[Mapping[str, list[str]]]
) -> defaultdict[str, list[str]]:
    """Ingredient -> its names, those of the combinations with it among them."""
    phrases: defaultdict[str, list[str]] = defaultdict(list)
    for each, brands in lines_of_names():
        for one in each:
            phrases[one].extend((*brands, *([one] if len(each) == 1 else [])))
    for listed in names:
        for ingredient, others in listed.items():
            phrases[ingredient].extend((ingredient, *others))
    for listed in combinations:
        for name, ingredients in listed.items():
            for ingredient in ingredients:
                phrases[ingredient].extend((name, ingredient))
    return phrases


def _is_class(one: Named) -> bool:
    return one.meaning.startswith(CLASS)


@lru_cache(maxsize=1)
def drug_names() -> DrugNames:
    """The vocabulary, read at its first use (about a tenth of a second)."""
    return DrugNames()


@lru_cache(maxsize=4096)
def _named(names: DrugNames, text: str) -> NamedDrugs:
    return names.read(text)


@lru_cache(maxsize=4096)
def _products(names: DrugNames, text: str, heading: bool) -> tuple[frozenset[str], ...]:
    return names.read_products(text, heading)
