"""Other figures than the question's, in a heading: another grade, weight, level or time since."""

import re
from collections.abc import Sequence
from functools import partial
from typing import Final

from app.grounding.compared import Compared, differing
from app.grounding.contrast import SHORT_TITLE
from app.grounding.layers import Layer
from app.grounding.variants import usual
from app.terms.allergies import allergens_in
from app.terms.drugs import drug_names
from app.terms.elapsed import elapsed_in, windows_in
from app.terms.grades import grades_in
from app.terms.measures import Band, bands_in, comparable

_FIGURE: Final = re.compile(
    r"(?:(?:from|over|above|below|under|up to|at least|more than|less than|[<>\u2264\u2265]) ?)?\d",
    re.IGNORECASE,
)
TOPIC: Final = 3
"""Words of a heading that can be the name of a measure."""
_FIRST_WORDS: Final = 60
"""Characters of a quotation in which a figure stands that it is all about."""


def grade(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """Stages, classes, types and the like: `stage 3` under a heading on stage 1."""
    agrees = None
    for word, wanted in grades_in(asked).items():
        everywhere = [grades_in(one.text).get(word, frozenset()) for one in layers]
        if any(wanted & said for said in everywhere):
            agrees = Compared(word)
            continue
        for layer in _speaking(layers):
            said = grades_in(layer.text).get(word)
            if said:
                return Compared(word, differing(_graded(word, wanted), _graded(word, said)))
    return agrees


def measured(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """Weights, levels and scores: `INR 9` under a heading on an INR of 5 to 8."""
    agrees = None
    for name, wanted in bands_in(asked).items():
        everywhere = [bands_in(one.text).get(name, ()) for one in _under_their_measure(layers)]
        if any(one.meets(other) for one in wanted for said in everywhere for other in said):
            agrees = Compared(name)
            continue
        plain = usual(_under_their_measure(layers), partial(_bands_of, name))
        for layer in _speaking(plain):
            said = [
                other
                for other in bands_in(layer.text).get(name, ())
                if all(comparable(name, one, other) for one in wanted)
            ]
            if said:
                return Compared(name, differing(_banded(name, wanted), _banded(name, said)))
    return agrees


def _bands_of(name: str, text: str) -> tuple[Band, ...]:
    return bands_in(text).get(name, ())


def _under_their_measure(layers: Sequence[Layer]) -> list[Layer]:
    """The layers, a heading that is a bare figure (`6.5 or above`) read with the topic above it."""
    above = [*layers[1:], Layer("", heading=True)]
    return [
        one._replace(text=f"{over.text} {one.text}")
        if one.heading and _FIGURE.match(one.text) and len(over.text.split()) <= TOPIC
        else one
        for one, over in zip(layers, above, strict=True)
    ]


def elapsed(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """Times since something began: `ten hours ago` under a heading on the first eight hours."""
    wanted = elapsed_in(asked)
    if not wanted:
        return None
    for layer in layers[:-1]:
        said = windows_in(layer.text) if layer.heading else ()
        if said and any(one.meets(other) for one in wanted for other in said):
            return Compared("time since")
        if said:
            return Compared("time since", "the quoted words are about another time since it began")
    return None


def allergy(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """Another allergy than was asked about."""
    wanted = allergens_in(asked)
    if not wanted:
        return None
    everywhere = " ".join(one.text for one in layers).lower()
    if any(one[:5] in everywhere for one in wanted):
        return Compared("allergy")
    names = drug_names()
    for layer in layers:
        said = allergens_in(layer.text) if layer.heading else frozenset[str]()
        if said and not any(
            names.related(names.named(one), names.named(other)) for one in wanted for other in said
        ):
            return Compared(
                "allergy",
                differing(", ".join(sorted(wanted)), ", ".join(sorted(said)), "an allergy to "),
            )
    return None


def _speaking(layers: Sequence[Layer]) -> list[Layer]:
    """The headings, a title that is no topic aside, and the first words of the quotation."""
    return [
        one if one.heading else one._replace(text=one.text[:_FIRST_WORDS])
        for at, one in enumerate(layers)
        if at < len(layers) - 1 or len(one.text.split()) <= SHORT_TITLE
    ]


def _graded(word: str, marks: frozenset[str]) -> str:
    return f"{word} {' or '.join(sorted(one.upper() for one in marks))}"


def _banded(name: str, bands: Sequence[Band]) -> str:
    return f"a {name} {' or '.join(_range(one) for one in bands)}"


def _range(band: Band) -> str:
    if band.high == float("inf"):
        return f"of {band.low:g} or more"
    if band.low == 0:
        return f"below {band.high:g}"
    return (
        f"of {band.low:g}" if band.high - band.low < 1e-3 else f"of {band.low:g} to {band.high:g}"
    )
