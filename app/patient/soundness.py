"""Whether a resource can be trusted as JSON, before anything is read from it.

A modifier extension changes the meaning of what it stands in ("not", "in the family"); FHIR R4 2.4
forbids to read on where one is not understood, and none is here.
"""

import math
from decimal import Decimal
from typing import Final

from app.patient.element import Element
from app.patient.json_text import Repeated
from app.patient.left_out import LeftOut

DEEPEST: Final = 32
"""Levels of a resource; R4's deepest element in use here stands at 10."""
CHANGES_MEANING: Final = ("modifierExtension", "implicitRules")


def must_be_sound(resource: Element) -> None:
    """Raises:
    LeftOut: it is nested too deep, states an element twice, has numbers that are none, text that
        is none, or what changes its meaning in a way that is not known here.
    """
    waiting: list[tuple[object, str, int]] = [(resource.value, resource.at, 0)]
    while waiting:
        value, at, depth = waiting.pop()
        if depth > DEEPEST:
            raise LeftOut(resource.at, f"is nested more than {DEEPEST} levels deep")
        if isinstance(value, str):
            if not value.isascii() and not _is_text(value):
                raise LeftOut(at, "holds half a character: it is no text")
        elif isinstance(value, dict):
            _sound_object(value, at)
            waiting.extend((inner, f"{at}.{name}", depth + 1) for name, inner in value.items())
        elif isinstance(value, list | tuple):
            waiting.extend(
                (inner, f"{at}[{place}]", depth + 1) for place, inner in enumerate(value)
            )
        elif isinstance(value, float | Decimal):
            if not math.isfinite(value):
                raise LeftOut(at, "is no number that can be read")
        elif value is not None and not isinstance(value, int):
            raise LeftOut(resource.at, "holds what is no JSON")


def _sound_object(value: dict[object, object], at: str) -> None:
    if isinstance(value, Repeated):
        raise LeftOut(at, "states one of its elements twice")
    for name in CHANGES_MEANING:
        if value.get(name):
            raise LeftOut(f"{at}.{name}", "changes the meaning in a way that is not known here")


def _is_text(value: str) -> bool:
    return not any("\ud800" <= c <= "\udfff" for c in value)
