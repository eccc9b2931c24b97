"""Kidney function worked out from the newest creatinine, each measure under its own name."""

from collections.abc import Iterator
from datetime import date
from typing import Final, Literal

from app.domain.record import Amount, PatientRecord, ResultEntry, When
from app.patient.lines import Kind, Line
from app.patient.wording import amount_of, months_between, older_than
from app.terms.kidney_formulas import ckd_epi_2021, cockcroft_gault

_NOT_IN: Final = 18


def derived_lines(record: PatientRecord) -> tuple[Line, ...]:
    """eGFR by CKD-EPI 2021 and creatinine clearance by Cockcroft-Gault, as far as age, sex, weight
    and a final creatinine are known, of each different one of its newest day; neither where the
    record reports a newer one of its own, in pregnancy, or under 18 years."""
    creatinine = _newest(record, "creatinine")
    pregnant = record.situation.pregnant
    if creatinine is None or record.sex is None or (pregnant is not None and pregnant.holds):
        return ()
    of_day = {_value(creatinine): creatinine}
    for one in _usable(record, "creatinine"):
        if _day(one) == _day(creatinine):
            of_day.setdefault(_value(one), one)
    return tuple(line for one in of_day.values() for line in _lines(record, one, record.sex))


def _lines(
    record: PatientRecord, creatinine: ResultEntry, sex: Literal["female", "male"]
) -> Iterator[Line]:
    value, on = _value(creatinine), creatinine.on
    ages = _ages(record.born, on)
    if value is None or on is None or not ages or min(ages) < _NOT_IN:
        return
    origin = f"creatinine {_shown(creatinine)} of {on.text}"
    aside = f" ({older_than(on, record.as_of)})" if creatinine.stale else ""
    if not _reported(record, "egfr", on):
        figures = [ckd_epi_2021(age, value, sex) for age in ages]
        if (span := _span(figures)) is not None:
            text = f"eGFR {span} mL/min/1.73 m2 by CKD-EPI 2021 from {origin}{aside}."
            yield _line(text, creatinine, "egfr")
    weight = _newest(record, "weight")
    kilograms = _value(weight) if weight is not None and not weight.stale else None
    if weight is None or weight.on is None or kilograms is None or _reported(record, "crcl", on):
        return
    figures = [cockcroft_gault(age, kilograms, value, sex) for age in ages]
    if (span := _span(figures)) is not None:
        text = (
            f"Creatinine clearance {span} mL/min by Cockcroft-Gault from {origin} and weight "
            f"{_shown(weight)} of {weight.on.text}{aside}."
        )
        yield _line(text, creatinine, "crcl")


def _line(text: str, creatinine: ResultEntry, name: str) -> Line:
    return Line(
        kind=Kind.DERIVED,
        text=text,
        resource=creatinine.resource,
        on=creatinine.on,
        known_as=frozenset({name}),
    )


def _newest(record: PatientRecord, name: str) -> ResultEntry | None:
    return max(_usable(record, name), key=_day, default=None)


def _usable(record: PatientRecord, name: str) -> list[ResultEntry]:
    return [
        one
        for one in record.entries
        if isinstance(one, ResultEntry)
        and one.known_as == {name}
        and one.final
        and one.on is not None
        and _value(one) is not None
    ]


def _reported(record: PatientRecord, name: str, since: When) -> bool:
    own = _newest(record, name)
    return own is not None and _day(own) >= since.last


def _day(entry: ResultEntry) -> date:
    return entry.on.last if entry.on is not None else date.min


def _value(entry: ResultEntry) -> float | None:
    standard: Amount | None = entry.standard
    return standard.value if standard is not None else None


def _shown(entry: ResultEntry) -> str:
    return amount_of(entry.amount) if entry.amount is not None else ""


def _ages(born: When | None, on: When | None) -> tuple[int, ...]:
    """Whole years; the least and the most that the dates leave open."""
    if born is None or on is None:
        return ()
    ages = (months_between(born.last, on.first) // 12, months_between(born.first, on.last) // 12)
    return tuple(dict.fromkeys(ages))


def _span(figures: list[float | None]) -> str | None:
    known = sorted({round(one) for one in figures if one is not None})
    if not known or None in figures:
        return None
    return f"{known[0]}" if len(known) == 1 else f"{known[0]} to {known[-1]}"
