"""A Dosage in words: its own text, else worded from its parts."""

import math
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final

from app.patient.concepts import words
from app.patient.element import Element

LONGEST: Final = 500
"""Characters of a dosage; a longer text is not given at all, for a cut one could mislead."""
ONCE_AND_TWICE: Final = {"1": "once", "2": "twice"}
MOST_DAYS: Final = 3660


def dosage(instructions: tuple[Element, ...]) -> str:
    told = dict.fromkeys(filter(None, map(_instruction, instructions)))
    text = "; ".join(told)
    return text if len(text) <= LONGEST else ""


def given(dose: Element) -> str:
    """Of the dosage of a MedicationAdministration."""
    text = dose.text("text") or " ".join(
        filter(None, (_quantity(dose.child("dose")), words(dose.child("route"))))
    )
    return text if len(text) <= LONGEST else ""


def supply_days(dispensed: Element) -> int | None:
    """Days that all supplies of a dispenseRequest last."""
    duration = dispensed.child("expectedSupplyDuration")
    days = _days(duration)
    repeats = dispensed.number("numberOfRepeatsAllowed")
    times = 1 + (repeats if isinstance(repeats, int) and repeats > 0 else 0)
    if days is None or days * times > MOST_DAYS:
        return None
    return math.ceil(days * times)


def _days(duration: Element) -> float | None:
    value = duration.number("value")
    unit = duration.text("code") or duration.text("unit").lower()
    days = _table()["days"].get(unit)
    return float(value) * days if value is not None and days else None


def _instruction(instruction: Element) -> str:
    text = instruction.text("text") or instruction.text("patientInstruction")
    if text:
        return text
    parts = (
        _dose(instruction),
        words(instruction.child("route")),
        _timing(instruction.child("timing")),
        _as_needed(instruction),
        *map(words, instruction.items("additionalInstruction")),
        _at_most(instruction.child("maxDosePerPeriod")),
    )
    return ", ".join(filter(None, parts))


def _dose(instruction: Element) -> str:
    for one in instruction.items("doseAndRate"):
        found = _quantity(one.child("doseQuantity")) or _range(one.child("doseRange"))
        rate = _quantity(one.child("rateQuantity")) or _ratio(one.child("rateRatio"), " per ")
        if found or rate:
            return " at ".join(filter(None, (found, rate)))
    return ""


def _timing(timing: Element) -> str:
    named = timing.child("code")
    for coding in named.items("coding"):
        found = _table()["codes"].get(coding.text("code"))
        if isinstance(found, str):
            return found
    repeat = timing.child("repeat")
    when = [_table()["events"].get(str(event.value), "") for event in repeat.items("when")]
    days = [_table()["weekdays"].get(str(day.value), "") for day in repeat.items("dayOfWeek")]
    hours = [str(hour.value)[:5] for hour in repeat.items("timeOfDay")]
    parts = (
        _frequency(repeat),
        _listed("", when),
        _listed("on ", days),
        _listed("at ", hours),
        _listed("for ", [_quantity(repeat.child("boundsDuration"))]),
    )
    return " ".join(filter(None, parts)) or words(named)


def _listed(before: str, things: list[str]) -> str:
    told = ", ".join(filter(None, things))
    return f"{before}{told}" if told else ""


def _frequency(repeat: Element) -> str:
    """`twice daily`, `once every 8 hours`, `2 to 3 times daily`."""
    often, period = _span(repeat, "frequency"), _span(repeat, "period")
    unit = repeat.text("periodUnit")
    every, one, many = _table()["periods"].get(unit, ("", "", ""))
    if not often or not period or not every:
        return ""
    times = ONCE_AND_TWICE.get(often, f"{often} times")
    if period == "1":
        return f"{times} {every}"
    return f"every {period} {many}" if often == "1" else f"{times} every {period} {many or one}"


def _span(repeat: Element, name: str) -> str:
    low, high = _number(repeat, name), _number(repeat, f"{name}Max")
    return f"{low} to {high}" if low and high and low != high else low


def _as_needed(instruction: Element) -> str:
    reason = words(instruction.child("asNeededCodeableConcept"))
    if reason:
        return f"as needed for {reason}"
    return "as needed" if instruction.flag("asNeededBoolean") else ""


def _at_most(ratio: Element) -> str:
    told = _ratio(ratio, " in ")
    return f"at most {told}" if told else ""


def _ratio(ratio: Element, between: str) -> str:
    parts = (_quantity(ratio.child("numerator")), _quantity(ratio.child("denominator")))
    return between.join(parts) if all(parts) else ""


def _range(ends: Element) -> str:
    low, high = ends.child("low"), ends.child("high")
    if not _number(low, "value") or not _number(high, "value"):
        return ""
    return f"{_number(low, 'value')} to {_quantity(high)}"


def _quantity(quantity: Element) -> str:
    value = _number(quantity, "value")
    unit = quantity.text("unit") or quantity.text("code")
    sign = quantity.text("comparator")
    return f"{sign}{value} {unit}".strip() if value else ""


def _number(element: Element, name: str) -> str:
    value = element.number(name)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("app.patient").joinpath("dosage_words.toml").read_text("utf-8"))
