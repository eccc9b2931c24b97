"""On one axis after the other: what was asked about, and what a quotation is about.

Each function takes the asking words and the quotation's layers, and says that the two agree, how
they differ, or nothing where one of them is silent. What a quotation does not say is never held
against it: guidance for all applies to one.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from app.grounding.bands import allergy, elapsed, grade, measured
from app.grounding.compared import Axis, Compared, differing
from app.grounding.contrast import contrast
from app.grounding.layers import Layer, nearest
from app.grounding.opposite import opposite
from app.grounding.organs import kidneys, liver
from app.grounding.special_groups import gestation, special_group
from app.grounding.variants import usual
from app.terms.age_groups import Ages, grown_up_in
from app.terms.ages import ages_in
from app.terms.babies import baby_is_patient
from app.terms.groups import groups_in
from app.terms.rough_ages import bare_ages_in
from app.terms.routes import routes, routes_in
from app.terms.spoken_ages import spoken_ages

GROWN_UP: Final = 216.0
"""Months."""


def age(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """Ages and age groups. A pregnant or nursing woman's baby is not the patient."""
    if groups_in(asked) & {"pregnancy", "lactation", "not_lactating"} and not baby_is_patient(
        asked
    ):
        return None
    wanted = ages_in(asked) or grown_up_in(asked)
    said = nearest(lambda one: ages_in(one.text, heading=one.heading), layers)
    if said and not ages_in(asked) and all(one.high <= GROWN_UP for one in said):
        wanted = bare_ages_in(asked) or wanted
    if not wanted or not said:
        return None
    for layer in layers:
        closer = ages_in(layer.text, heading=layer.heading)
        if layer.heading and closer and all(_within(one, said) for one in closer):
            said = closer
    if any(one.meets(other) for one in wanted for other in said):
        return Compared("age")
    if usual(layers, lambda text: ages_in(text, heading=True))[0] != layers[0]:
        return None
    return Compared("age", differing(spoken_ages(wanted), spoken_ages(said)))


def _within(one: Ages, wide: Sequence[Ages]) -> bool:
    return any(each.low <= one.low and one.high <= each.high for each in wide)


def sex(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """Men or women, where the question is about one of them only."""
    wanted = groups_in(asked) & {"women", "men"} or _pronouns(asked)
    if len(wanted) != 1:
        return None
    said = nearest(
        lambda one: groups_in(_but(one.text) if one.heading else one.text) & {"women", "men"},
        layers,
    )
    if not said:
        return None
    if wanted & said:
        return Compared("sex")
    return Compared("sex", differing(*wanted, *said))


def _but(heading: str) -> str:
    """A heading up to its exception: `all adults except pregnant women`."""
    return _EXCEPTION.split(heading)[0]


_EXCEPTION = re.compile(r"\b(?:except|excluding|other than|apart from|but not)\b", re.IGNORECASE)


def _pronouns(asked: str) -> frozenset[str]:
    """The sex that `he` or `she` says, where a question says one of them only."""
    men = re.search(r"\b(?:he|him|his)\b", asked, re.IGNORECASE)
    women = re.search(r"\b(?:she|hers?)\b", asked, re.IGNORECASE)
    if (men is None) == (women is None):
        return frozenset()
    return frozenset({"men"} if men else {"women"})


def studied(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """People, animals, or cells in a dish; patients, or healthy volunteers."""
    wanted = groups_in(asked)
    said = nearest(lambda one: groups_in(one.text) & _STUDIED, layers)
    if not said:
        return None
    about_people = bool(
        wanted & {"people", "patients"} or ages_in(asked) or _CARE_OF_PEOPLE.search(asked)
    )
    if wanted & {"animals", "cells"} and not _FIRST_PERSON.search(asked):
        if _OWN_ANIMAL.search(asked) and not said & {"animals", "cells"}:
            return Compared("species", differing("animals", "people"))
        return Compared("species") if said & wanted & {"animals", "cells"} else None
    if not about_people:
        return None
    if not said & {"people", "patients", "volunteers"}:
        other = "animals" if "animals" in said else "cells in the laboratory"
        return Compared("species", differing("people", other))
    if "patients" in wanted and "volunteers" in said and "patients" not in said:
        return Compared("species", differing("patients", "healthy volunteers"))
    return Compared("species")


_FIRST_PERSON = re.compile(
    r"\b(?:can|could|may|should|must) (?:i|we|he|she|people) (?:take|use|have|eat|swallow|drink)\b",
    re.IGNORECASE,
)
_CARE_OF_PEOPLE = re.compile(
    r"\b(?:dos(?:e|es|age|ing)|how much|prescri\w+|\d+ ?m?g|tablets?|my|(?:can|should|may|"
    r"could) i|i am|he|she|his|her|him|"
    r"clinic|wards?|pregnan\w+|breast-?feeding)\b",
    re.IGNORECASE,
)
_OWN_ANIMAL = re.compile(
    r"\b(?:my|our|her|his|their|a|the|for) (?:dogs?|cats?|horses?|pony|puppy|kitten|rabbits?|"
    r"pets?|labrador|spaniel|terrier|hamster|"
    r"guinea pigs?|budgie|cows?|sheep|foal)\b"
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
    if any(wanted & routes_in(one.text) for one in layers):
        return Compared("route")
    return Compared("route", differing(_routes(wanted), _routes(said), "a medicine given "))


def _routes(names: Iterable[str]) -> str:
    return " or ".join(one.says for name, one in routes().items() if name in set(names))


POPULATION: tuple[Axis, ...] = (
    age,
    special_group,
    gestation,
    kidneys,
    liver,
    sex,
    studied,
    opposite,
    contrast,
    grade,
    measured,
    elapsed,
    allergy,
    route,
)
