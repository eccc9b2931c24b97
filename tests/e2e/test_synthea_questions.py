"""Questions over three synthetic patients of Synthea and the sample library, on the product as it
is composed: which resource and date is cited is held against a walk over the raw JSON that shares
nothing with the product. Not a word of the bundles stands here, only ids and codes."""

import json
import tarfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from app.compose import Parts, build_parts
from app.console.asking import OPERATOR
from app.domain.answer import Answer
from app.domain.citation import Citation, Origin
from app.domain.question import Question
from app.domain.safety import CheckStatus
from app.settings import read_settings
from ingest.compose import ingest_job
from ingest.progress import Silent
from tests.e2e.terminal import SAMPLE

ARCHIVE: Final = Path(__file__).parents[3] / "shared/data/fhir/synthea_r4_40.tar.gz"
pytestmark = pytest.mark.skipif(
    not ARCHIVE.is_file(), reason="the public records are not at ../shared/data"
)
SUGAR, EPILEPSY, PRESSURE = (
    ("148f10e1-2182-4297-ac1f-39bb9eca6f1a", date(2019, 7, 15)),
    ("bae2bf00-eca1-47fb-bb43-272f8de1449c", date(2021, 2, 1)),
    ("79c96478-7878-4703-9e94-b999f2bc3295", date(2020, 8, 15)),
)
HBA1C, EGFR, CREATININE = {"4548-4"}, {"33914-3"}, {"2160-0", "38483-4"}
DIABETES, HYPERTENSION = {"44054006"}, {"38341003"}
METFORMIN, CO_AMOXICLAV = {"860975"}, {"562251"}
TETANUS = {"113"}
Raw = dict[str, Any]


class Patient(NamedTuple):
    resources: list[Raw]
    as_of: date

    def coded(self, kind: str, codes: set[str], **fields: str) -> list[Raw]:
        """Resources of one type with one of these codes, oldest first, none of a later day."""
        found = [
            one
            for one in self.resources
            if one["resourceType"] == kind
            and (not codes or codes & set(_codes(one)))
            and all(one.get(name) == value for name, value in fields.items())
            and day(one) <= self.as_of.isoformat()
        ]
        return sorted(found, key=day)


def _codes(resource: Raw) -> Iterator[str]:
    for name in ("code", "medicationCodeableConcept", "vaccineCode"):
        yield from (one["code"] for one in resource.get(name, {}).get("coding", ()))


def day(resource: Raw) -> str:
    names = ("effectiveDateTime", "authoredOn", "onsetDateTime", "occurrenceDateTime")
    found = next((resource[name] for name in names if name in resource), None)
    return str(found or resource.get("recordedDate", ""))[:10]


def label(resource: Raw) -> str:
    return f"{resource['resourceType']}/{resource['id']}"


def value(resource: Raw) -> str:
    """By four figures, as a line shows what a machine wrote with sixteen."""
    return f"{resource['valueQuantity']['value']:.4g}"


@pytest.fixture(scope="module")
def bundles() -> dict[str, tuple[bytes, list[Raw]]]:
    found = {}
    with tarfile.open(ARCHIVE) as archive:
        for member in archive:
            file = archive.extractfile(member)
            if file is None or not member.name.endswith(".json"):
                continue
            text = file.read()
            resources = [entry["resource"] for entry in json.loads(text)["entry"]]
            patient = next(one for one in resources if one["resourceType"] == "Patient")
            found[patient["id"]] = (text, resources)
    return found


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    settings = read_settings(home=tmp_path_factory.mktemp("home"))
    assert ingest_job(Silent(), settings).run([SAMPLE]).read_anything
    built = build_parts(settings)
    yield built
    built.close()


