"""Joining what several texts tell of one person, the newest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from app.domain.patient import Allergy, Kidney, Medicine, Problem, Range, Situation, Use

_FIRM = {Use.STOPPED: 2, Use.TAKEN: 2, Use.ASKED: 1}


@dataclass(frozen=True)
class Heard:
    """What one text tells, and what it takes back.

    `denied_*` are ingredients or classes, substances, and names of conditions; `someone_new`: what
    was said before is about somebody else.
    """

    situation: Situation = field(default_factory=Situation)
    denied_medicines: frozenset[str] = frozenset()
    denied_allergies: frozenset[str] = frozenset()
    denied_problems: frozenset[str] = frozenset()
    someone_new: bool = False
    bare_weeks: Range | None = None
    """Weeks that are a pregnancy's if an earlier turn told of one."""
    age_at_large: bool = False
    """Its age is that of a group, and of no one who is asked about."""
    age_of_baby: bool = False
    """Its age may be that of a baby whose mother is asked about."""
    sex_at_large: bool = False


def of_patient(heard: Heard, known: Situation) -> Heard:
    """Without an age or a sex that is not told of the patient of whom a record tells `known`: that
    of a group at large, or of the baby that she carries or nurses."""
    mother = any(one is not None and one.holds for one in (known.pregnant, known.breastfeeding))
    changed: dict[str, object] = {}
    if known.age is not None and (heard.age_at_large or (heard.age_of_baby and mother)):
        changed["age"] = None
    if known.sex is not None and heard.sex_at_large:
        changed["sex"] = None
    return replace(heard, situation=heard.situation.model_copy(update=changed))


def newest_first(heard: Sequence[Heard]) -> Situation:
    """The situation that all tell together; at least one is given."""
    whole = heard[0].situation
    medicines, problems, allergies = frozenset[str](), frozenset[str](), frozenset[str]()
    weeks = heard[0].bare_weeks
    for newer, older in pairwise(heard):
        weeks = weeks or newer.bare_weeks
        medicines |= newer.denied_medicines
        problems |= newer.denied_problems
        allergies |= newer.denied_allergies
        whole = _after(whole, older.situation, medicines, problems, allergies)
        if weeks is not None and whole.pregnant is not None and whole.pregnant.holds:
            whole = whole.model_copy(update={"weeks": weeks})
    told = any(one.ingredients for one in whole.allergies)
    return whole.model_copy(update={"no_allergies": None}) if told else whole


def _after(
    newer: Situation,
    older: Situation,
    medicines: frozenset[str],
    problems: frozenset[str],
    allergies: frozenset[str],
) -> Situation:
    kept = (
        one
        for one in older.medicines
        if one.use is not Use.ASKED
        and not (one.ingredients & medicines or one.class_name in medicines)
    )
    a_man = newer.sex == "male" and older.sex != "male"
    pregnant = newer.pregnant or (None if a_man else older.pregnant)
    told_over = newer.pregnant is not None and not newer.pregnant.holds
    weeks = newer.weeks or (None if a_man or told_over else older.weeks)
    feeding = newer.breastfeeding or (None if a_man else older.breastfeeding)
    liver = newer if newer.liver else older
    return Situation(
        medicines=joined((*newer.medicines, *kept)),
        allergies=_allergies(newer.allergies, older.allergies, allergies),
        no_allergies=newer.no_allergies or older.no_allergies,
        problems=_problems(newer.problems, older.problems, problems),
        pregnant=pregnant,
        weeks=weeks,
        breastfeeding=feeding,
        age=newer.age or older.age,
        sex=newer.sex or older.sex,
        weight=newer.weight or older.weight,
        kidneys=_kidneys(newer.kidneys, older.kidneys),
        liver=liver.liver,
        liver_told=liver.liver_told,
    )


def joined(medicines: Iterable[Medicine]) -> tuple[Medicine, ...]:
    """Each medicine once: as it is firmly told, by the first of those. A class of which a member
    is named as taken is that member."""
    found: dict[tuple[frozenset[str], str | None], Medicine] = {}
    for one in medicines:
        key = (one.ingredients, one.class_name)
        before = found.get(key)
        if before is None or _FIRM[before.use] < _FIRM[one.use]:
            found[key] = one
    named = [one for one in found.values() if one.class_name is None]
    return tuple(
        one
        for one in found.values()
        if one.class_name is None
        or not any(
            each.ingredients <= one.ingredients and (each.use, one.use) != (Use.ASKED, Use.TAKEN)
            for each in named
        )
    )


def _allergies(
    newer: tuple[Allergy, ...], older: tuple[Allergy, ...], denied: frozenset[str]
) -> tuple[Allergy, ...]:
    known = {one.substance for one in newer}
    return (
        *newer,
        *(
            one
            for one in older
            if one.substance not in known
            and not ({one.substance, one.class_name} | one.ingredients) & denied
        ),
    )


def _problems(
    newer: tuple[Problem, ...], older: tuple[Problem, ...], denied: frozenset[str]
) -> tuple[Problem, ...]:
    known = {one.name for one in newer} | denied
    return (*newer, *(one for one in older if one.name not in known))


def _kidneys(newer: tuple[Kidney, ...], older: tuple[Kidney, ...]) -> tuple[Kidney, ...]:
    known = {one.measure for one in newer}
    return (*newer, *(one for one in older if one.measure not in known))
