"""A client of CDS Hooks 2.0, written from the specification and sharing no code with the service.

It signs a JSON Web Token for every call, discovers services, fills their prefetch templates from a
chart of its own as an order system does, and holds every reply against the specification.
"""

import json
import re
import time
import uuid
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import ec

Json = dict[str, Any]
INDICATORS: Final = {"info", "warning", "critical"}
ISSUER: Final = "https://ehr.example/"
KEY_ID: Final = "order-system-1"
TOKEN: Final = re.compile(r"\{\{([A-Za-z.]+)\}\}")


class OrderSystem:
    """Args: base: address of the service; chart: FHIR resources of one patient."""

    def __init__(self, base: str, chart: list[Json]) -> None:
        self._base = base
        self._chart = chart
        self._key = ec.generate_private_key(ec.SECP384R1())

    def publish_keys(self, file: Path) -> None:
        """Write the JWK Set that is handed over out of band."""
        public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(self._key.public_key()))
        key = {**public, "kid": KEY_ID, "use": "sig", "alg": "ES384"}
        file.write_text(json.dumps({"keys": [key]}))

    def token(self, audience: str, **changed: object) -> str:
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": audience,
            "iat": now,
            "exp": now + 120,
            "jti": str(uuid.uuid4()),
            **changed,
        }
        return jwt.encode(
            claims, self._key, algorithm="ES384", headers={"kid": KEY_ID, "typ": "JWT"}
        )

    def discover(self) -> dict[str, Json]:
        """Services by hook."""
        reply = self._send("GET", "/cds-services")
        assert reply.status_code == 200, reply.text
        services = reply.json()["services"]
        for service in services:
            for required in ("hook", "description", "id"):
                assert isinstance(service[required], str)
                assert service[required]
            for key, template in service.get("prefetch", {}).items():
                assert key
                assert set(TOKEN.findall(template)) <= {"context.patientId"}
        return {service["hook"]: service for service in services}

    def call(self, service: Json, context: Json, **more: Any) -> httpx.Response:
        body = {
            "hook": service["hook"],
            "hookInstance": str(uuid.uuid4()),
            "context": {"userId": "Practitioner/example", **context},
            "prefetch": {
                key: self._fetched(template, context)
                for key, template in service.get("prefetch", {}).items()
            },
            **more,
        }
        return self._send("POST", f"/cds-services/{service['id']}", body)

    def cards(self, service: Json, context: Json) -> list[Json]:
        reply = self.call(service, context)
        assert reply.status_code == 200, reply.text
        assert set(reply.json()) <= {"cards", "systemActions"}
        cards: list[Json] = reply.json()["cards"]
        for card in cards:
            must_be_card(card)
        return cards

    def feedback(self, service: Json, *told: Json) -> httpx.Response:
        return self._send("POST", f"/cds-services/{service['id']}/feedback", {"feedback": told})

    def _send(self, method: str, path: str, body: Json | None = None) -> httpx.Response:
        url = f"{self._base}{path}"
        headers = {"Authorization": f"Bearer {self.token(url)}"}
        return httpx.request(method, url, json=body, headers=headers, trust_env=False, timeout=60)

    def _fetched(self, template: str, context: Json) -> Json | None:
        """A read, or a search by reference to the patient, by status and by code."""
        query = TOKEN.sub(lambda found: context[found[1].removeprefix("context.")], template)
        if "?" not in query:
            kind, _, name = query.partition("/")
            read = (one for one in self._chart if one["resourceType"] == kind)
            return next((one for one in read if one["id"] == name), None)
        split = urlsplit(query)
        wanted = parse_qs(split.query)
        found = [one for one in self._chart if one["resourceType"] == split.path]
        if "status" in wanted:
            found = [one for one in found if one["status"] in wanted["status"][0].split(",")]
        if "code" in wanted:
            codes = set(wanted["code"][0].split(","))
            found = [
                one for one in found if codes & {each["code"] for each in one["code"]["coding"]}
            ]
        if not found:
            return None
        return {
            "resourceType": "Bundle",
            "type": "searchset",
            "entry": [{"resource": one, "search": {"mode": "match"}} for one in found],
        }


def must_be_card(card: Json) -> None:
    """By the tables of the specification."""
    _must_hold_something(card)
    assert isinstance(card["summary"], str)
    assert len(card["summary"]) < 140
    assert "\n" not in card["summary"]
    assert card["indicator"] in INDICATORS
    assert card["source"]["label"]
    uuid.UUID(card["uuid"])
    for address in (card["source"].get("url"), *(one["url"] for one in card.get("links", ()))):
        assert address is None or address.startswith(("http://", "https://"))
    for link in card.get("links", ()):
        assert link["label"]
        assert link["type"] in {"absolute", "smart"}
        assert "appContext" not in link or link["type"] == "smart"
    if "suggestions" in card:
        assert card["selectionBehavior"] in {"at-most-one", "any"}
    for suggestion in card.get("suggestions", ()):
        assert suggestion["label"]
        for action in suggestion["actions"]:
            assert action["type"] in {"create", "update", "delete"}
            assert action["description"]
            if action["type"] == "delete":
                assert re.fullmatch(r"[A-Za-z]+/[A-Za-z0-9.-]{1,64}", action["resourceId"])
    for reason in card.get("overrideReasons", ()):
        assert reason["code"]
        assert reason["system"]
        assert reason["display"]


def _must_hold_something(value: object) -> None:
    """Nothing is null and nothing is empty."""
    assert value not in (None, "", [], {})
    if isinstance(value, dict):
        for inner in value.values():
            _must_hold_something(inner)
    elif isinstance(value, list):
        for inner in value:
            _must_hold_something(inner)
