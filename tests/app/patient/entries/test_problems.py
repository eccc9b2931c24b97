"""What a Condition says of course, certainty, whose it is, and when."""

from typing import Any

import pytest

from app.domain.record import AllergyEntry, Course, ProblemEntry
from tests.app.patient.bundles import condition, entry, fault, patient, problem, read, status


@pytest.mark.parametrize(
    ("elements", "course"),
    [
        ({"clinicalStatus": status("active")}, Course.ACTIVE),
        ({"clinicalStatus": status("recurrence")}, Course.ACTIVE),
        ({"clinicalStatus": status("relapse")}, Course.ACTIVE),
        ({"clinicalStatus": {"text": "Active"}}, Course.ACTIVE),
        ({"clinicalStatus": status("inactive")}, Course.PAST),
        ({"clinicalStatus": status("remission")}, Course.PAST),
        ({"clinicalStatus": status("resolved")}, Course.PAST),
        ({"clinicalStatus": None}, Course.UNKNOWN),
        ({"clinicalStatus": None, "onsetDateTime": "2019"}, Course.UNKNOWN),
        ({"clinicalStatus": status("dormant")}, Course.UNKNOWN),
        ({"clinicalStatus": None, "abatementDateTime": "2020"}, Course.PAST),
        ({"clinicalStatus": None, "abatementString": "some years ago"}, Course.PAST),
        ({"clinicalStatus": status("resolved"), "abatementDateTime": "2020"}, Course.PAST),
        ({"clinicalStatus": None, "abatementString": "ongoing"}, Course.UNKNOWN),
        ({"clinicalStatus": status("active"), "abatementString": "None."}, Course.ACTIVE),
        ({"onsetPeriod": {"start": "2019", "end": "2020"}}, Course.ACTIVE),
        ({"clinicalStatus": status("active"), "abatementDateTime": "2020"}, Course.UNKNOWN),
    ],
)
def test_the_course_is_what_status_and_abatement_say_together(
    elements: dict[str, Any], course: Course
) -> None:
    assert problem(entry(condition(**elements))).course is course


@pytest.mark.parametrize(
    ("code", "why"),
    [("refuted", "was refuted"), ("entered-in-error", "was entered in error")],
)
def test_what_is_not_so_is_no_problem_of_the_patient(code: str, why: str) -> None:
    assert fault(condition(verificationStatus=status(code))) == ("verificationStatus", why)


@pytest.mark.parametrize(
    ("elements", "confirmed"),
    [
        ({}, True),
        ({"verificationStatus": status("confirmed")}, True),
        ({"verificationStatus": status("provisional")}, False),
        ({"verificationStatus": status("differential")}, False),
        ({"verificationStatus": status("unconfirmed")}, False),
        ({"code": {"text": "Suspected pulmonary embolism"}}, False),
        ({"code": {"text": "Rule out sepsis"}}, False),
        ({"code": {"text": "Pulmonary embolism?"}}, False),
    ],
)
def test_a_working_diagnosis_is_not_confirmed(elements: dict[str, Any], confirmed: bool) -> None:
    assert problem(entry(condition(**elements))).confirmed is confirmed


@pytest.mark.parametrize(
    "text",
    [
        "Family history of diabetes",
        "FH: breast cancer",
        "FHx of stroke",
        "Mother has asthma",
        "Father: myocardial infarction",
        "Diabetes, family history",
        "Diabetes in mother",
    ],
)
def test_what_the_family_has_is_marked_as_theirs(text: str) -> None:
    assert problem(entry(condition(text))).of_family


@pytest.mark.parametrize(
    "text", ["Familial hypercholesterolaemia", "Asthma", "Mother craft advice"]
)
def test_what_only_sounds_of_family_is_the_patients(text: str) -> None:
    assert not problem(entry(condition(text))).of_family


