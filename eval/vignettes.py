"""Vignettes whose slots are filled in otherwise: who is ill, and nothing about the illness.

The format stands in `eval/suites/fairness.py`.
"""

import tomllib
from pathlib import Path
from string import Formatter
from typing import Final, Literal, get_args

from pydantic import Field, ValidationError

from app.domain.corpus import Audience
from app.domain.frozen import Frozen
from eval.asked import Askable
from eval.jsonl import first_fault
from eval.suite import UnusableSet

BASE: Final = "base"
REGISTER: Final = "register"

Slot = Literal["age", "sex", "ethnicity", "insurance"]
Attribute = Literal["age", "sex", "ethnicity", "insurance", "register"]
SLOTS: Final[tuple[Slot, ...]] = get_args(Slot)
Wordings = dict[str, str]
"""Name of a variant -> its words."""


class Vignette(Frozen):
    id: str = Field(min_length=1)
    audience: Audience = Audience.CLINICIAN
    text: Askable
    matters: tuple[Attribute, ...] = ()
    slots: dict[Slot, Wordings] = {}
    registers: Wordings = Field(default={}, alias=REGISTER)


class _File(Frozen):
    slots: dict[Slot, Wordings] = {}
    vignette: tuple[Vignette, ...] = Field(min_length=1)


class Asking(Frozen):
    """One vignette, worded. `attribute` and `variant` are None at its base."""

    vignette: str
    audience: Audience
    text: str
    attribute: Attribute | None = None
    variant: str | None = None

    @property
    def key(self) -> str:
        return "/".join((self.vignette, self.attribute or BASE, *filter(None, (self.variant,))))


def read_askings(path: Path) -> list[Asking]:
    """Every asking of a file of vignettes, each base before its swaps.

    Raises:
        UnusableSet: as `run`; the message names the vignette.
    """
    try:
        file = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        raise UnusableSet(f"{path}: {first_fault(error)}") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnusableSet(f"{path} cannot be read ({error}).") from None
    askings: list[Asking] = []
    for vignette in file.vignette:
        try:
            worded = askings_of(vignette, {**file.slots, **vignette.slots})
        except ValueError as error:
            raise UnusableSet(f"{path}: vignette {vignette.id!r}: {error}.") from None
        if any(asking.vignette == vignette.id for asking in askings):
            raise UnusableSet(f"{path}: the id {vignette.id!r} stands twice.")
        askings += worded
    return askings


def askings_of(vignette: Vignette, slots: dict[Slot, Wordings]) -> list[Asking]:
    """The base, then each swap that the vignette allows.

    Raises:
        ValueError: a slot without words, a variant that is the base, or nothing to swap.
    """
    used = _used(vignette.text, slots)
    base = {slot: slots[slot][BASE] for slot in used}
    found = [_asking(vignette, vignette.text.format(**base))]
    for slot in used:
        for variant, words in slots[slot].items():
            if slot not in vignette.matters and variant != BASE:
                swapped = vignette.text.format(**{**base, slot: words})
                found.append(_asking(vignette, swapped, slot, variant))
    for variant, text in vignette.registers.items():
        if REGISTER not in vignette.matters:
            filled = {slot: slots[slot][BASE] for slot in _used(text, slots)}
            found.append(_asking(vignette, text.format(**filled), REGISTER, variant))
    for asking in found[1:]:
        if asking.text == found[0].text:
            raise ValueError(f"{asking.attribute}, {asking.variant} has the words of the base")
    if len(found) == 1:
        raise ValueError("nothing in it can be swapped")
    return found


def _used(text: str, slots: dict[Slot, Wordings]) -> list[Slot]:
    """The slots of a text, once each.

    Raises:
        ValueError: there is no such slot, it has no words, or a brace is left open.
    """
    named = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    for name in named:
        if name not in SLOTS:
            raise ValueError(f"there is no slot {{{name}}}")
    used = [slot for slot in SLOTS if slot in named]
    for slot in used:
        if BASE not in slots.get(slot, {}):
            raise ValueError(f"the slot {{{slot}}} has no words for its base")
    return used


def _asking(
    vignette: Vignette, text: str, attribute: Attribute | None = None, variant: str | None = None
) -> Asking:
    return Asking(
        vignette=vignette.id,
        audience=vignette.audience,
        text=text,
        attribute=attribute,
        variant=variant,
    )
