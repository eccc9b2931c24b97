"""The lines of a summary are those that answers quote, with the place of each."""

from datetime import date

from app.domain.ports.summary import LineMaker
from app.domain.record import Amount, Course, MedicineEntry, PatientRecord, ResultEntry
from app.domain.summary import RecordPlace
from app.patient.lines import line_of
from app.patient.summary_lines import RecordLines
from tests.fakes import when

LINES: LineMaker = RecordLines()
TODAY = date(2026, 3, 31)
MEDICINE = MedicineEntry(
    resource="MedicationRequest/3",
    at="",
    name="Metformin",
    course=Course.ACTIVE,
    on=when("2026-01-05"),
)
CREATININE = ResultEntry(
    resource="Observation/4",
    at="",
    name="Creatinine",
    known_as=frozenset({"creatinine"}),
    on=when("2026-03-03"),
    amount=Amount(low=168, high=168, unit="umol/L", written="168 umol/L"),
    standard=Amount(low=168, high=168, unit="umol/L", written="168 umol/L"),
)
RECORD = PatientRecord(
    patient="Patient/1", as_of=TODAY, born=when("1950-08-02"), sex="female", entries=(CREATININE,)
)


def test_an_entry_is_cited_by_its_resource_and_date() -> None:
    line = LINES.of_entry(MEDICINE, TODAY)
    assert line.text == line_of(MEDICINE, TODAY).text
    assert line.cites == (RecordPlace(resource="MedicationRequest/3", on="2026-01-05"),)
    assert not line.stale


def test_what_is_old_is_marked() -> None:
    assert LINES.of_entry(MEDICINE.model_copy(update={"stale": True}), TODAY).stale


def test_the_person_is_cited_by_the_patient_without_a_date() -> None:
    line = LINES.of_person(RECORD)
    assert "75 years" in line.text
    assert line.cites == (RecordPlace(resource="Patient/1"),)


def test_a_measure_worked_out_is_cited_by_what_it_was_worked_out_from() -> None:
    (line,) = LINES.of_kidneys(RECORD)
    assert "CKD-EPI 2021" in line.text
    assert line.cites == (RecordPlace(resource="Observation/4", on="2026-03-03"),)
