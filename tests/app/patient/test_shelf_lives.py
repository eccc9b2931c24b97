"""How old a fact may be."""

import tomllib
from datetime import date, timedelta
from importlib.resources import files

import pytest

from app.domain.record import Course, EventEntry, MedicineEntry, ResultEntry, When
from app.patient.dates import of_day
from app.patient.shelf_lives import lasts, stale
from app.terms.analytes import analytes

TODAY = date(2026, 6, 1)
GROWN, CHILD = of_day(date(1960, 1, 1)), of_day(date(2016, 1, 1))
TABLE = tomllib.loads(files("app.patient").joinpath("shelf_lives.toml").read_text("utf-8"))


def result(analyte: str, days_ago: int) -> ResultEntry:
    on = of_day(TODAY - timedelta(days=days_ago))
    return ResultEntry(
        resource="Observation/x", at="", name=analyte, known_as=frozenset({analyte}), on=on
    )


def medicine(course: Course, days_ago: int, until: When | None = None) -> MedicineEntry:
    on = of_day(TODAY - timedelta(days=days_ago))
    return MedicineEntry(
        resource="MedicationRequest/x", at="", name="x", course=course, on=on, until=until
    )


@pytest.mark.parametrize(
    ("analyte", "born", "days", "old"),
    [
        ("creatinine", GROWN, 91, False),
        ("creatinine", GROWN, 92, True),
        ("weight", GROWN, 360, False),
        ("weight", GROWN, 370, True),
        ("weight", CHILD, 90, False),
        ("weight", CHILD, 100, True),
        ("weight", None, 100, False),
        ("height", GROWN, 3000, False),
        ("height", CHILD, 100, True),
        ("pregnancy status", GROWN, 300, False),
        ("pregnancy status", GROWN, 310, True),
        ("vitamin d", GROWN, 360, False),
        ("vitamin d", GROWN, 370, True),
    ],
)
def test_a_result_has_the_shelf_life_of_what_it_measures(
    analyte: str, born: When | None, days: int, old: bool
) -> None:
    assert stale(result(analyte, days), born, TODAY) is old


def test_a_partial_date_counts_from_its_last_day() -> None:
    spring = When(text="2026-03", first=date(2026, 3, 1), last=date(2026, 3, 31))
    assert not stale(result("creatinine", 0).model_copy(update={"on": spring}), GROWN, TODAY)


def test_what_has_no_date_is_not_called_old() -> None:
    assert not stale(result("creatinine", 0).model_copy(update={"on": None}), GROWN, TODAY)


@pytest.mark.parametrize(
    ("course", "days", "until", "old"),
    [
        (Course.ACTIVE, 1000, None, False),
        (Course.ACTIVE, 1200, None, True),
        (Course.UNKNOWN, 1200, None, True),
        (Course.PAST, 1200, None, False),
        (Course.ACTIVE, 1200, TODAY, False),
    ],
)
def test_an_active_medicine_nobody_renewed_is_old(
    course: Course, days: int, until: date | None, old: bool
) -> None:
    found = medicine(course, days, of_day(until) if until else None)
    assert stale(found, GROWN, TODAY) is old


def test_what_was_done_does_not_grow_old() -> None:
    done = EventEntry(
        kind="procedure", resource="Procedure/x", at="", name="x", on=of_day(date(1990, 1, 1))
    )
    assert not stale(done, GROWN, TODAY)


def test_states_last_and_measurements_do_not() -> None:
    assert lasts(frozenset({"pregnancy status"}))
    assert not lasts(frozenset({"creatinine"}))
    assert not lasts(frozenset())


def test_every_shelf_life_is_of_an_analyte_that_is_known_and_says_why() -> None:
    named = [name for entry in TABLE["results"] for name in entry["analytes"]]
    assert len(named) == len(set(named))
    assert set(named) <= set(analytes())
    assert all(
        entry["why"] and entry["months"] > 0 for entry in [*TABLE["results"], TABLE["medicine"]]
    )
