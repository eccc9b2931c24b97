"""Weeks of a pregnancy, and weeks at which a baby was born."""

from math import inf

import pytest

from app.terms.babies import baby_is_patient
from app.terms.gestation import Weeks, weeks_at_birth, weeks_in


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("I am 24 weeks pregnant", Weeks(24, 25)),
        ("a primip at 29/40", Weeks(29, 30)),
        ("36+2 gestation", Weeks(36, 37)),
        ("nine weeks gone", Weeks(9, 10)),
        ("in the first trimester", Weeks(0, 14)),
        ("avoid it near term", Weeks(36, inf)),
    ],
)
def test_weeks_of_a_pregnancy_are_read(text: str, weeks: Weeks) -> None:
    assert weeks_in(text) == (weeks,)


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("Before 16 weeks", Weeks(0, 16)),
        ("From week 22", Weeks(22, inf)),
        ("a sore back at 30 weeks", Weeks(30, 31)),
    ],
)
def test_bare_weeks_are_a_pregnancys_where_other_words_say_so(text: str, weeks: Weeks) -> None:
    assert weeks_in(text) == ()
    assert weeks_in(text, about_pregnancy=True) == (weeks,)


@pytest.mark.parametrize(
    "text", ["for 6 weeks", "a 5-week-old", "8 weeks after birth", "every 12 weeks"]
)
def test_other_weeks_are_no_pregnancys(text: str) -> None:
    assert weeks_in(text, about_pregnancy=True) == ()


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("a 28-week preterm", Weeks(28, 29)),
        ("Babies of 37 weeks or more", Weeks(37, inf)),
        ("term babies", Weeks(37, inf)),
        ("premature infants", Weeks(0, 37)),
    ],
)
def test_weeks_at_birth_are_read(text: str, weeks: Weeks) -> None:
    assert weeks_at_birth(text) == (weeks,)


@pytest.mark.parametrize(
    ("text", "baby"),
    [
        ("Vitamin drops for a breastfed four-week-old?", True),
        ("a 27-week preterm on day 2", True),
        ("Breastfeeding a four-week-old: may she take it?", False),
        ("A pregnant woman at risk of preterm labour", False),
        ("My baby is on formula. Can I take it?", False),
    ],
)
def test_a_baby_is_told_from_its_mother(text: str, baby: bool) -> None:
    assert baby_is_patient(text) is baby


def test_weeks_that_some_count_to_the_next_trimester_meet_both() -> None:
    (week,) = weeks_in("14 weeks pregnant")
    assert week.about().meets(Weeks(0, 14))
    assert not Weeks(16, 17).about().meets(Weeks(0, 14))
