"""What a file says about itself."""

from datetime import date

import pytest

from app.domain.corpus import Status
from ingest.sources.stated import iso_date, stated


def test_the_first_of_a_field_counts_and_unknown_names_are_passed_over() -> None:
    said = stated(
        [
            ("DC.Publisher", " Example\u00a0Trust "),
            ("og:site_name", "Other"),
            ("Review Date", "2027-01-31"),
            ("status", "RETRACTED"),
            ("viewport", "width=5"),
            ("canonical", "/relative"),
        ]
    )
    assert said.publisher == "Example Trust"
    assert said.review_due == date(2027, 1, 31)
    assert said.status is Status.RETRACTED
    assert said.url is None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2024-02-03", date(2024, 2, 3)),
        ("2024/2/3", date(2024, 2, 3)),
        ("2024-02-03T10:00:00Z", date(2024, 2, 3)),
        ("03/04/2024", None),
        ("2024-02-31", None),
        ("2024", None),
        ("soon", None),
    ],
)
def test_a_date_that_can_be_read_two_ways_is_left_out(words: str, day: date | None) -> None:
    assert iso_date(words) == day
