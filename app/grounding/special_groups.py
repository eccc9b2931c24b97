"""Pregnancy, breast-feeding, impaired kidneys and liver: who is asked about, and who is meant."""

from collections.abc import Iterable, Sequence
from typing import Final

from app.grounding.compared import Compared, differing
from app.grounding.layers import Layer, nearest
from app.terms.ages import ages_in
from app.terms.babies import baby_is_patient
from app.terms.gestation import Weeks, weeks_at_birth, weeks_in
from app.terms.groups import groups_in
from app.terms.kidney_function import clearances_in
from app.terms.liver_function import liver_classes_in
from app.terms.spoken_weeks import spoken_weeks

ADULT: Final = 216.0
ELDERLY: Final = 780.0
FERTILE: Final = 120.0
"""Months of age below which nobody is pregnant."""
HEALTHY: Final = 80.0
"""mL/min from which kidneys make nobody special."""
SPECIAL: Final = {
    "pregnancy": "pregnancy",
    "lactation": "breast-feeding",
    "kidneys": "impaired kidneys",
    "liver": "impaired liver",
    "young": "children",
    "old": "older people",
    "men": "men",
}
STATES: Final = {
    "pregnancy": ("not_pregnant", "women who are not pregnant"),
    "lactation": ("not_lactating", "women who are not breast-feeding"),
}
"""A state, the group of those who are not in it, and how they are spoken of."""
OPENING: Final = 40
"""Characters of a quotation in which a state stands that it is all about."""


def special_group(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """Words about another special group, or under a heading for another, are about somebody else;
    so are those about women in a state that the question denies, and the other way round."""
    baby = baby_is_patient(asked)
    wanted = special_groups_in(asked) - {"young", "old", "men"}
    if baby or groups_in(asked) & {"men", "women"} == {"men"}:
        wanted -= {"pregnancy", "lactation"}
    denied = _state(asked, layers)
    if denied is not None and (denied.differs or not wanted):
        return denied
    if not wanted:
        return _mother_for_baby(layers) if baby else _cannot_be_pregnant(asked, layers)
    any_age = bool(ages_in(asked)) and not wanted & {"pregnancy", "lactation"}
    for layer in layers:
        said = special_groups_in(layer.text, heading=layer.heading)
        if not layer.heading or any_age:
            said -= {"young", "old"}
        if not (layer.heading and wanted & {"pregnancy", "lactation"}):
            said -= {"men"}
        if said & wanted:
            return Compared("special group")
        if said:
            return Compared("special group", differing(_listed(wanted), _listed(said)))
    return None


def gestation(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """Weeks of a pregnancy, or the weeks at which a baby was born."""
    if baby_is_patient(asked):
        wanted = weeks_at_birth(asked)
        said = nearest(lambda one: weeks_at_birth(one.text), layers)
    else:
        known = any(
            "pregnancy" in groups_in(one) for one in (asked, *(each.text for each in layers))
        )
        known = known or bool(weeks_in(asked))
        wanted = weeks_in(asked, about_pregnancy=known)
        said = nearest(lambda one: weeks_in(one.text, about_pregnancy=known), layers)
        if not known and not wanted:
            wanted, said = _bare_weeks(asked, layers)
    if not wanted or not said:
        return None
    if any(one.about().meets(other) for one in wanted for other in said):
        return Compared("weeks of pregnancy")
    return Compared("weeks of pregnancy", differing(spoken_weeks(wanted), spoken_weeks(said)))


def _bare_weeks(
    asked: str, layers: Sequence[Layer]
) -> tuple[tuple[Weeks, ...], tuple[Weeks, ...] | None]:
    """Weeks of which neither side says what they are counted from, as `at 30 weeks` under `Before
    12 weeks`: they are the same on both sides."""
    if ages_in(asked):
        return (), None
    headings = [one for one in layers if one.heading and not ages_in(one.text, heading=True)]
    said = nearest(lambda one: weeks_in(one.text, about_pregnancy=True), headings)
    return weeks_in(asked, about_pregnancy=True), said


def _state(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """A state that is denied on one side and not on the other."""
    agrees = None
    groups = frozenset[str]() if baby_is_patient(asked) else groups_in(asked)
    if not groups & {"pregnancy", "not_pregnant"} and _in_weeks(asked, layers):
        groups |= {"pregnancy"}
    for state, (without, spoken) in STATES.items():
        if not groups & {state, without} or {state, without} <= groups:
            continue
        for layer in layers:
            said = groups_in(layer.text, heading=layer.heading) & {state, without}
            if without in groups and not layer.heading:
                said = said if groups_in(layer.text[:OPENING]) & {state} else said - {state}
            if said & groups:
                agrees = Compared("special group")
            elif said:
                sides = (SPECIAL[state], spoken)
                return Compared(
                    "special group", differing(*(sides if state in groups else sides[::-1]))
                )
            if said:
                break
    return agrees


def _in_weeks(asked: str, layers: Sequence[Layer]) -> bool:
    """Whether the weeks in a question are a pregnancy's: `at 9 weeks` is, above words on pregnancy
    or on those who are not pregnant."""
    if baby_is_patient(asked):
        return False
    known = any(groups_in(one.text) & {"pregnancy", "not_pregnant"} for one in layers)
    return bool(weeks_in(asked, about_pregnancy=known))


def _mother_for_baby(layers: Sequence[Layer]) -> Compared | None:
    """Words about a mother, where her baby was asked about."""
    for layer in layers:
        if special_groups_in(layer.text) & {"young"} or baby_is_patient(layer.text):
            return None
        if groups_in(layer.text) & {"pregnancy", "lactation"}:
            return Compared("special group", differing("a baby", "its mother"))
    return None


def _cannot_be_pregnant(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """Headings on pregnancy, where a child, a man or somebody old was asked about."""
    ages = ages_in(asked)
    man = groups_in(asked) & {"men", "women", "pregnancy"} == {"men"}
    if not man and (not ages or any(one.low < ELDERLY and one.high > FERTILE for one in ages)):
        return None
    if man and any("men" in groups_in(one.text) for one in layers):
        return None
    for layer in layers:
        groups = groups_in(layer.text, heading=layer.heading)
        if groups & {"not_pregnant"}:
            return None
        if not layer.heading and ages_in(layer.text):
            return None
        if layer.heading and "pregnancy" in groups:
            who = "men" if man else "older people" if ages[0].low >= ELDERLY else "children"
            return Compared("special group", differing(who, SPECIAL["pregnancy"]))
    return None


def special_groups_in(text: str, *, heading: bool = True) -> set[str]:
    """The names of `SPECIAL` that a text is about."""
    groups = groups_in(text, heading=heading)
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
