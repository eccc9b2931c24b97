"""What a sentence states of one drug: doses, how often, how long, limits, and for or against."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from app.grounding.conflicts.advised import advised, refused
from app.grounding.conflicts.amounts import Amount, amounts, bars, is_limit
from app.grounding.conflicts.durations import Stretch, lasts, stretch
from app.grounding.conflicts.named import DrugNamed, named_in
from app.grounding.quantities.quantity import Kind, Quantity
from app.grounding.quantities.reading import Reading, read
from app.terms.regimens import BEFORE_ITS_DRUG, FIXED, GIVEN, TAKEN_BESIDE, UNIT_APART, WATCHED


class Regimen(NamedTuple):
    """What a sentence states of a drug.

    `bars` are functions of the kidney from which it is forbidden; `advice` is +1, -1 or 0, and
    `advises` its words.
    """

    drug: DrugNamed
    doses: tuple[Amount, ...] = ()
    limits: tuple[Amount, ...] = ()
    rates: tuple[Stretch, ...] = ()
    durations: tuple[Stretch, ...] = ()
    bars: tuple[Amount, ...] = ()
    advice: int = 0
    advises: str = ""
    beside: frozenset[str] = frozenset()
    """Other drugs that the sentence says the patient has."""


@lru_cache(maxsize=4096)
def regimens(sentence: str, headed: DrugNamed | None) -> tuple[Regimen, ...]:
    """Of each drug that the sentence names, or of the one its heading names."""
    reading = read(UNIT_APART.sub(r"\1 \2", sentence))
    if FIXED.search(reading.text):
        return ()
    named = named_in(reading.text)
    if not named:
        return (_of(headed, (), reading, reading.quantities),) if headed else ()
    found: dict[frozenset[str], Regimen] = {}
    for drug in named:
        if drug.names not in found:
            mentioned = [one for one in named if one.names == drug.names]
            own = [one for one in reading.quantities if _owner(one, named, reading) == drug.names]
            others = [one for one in named if one.names != drug.names]
            found[drug.names] = _of(drug, mentioned, reading, own)._replace(
                beside=_beside(others, reading)
            )
    return tuple(found.values())


def _of(
    drug: DrugNamed, mentioned: Sequence[DrugNamed], reading: Reading, own: Sequence[Quantity]
) -> Regimen:
    """What is said of a drug by the quantities that are its own; the only duration of a sentence
    is that of all its drugs."""
    advice, words = advised(reading.text, mentioned)
    denied = [one for one in reading.quantities if advice < 0 and _refused(one, reading)]
    lasting = [one for one in reading.quantities if one not in denied and lasts(one, reading)]
    spans = lasting if len(lasting) == 1 else [one for one in lasting if one in own]
    found = list(amounts(own, reading))
    rates = [one for one in own if one.kind is Kind.RATE and one not in denied]
    watched = WATCHED.search(reading.text) is not None
    given = not drug.is_class and not watched and GIVEN.search(reading.text) is not None
    return Regimen(
        drug,
        doses=tuple(amount for quantity, amount in found if _is_dose(quantity, denied)),
        limits=tuple(amount for quantity, amount in found if is_limit(quantity)),
        rates=tuple(Stretch(one.low, one.high, one.written) for one in rates) if given else (),
        durations=() if watched else tuple(stretch(one) for one in spans),
        bars=tuple(bars(reading)) if advice < 0 else (),
        advice=advice,
        advises=words,
    )


def _is_dose(quantity: Quantity, denied: Sequence[Quantity]) -> bool:
    return quantity not in denied and not is_limit(quantity)


def _refused(quantity: Quantity, reading: Reading) -> bool:
    return refused(reading.text, reading.row[quantity.start].start)


def _beside(others: Sequence[DrugNamed], reading: Reading) -> frozenset[str]:
    had = (one.names for one in others if TAKEN_BESIDE.search(reading.text[: one.start]))
    return frozenset(name for names in had for name in names)


def _owner(quantity: Quantity, drugs: Sequence[DrugNamed], reading: Reading) -> frozenset[str]:
    """The drug that a quantity is said of: the one it stands before, `3 g of paracetamol`, else the
    last before it, else the first."""
    start = reading.row[quantity.start].start
    end = reading.row[quantity.end - 1].end
    behind = next((one for one in drugs if one.start >= end), None)
    if behind is not None and BEFORE_ITS_DRUG.fullmatch(reading.text, end, behind.start):
        return behind.names
    before = [one for one in drugs if one.end <= start]
    meant = [one for one in before if not TAKEN_BESIDE.search(reading.text[: one.start])]
    return ((meant or before)[-1] if before else drugs[0]).names
