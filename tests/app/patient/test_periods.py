"""The times that a question names."""

from datetime import date

import pytest

from app.patient.periods import period_in
from tests.app.patient.records import AS_OF


@pytest.mark.parametrize(
    ("text", "first", "last", "left"),
    [
        ("hba1c in 2024", "2024-01-01", "2024-12-31", "hba1c"),
        ("hba1c since march", "2026-03-01", "2026-11-28", "hba1c"),
        ("hba1c since december", "2025-12-01", "2026-11-28", "hba1c"),
        ("hba1c since march 2020", "2020-03-01", "2026-11-28", "hba1c"),
        ("hba1c over the last 6 months", "2026-05-28", "2026-11-28", "hba1c"),
        ("hba1c over the past year please", "2025-11-28", "2026-11-28", "hba1c please"),
        ("hba1c in the last three weeks", "2026-11-07", "2026-11-28", "hba1c"),
        ("hba1c in the last few years", "2023-11-28", "2026-11-28", "hba1c"),
        ("hba1c this year", "2026-01-01", "2026-11-28", "hba1c"),
        ("hba1c last year", "2025-01-01", "2025-12-31", "hba1c"),
        ("hba1c since last year", "2025-01-01", "2026-11-28", "hba1c"),
        ("hba1c last month", "2026-10-01", "2026-10-31", "hba1c"),
        ("hba1c between 2020 and 2022", "2020-01-01", "2022-12-31", "hba1c"),
        ("hba1c from march 2020 to may 2021", "2020-03-01", "2021-05-31", "hba1c"),
        ("hba1c before 2020", "1800-01-01", "2019-12-31", "hba1c"),
        ("hba1c after 2020", "2021-01-01", "2026-11-28", "hba1c"),
        ("hba1c on 2026-03-03", "2026-03-03", "2026-03-03", "hba1c"),
        ("hba1c on 3rd march 2026", "2026-03-03", "2026-03-03", "hba1c"),
        ("hba1c on march 3, 2026", "2026-03-03", "2026-03-03", "hba1c"),
        ("hba1c of 2026-03", "2026-03-01", "2026-03-31", "hba1c"),
    ],
)
def test_a_time_is_read_and_taken_out(text: str, first: str, last: str, left: str) -> None:
    period, rest = period_in(text, AS_OF)
    assert period is not None
    assert (period.first, period.last) == (date.fromisoformat(first), date.fromisoformat(last))
    assert rest == left


@pytest.mark.parametrize(
    "text",
    ["last hba1c", "in hospital", "may she take it", "on 2026-13-45", "in ckd 3", "on 250 mg"],
)
def test_other_words_name_no_time(text: str) -> None:
    assert period_in(text, AS_OF) == (None, text)
