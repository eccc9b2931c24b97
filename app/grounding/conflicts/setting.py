"""For whom and for what a sentence is said, and whether two are said of the same case.

Precision first: where one of the two singles out a case that the other does not, they are taken to
be about different cases, though guidance for all may hold for one.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from app.domain.conflict import About
from app.grounding.layers import Layer, nearest
from app.grounding.special_groups import special_groups_in
from app.grounding.statements import root
from app.terms.age_groups import Ages
from app.terms.ages import ages_in
from app.terms.cases import GENERIC, marks_in
from app.terms.conditions import conditions
from app.terms.drugs import drug_names
from app.terms.gestation import Weeks, weeks_in
from app.terms.groups import groups_in
from app.terms.kidney_function import Clearance, clearances_in
from app.terms.liver_function import liver_classes_in
from app.terms.purposes import PREVENTION, TREATMENT, asked_for, headed
from app.terms.routes import routes_in

_BEGINS_WITH_AGE: Final = re.compile(
    r"\s*\d+(?:\s*(?:-|\u2013|to)\s*\d+)?\s*(?:years?|months?|weeks?)\b", re.IGNORECASE
)
_OF_AGE: Final = frozenset(("young", "old", "men"))
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
CHILD: Final = 216.0
"""Months up to which an age is a child's."""


class Setting(NamedTuple):
    """What the nearest words that say so tell of a sentence.

    `own` are the conditions that the sentence itself names, `around` those of all its headings,
    `topic` the words of the nearest heading that tells what it is about.
    """

    special: frozenset[str]
    ages: tuple[Ages, ...]
    clearances: tuple[Clearance, ...]
    liver: frozenset[str]
    weeks: tuple[Weeks, ...]
    sex: frozenset[str]
    routes: frozenset[str]
    own: frozenset[str]
    near: frozenset[str]
    around: frozenset[str]
    purpose: frozenset[str]
    marks: frozenset[str]
    topic: frozenset[str]


@lru_cache(maxsize=1024)
def setting_of(layers: tuple[Layer, ...]) -> Setting:
    """Of a sentence, from its layers (`layers_of`)."""
    known = conditions()
    own, *above = [known.named(layer.text) & known.phrases.keys() for layer in layers]
    kidneys = frozenset(special_groups_in(" ".join(one.text for one in layers))) & {"kidneys"}
    return Setting(
        special=_near(lambda text: special_groups_in(text), layers) | kidneys,
        ages=tuple(nearest(_ages, layers) or ()),
        clearances=tuple(
            nearest(lambda one: clearances_in(one.text, about_kidneys=bool(kidneys)), layers) or ()
        ),
        liver=_near(liver_classes_in, layers),
        weeks=tuple(nearest(lambda one: weeks_in(one.text, about_pregnancy=True), layers) or ())
        if "pregnancy" in _near(groups_in, layers)
        else (),
        sex=_near(lambda text: groups_in(text) & {"women", "men"}, layers),
        routes=_near(routes_in, layers),
        own=own,
        near=own or next((one for one in above if one), frozenset()),
        around=own.union(*above),
        purpose=_near(headed, layers),
        marks=marks_in("\n".join(layer.text for layer in layers)),
        topic=frozenset(nearest(_topic, layers) or ()),
    )


def _ages(layer: Layer) -> tuple[Ages, ...]:
    """An item of a list that begins with years or months is about that age."""
    text = f"aged {layer.text.lstrip()}" if _BEGINS_WITH_AGE.match(layer.text) else layer.text
    return ages_in(text, heading=layer.heading)


def _topic(layer: Layer) -> frozenset[str]:
    """A line with figures that stands above is an item of the same list and no heading."""
    if not layer.heading or any(letter.isdigit() for letter in layer.text):
        return frozenset()
    text = layer.text
    for one in reversed(drug_names().found(text)):
        text = text[: one.start] + " " + text[one.end :]
    words = {word for word in _WORD.findall(text.lower()) if word not in GENERIC}
    return frozenset(root(word) for word in words) - {""}


