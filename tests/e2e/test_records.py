"""Patients' records in the real service: apart from one another, and kept nowhere."""

import json
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from app import running
from app.clock import SystemClock
from app.compose import build_parts
from app.console.asking import OPERATOR
from app.domain.summary import SectionKind
from app.patient.reader import FhirRecordReader
from app.settings import Settings
from tests.app.test_serve import TOKEN, Service, citewell, document, publish

EXAMPLE = Path(__file__).parents[2] / "deploy" / "examples" / "patient.json"
CLIENTS = 32
ADVICE = "In type 2 diabetes HbA1c is measured every three months until it is stable."
TARGET = "Most adults with type 2 diabetes aim at an HbA1c of 7 %."
QUESTION = "What was her last HbA1c, and how often is HbA1c measured in type 2 diabetes?"
WORDS = ("Quixotrin", "Weatherbyism", "Zalmoxity")
"""That no document, rule or log has a use for."""


def bundle(who: str, hba1c: float, *, padding: int = 0) -> dict[str, Any]:
    """A record whose every resource is named for its patient, with words of nobody else."""

    def resource(kind: str, number: int, **said: Any) -> dict[str, Any]:
        subject = {} if kind == "Patient" else {"subject": {"reference": f"Patient/{who}"}}
        return {"resource": {"resourceType": kind, "id": f"{who}-{number}", **subject, **said}}

    patient = resource(
        "Patient",
        0,
        gender="female",
        birthDate="1950-08-02",
        name=[{"text": f"{WORDS[0]} {who}"}],
        text={"status": "generated", "div": f"<div>{'x' * padding}</div>"},
    )
    patient["resource"]["id"] = who
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [
            patient,
            resource(
                "Condition",
                1,
                code={"text": f"{WORDS[1]} of {who}"},
                clinicalStatus={"coding": [{"code": "active"}]},
                note=[{"text": WORDS[2]}],
            ),
            resource(
                "MedicationRequest",
                2,
                status="active",
                intent="order",
                medicationCodeableConcept={"text": "Warfarin 5 mg tablet"},
                authoredOn="2026-01-04",
            ),
            resource(
                "Observation",
                3,
                status="final",
                code={"text": "HbA1c"},
                effectiveDateTime="2026-03-03",
                valueQuantity={"value": hba1c, "unit": "%"},
            ),
            resource("Observation", 4, status=WORDS[2], code={"text": WORDS[1]}),
        ],
    }


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("records")
    publish(home, [document(ADVICE, TARGET)])
    return home


@pytest.fixture(scope="module")
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("temporary")


@pytest.fixture(scope="module")
def service(home: Path, temporary: Path) -> Iterator[Service]:
    service = Service(home, TMPDIR=str(temporary))
    try:
        yield service.ready()
    finally:
        service.stop(signal.SIGKILL)
        running.withdraw(home, service.process.pid)


def test_record_and_library_answer_together_told_apart_and_both_cited(service: Service) -> None:
    body: dict[str, object] = {
        "question": QUESTION,
        "patient": bundle("anna", 5.9),
        "as_of": "2026-03-31",
    }
    reply = service.post("/v1/questions", body)
    assert reply.status_code == 200, reply.text
    answer = reply.json()
    assert answer["kind"] == "answer"
    cited = [each for claim in answer["claims"] for each in claim["citations"]]
    recorded = [each for each in cited if each["origin"] == "record"]
    assert {(each["source"], each["on"]) for each in recorded} >= {
        ("Observation/anna-3", "2026-03-03")
    }
    assert ADVICE in {each["quote"] for each in cited if each["origin"] == "library"}
    texts = {each["label"]: each["passage"]["text"] for each in answer["evidence"]}
    for each in recorded:
        assert each["quote"] in texts[each["label"]]
    (unusable,) = answer["record_unusable"]
    assert unusable["at"].startswith("Bundle.entry[4].resource")


