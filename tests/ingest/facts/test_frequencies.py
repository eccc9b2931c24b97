"""How often: a rate only where every word is understood."""

import pytest

from ingest.facts.frequencies import frequency


@pytest.mark.parametrize(
    ("words", "rate"),
    [
        ("twice daily", (2, 2, 1440, 1440)),
        ("once to four times daily with food", (1, 4, 1440, 1440)),
        ("once daily for at least 5 days", (1, 1, 1440, 1440)),
        ("3 times a day", (3, 3, 1440, 1440)),
        ("every 4 to 6 hours", (1, 1, 240, 360)),
        ("q8h", (1, 1, 480, 480)),
        ("b.i.d. or t.i.d.", (2, 3, 1440, 1440)),
        ("TDS", (3, 3, 1440, 1440)),
        ("every other week", (1, 1, 20160, 20160)),
        ("once weekly", (1, 1, 10080, 10080)),
        ("in two divided doses", (2, 2, 1440, 1440)),
        ("when needed up to four times daily", (0, 4, 1440, 1440)),
    ],
)
def test_a_frequency_is_counted(words: str, rate: tuple[int, int, int, int]) -> None:
    read = frequency(words)
    assert read.written == words
    assert read.rate is not None
    assert (read.rate.least, read.rate.most, read.rate.shortest, read.rate.longest) == rate


@pytest.mark.parametrize(
    "words",
    [
        "daily",
        "monthly",
        "twice daily until better, then once daily",
        "with breakfast",
        "four to two times daily",
        "once daily on alternate weeks",
        "every 0 hours",
    ],
)
def test_what_is_not_understood_has_no_rate(words: str) -> None:
    assert frequency(words).rate is None


@pytest.mark.parametrize("words", ["every 6 hours if needed", "as required", "t.i.d. prn"])
def test_as_needed_is_told_apart(words: str) -> None:
    assert frequency(words).as_needed
    assert not frequency("every 6 hours").as_needed