class Asking:
    """Asks about one of the patients, and holds every citation of the answer where it stands."""

    def __init__(self, parts: Parts, bundles: dict[str, tuple[bytes, list[Raw]]]) -> None:
        self._parts = parts
        self._bundles = bundles

    def __call__(
        self, whose: tuple[str, date], text: str, as_of: date | None = None
    ) -> tuple[Answer, Patient]:
        raw, resources = self._bundles[whose[0]]
        patient = Patient(resources, as_of or whose[1])
        record = self._parts.records.read(raw, patient.as_of)
        outcome = self._parts.answering.answer(Question.asked(text, record=record), OPERATOR)
        assert isinstance(outcome, Answer), outcome
        self._stands(outcome, patient)
        return outcome, patient

    def _stands(self, answer: Answer, patient: Patient) -> None:
        """Library quotes are spans of their documents, record quotes of the text that travels with
        the answer; a resource is in the bundle, and its date is the resource's own."""
        texts = {one.label: one.passage.text for one in answer.evidence}
        days = {label(one): day(one) for one in patient.resources}
        with self._parts.generations.lease() as snapshot:
            for one in cited(answer):
                if one.origin is Origin.LIBRARY:
                    text = snapshot.library.document(one.document_id, OPERATOR.access).text
                    assert one.source not in days
                else:
                    text = texts[one.label]
                    assert one.document_id.partition("#")[0] == f"record:{one.source}"
                    assert (one.on.isoformat() if one.on else "") == days[one.source]
                assert text[one.span.start : one.span.end] == one.quote


@pytest.fixture(scope="module")
def ask(parts: Parts, bundles: dict[str, tuple[bytes, list[Raw]]]) -> Asking:
    return Asking(parts, bundles)


def cited(answer: Answer, origin: Origin | None = None) -> list[Citation]:
    every = [citation for claim in answer.claims for citation in claim.citations]
    return [one for one in every if origin in (None, one.origin)]


def sources(answer: Answer) -> list[str]:
    return [one.source for one in cited(answer, Origin.RECORD)]


def quotes(answer: Answer, origin: Origin | None = None) -> str:
    return "\n".join(one.quote for one in cited(answer, origin))


def test_the_last_hba1c_is_the_newest_one(ask: Asking) -> None:
    answer, patient = ask(SUGAR, "What was her last HbA1c?")
    newest = patient.coded("Observation", HBA1C)[-1]
    assert sources(answer) == [label(newest)]
    assert f" {value(newest)} %" in quotes(answer)
    assert not cited(answer, Origin.LIBRARY)


def test_a_course_over_two_years_is_each_value_of_them_oldest_first(ask: Asking) -> None:
    answer, patient = ask(SUGAR, "How has her HbA1c changed over the last two years?")
    in_time = [one for one in patient.coded("Observation", HBA1C) if day(one) >= "2017-07-15"]
    assert 2 <= len(in_time) < len(patient.coded("Observation", HBA1C))
    assert sources(answer) == [label(one) for one in in_time]
    for one, citation in zip(in_time, cited(answer), strict=True):
        assert f" {value(one)} % on {day(one)}" in citation.quote


def test_the_first_diagnosis_is_of_the_illness_and_not_of_its_forerunner(ask: Asking) -> None:
    answer, patient = ask(SUGAR, "When was she first diagnosed with diabetes?")
    first = patient.coded("Condition", DIABETES)[0]
    assert sources(answer) == [label(first)]
    assert day(first) in quotes(answer)


def test_a_medicine_that_is_taken_is_cited_by_its_prescription(ask: Asking) -> None:
    answer, patient = ask(SUGAR, "Is she on metformin?")
    (active,) = patient.coded("MedicationRequest", METFORMIN, status="active")
    assert sources(answer) == [label(active)]
    assert f"active since {day(active)}" in quotes(answer)


def test_every_allergy_is_listed_once(ask: Asking) -> None:
    answer, patient = ask(SUGAR, "What allergies does she have?")
    stated = [label(one) for one in patient.coded("AllergyIntolerance", set())]
    assert sorted(sources(answer)) == sorted(stated)
    assert len(stated) >= 3