def test_a_follow_up_about_the_record_is_answered_from_it(service: Service) -> None:
    turns = [
        {"speaker": "user", "text": "What was her last creatinine?"},
        {"speaker": "assistant", "text": "The record holds none."},
    ]
    body: dict[str, object] = {
        "question": "and her last HbA1c?",
        "conversation": turns,
        "patient": bundle("anna", 5.9),
        "as_of": "2026-03-31",
    }
    answer = service.post("/v1/questions", body).json()
    assert answer["read_as"] == "What was her last HbA1c?"
    cited = [each for claim in answer["claims"] for each in claim["citations"]]
    assert "Observation/anna-3" in {each["source"] for each in cited}


@pytest.mark.slow
def test_no_patient_sees_anothers_facts_when_many_ask_at_once(service: Service) -> None:
    values = {"anna": "8.1", "berta": "6.3"}

    def ask(number: int) -> str:
        who = ("anna", "berta")[number % 2]
        other = ("berta", "anna")[number % 2]
        record = bundle(who, float(values[who]))
        headers = {"Authorization": f"Bearer {TOKEN}"}
        body: dict[str, Any] = {"patient": record, "as_of": "2026-03-31"}
        path = "/v1/patient-summaries"
        if number % 3:
            path, body = "/v1/questions", {**body, "question": QUESTION}
        if number % 3 == 2:
            headers["Accept"] = "text/event-stream"
        reply = httpx.post(
            service.url + path, json=body, headers=headers, timeout=120, trust_env=False
        )
        assert reply.status_code == 200, reply.text
        assert f"Observation/{who}-3" in reply.text
        assert f"HbA1c {values[who]} %" in reply.text
        assert other not in reply.text
        assert f"HbA1c {values[other]}" not in reply.text
        return who

    with ThreadPoolExecutor(CLIENTS) as pool:
        asked = list(pool.map(ask, range(3 * CLIENTS)))
    assert asked.count("anna") == asked.count("berta")


def test_a_question_without_a_record_hears_nothing_of_those_before(service: Service) -> None:
    reply = service.post("/v1/questions", {"question": "What was her last HbA1c?"})
    assert "anna" not in reply.text
    assert '"record"' not in reply.text


@pytest.mark.slow
def test_large_records_of_many_at_once_do_not_take_the_service_down(service: Service) -> None:
    process = psutil.Process(service.process.pid)
    before = process.memory_info().rss
    record = bundle("carla", 4.2, padding=5_000_000)
    body: dict[str, object] = {"question": QUESTION, "patient": record, "as_of": "2026-03-31"}
    with ThreadPoolExecutor(CLIENTS) as pool:
        sent = [pool.submit(service.post, "/v1/questions", body) for _ in range(CLIENTS)]
        most = 0
        while not all(each.done() for each in sent):
            most = max(most, process.memory_info().rss)
            assert service.get("/healthz").status_code == 200
        replies = [each.result() for each in sent]
    assert {each.status_code for each in replies} <= {200, 503}
    assert sum(each.status_code == 200 for each in replies) >= CLIENTS // 2
    assert most - before < 1_500_000_000
    assert service.post("/v1/questions", {"question": QUESTION}).status_code == 200


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace('"Bundle"', f'"{WORDS[0]}"', 1),
        lambda text: text.replace('"1950-08-02"', f'"{WORDS[0]}"'),
        lambda text: text.replace('"resourceType": "Patient"', f'"resourceType": "{WORDS[0]}"'),
        lambda text: text.replace('"%"', f'["{WORDS[0]}"]'),
        lambda text: text[:-2],
        lambda text: text.replace('"type"', f'"{WORDS[0]}"'),
        lambda text: text.replace('"entry"', '"entries"'),
    ],
)
def test_what_is_wrong_with_a_record_is_told_without_its_words(
    service: Service, spoil: Any
) -> None:
    text = spoil(json.dumps(bundle("dora", 4.2)))
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    content = f'{{"question": "Is rain wet?", "patient": {text}}}'
    reply = httpx.post(
        f"{service.url}/v1/questions", content=content, headers=headers, trust_env=False
    )
    for word in WORDS:
        assert word not in reply.text
    if not reply.is_success:
        assert reply.headers["content-type"] == "application/problem+json"


