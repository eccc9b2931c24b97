"""Dates of people are found; those of guidelines, approvals and trials, years and durations not."""

import pytest

from app.safety.identifiers.finder import PresidioFinder

FINDER = PresidioFinder()


def found(text: str) -> list[str]:
    return [text[one.start : one.end] for one in FINDER.find(text) if one.kind == "date"]


@pytest.mark.parametrize(
    "written",
    [
        "14/03/1961",
        "3/14/1961",
        "1961-03-14",
        "14.03.1961",
        "14-03-1961",
        "14/3/61",
        "2024-05-01T08:30:00Z",
        "2015-12-22 04:34:22",
        "14 March 1961",
        "14th of March 1961",
        "March 14, 1961",
        "Mar 14th, 1961",
        "14-Mar-61",
        "Tuesday 14 May 2024",
        "12 March",
        "March 12th",
    ],
)
def test_a_date_in_any_form_is_found_whole(written: str) -> None:
    assert found(f"She was admitted on {written}.") == [written]


@pytest.mark.parametrize(
    "text",
    [
        "The guideline was updated on 14 March 2021.",
        "NICE, 12 March 2022: offer an ACE inhibitor.",
        "Approved by the FDA on July 7, 2015.",
        "Patients were randomised between 1 March 2019 and 30 June 2022.",
        "In the study of May 2014 the dose was halved.",
        "Influenza season from October 2020 to March 2021.",
        "She has had asthma since 2014 and took it for 12 days.",
        "May 5 mg be given? March 2021 and 14/13/1999 and 32/01/2000.",
        "A score of 3/4 and 10/12 on average; ratio 1/2.",
    ],
)
def test_a_date_that_is_nobodys_is_left(text: str) -> None:
    assert found(text) == []


def test_a_person_in_the_sentence_outweighs_a_guideline() -> None:
    text = "She was seen on 14 March 2021 and the guideline was followed."
    assert found(text) == ["14 March 2021"]


def test_a_birth_date_needs_no_separators_where_it_is_called_one() -> None:
    assert found("DOB 14031961, gout") == ["14031961"]
    assert found("Dose 14031961, gout") == []
