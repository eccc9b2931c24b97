"""Medicines and allergies of a record as the checks read them."""

from collections.abc import Iterable

from app.domain.patient import Allergy, Medicine, Told, Use
from app.domain.record import AllergyEntry, Course, MedicineEntry
from app.patient.code_tables import other_allergens
from app.patient.told import told
from app.terms.drug_resolver import drug_resolver
from app.terms.drugs import drug_names

_Key = tuple[frozenset[str], str | None]
_SHOWN = 5
"""Members of a class that a question back names."""


def medicines(entries: Iterable[MedicineEntry]) -> tuple[Medicine, ...]:
    """Each medicine once. An order that is active outranks all others of it; where the record does
    not say whether it is still taken it is, unless a newer entry says that it was stopped.

    Args:
        entries: newest first.
    """
    found: dict[_Key, MedicineEntry] = {}
    for one in entries:
        names = one.known_as or _members(one.class_name)
        if not names:
            continue
        key = (names, None if one.known_as else one.class_name)
        before = found.get(key)
        if before is None or (one.course is Course.ACTIVE and before.course is not Course.ACTIVE):
            found[key] = one
    taken = [_medicine(key, one) for key, one in found.items()]
    return tuple(sorted(taken, key=lambda one: one.use is Use.STOPPED))


def _medicine(key: _Key, entry: MedicineEntry) -> Medicine:
    names, class_name = key
    which = None
    if class_name is not None:
        shown = sorted(names)[:_SHOWN]
        which = (
            f"Which {class_name} of the record ({entry.resource}): {', '.join(shown)} or another?"
        )
    return Medicine(
        ingredients=names,
        class_name=class_name,
        use=Use.STOPPED if entry.course is Course.PAST else Use.TAKEN,
        which=which,
        told=told(entry, entry.disagreement or ""),
    )


def _no_medicine(substance: str) -> bool:
    return bool(other_allergens().find(substance))


def _members(class_name: str | None) -> frozenset[str]:
    """All ingredients of a class and of the narrower ones in it."""
    if class_name is None:
        return frozenset()
    found: set[str] = set()
    for one in drug_names().members(class_name):
        found |= _members(one) or {one}
    return frozenset(found) or drug_resolver().members(class_name)


def allergies(entries: Iterable[AllergyEntry]) -> tuple[tuple[Allergy, ...], Told | None]:
    """Each allergy that is not past, and the words that say that there is none to anything.

    An entry that denies one substance alone says nothing of the others.
    """
    found: dict[tuple[frozenset[str], str | None, str], Allergy] = {}
    none: Told | None = None
    for one in entries:
        if one.course is Course.PAST:
            continue
        if one.none_known:
            if not one.known_as and one.class_name is None:
                none = none or told(one)
            continue
        substance = one.name.lower()
        names = one.known_as or _members(one.class_name)
        key = (names, one.class_name, "" if names else substance)
        found.setdefault(
            key,
            Allergy(
                ingredients=names,
                class_name=one.class_name,
                substance=substance,
                known=bool(names) or one.class_name is not None or _no_medicine(substance),
                told=told(one, one.disagreement or ""),
            ),
        )
    return tuple(found.values()), (None if found else none)