def test_the_command_line_asks_with_a_record_and_alone(
    service: Service, home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "bundle.json"
    file.write_text(json.dumps(bundle("emma", 5.9)), encoding="utf-8")
    day = ("--as-of", "2026-03-31")
    told = citewell(home, "ask", QUESTION, "--patient", str(file), *day)
    assert told.returncode == 0, told.stderr
    record, _, library = told.stdout.partition("What the library says")
    assert "Observation/emma-3, 2026-03-03]" in record
    assert ADVICE in library
    assert "1 part of the record could not be used; --json lists them." in told.stdout
    page = citewell(home, "patient", "summary", str(file), *day)
    assert page.returncode == 0, page.stderr
    assert "Warfarin 5 mg tablet" in page.stdout
    assert "Allergies: nothing stated" in page.stdout
    refused = citewell(home, "patient", "summary", str(tmp_path / "none.json"))
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)


def test_the_record_of_the_examples_is_read_but_for_the_value_without_a_unit() -> None:
    record = FhirRecordReader(SystemClock()).read(EXAMPLE.read_bytes(), date(2026, 3, 31))
    assert [each.at for each in record.unusable] == ["Bundle.entry[12].resource.valueQuantity"]
    assert {each.resource for each in record.entries} == {
        f"{each['resource']['resourceType']}/{each['resource']['id']}"
        for each in json.loads(EXAMPLE.read_bytes())["entry"][1:]
    }


def test_findings_of_the_example_name_rule_resources_and_what_to_do(tmp_path: Path) -> None:
    parts = build_parts(Settings(home=tmp_path))
    try:
        record = parts.records.read(EXAMPLE.read_bytes(), date(2026, 3, 31))
        summary = parts.summaries.summary(record, OPERATOR)
    finally:
        parts.close()
    (metformin,) = [each for each in summary.findings if each.check.rule == "renal/metformin"]
    assert {each.resource for each in metformin.cites} == {
        "MedicationRequest/metformin",
        "Observation/creatinine",
    }
    assert metformin.check.next_step
    assert all(each.cites for each in summary.findings)
    assert len({each.check for each in summary.findings}) == len(summary.findings)
    lines = {each.kind: " ".join(one.text for one in each.lines) for each in summary.sections}
    assert "CKD-EPI 2021" in lines[SectionKind.KIDNEYS]
    assert "Cockcroft-Gault" in lines[SectionKind.KIDNEYS]
    assert "Warfarin" not in lines[SectionKind.MEDICINES]
    assert "Warfarin" in lines[SectionKind.EARLIER]
    assert "penicillin" in lines[SectionKind.ALLERGIES].lower()
    assert [each.at for each in summary.unusable] == ["Bundle.entry[12].resource.valueQuantity"]
    written = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    assert b"etformin " not in written
    assert b"Observation/" not in written


def test_a_record_is_summarised_where_nothing_was_ingested(tmp_path: Path) -> None:
    file = tmp_path / "bundle.json"
    file.write_text(json.dumps(bundle("frida", 5.9)), encoding="utf-8")
    made = citewell(tmp_path / "none", "patient", "summary", str(file), "--json")
    assert made.returncode == 0, made.stderr
    summary = json.loads(made.stdout)
    assert summary["without_library"]
    assert [each["at"] for each in summary["unusable"]] == ["Bundle.entry[4].resource.status"]


def test_afterwards_no_word_of_a_record_is_in_any_log_or_file(
    service: Service, home: Path, temporary: Path
) -> None:
    """Of all that was sent above; the log is among the files of the home."""
    assert service.log.read_text()
    seen = 0
    for folder, _, names in (found for place in (home, temporary) for found in os.walk(place)):
        for name in names:
            data = (Path(folder) / name).read_bytes()
            seen += 1
            for word in (*WORDS, "anna", "berta", "carla", "dora", "emma", "Warfarin 5 mg"):
                assert word.encode() not in data, (name, word)
                assert word not in name
    assert seen > 3
