"""Dates as FHIR writes them."""

from datetime import date
from typing import Any

import pytest

from app.domain.record import When
from app.patient import dates
from app.patient.element import Element
from app.patient.left_out import LeftOut

BORN = dates.of_day(date(1960, 2, 29))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2019-05-03", date(2019, 5, 3), date(2019, 5, 3)),
        ("2019-05-03T23:30:00-05:00", date(2019, 5, 3), date(2019, 5, 3)),
        ("2019-05-03T00:30:00.123+09:00", date(2019, 5, 3), date(2019, 5, 3)),
        ("2019-05-03T10:00:00Z", date(2019, 5, 3), date(2019, 5, 3)),
    ],
)
def test_a_date_covers_the_days_it_is_written_for(text: str, first: date, last: date) -> None:
    found = dates.read(text)
    assert found
    assert (found.first, found.last) == (first, last)
    assert found.text == text[:10]


@pytest.mark.parametrize(
    "text",
    ["", "19", "2019-13", "2019-02-30", "2019-5-3", "03/05/2019", "0000", "2019-05-03 10:00"],
)  # fmt: skip
def test_what_is_no_date_of_the_calendar_is_none(text: str) -> None:
    assert dates.read(text) is None


@pytest.mark.parametrize("value", ["yesterday", 2019, ["2019"], {"start": "2019"}])
def test_a_date_that_is_none_is_left_out_at_its_place(value: Any) -> None:
    with pytest.raises(LeftOut) as caught:
        dates.at(Element(value, "Bundle.issued"))
    assert caught.value.part.at == "Bundle.issued"


def test_no_date_is_none() -> None:
    assert dates.at(Element(None, "Bundle.issued")) is None


@pytest.mark.parametrize(
    ("age", "text"),
    [
        ({"value": 45, "code": "a"}, "2005-03-01/2006-02-28"),
        ({"value": 44, "code": "a"}, "2004-02-29/2005-02-28"),
        ({"value": 2, "code": "wk"}, "1960-03-14/1960-03-20"),
        ({"value": 45, "code": "a", "comparator": "<"}, None),
        ({"value": 45, "code": "score"}, None),
        ({"value": 99999, "code": "a"}, None),
        ({"value": 10**12, "code": "d"}, None),
        ({}, None),
    ],
)
def test_an_age_is_the_days_on_which_one_has_it(age: dict[str, Any], text: str | None) -> None:
    found = dates.at_age(Element(age, ""), BORN)
    assert (found.text if found else None) == text


def test_ages_from_to() -> None:
    ages = {"low": {"value": 40, "code": "a"}, "high": {"value": 41, "code": "a"}}
    found = dates.at_ages(Element(ages, ""), BORN)
    assert found
    assert found.text == "2000-02-29/2002-02-28"


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("2015-03", "2015-03"),
        ("in 2015", "2015"),
        ("about 2015", "2015"),
        ("age 45", "2005-03-01/2006-02-28"),
        ("at the age of 45", "2005-03-01/2006-02-28"),
        ("45 years", "2005-03-01/2006-02-28"),
        ("2015 or 2016", None),
        ("between 1999 and 2003", None),
        ("12 weeks ago", None),
        ("3/2015", None),
        ("childhood", None),
        ("", None),
    ],
)
def test_words_are_a_date_only_where_they_name_one(words: str, text: str | None) -> None:
    found = dates.in_words(words, BORN)
    assert (found.text if found else None) == text


def test_a_moment_tells_what_came_later_on_one_day() -> None:
    early, late = "2019-05-03T08:00:00+02:00", "2019-05-03T07:00:00Z"
    assert dates.moment(Element(early, "")) < dates.moment(Element(late, ""))
    assert dates.moment(Element("2019-05-03", "")) == 0


def test_an_interval_of_one_day_is_that_day() -> None:
    assert dates.between(BORN.first, BORN.first) == When(
        text="1960-02-29", first=BORN.first, last=BORN.first
    )
