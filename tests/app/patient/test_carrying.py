"""Pregnancy and breastfeeding of a record: what still holds, for how many weeks."""

from typing import Literal

import pytest

from app.domain.record import Coding, Course, RecordEntry
from tests.app.patient.entered import problem, procedure, record, result

ICD = "http://hl7.org/fhir/sid/icd-10-cm"


def carries(*entries: RecordEntry, sex: Literal["female", "male"] | None = "female") -> bool | None:
    found = record(*entries, born="1994-05-01", sex=sex).situation.pregnant
    return None if found is None else found.holds


@pytest.mark.parametrize(
    ("entries", "holds"),
    [
        ([], None),
        ([result("pregnancy status", words="Pregnant")], True),
        ([result("pregnancy status", words="Not pregnant", on="2026-02-20")], False),
        ([result("pregnancy status", words="Not pregnant", on="2025-10-20")], None),
        ([result("pregnancy status", words="Possible pregnancy")], True),
        ([result("pregnancy status", words="Unknown")], None),
        ([result("pregnancy status", words="Pregnant", on="2025-01-20")], None),
        ([result("pregnancy test", words="Positive")], True),
        ([result("pregnancy test", words="Negative", on="2026-02-27")], False),
        ([problem("Pregnancy", {"pregnancy"}, "2025-12-01")], True),
        ([problem("Pregnancy", {"pregnancy"}, "2024-12-01")], None),
        ([problem("Pregnancy", {"pregnancy"}, "2025-12-01", Course.PAST, "2026-01-10")], None),
        ([problem("Pregnancy", {"pregnancy"}, "2025-05-01", Course.PAST, "2026-02-10")], False),
        ([problem("Pregnancy", {"pregnancy"}, None)], True),
        ([problem("Pregnancy", {"pregnancy"}, "2025-12-01", Course.UNKNOWN)], True),
        ([problem("History of pregnancy", {"pregnancy"}, "2025-12-01")], None),
        ([problem("Pregnancy", {"pregnancy"}, "2025-12-01", of_family=True)], None),
        ([problem("12 weeks pregnant", set(), "2026-02-01")], True),
        ([result("due date", words="2026-08-01", on="2026-01-10")], True),
        ([result("due date", words="2026-01-01", on="2025-08-10")], None),
        ([result("gestational age", 20, "wk")], True),
        ([result("gestational age", 30, "wk", on="2025-11-01")], None),
        (
            [
                result("last menstrual period", words="2025-01-20"),
                result("pregnancy status", words="Pregnant"),
            ],
            True,
        ),
        (
            [
                problem(
                    "38 weeks gestation of pregnancy",
                    {"pregnancy"},
                    "2025-10-01",
                    codings=(Coding(system=ICD, code="Z3A.38"),),
                )
            ],
            None,
        ),
        ([result("last menstrual period", words="2026-01-20")], None),
        ([problem("Menopause", {"menopause"}, "2020-01-01")], None),
        ([problem("Postmenopausal state", {"menopause"}, "2020-01-01")], False),
        ([problem("Postmenopausal bleeding", set(), "2020-01-01")], None),
        ([procedure("Total hysterectomy")], False),
        ([procedure("Hysterectomy", done=False)], None),
    ],
)
def test_what_still_holds(entries: list[RecordEntry], holds: bool | None) -> None:
    assert carries(*entries) is holds


def test_the_newest_tells() -> None:
    before = problem("Pregnancy", {"pregnancy"}, "2025-12-01")
    assert carries(before, procedure("Caesarean section", "2026-02-20")) is False
    assert carries(before, problem("Miscarriage", {"miscarriage"}, "2026-02-10")) is False
    assert (
        carries(before, result("pregnancy status", words="Not pregnant", on="2025-11-01")) is True
    )
    assert (
        carries(before, result("pregnancy status", words="Not pregnant", on="2026-02-25")) is False
    )