def test_a_family_history_is_known_by_its_icd_10_code() -> None:
    coding = {"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "Z83.3"}
    found = problem(entry(condition(code={"coding": [coding], "text": "Diabetes mellitus"})))
    assert found.of_family


@pytest.mark.parametrize(
    "text",
    ["History of stroke", "H/O peptic ulcer", "Hx of asthma", "Status post MI", "Old stroke"],
)
def test_a_history_is_past_even_where_it_is_called_active(text: str) -> None:
    assert problem(entry(condition(text))).course is Course.PAST


@pytest.mark.parametrize(
    "text",
    [
        "No history of asthma",
        "Denies chest pain",
        "Not pregnant",
        "Stroke ruled out",
        "Asthma: none",
    ],
)
def test_what_is_denied_is_no_problem(text: str) -> None:
    assert fault(condition(text)) == ("code", "denies what it names")


@pytest.mark.parametrize("text", ["Nocturia", "Nonunion of fracture", "Absence seizure", "Nodule"])
def test_what_only_begins_like_a_denial_is_a_problem(text: str) -> None:
    assert problem(entry(condition(text))).name == text


@pytest.mark.parametrize(
    ("elements", "first", "last"),
    [
        ({"onsetDateTime": "2019"}, "2019-01-01", "2019-12-31"),
        ({"onsetDateTime": "2019-02"}, "2019-02-01", "2019-02-28"),
        ({"onsetPeriod": {"start": "2019-02-03"}}, "2019-02-03", "2019-02-03"),
        ({"onsetString": "about 2015"}, "2015-01-01", "2015-12-31"),
        ({"recordedDate": "2020-01-02"}, "2020-01-02", "2020-01-02"),
        ({"onsetAge": {"value": 45, "code": "a"}}, "2005-02-03", "2006-02-02"),
        ({"onsetString": "age 45"}, "2005-02-03", "2006-02-02"),
    ],
)
def test_the_onset_is_read_however_it_is_stated(
    elements: dict[str, Any], first: str, last: str
) -> None:
    on = problem(entry(condition(**elements))).on
    assert on is not None
    assert (on.first.isoformat(), on.last.isoformat()) == (first, last)


def test_an_onset_in_other_words_gives_no_date() -> None:
    assert problem(entry(condition(onsetString="in childhood"))).on is None


def test_an_age_gives_no_date_where_the_birth_is_unknown() -> None:
    unborn = patient(birthDate=None)
    unborn.pop("birthDate")
    assert problem(entry(condition(onsetAge={"value": 45, "code": "a"}), of=unborn)).on is None


def test_an_end_in_the_future_is_left_out_and_the_problem_stays() -> None:
    record = read(condition(abatementDateTime="2027-01-01"))
    (left,) = record.unusable
    assert left.at == "Bundle.entry[1].resource.abatementDateTime"
    (found,) = record.entries
    assert (problem(found).course, problem(found).until) == (Course.ACTIVE, None)


@pytest.mark.parametrize("day", ["1950-01-01", "2026-06-03"])
def test_an_onset_outside_the_life_so_far_is_impossible(day: str) -> None:
    assert fault(condition(onsetDateTime=day))[0] == "onsetDateTime"


@pytest.mark.parametrize("day", ["1960-02-02", "2026-06-02"])
def test_a_day_on_either_side_is_a_matter_of_time_zones(day: str) -> None:
    assert problem(entry(condition(onsetDateTime=day))).on


def test_a_condition_without_words_and_codes_is_left_out() -> None:
    assert fault(condition(code={})) == ("code", "states neither a word nor a code")


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Allergic to penicillin", "amoxicillin"),
        ("Allergy to amoxicillin (finding)", "amoxicillin"),
        ("History of aspirin allergy", "aspirin"),
        ("Allergy status to sulfonamides", "sulfamethoxazole"),
        ("Anaphylaxis due to ibuprofen", "ibuprofen"),
    ],
)
def test_an_allergy_to_a_medicine_among_the_problems_is_an_allergy(text: str, known: str) -> None:
    record = read(condition(code={"text": text}))
    (stated,) = record.entries
    assert isinstance(stated, AllergyEntry)
    (allergy,) = record.situation.allergies
    assert known in allergy.ingredients
    assert stated.course is Course.ACTIVE


@pytest.mark.parametrize(
    "text",
    [
        "Perennial allergic rhinitis", "Food allergy", "Allergy to bee venom", "Drug allergy",
        "Allergic to cats", "Glucose intolerance", "Allergic contact dermatitis",
        "Family history of penicillin allergy",
    ],
)  # fmt: skip
def test_other_allergic_illnesses_stay_problems(text: str) -> None:
    (stated,) = read(condition(code={"text": text})).entries
    assert isinstance(stated, ProblemEntry)


@pytest.mark.parametrize(
    ("text", "meant", "problems"),
    [
        ("Anaphylaxis due to penicillin", "amoxicillin", set()),
        ("Drug rash due to amoxicillin", "amoxicillin", set()),
        ("Angioedema due to lisinopril", "lisinopril", {"angioedema"}),
        ("Stevens-Johnson syndrome due to phenytoin", "phenytoin", {"stevens-johnson syndrome"}),
    ],
)
def test_a_reaction_that_is_over_leaves_the_allergy(
    text: str, meant: str, problems: set[str]
) -> None:
    held = read(condition(text, clinicalStatus=status("resolved"))).situation
    assert any(meant in one.ingredients for one in held.allergies)
    assert {one.name for one in held.problems} == problems
