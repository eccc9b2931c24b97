"""What a sentence states of one drug: doses, how often, how long, limits, and for or against."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

from app.grounding.conflicts.advised import advised
from app.grounding.conflicts.named import DrugNamed, named_in
from app.grounding.quantities.quantity import Kind, Quantity
from app.grounding.quantities.reading import Reading, read
from app.terms.advice import (
    BEFORE_ITS_DRUG,
    BELOW,
    CHANGED,
    DAILY,
    DIVIDED,
    FIXED,
    GIVEN,
    LASTS_BEFORE,
    LASTS_BEHIND,
    LOADING,
    NO_DURATION,
    ROLE_OF,
    SINGLE,
    STARTING,
    UNIT_APART,
    WATCHED,
)
from app.terms.bounds import AT_LEAST, AT_MOST, LESS, MORE

DOSED: Final = frozenset(
    f"{what}{under}"
    for what in ("mass", "units", "equivalents", "substance")
    for under in ("", "/mass", "/area", "/time", "/mass/time", "/dose", "/mass/dose")
) | {"puff", "drop", "spray", "tablet", "capsule"}
"""What a dose is measured in."""
HEAVIEST: Final = Fraction(1, 5)
"""Kilograms; a greater mass is a body's weight and no dose."""
DAY: Final = 86_400
"""Seconds."""
NEAR: Final = 10
"""Tokens before a dose among which stands what it is for."""
BEHIND: Final = 4
FOREVER: Final = Fraction(10**12)
_MORE_OR_LESS: Final = frozenset(("lower", "higher", "less", "more", "increments", "increment"))
_STOPS: Final = (".", ";")


class Amount(NamedTuple):
    """A dose: what it measures and what it is for. `low` and `high` in base units, for one time.

    `times` are those of a day where they are told; then `daily` is what a day makes.
    """

    measure: str
    low: Fraction
    high: Fraction
    written: str
    role: str = ""
    times: tuple[Fraction, Fraction] | None = None
    daily: tuple[Fraction, Fraction] | None = None
    single: bool = False


class Stretch(NamedTuple):
    """A frequency, or a duration in seconds."""

    low: Fraction
    high: Fraction
    written: str


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


@lru_cache(maxsize=4096)
def regimens(sentence: str, headed: DrugNamed | None) -> tuple[Regimen, ...]:
    """Of each drug that the sentence names, or of the one its heading names."""
    reading = read(UNIT_APART.sub(r"\1 \2", sentence))
    drugs = named_in(reading.text) or ((headed,) if headed else ())
    if FIXED.search(reading.text):
        return ()
    only = {one.names for one in drugs}
    found: dict[frozenset[str], Regimen] = {}
    for drug in drugs:
        if drug.names not in found:
            found[drug.names] = _of(drug, drugs, reading, alone=len(only) == 1)
    return tuple(found.values())


def _of(drug: DrugNamed, drugs: Sequence[DrugNamed], reading: Reading, *, alone: bool) -> Regimen:
    within = reading.text[drug.start : drug.end]
    mentioned = [one for one in drugs if one.names == drug.names]
    inside = any(named_in(within)) if within else False
    own = [one for one in reading.quantities if alone or _owner(one, drugs, reading) == drug.names]
    lasting = [one for one in reading.quantities if _lasts(one, reading)]
    spans = lasting if len(lasting) == 1 else [one for one in lasting if one in own]
    amounts = list(_amounts(own, reading))
    limits = [amount for quantity, amount in amounts if _limited(quantity)]
    doses = [amount for quantity, amount in amounts if not _limited(quantity)]
    rates = [one for one in own if one.kind is Kind.RATE]
    watched = WATCHED.search(reading.text) is not None
    given = not drug.is_class and not watched and GIVEN.search(reading.text) is not None
    advice, words = advised(reading.text, mentioned if inside else [])
    return Regimen(
        drug,
        doses=tuple(doses),
        limits=tuple(limits),
        rates=tuple(Stretch(one.low, one.high, one.written) for one in rates) if given else (),
        durations=() if watched else tuple(_span(one) for one in spans),
        bars=tuple(_bars(reading)) if advice < 0 else (),
        advice=advice,
        advises=words,
    )


def _owner(quantity: Quantity, drugs: Sequence[DrugNamed], reading: Reading) -> frozenset[str]:
    """The drug that a quantity is said of: the one it stands before, `3 g of paracetamol`, else the
    last before it, else the first."""
    start = reading.row[quantity.start].start
    end = reading.row[quantity.end - 1].end
    behind = next((one for one in drugs if one.start >= end), None)
    if behind is not None and BEFORE_ITS_DRUG.fullmatch(reading.text, end, behind.start):
        return behind.names
    before = [one for one in drugs if one.end <= start]
    return (before[-1] if before else drugs[0]).names


def _limited(quantity: Quantity) -> bool:
    """Whether it is a maximum; `up to 1 g three times a day` is a dose."""
    return quantity.capped or (quantity.bound in (AT_MOST, LESS) and not _up_to(quantity))


