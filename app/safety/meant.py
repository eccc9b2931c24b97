"""Which medicines a question is about, and which a claim recommends, each by its ingredients."""

from collections.abc import Collection, Iterator

from app.domain.patient import Situation, Teller, Use
from app.safety.local_forms import recorded_on_surface
from app.safety.stance import Stance, stances
from app.terms.drugs import drug_names


def asked_medicines(situation: Situation, uses: Collection[Use]) -> Iterator[tuple[str, str]]:
    """Ingredient and the words that named it; of a class each member, for one of them is meant.
    What a record has as put on skin, eyes or ears is left out."""
    for medicine in situation.medicines:
        told = medicine.told
        if told.by is Teller.RECORD and recorded_on_surface(told.words):
            continue
        if medicine.use in uses:
            for ingredient in sorted(medicine.ingredients):
                yield ingredient, medicine.told.words


def recommended(text: str) -> Iterator[tuple[str, str]]:
    """Ingredient and its words for each medicine that `text` recommends; of a class each member."""
    for one in stances(text):
        if one.stance is Stance.RECOMMENDED:
            words = text[one.start : one.end]
            if one.class_name is None:
                yield one.name, words
            else:
                for member in sorted(_ingredients_of(one.class_name)):
                    yield member, words


def named_in(text: str) -> frozenset[str]:
    """Ingredients of the medicines that `text` names, and the members of its classes."""
    return frozenset(
        ingredient
        for one in stances(text)
        for ingredient in (_ingredients_of(one.class_name) if one.class_name else {one.name})
    )


def _ingredients_of(name: str) -> frozenset[str]:
    """The ingredients of a class, those of the narrower classes in it among them."""
    names = drug_names()
    found: set[str] = set()
    for member in names.members(name):
        found |= _ingredients_of(member) or {member}
    return frozenset(found)


def is_someone(situation: Situation) -> bool:
    """Whether a person is told of, rather than a drug in general."""
    taken = any(one.use is Use.TAKEN for one in situation.medicines)
    return taken or any(
        (
            situation.age,
            situation.sex,
            situation.weight,
            situation.problems,
            situation.allergies,
            situation.pregnant,
            situation.kidneys,
        )
    )
