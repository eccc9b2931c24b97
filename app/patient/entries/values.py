"""value[x] of an Observation or one of its components, all kinds of R4."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from app.domain.record import Amount
from app.patient import amounts, dates
from app.patient.coded_answers import answer
from app.patient.element import Element, one_line
from app.patient.left_out import LeftOut

LONGEST: Final = 2_000
"""Characters of a result in words; a longer one is a report, and is not cut."""
YES_OR_NO: Final = MappingProxyType({"true": "yes", "false": "no"})


class Value(NamedTuple):
    at: str
    amount: Amount | None = None
    words: str = ""


def value(part: Element) -> Value | None:
    """None: there is none.

    Raises:
        LeftOut: there is one, of a kind or size that is not read.
    """
    for kind, read in KINDS.items():
        stated = part.child(f"value{kind}")
        if stated:
            found = read(stated)
            if len(found.words) > LONGEST:
                raise LeftOut(stated.at, f"has more than {LONGEST:,} characters")
            return found if found.amount or found.words else None
    return None


def quantity(stated: Element) -> Amount:
    return amounts.quantity(
        stated.number("value"),
        stated.text("comparator") or None,
        stated.text("unit") or None,
        stated.text("code") or None,
        stated.text("system") or None,
    )


def _quantity(stated: Element) -> Value:
    if stated.number("value") is None:
        raise LeftOut(stated.at, "has no value")
    return Value(stated.at, quantity(stated))


def _concept(stated: Element) -> Value:
    return Value(stated.at, words=answer(stated))


def _string(stated: Element) -> Value:
    text = _line(stated)
    found = amounts.written(text) if len(text) <= LONGEST else None
    return Value(stated.at, found, "" if found else text)


def _boolean(stated: Element) -> Value:
    return Value(stated.at, words=YES_OR_NO.get(str(stated.value).lower(), ""))


def _integer(stated: Element) -> Value:
    return Value(stated.at, amounts.quantity(stated.value))


def _range(stated: Element) -> Value:
    low, high = stated.child("low"), stated.child("high")
    ends = (quantity(low) if low else None, quantity(high) if high else None)
    return Value(stated.at, amounts.ranged(*ends))


def _ratio(stated: Element) -> Value:
    """A titre or a share, `1:128`, in words: what it measures is not told by its numbers."""
    ends = [quantity(stated.child(name)).written for name in ("numerator", "denominator")]
    return Value(stated.at, words=":".join(ends) if all(ends) else "")


def _date(stated: Element) -> Value:
    found = dates.at(stated)
    return Value(stated.at, words=found.text if found else "")


def _period(stated: Element) -> Value:
    start, end = dates.start_and_end(stated)
    told = [f"from {start.text}" if start else "", f"to {end.text}" if end else ""]
    return Value(stated.at, words=" ".join(filter(None, told)))


def _time(stated: Element) -> Value:
    return Value(stated.at, words=_line(stated))


def _sampled(stated: Element) -> Value:
    raise LeftOut(stated.at, "is a series of samples, which is not read")


def _line(stated: Element) -> str:
    return one_line(stated.value) if isinstance(stated.value, str) else ""


KINDS: Final[Mapping[str, Callable[[Element], Value]]] = MappingProxyType(
    {
        "Quantity": _quantity,
        "CodeableConcept": _concept,
        "String": _string,
        "Boolean": _boolean,
        "Integer": _integer,
        "Range": _range,
        "Ratio": _ratio,
        "DateTime": _date,
        "Period": _period,
        "Time": _time,
        "SampledData": _sampled,
    }
)
