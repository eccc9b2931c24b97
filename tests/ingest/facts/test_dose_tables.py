"""Doses in a label's tables: a row whose every column is known."""

import pytest

from app.domain.facts import DoseFact, DoseRole
from app.domain.formulary import RenalMeasure
from tests.ingest.facts.documents import figures, heading, label, of, prose, table


def rows(
    header: tuple[str, ...], *cells: tuple[str, ...], before: tuple[str, ...] = ()
) -> list[DoseFact]:
    return of(
        label(
            heading("2 DOSAGE AND ADMINISTRATION"),
            *prose(*before),
            table(header, *cells),
        ),
        DoseFact,
    )


def test_a_row_is_a_dose_for_whom_it_names() -> None:
    found = rows(
        ("Body weight", "Dose"),
        ("15 kg to <30 kg", "20 mg every other week"),
        ("30 kg or more", "40 mg every other week (40 mg syringe)"),
        before=("Doses by weight:",),
    )
    assert [(dose.population, figures(dose)) for dose in found] == [
        ("Body weight: 15 kg to <30 kg", "20 mg/dose"),
        ("Body weight: 30 kg or more", "40 mg/dose"),
    ]
    assert found[0].quote == "Body weight: 15 kg to <30 kg; Dose: 20 mg every other week."


def test_each_dose_column_has_its_role() -> None:
    found = rows(
        ("Indication", "Starting dose", "Maximum daily dose"),
        ("Itch", "5 mg once daily", "20 mg"),
    )
    assert [(dose.role, figures(dose), dose.indication) for dose in found] == [
        (DoseRole.STARTING, "5 mg/dose", "Itch"),
        (DoseRole.MAXIMUM, "20 mg/day", "Itch"),
    ]


def test_a_kidney_column_is_a_band_or_the_row_is_left_out() -> None:
    found = rows(
        ("Creatinine clearance", "Dose"),
        ("15-29 mL/min", "5 mg once daily"),
        ("on dialysis", "2.5 mg once daily"),
    )
    (dose,) = found
    assert dose.renal is not None
    assert (dose.renal.measure, dose.renal.low, dose.renal.high) == (RenalMeasure.CRCL, 15.0, 30.0)


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        (("Concomitant drug", "Dose"), ("otherine", "5 mg once daily")),
        (("Reaction", "Dose"), ("severe", "5 mg once daily")),
        (("Age", "Dose"), ("6 years", "5 mg")),
        (("Age", "Dose"), ("6 years", "5 mg, then 10 mg once daily")),
        (("Age", "Volume"), ("6 years", "5 mg once daily")),
        (("Dose", "Response"), ("5 mg once daily", "good")),
    ],
)
def test_a_row_with_a_column_that_might_bind_the_dose_is_left_out(
    header: tuple[str, ...], cells: tuple[str, ...]
) -> None:
    assert rows(header, cells) == []


def test_a_table_below_words_on_other_cases_is_left_out() -> None:
    cells = ("Age", "Dose"), ("6 years", "5 mg once daily")
    assert len(rows(*cells)) == 1
    assert rows(*cells, before=("Adjust as follows with otherine:",)) == []


def test_a_row_below_words_on_one_illness_is_left_out_unless_it_names_its_own() -> None:
    before = ("For hypertension, examplol is given in the evening.",)
    assert rows(("Age", "Dose"), ("6 years", "5 mg once daily"), before=before) == []
    (dose,) = rows(("Indication", "Dose"), ("Itch", "5 mg once daily"), before=before)
    assert dose.indication == "Itch"


def test_a_daily_dose_that_is_given_twice_may_be_read_in_two_ways() -> None:
    assert rows(("Age", "Daily dose"), ("6 years", "5 mg twice daily")) == []
    assert len(rows(("Age", "Daily dose"), ("6 years", "5 mg in two divided doses"))) == 1