@pytest.mark.parametrize(
    "name",
    [
        "Unplanned pregnancy",
        "Threatened miscarriage",
        "Threatened abortion in first trimester",
        "Pregnancy with history of stillbirth",
        "Pregnancy with previous caesarean section",
        "Supervision of high risk pregnancy due to history of preterm labor",
        "Preterm labour without delivery",
        "Infection of nipple associated with pregnancy, second trimester",
    ],
)
def test_what_names_an_end_beside_a_pregnancy_does_not_end_it(name: str) -> None:
    before = problem("Pregnancy", {"pregnancy"}, "2025-12-01")
    assert carries(problem(name, set(), "2026-02-20")) is True
    assert carries(before, problem(name, set(), "2026-02-20")) is True


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("O20.0", "Threatened abortion"),
        ("O34.211", "Scar from previous cesarean delivery"),
        ("O09.01", "History of infertility, first trimester"),
        ("O60.02", "Preterm labor without delivery, second trimester"),
    ],
)
def test_a_code_of_a_pregnancy_that_goes_on(code: str, name: str) -> None:
    coded = problem(name, set(), "2026-02-01", codings=(Coding(system=ICD, code=code),))
    assert carries(coded) is True


@pytest.mark.parametrize(
    "name", ["Recurrent miscarriage", "History of stillbirth", "Fear of childbirth"]
)
def test_what_went_before_or_is_feared_tells_nothing(name: str) -> None:
    before = problem("Pregnancy", {"pregnancy"}, "2025-12-01")
    assert carries(problem(name, set(), "2026-02-20")) is None
    assert carries(before, problem(name, set(), "2026-02-20")) is True


def test_a_complication_that_passed_does_not_end_the_pregnancy() -> None:
    gone = problem("Anaemia of pregnancy", {"pregnancy"}, "2026-01-01", Course.PAST, "2026-02-20")
    assert carries(gone, result("pregnancy status", words="Pregnant", on="2026-01-05")) is True
    assert carries(gone, problem("Pregnancy", {"pregnancy"}, "2025-12-01")) is True
    assert carries(gone) is None


@pytest.mark.parametrize(
    "name", ["Delivery of medication", "Education about postpartum care", "Oxygen delivery"]
)
def test_a_procedure_that_only_speaks_of_delivery_does_not_end_it(name: str) -> None:
    before = problem("Pregnancy", {"pregnancy"}, "2025-12-01")
    assert carries(before, procedure(name, "2026-02-20")) is True


def test_a_man_is_not_and_whoever_is_recorded_as_pregnant_is() -> None:
    assert carries(sex="male") is False
    assert carries(result("pregnancy status", words="Pregnant"), sex="male") is True
    assert carries(sex=None) is None


def test_a_childs_gestational_age_is_of_its_own_birth() -> None:
    entry = result("gestational age", 32, "wk", on="2020-05-01")
    assert record(entry, born="2020-05-01").situation.pregnant is None


def test_what_a_childs_record_tells_of_a_pregnancy_is_the_mothers() -> None:
    entries = (
        problem("Maternal pregnancy complicated by hypertension", {"pregnancy"}, "2026-02-01"),
        result("breastfeeding status", words="Breastfeeding"),
    )
    found = record(*entries, born="2026-01-20", sex="female").situation
    assert (found.pregnant, found.breastfeeding) == (None, None)


@pytest.mark.parametrize(
    ("entries", "low", "high"),
    [
        ([result("gestational age", 20, "wk", on="2026-02-15")], 22.0, 23.0),
        ([result("due date", words="2026-05-10", on="2026-01-10")], 30.0, 30.0),
        (
            [
                result("pregnancy status", words="Pregnant"),
                result("last menstrual period", words="2025-12-21"),
            ],
            10.0,
            10.0,
        ),
        (
            [
                problem(
                    "20 weeks gestation of pregnancy",
                    {"pregnancy"},
                    "2026-02-22",
                    codings=(Coding(system=ICD, code="Z3A.20"),),
                )
            ],
            21.0,
            22.0,
        ),
        ([result("pregnancy status", words="Pregnant")], None, None),
    ],
)
def test_weeks_on_the_day(
    entries: list[RecordEntry], low: float | None, high: float | None
) -> None:
    weeks = record(*entries, born="1994-05-01").situation.weeks
    assert (weeks.low, weeks.high) == (low, high) if weeks else low is None


@pytest.mark.parametrize(
    ("entry", "holds"),
    [
        (result("breastfeeding status", words="Breastfeeding"), True),
        (result("breastfeeding status", words="Not breastfeeding"), False),
        (result("breastfeeding status", words="Breastfeeding", on="2024-01-01"), None),
        (problem("Lactating mother", {"breastfeeding"}, "2026-01-01"), True),
        (problem("Lactating mother", {"breastfeeding"}, "2026-01-01", Course.PAST), None),
    ],
)
def test_breastfeeding(entry: RecordEntry, holds: bool | None) -> None:
    found = record(entry, born="1994-05-01").situation.breastfeeding
    assert (found.holds if found else None) is holds