def _up_to(quantity: Quantity) -> bool:
    written = quantity.written.lower()
    return written.startswith("up to") and "max" not in written


def _amounts(own: Sequence[Quantity], reading: Reading) -> Iterator[tuple[Quantity, Amount]]:
    doses = [one for one in own if _is_dose(one)]
    for at, one in enumerate(doses):
        following = doses[at + 1].start if at + 1 < len(doses) else len(reading.row)
        words = _words(reading, one.end, following)
        rate = _rate_of(one, following, own)
        if rate is not None and not 0 <= rate.start - one.end <= 1 and DAILY.search(words):
            rate = None
        yield one, _amount(one, rate, words, _role(one, reading, following))


def _rate_of(one: Quantity, following: int, own: Sequence[Quantity]) -> Quantity | None:
    """The frequency behind a dose and before the next one, or just before it."""
    rates = [each for each in own if each.kind is Kind.RATE]
    behind = (each for each in rates if one.end <= each.start < following)
    before = (each for each in rates if 0 <= one.start - each.end <= 1 and not _limited(one))
    return next(behind, None) or next(before, None)


def _is_dose(one: Quantity) -> bool:
    """A figure that marks whom a sentence is about is none, but for what must not be exceeded."""
    if one.kind is not Kind.AMOUNT or one.measure not in DOSED or one.age or one.change:
        return False
    if one.bound == MORE or (one.whom and one.bound != AT_MOST and not one.capped):
        return False
    return not (one.measure == "mass" and one.high > HEAVIEST)


def _amount(one: Quantity, rate: Quantity | None, words: str, role: str) -> Amount:
    low = Fraction(0) if _up_to(one) else one.low
    high = FOREVER if one.bound == AT_LEAST else one.high
    times = (rate.low, rate.high) if rate is not None else None
    written = one.written
    daily = None
    if rate is not None:
        written = f"{one.written} {rate.written}".replace(" /", "/")
        daily = (low * rate.low, high * rate.high)
        if DIVIDED.search(words):
            daily, times = (low, high), None
    elif DAILY.search(words):
        daily, times = (low, high), (Fraction(1), Fraction(1))
    single = rate is None and SINGLE.search(words) is not None
    measure = one.measure.removesuffix("/dose")
    return Amount(measure, low, high, written, role, times, daily, single)


def _role(one: Quantity, reading: Reading, following: int) -> str:
    """By the nearest word before, else by one just behind; a dose before `then` begins."""
    floor = max(
        (q.end for q in reading.quantities if _is_dose(q) and q.end <= one.start), default=0
    )
    for at in range(one.start - 1, max(floor, one.start - NEAR) - 1, -1):
        token = reading.row[at]
        if token.text in _STOPS:
            break
        if token.text in ROLE_OF:
            return ROLE_OF[token.text]
    if any(token.text in _MORE_OR_LESS for token in reading.row[one.end : one.end + 4]):
        return CHANGED
    for token in reading.row[one.end : min(one.end + BEHIND, following)]:
        if token.text in (*_STOPS, ",", "then", "followed"):
            break
        if ROLE_OF.get(token.text) in (LOADING, STARTING):
            return ROLE_OF[token.text]
    behind = {token.text for token in reading.row[one.end : one.end + 12]}
    return STARTING if behind & {"then", "followed", "thereafter"} else ""


def _lasts(one: Quantity, reading: Reading) -> bool:
    if one.kind is not Kind.AMOUNT or one.measure != "time" or one.age or one.high < DAY:
        return False
    start, end = reading.row[one.start].start, reading.row[one.end - 1].end
    before, behind = reading.text[:start], reading.text[end:]
    if LASTS_BEFORE.search(before):
        return True
    if NO_DURATION.search(behind):
        return False
    rated = not one.written.lower().startswith(("a ", "an ")) and any(
        each.kind in (Kind.RATE, Kind.ROUTE, Kind.NEED)
        and not reading.text[reading.row[each.end - 1].end : start].strip(" ,(x")
        for each in reading.quantities
        if each.end <= one.start
    )
    return rated or LASTS_BEHIND.search(behind) is not None


def _span(one: Quantity) -> Stretch:
    low = Fraction(0) if one.bound in (AT_MOST, LESS) else one.low
    high = FOREVER if one.bound in (AT_LEAST, MORE) else one.high
    return Stretch(low, high, one.written)


def _bars(reading: Reading) -> Iterator[Amount]:
    for one in reading.quantities:
        if one.measure == "volume/time" and (
            one.bound in (LESS, AT_MOST)
            or (not one.bound and BELOW.search(reading.text[: reading.row[one.start].start]))
        ):
            yield Amount(one.measure, one.low, one.high, one.written)


def _words(reading: Reading, start: int, end: int) -> str:
    if start >= end or start >= len(reading.row):
        return ""
    return reading.text[reading.row[start].start : reading.row[end - 1].end]
