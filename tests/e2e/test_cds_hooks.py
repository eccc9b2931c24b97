"""An order system, written from the specification, and a service in a process of its own."""

import json
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from tests.e2e.cds_client import ISSUER, Json, OrderSystem
from tests.e2e.conftest import free_port, wait_until_alive
from tests.e2e.terminal import CITEWELL, ROOT, citewell, environment

SUBJECT = {"reference": "Patient/1288992"}
PATIENT: Json = {
    "resourceType": "Patient",
    "id": "1288992",
    "gender": "female",
    "birthDate": "1950-02-03",
}
COMMENT = "A. Examplo knows this illustrative patient, call 020 7946 0958"


def chart() -> list[Json]:
    """Of nobody; dated when the test runs, so that nothing is too old."""
    today = datetime.now(UTC).date()
    return [
        PATIENT,
        medicine("warfarin", "Warfarin 5 mg tablet", "active"),
        medicine("simvastatin", "Simvastatin 40 mg tablet", "active"),
        medicine("clarithromycin", "Clarithromycin 500 mg tablet", "active"),
        {
            "resourceType": "AllergyIntolerance",
            "id": "penicillin",
            "patient": SUBJECT,
            "clinicalStatus": {"coding": [{"code": "active"}]},
            "code": {"text": "Penicillin"},
            "reaction": [{"manifestation": [{"text": "anaphylaxis"}]}],
        },
        {
            "resourceType": "Observation",
            "id": "egfr",
            "status": "final",
            "subject": SUBJECT,
            "code": {"coding": [{"system": "http://loinc.org", "code": "62238-1"}]},
            "effectiveDateTime": (today - timedelta(days=7)).isoformat(),
            "valueQuantity": {
                "value": 25,
                "unit": "mL/min/1.73 m2",
                "system": "http://unitsofmeasure.org",
                "code": "mL/min/{1.73_m2}",
            },
        },
    ]


def medicine(name: str, text: str, status: str, dosage: str | None = None) -> Json:
    told: Json = {
        "resourceType": "MedicationRequest",
        "id": name,
        "status": status,
        "intent": "order",
        "subject": SUBJECT,
        "medicationCodeableConcept": {"text": text},
    }
    return told if dosage is None else {**told, "dosageInstruction": [{"text": dosage}]}


def drafts(*resources: Json) -> Json:
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": one} for one in resources],
    }


