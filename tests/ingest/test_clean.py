"""What cleaning may take away, and what it must never touch."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clean import clean


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("beta\u00adblocker", "betablocker"),
        ("beta\u2011blocker", "beta-blocker"),
        ("2.5\u00a0mg\u202ftwice", "2.5 mg twice"),
        ("\ufeffDose:\u200b 5\tmg\r\n daily", "Dose: 5 mg daily"),
        ("in\ufb02uenza a\ufb03nity", "influenza affinity"),
        ("cafe\u0301", "caf\u00e9"),
        ("a\x00b\x07c\ud800", "abc"),
        (
            "take 11\u20442 tablets, 120\u204480, 1\u20442",
            "take 1 1\u20442 tablets, 120\u204480, 1\u20442",
        ),
        (
            "dose \uf0a3 5 mg, \uf0b3 3 days, 10 \uf06dg",
            "dose \u2264 5 mg, \u2265 3 days, 10 \u03bcg",
        ),
        ("CrCl \uf03c 30, \uf03e 5, \uf02d2, 5\uf025", "CrCl < 30, > 5, \u22122, 5%"),
    ],
)
def test_what_cannot_be_seen_goes_and_words_stay_whole(given_text: str, kept: str) -> None:
    assert clean(given_text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "1.73 m\u00b2, \u00bd tablet, 10\u207b\u2076",
        "5 \u00b5g and 5 \u03bcg",
        "\u2264 30 and \u2265 60 mL/min, \u00b1 2, \u2212 1, \u2248 3",
        "0.05 mg/kg; 1,000 IU; 37.5 \u00b0C; \u2160",
    ],
)
def test_figures_units_and_signs_stay_as_written(text: str) -> None:
    assert clean(text) == text


@given(st.text())
def test_digits_points_and_comparisons_are_never_changed(text: str) -> None:
    figures = r"[0-9.,<>=\u2264\u2265\u00b1\u00b2\u00bd\u00b5%/-]"
    shown = {0x2010: "-", 0x2011: "-", 0xF0A3: "\u2264", 0xF0B3: "\u2265", 0xF0B1: "\u00b1"}
    shown |= {0xF000 + ord(sign): sign for sign in "%<=>"}
    assert re.findall(figures, clean(text)) == re.findall(
        figures, re.sub(r"(?<=\d)\u00ad(?=\d)", "-", text).translate(shown)
    )


def test_a_hyphen_that_may_be_seen_does_not_join_two_figures() -> None:
    assert clean("5\u00ad10 mg of beta\u00adblocker") == "5-10 mg of betablocker"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_what_is_kept_can_be_written_as_utf8_on_one_line(text: str) -> None:
    kept = clean(text)
    assert kept.encode().decode() == kept
    assert len(kept.splitlines()) <= 1


def test_a_sign_of_windows_is_kept_where_it_was_read_as_a_control_character() -> None:
    assert (
        clean("5\x9610 mg, \x9110\x92 \x80 a\x95b")
        == "5\u201310 mg, \u201810\u2019 \u20ac a\u2022b"
    )
    assert clean("a\x85b\x81c") == "a bc"