def test_record_and_library_answer_together_and_are_told_apart(ask: Asking) -> None:
    asked = "When was her last HbA1c, and is metformin still right at this kidney function?"
    answer, patient = ask(SUGAR, asked)
    sugar = patient.coded("Observation", HBA1C)[-1]
    creatinine = patient.coded("Observation", CREATININE)[-1]
    (metformin,) = patient.coded("MedicationRequest", METFORMIN, status="active")
    assert set(sources(answer)) == {label(one) for one in (sugar, creatinine, metformin)}
    scr, unit = creatinine["valueQuantity"]["value"], creatinine["valueQuantity"]["unit"]
    assert unit == "mg/dL"
    egfr = 142 * (scr / 0.7) ** -1.2 * 0.9938**45 * 1.012  # a woman of 45 with more than 0.7 mg/dL
    assert f"eGFR {egfr:.0f} mL/min/1.73 m2 by CKD-EPI 2021" in quotes(answer, Origin.RECORD)
    assert "below 30" in quotes(answer, Origin.LIBRARY)


def test_what_the_record_does_not_state_is_said_to_be_not_stated(ask: Asking) -> None:
    answer, _ = ask(SUGAR, "Has she ever had a bone density scan?")
    assert sources(answer) == [f"Patient/{SUGAR[0]}"]
    assert "states no bone density" in quotes(answer)


def test_a_medicine_that_was_stopped_is_no_longer_taken(ask: Asking) -> None:
    answer, patient = ask(EPILEPSY, "Was he ever on amoxicillin?")
    (stopped,) = patient.coded("MedicationRequest", CO_AMOXICLAV, status="stopped")
    assert sources(answer) == [label(stopped)]
    assert "no longer taken" in quotes(answer)


def test_a_tetanus_shot_is_found_by_what_vaccines_it_is_in(ask: Asking) -> None:
    answer, patient = ask(EPILEPSY, "When was his last tetanus shot?")
    newest = patient.coded("Immunization", TETANUS, status="completed")[-1]
    assert sources(answer) == [label(newest)]
    assert day(newest) in quotes(answer)


def test_kidney_function_is_each_measure_by_its_own_name_and_said_to_be_old(ask: Asking) -> None:
    answer, patient = ask(EPILEPSY, "Is naproxen safe with his kidney function?")
    reported = patient.coded("Observation", EGFR)[-1]
    creatinine = patient.coded("Observation", CREATININE)[-1]
    assert set(sources(answer)) == {label(reported), label(creatinine)}
    of_egfr = [one.quote for one in cited(answer) if one.source == label(reported)]
    assert len(of_egfr) == 1
    assert f" {value(reported)} mL/min/1.73 m2 " in of_egfr[0]
    assert "CKD-EPI" not in quotes(answer)  # one is reported, of the same day
    assert "by Cockcroft-Gault" in quotes(answer)
    assert all("older than 3 months" in one.quote for one in cited(answer, Origin.RECORD))
    renal = [check for check in answer.checks if check.name == "renal"]
    assert {check.status for check in renal} == {CheckStatus.NOT_CHECKED}


def test_current_medicines_are_those_that_are_active_and_are_checked(ask: Asking) -> None:
    answer, patient = ask(PRESSURE, "What medicines is he on?")
    active = patient.coded("MedicationRequest", set(), status="active")
    assert sorted(sources(answer)) == sorted(label(one) for one in active)
    warned = [check for check in answer.checks if check.status is CheckStatus.WARN]
    assert "interaction/diuretic-nsaid" in {check.rule for check in warned}


def test_the_record_is_read_on_a_day_of_the_past(ask: Asking) -> None:
    day_then = date(2015, 1, 1)
    answer, patient = ask(PRESSURE, "What was his latest eGFR?", day_then)
    newest = patient.coded("Observation", EGFR)[-1]
    later = Patient(patient.resources, PRESSURE[1]).coded("Observation", EGFR)[-1]
    assert day(newest) < day_then.isoformat() < day(later)
    assert sources(answer) == [label(newest)]
    assert value(newest) in quotes(answer)


def test_a_question_on_medicine_at_large_is_the_librarys(ask: Asking) -> None:
    text = "What is the first-line treatment of hypertension in an adult with diabetes?"
    answer, patient = ask(PRESSURE, text)
    assert patient.coded("Condition", HYPERTENSION)
    assert not cited(answer, Origin.RECORD)
    assert "ACE inhibitor" in quotes(answer, Origin.LIBRARY)