class Site(NamedTuple):
    system: OrderSystem
    base: str
    home: Path


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A home without any library: the rules speak for themselves."""
    home = tmp_path_factory.mktemp("order system")
    base = f"http://127.0.0.1:{free_port()}"
    system = OrderSystem(base, chart())
    system.publish_keys(home / "ehr.jwks.json")
    (home / "citewell.toml").write_text(
        f"""
        base_url = "https://citewell.example"
        review_texts = true
        [[jwt_issuers]]
        name = "ehr"
        issuer = {json.dumps(ISSUER)}
        audience = {json.dumps(base)}
        keys = {json.dumps(str(home / "ehr.jwks.json"))}
        cds_hooks = true
        role = "clinician"
        """
    )
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(CITEWELL), "serve", "--port", base.rpartition(":")[2]],
            cwd=ROOT,
            env=environment(home, CITEWELL_CONFIG=str(home / "citewell.toml")),
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
    try:
        wait_until_alive(base, process)
        yield Site(system, base, home)
    finally:
        process.terminate()
        assert process.wait(30) == 0


def test_an_order_system_discovers_calls_and_tells_what_became_of_it(site: Site) -> None:
    system = site.system
    services = system.discover()
    assert set(services) == {"patient-view", "order-select", "order-sign"}
    context = {"patientId": "1288992", "encounterId": "89284"}

    seen = system.cards(services["patient-view"], context)
    assert 0 < len(seen) <= 5
    assert any("imvastatin" in card["summary"] + card["detail"] for card in seen)

    ibuprofen = medicine("o1", "Ibuprofen 400 mg tablet", "draft", "1 tablet three times daily")
    amoxicillin = medicine("o2", "Amoxicillin 500 mg capsule", "draft", "1 capsule 3 times a day")
    diet = {"resourceType": "NutritionOrder", "id": "n1", "patient": SUBJECT, "status": "draft"}
    selected = system.cards(
        services["order-select"],
        {
            **context,
            "selections": ["MedicationRequest/o1", "NutritionOrder/n1"],
            "draftOrders": drafts(ibuprofen, amoxicillin, diet),
        },
    )
    bleeding = [card for card in selected if card["indicator"] == "critical"]
    assert [card["source"]["topic"]["code"] for card in bleeding] == ["interactions"]
    assert not any("enicillin" in card["detail"] for card in selected)
    assert any("NutritionOrder" in card["detail"] for card in selected)

    signed = system.cards(
        services["order-sign"], {**context, "draftOrders": drafts(ibuprofen, amoxicillin)}
    )
    critical = [card for card in signed if card["indicator"] == "critical"]
    topics = {card["source"]["topic"]["code"] for card in critical}
    assert topics >= {"interactions", "allergy"}
    allergy = next(one for one in critical if one["source"]["topic"]["code"] == "allergy")
    (suggestion,) = allergy["suggestions"]
    assert suggestion["actions"][0]["resourceId"] == "MedicationRequest/o2"

    now = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    accepted = {
        "card": allergy["uuid"],
        "outcome": "accepted",
        "acceptedSuggestions": [{"id": suggestion["uuid"]}],
        "outcomeTimestamp": now,
    }
    interaction = next(one for one in critical if one is not allergy)
    overridden = {
        "card": interaction["uuid"],
        "outcome": "overridden",
        "overrideReason": {
            "reason": interaction["overrideReasons"][0],
            "userComment": COMMENT,
        },
        "outcomeTimestamp": now,
    }
    told = system.feedback(services["order-sign"], accepted, overridden)
    assert (told.status_code, told.json()) == (200, {"recorded": 2, "known": 0})
    again = system.feedback(services["order-sign"], overridden)
    assert (again.status_code, again.json()) == (200, {"recorded": 0, "known": 1})

    listed = json.loads(citewell(site.home, "reviews", "list", "--json").stdout)
    assert [one["causes"] for one in listed["by_task"]] == [["overridden"]]
    verified = citewell(site.home, "audit", "verify", "--json")
    assert verified.returncode == 0, verified.stdout
    written = (site.home / "log").read_bytes() + (site.home / "governance.sqlite3").read_bytes()
    for words in (b"Examplo", b"7946", b"Ibuprofen", b"1288992", b"anaphylaxis"):
        assert words not in written


def test_a_token_opens_the_place_it_names_once_and_nothing_else(site: Site) -> None:
    place = f"{site.base}/cds-services"
    good = site.system.token(place)

    def status(path: str, token: str) -> int:
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.get(f"{site.base}{path}", headers=headers, trust_env=False).status_code

    assert status("/cds-services", good) == 200
    assert status("/cds-services", good) == 401
    assert status("/cds-services", site.system.token(f"{place}/citewell-order-sign")) == 401
    assert status("/docs", site.system.token(f"{site.base}/docs")) == 401
    assert status("/cds-services", site.system.token(place, exp=4_102_444_800)) == 401
    assert httpx.get(place, trust_env=False).status_code == 401


def test_a_call_without_prefetch_names_what_is_missing(site: Site) -> None:
    service = site.system.discover()["order-sign"]
    reply = site.system.call(
        service, {"patientId": "1288992", "draftOrders": drafts()}, prefetch={"patient": PATIENT}
    )
    assert reply.status_code == 412
    assert reply.json()["type"] == "urn:citewell:problem:missing-prefetch"
    assert "allergies" in reply.json()["detail"]
    assert "patient," not in reply.json()["detail"]
