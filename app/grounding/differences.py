"""On one axis after the other: what was asked about, and what a quotation is about.

Each function takes the asking words and the quotation's layers, and says that the two agree, how
they differ, or nothing where one of them is silent. What a quotation does not say is never held
against it: guidance for all applies to one.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from app.grounding.layers import Layer, nearest
from app.terms.age_groups import grown_up_in
from app.terms.ages import ages_in
from app.terms.groups import groups_in
from app.terms.organ_function import (
    Clearance,
    clearances_in,
    liver_classes_in,
    organ_as_outcome,
    speaks_of_kidneys,
)
from app.terms.routes import routes, routes_in
from app.terms.spoken_ages import spoken_ages


class Compared(NamedTuple):
    """`differs` in a clinician's words; empty where the two agree."""

    axis: str
    differs: str = ""


Axis = Callable[[str, Sequence[Layer]], Compared | None]

ADULT = 216.0
ELDERLY = 780.0
HEALTHY = 80.0
"""mL/min from which kidneys make nobody special."""
SPECIAL = {
    "pregnancy": "pregnancy",
    "lactation": "breast-feeding",
    "kidneys": "impaired kidneys",
    "liver": "impaired liver",
    "young": "children",
    "old": "older people",
    "men": "men",
}


def age(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """Ages and age groups. A pregnant or nursing woman's baby is not the patient."""
    groups = groups_in(asked)
    if groups & {"pregnancy", "lactation"}:
        return None
    wanted = ages_in(asked) or grown_up_in(asked)
    said = nearest(lambda one: ages_in(one.text, heading=one.heading), layers)
    if not wanted or not said:
        return None
    if any(one.meets(other) for one in wanted for other in said):
        return Compared("age")
    return Compared("age", _differs(spoken_ages(wanted), spoken_ages(said)))


def special_group(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """Pregnancy, breast-feeding, impaired kidneys and liver: words about another of them, or under
    a heading for another group, are about somebody else."""
    wanted = _special(asked) - {"young", "old", "men"}
    if not wanted:
        return None
    any_age = bool(ages_in(asked)) and not wanted & {"pregnancy", "lactation"}
    for layer in layers:
        said = _special(layer.text, heading=layer.heading)
        if not layer.heading or any_age:
            said -= {"young", "old"}
        if not (layer.heading and wanted & {"pregnancy", "lactation"}):
            said -= {"men"}
        if said & wanted:
            return Compared("special group")
        if said:
            return Compared("special group", _differs(_listed(wanted), _listed(said)))
        if "pregnancy" in wanted and "not_pregnant" in groups_in(layer.text):
            return Compared("special group", _differs("pregnancy", "women who are not pregnant"))
    return None


def kidneys(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """Figures and degrees of kidney function."""
    wanted = clearances_in(asked)
    if not wanted or organ_as_outcome(asked):
        return None
    known = any(speaks_of_kidneys(one.text) for one in layers)
    said = nearest(lambda one: clearances_in(one.text, about_kidneys=known), layers)
    if not said:
        return None
    if any(one.meets(other) for one in wanted for other in said):
        return Compared("kidney function")
    return Compared("kidney function", _differs(_clearance(wanted), _clearance(said)))


def liver(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """Degrees of liver function."""
    wanted = liver_classes_in(asked)
    if not wanted or organ_as_outcome(asked):
        return None
    said = nearest(lambda one: liver_classes_in(one.text), layers)
    if not said:
        return None
    if wanted & said:
        return Compared("liver function")
    return Compared("liver function", _differs(_liver(wanted), _liver(said)))


def sex(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """Men or women, where the question is about one of them only."""
    wanted = groups_in(asked) & {"women", "men"}
    if len(wanted) != 1:
        return None
    said = nearest(lambda one: groups_in(one.text) & {"women", "men"}, layers)
    if not said:
        return None
    if wanted & said:
        return Compared("sex")
    return Compared("sex", _differs(*wanted, *said))


def studied(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """People, animals, or cells in a dish; patients, or healthy volunteers."""
    wanted = groups_in(asked)
    said = nearest(lambda one: groups_in(one.text) & _STUDIED, layers)
    if not said:
        return None
    about_people = bool(wanted & {"people", "patients"}) or bool(ages_in(asked))
    if wanted & {"animals", "cells"} and not _FIRST_PERSON.search(asked):
        if _OWN_ANIMAL.search(asked) and not said & {"animals", "cells"}:
            return Compared("species", _differs("animals", "people"))
        return Compared("species") if said & wanted & {"animals", "cells"} else None
    if not about_people:
        return None
    if not said & {"people", "patients", "volunteers"}:
        other = "animals" if "animals" in said else "cells in the laboratory"
        return Compared("species", _differs("people", other))
    if "patients" in wanted and "volunteers" in said and "patients" not in said:
        return Compared("species", _differs("patients", "healthy volunteers"))
    return Compared("species")


_FIRST_PERSON = re.compile(
    r"\b(?:can|could|may|should|must) (?:i|we|he|she|people) (?:take|use|have|eat|swallow|drink)\b",
    re.IGNORECASE,
)
_OWN_ANIMAL = re.compile(
    r"\b(?:my|our|her|his|their|a|the|for) (?:dogs?|cats?|horses?|pony|puppy|kitten|rabbits?)\b"
    r"(?=.*\b(?:eat|ate|give|given|take|have|had|dos\w+|mg)\b|\?|$)",
    re.IGNORECASE,
)
"""An animal that is the patient; what is asked of murine genes may be answered from men."""
_STUDIED = frozenset({"people", "patients", "volunteers", "animals", "cells"})


def route(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """How it is given."""
    wanted = routes_in(asked)
    said = nearest(lambda one: routes_in(one.text), layers)
    if not wanted or not said:
        return None
    if wanted & said:
        return Compared("route")
    return Compared("route", _differs(_routes(wanted), _routes(said), "a medicine given "))


def _differs(asked: str, said: str, given: str = "") -> str:
    return f"the question is about {given}{asked}; the quoted words are about {given}{said}"


def _special(text: str, *, heading: bool = True) -> set[str]:
    groups = groups_in(text)
    found: set[str] = {name for name in ("pregnancy", "lactation", "men") if name in groups}
    if "women" in groups:
        found.discard("men")
    if any(one.low < HEALTHY for one in clearances_in(text)):
        found.add("kidneys")
    if liver_classes_in(text) - {"0"}:
        found.add("liver")
    ages = ages_in(text, heading=heading)
    if ages and all(one.high <= ADULT for one in ages):
        found.add("young")
    if ages and all(one.low >= ELDERLY for one in ages):
        found.add("old")
    return found


def _listed(names: Iterable[str]) -> str:
    return " and ".join(SPECIAL[name] for name in SPECIAL if name in set(names))


def _routes(names: Iterable[str]) -> str:
    return " or ".join(one.says for name, one in routes().items() if name in set(names))


def _clearance(given: Sequence[Clearance]) -> str:
    lowest, highest = min(one.low for one in given), max(one.high for one in given)
    if highest - lowest < 1:
        return f"a kidney function of {lowest:g} mL/min"
    if highest > 200:
        return f"a kidney function of {lowest:g} mL/min or more"
    return f"a kidney function of {lowest:g} to {highest:g} mL/min"


def _liver(classes: frozenset[str]) -> str:
    impaired = "/".join(sorted(classes - {"0"}))
    return f"liver function of Child-Pugh {impaired}" if impaired else "a healthy liver"


POPULATION: tuple[Axis, ...] = (age, special_group, kidneys, liver, sex, studied, route)
