"""Wordings that a reader could take for something else."""

from datetime import date

import pytest

from app.domain.record import Amount, Coding
from app.patient.entry_sentence import sentence
from app.patient.wording import amount_of, older_than
from tests.app.patient.records import event, problem, result, when

AS_OF = date(2026, 11, 1)


@pytest.mark.parametrize(
    "unit", ["mL/min/{1.73_m2}", "mL/min/[1.73_m2]", "mL/min/{1.73m2}", "mL/min/{1.73 m2}"]
)
def test_kidney_function_keeps_the_surface_that_it_is_for(unit: str) -> None:
    assert amount_of(Amount(low=38, high=38, written=f"38 {unit}")) == "38 mL/min/1.73 m2"


def test_what_is_old_after_days_is_not_older_than_0_months() -> None:
    assert older_than(when("2026-10-20"), AS_OF) == "older than 12 days"
    assert older_than(when("2026-10-31"), AS_OF) == "older than 1 day"
    assert older_than(when("2026-10-01"), AS_OF) == "older than 1 month"


def test_a_figure_that_no_check_goes_by_says_why() -> None:
    bare = result(1, "Creatinine", "1.4", "2026-10-01", "creatinine")
    assert sentence(bare.model_copy(update={"standard": None}), AS_OF) == (
        "Creatinine 1.4 on 2026-10-01 (no unit stated)."
    )
    absurd = result(1, "Weight", "7000 kg", "2026-10-01", "weight")
    assert sentence(absurd.model_copy(update={"standard": None}), AS_OF) == (
        "Weight 7000 kg on 2026-10-01 (value or unit does not fit)."
    )
    assert sentence(absurd, AS_OF) == "Weight 7000 kg on 2026-10-01."


def test_a_measure_stated_by_its_code_alone_has_our_name() -> None:
    coding = (Coding(system="http://loinc.org", code="8480-6"),)
    name = "LOINC 8480-6"
    entry = result(1, name, "168 mmHg", "2026-10-01", "systolic pressure", codings=coding)
    assert sentence(entry, AS_OF) == ("Systolic pressure (LOINC 8480-6) 168 mmHg on 2026-10-01.")


def test_nothing_is_said_twice() -> None:
    family = problem(1, "Family history of asthma", {"asthma"}, of_family=True, on="2026-06-01")
    assert sentence(family, AS_OF) == "Family history of asthma, recorded 2026-06-01."
    not_done = event("procedure", 1, "Colonoscopy", "2025-02-02", done=False, words="not done")
    assert sentence(not_done, AS_OF) == "Colonoscopy: not done, 2025-02-02."