def _near(read: Callable[[str], Iterable[str]], layers: Sequence[Layer]) -> frozenset[str]:
    return frozenset(nearest(lambda one: frozenset(read(one.text)), layers) or ())


class Asked(NamedTuple):
    """The conditions that a question names, and whether it asks for prevention or treatment."""

    conditions: frozenset[str] = frozenset()
    purpose: str = ""

    @classmethod
    def by(cls, question: str) -> "Asked":
        return cls(conditions().named(question), asked_for(question)[0])


def same_case(one: Setting, other: Setting, asked: Asked, about: About) -> bool:
    """Whether both are said of the same people, for the same illness, in the same way.

    Args:
        about: a limit or a prohibition holds whatever the illness, where one side names none.
    """
    return (
        one.special == other.special
        and one.marks == other.marks
        and _same_ages(one.ages, other.ages)
        and (about is About.LIMIT or _same_kidneys(one.clearances, other.clearances))
        and _meet(one.liver, other.liver)
        and _meet(one.sex, other.sex)
        and _same_weeks(one.weeks, other.weeks)
        and _same_route(one.routes, other.routes)
        and _same_purpose(one.purpose, other.purpose, asked.purpose)
        and _same_illness(one, other, asked.conditions, about)
    )


def _meet(one: frozenset[str], other: frozenset[str]) -> bool:
    return not one or not other or bool(one & other)


def _same_ages(one: Sequence[Ages], other: Sequence[Ages]) -> bool:
    """Bands of children's ages must be the same: their doses go by them."""
    if not one or not other:
        return True
    if not any(a.meets(b) for a in one for b in other):
        return False
    mine, theirs = _bands(one), _bands(other)
    return not (mine and theirs) or bool(mine & theirs)


def _bands(ages: Sequence[Ages]) -> set[Ages]:
    return {each for each in ages if each.high <= CHILD and each.high - each.low < CHILD - 1}


def _same_kidneys(one: Sequence[Clearance], other: Sequence[Clearance]) -> bool:
    if not one or not other:
        return True
    return {(a.low, a.high) for a in one} == {(b.low, b.high) for b in other}


def _same_weeks(one: Sequence[Weeks], other: Sequence[Weeks]) -> bool:
    if bool(one) != bool(other):
        return False
    return not one or any(a.meets(b) for a in one for b in other)


def _same_route(one: frozenset[str], other: frozenset[str]) -> bool:
    """A side that names none may mean by mouth, and no other route."""
    if one and other:
        return bool(one & other)
    return (one | other) <= {"oral"}


def _same_purpose(one: frozenset[str], other: frozenset[str], asked: str) -> bool:
    """What a side leaves unsaid is what was asked for, else treatment."""
    unsaid = frozenset({asked or TREATMENT})
    return (PREVENTION in (one or unsaid)) == (PREVENTION in (other or unsaid))


def _same_illness(one: Setting, other: Setting, asked: frozenset[str], about: About) -> bool:
    wide = about in (About.LIMIT, About.DIRECTION)
    if _foreign(one, other, asked, wide=wide) or _foreign(other, one, asked, wide=wide):
        return False
    if _of_two_kinds(one.topic, other.topic):
        return False
    if one.near and other.near:
        return conditions().related(one.near, other.near)
    if one.near or other.near:
        return wide
    if about is About.LIMIT or one.special - _OF_AGE:
        return True
    return bool(one.topic) == bool(other.topic) and (
        one.topic <= other.topic or other.topic <= one.topic
    )


def _foreign(one: Setting, other: Setting, asked: frozenset[str], *, wide: bool) -> bool:
    """Whether one names an illness that is neither the other's nor asked about."""
    known = conditions()
    return (bool(other.near) or not wide) and any(
        not known.related(frozenset({name}), other.around | asked) for name in one.own
    )


def _of_two_kinds(one: frozenset[str], other: frozenset[str]) -> bool:
    """Headings that name two kinds of one thing: plaque-induced and ulcerative gingivitis."""
    return bool(one & other) and bool(one - other) and bool(other - one)
