"""Which medicine a resource is about: a concept of its own, or a Medication it refers to."""

from typing import Final, NamedTuple

from app.domain.record import Coding
from app.patient.bundle import Held
from app.patient.concepts import Concept, concept
from app.patient.left_out import LeftOut
from app.patient.reading import Reading
from app.patient.validity import must_be_r4_resource

DEEPEST: Final = 3
"""Medications within Medications that are followed."""
ERROR: Final = "entered-in-error"


class Product(NamedTuple):
    name: str
    codings: tuple[Coding, ...]
    known_as: frozenset[str]
    class_name: str | None
    disagreement: str | None


def product(held: Held, reading: Reading) -> Product:
    """Of medication[x].

    Raises:
        LeftOut: it says nowhere which medicine it is about.
    """
    resource = held.content
    own = concept(resource.child("medicationCodeableConcept"))
    if own:
        return _named(own, reading)
    reference = resource.child("medicationReference")
    if not reference:
        raise LeftOut(f"{resource.at}.medication[x]", "states no medicine")
    found = reading.references.target(reference, held)
    if found and found.type == "Medication":
        described = _described(found, reading, DEEPEST)
        if described:
            return described
    shown = concept_of_display(reference.text("display"))
    if shown:
        return _named(shown, reading)
    raise LeftOut(
        reference.at, "leads to a medicine without a name" if found else "leads nowhere in here"
    )


def concept_of_display(display: str) -> Concept | None:
    """What a reference calls its target where that is not in the bundle."""
    return Concept(display, ()) if display else None


def _described(held: Held, reading: Reading, depth: int) -> Product | None:
    """Of a Medication: by its code, else by its ingredients."""
    must_be_r4_resource(held)
    medication = held.content
    if medication.text("status") == ERROR:
        raise LeftOut(f"{medication.at}.status", "the medicine was entered in error")
    own = concept(medication.child("code"))
    if own:
        return _named(own, reading)
    parts: list[Product] = []
    for ingredient in medication.items("ingredient"):
        if ingredient.flag("isActive") is False:
            continue
        named = concept(ingredient.child("itemCodeableConcept"))
        target = reading.references.target(ingredient.child("itemReference"), held)
        if named:
            parts.append(_named(named, reading))
        elif target and target.type == "Medication" and depth > 0:
            inner = _described(target, reading, depth - 1)
            if inner is None:
                return None
            parts.append(inner)
        else:
            return None
    return _of_parts(parts) if parts else None


def _named(own: Concept, reading: Reading) -> Product:
    known = reading.names.medicine(own)
    return Product(own.name, own.codings, known.names, known.class_name, known.disagreement)


def _of_parts(parts: list[Product]) -> Product:
    if len(parts) == 1:
        return parts[0]
    return Product(
        name=" / ".join(part.name for part in parts),
        codings=tuple(coding for part in parts for coding in part.codings),
        known_as=frozenset().union(*(part.known_as for part in parts)),
        class_name=None,
        disagreement=next((part.disagreement for part in parts if part.disagreement), None),
    )
