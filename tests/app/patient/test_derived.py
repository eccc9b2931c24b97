"""Kidney function worked out, each measure by its own name, or not at all."""

import pytest

from app.domain.patient import Situation, Teller, Told, YesNo
from app.domain.record import PatientRecord, ResultEntry
from app.patient.derived import derived_lines
from tests.app.patient.records import record, result, when

CREATININE = result(1, "Creatinine", "1.9 mg/dL", "2026-03-03", "creatinine", 168.0)
WEIGHT = result(2, "Body Weight", "71 kg", "2026-02-03", "weight", 71.0)


def texts(of: PatientRecord) -> list[str]:
    return [line.text for line in derived_lines(of)]


def test_both_measures_name_their_formula_and_what_they_rest_on() -> None:
    assert texts(record(CREATININE, WEIGHT)) == [
        "eGFR 29 mL/min/1.73 m2 by CKD-EPI 2021 from creatinine 1.9 mg/dL of 2026-03-03.",
        "Creatinine clearance 34 mL/min by Cockcroft-Gault from creatinine 1.9 mg/dL of 2026-03-03"
        " and weight 71 kg of 2026-02-03.",
    ]


def test_they_are_cited_by_the_creatinine_and_its_date() -> None:
    (line,) = derived_lines(record(CREATININE))
    assert (line.resource, line.on) == ("Observation/1", when("2026-03-03"))
    assert line.known_as == {"egfr"}


def test_an_old_creatinine_is_said_to_be_old() -> None:
    old = CREATININE.model_copy(update={"stale": True, "on": when("2025-03-03")})
    assert texts(record(old))[0].endswith("of 2025-03-03 (older than 20 months).")


def test_a_birth_year_alone_leaves_a_range() -> None:
    (text,) = texts(record(CREATININE, born=when("1920")))
    assert text.startswith("eGFR 22 to 23 mL/min/1.73 m2 by CKD-EPI 2021")  # at 106 and 105 years


def _of(**changes: object) -> ResultEntry:
    return CREATININE.model_copy(update=changes)


CARRYING = Situation(pregnant=YesNo(holds=True, told=Told(by=Teller.RECORD, words="pregnant")))


@pytest.mark.parametrize(
    "unknown",
    [
        record(),
        record(CREATININE, sex=None),
        record(CREATININE, born=None),
        record(CREATININE, born=when("2010-01-01")),
        record(CREATININE, situation=CARRYING),
        record(_of(on=None)),
        record(_of(standard=None)),
        record(_of(final=False)),
        record(_of(known_as=frozenset({"creatinine", "egfr"}))),
    ],
)
def test_nothing_is_worked_out_from_what_is_not_known(unknown: PatientRecord) -> None:
    assert texts(unknown) == []


def test_an_old_weight_gives_no_clearance() -> None:
    stale = WEIGHT.model_copy(update={"stale": True})
    assert [text[:4] for text in texts(record(CREATININE, stale))] == ["eGFR"]


@pytest.mark.parametrize(("name", "left"), [("egfr", ["Creatinine clearance"]), ("crcl", ["eGFR"])])
def test_a_reported_one_of_that_day_is_not_worked_out_again(name: str, left: list[str]) -> None:
    reported = result(3, name, "40", "2026-03-03", name, 40.0)
    found = texts(record(CREATININE, WEIGHT, reported))
    assert [text[: len(left[0])] for text in found] == left


def test_an_older_reported_one_does_not_stand_for_it() -> None:
    reported = result(3, "eGFR", "60", "2024-03-03", "egfr", 60.0)
    assert len(texts(record(CREATININE, reported))) == 1


def test_two_creatinines_of_one_day_give_two_figures() -> None:
    both = [
        result(number, "Creatinine", f"{value} mg/dL", "2026-10-20", "creatinine", standard=molar)
        for number, value, molar in ((1, 1.0, 88.4), (2, 2.0, 176.8), (3, 2.0, 176.8))
    ]
    before = result(4, "Creatinine", "3 mg/dL", "2026-01-20", "creatinine", standard=265.2)
    lines = derived_lines(record(*both, before))
    assert [line.resource for line in lines] == ["Observation/1", "Observation/2"]
    assert len({line.text for line in lines}) == 2
