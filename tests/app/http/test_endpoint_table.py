"""Role x endpoint x tenant: what is allowed is declared at each route, and nothing else is."""

from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from app.domain.audit import AuditEntry, AuditKind
from app.domain.corpus import Audience, Provenance, SplitDocument
from app.domain.errors import Unavailable
from app.domain.identity import GRANTED, RIGHTS, NewKey, Role, Scope
from app.domain.reviewing import Cause
from app.http.auth import BearerTokens
from app.http.example_bundle import BUNDLE
from app.http.front import Front
from app.http.identity.known import Known
from app.http.identity.scopes import ANYONE_KNOWN, OPEN, declared
from tests.app.http.conftest import TOKEN, World
from tests.fakes import FakeAuditLog, FakeClock, FakeKeys, split_document

TENANTS: Final = (None, "north", "south")
TABLE: Final = {
    ("POST", "/v1/questions"): Scope.ASK,
    ("POST", "/v1/chat/completions"): Scope.ASK,
    ("GET", "/v1/models"): Scope.ASK,
    ("GET", "/v1/models/{id}"): Scope.ASK,
    ("POST", "/v1/patient-summaries"): Scope.ASK,
    ("POST", "/v1/chat"): Scope.ASK,
    ("GET", "/v1/chat/{id:conversation}"): Scope.ASK,
    ("DELETE", "/v1/chat/{id:conversation}"): Scope.ASK,
    ("POST", "/v1/chat/{id:conversation}/hand-off"): Scope.ASK,
    ("POST", "/v1/search"): Scope.SEARCH,
    ("GET", "/v1/passages/{id}"): Scope.READ,
    ("GET", "/v1/documents/{id}"): Scope.READ,
    ("GET", "/v1/reviews"): Scope.REVIEW,
    ("GET", "/v1/reviews/{id}"): Scope.REVIEW,
    ("POST", "/v1/reviews/{id}/claim"): Scope.REVIEW,
    ("POST", "/v1/reviews/{id}/decision"): Scope.REVIEW,
    ("POST", "/v1/adverse-events"): ANYONE_KNOWN,
    ("GET", "/cds-services"): Scope.ASK,
    ("POST", "/cds-services/{service}"): Scope.ASK,
    ("POST", "/cds-services/{service}/feedback"): Scope.ASK,
    ("POST", "/v1/feedback"): Scope.ASK,
    ("GET", "/healthz"): OPEN,
    ("GET", "/readyz"): OPEN,
    ("GET", "/docs"): ANYONE_KNOWN,
    ("GET", "/openapi.json"): ANYONE_KNOWN,
}
"""A new endpoint goes here, too."""

MAY: Final = {
    Role.CLINICIAN: {Scope.ASK, Scope.SEARCH, Scope.READ},
    Role.PATIENT_APP: {Scope.ASK, Scope.READ},
    Role.REVIEWER: {Scope.ASK, Scope.SEARCH, Scope.READ, Scope.REVIEW},
    Role.CLINICAL_OWNER: {Scope.ASK, Scope.SEARCH, Scope.READ, Scope.REVIEW, Scope.OWN},
    Role.ADMIN: {Scope.ADMINISTER},
    Role.EVALUATOR: {Scope.ASK, Scope.SEARCH, Scope.READ, Scope.EVALUATE},
    Role.OPERATOR: set(Scope),
}


def document(title: str, audience: Audience, *tags: str) -> SplitDocument:
    stated = Provenance(
        source="fake", licence="CC0-1.0", audience=audience, access_tags=frozenset(tags)
    )
    return split_document(title, [f"Illustrative dose in {title}."], stated)


OPEN_TO_ALL = document("everyone", Audience.CLINICIAN)
OF_NORTH = document("north", Audience.CLINICIAN, "tenant:north")
OF_SOUTH = document("south", Audience.CLINICIAN, "tenant:south")
OF_PHARMACY = document("pharmacy", Audience.CLINICIAN, "pharmacy")
LEAFLET = document("leaflet", Audience.PATIENT)
NORTHERN_LEAFLET = document("northern leaflet", Audience.PATIENT, "tenant:north")
ANSWERED: Final = {tenant: f"{number:032x}" for number, tenant in enumerate(TENANTS)}
"""An answer of each tenant."""
LIBRARY = (OPEN_TO_ALL, OF_NORTH, OF_SOUTH, OF_PHARMACY, LEAFLET, NORTHERN_LEAFLET)


def keyed(front: Front | None = None) -> tuple[World, FakeKeys]:
    keys = FakeKeys(FakeClock(datetime(2026, 3, 1, tzinfo=UTC)))
    log = FakeAuditLog()
    for tenant, trace_id in ANSWERED.items():
        told = {"kind": AuditKind.ANSWER, "trace_id": trace_id, "actor": "app", "tenant": tenant}
        log.append(AuditEntry.model_validate(told))
    world = World(
        empty=True,
        log=log,
        callers=Known(BearerTokens({"tests": TOKEN}), keys),
        front=front or Front(),
    )
    for tenant, trace_id in ANSWERED.items():
        world.queue.put(trace_id, tenant=tenant)
    with world.generations.begin() as building:
        building.add(LIBRARY)
        building.publish()
    return world, keys


def scopes_of(route: APIRoute) -> list[object]:
    def walked(dependant: Dependant) -> list[object]:
        own = [declared(dependant.call)] if declared(dependant.call) is not None else []
        return own + [each for inner in dependant.dependencies for each in walked(inner)]

    return walked(route.dependant)


def test_every_route_declares_what_it_asks_of_its_caller() -> None:
    world = World(front=Front())
    found = {}
    for route in _routes(world.service.routes):
        for method in (route.methods or set()) - {"HEAD"}:
            found[method, route.path] = scopes_of(route)
    assert found == {place: [scope] for place, scope in TABLE.items()}


def _routes(routes: Any) -> list[APIRoute]:
    """Those of the service and of the routers in it; anything else that answers is a fault."""
    found: list[APIRoute] = []
    for route in routes:
        if isinstance(route, APIRoute):
            found.append(route)
        else:
            inner = getattr(route, "original_router", None) or getattr(route, "router", None)
            assert inner is not None, f"{route!r} is no route that can declare a scope"
            found += _routes(inner.routes)
    return found


def test_the_table_of_rights_is_this_one() -> None:
    assert {role: set(rights.scopes) for role, rights in RIGHTS.items()} == MAY
    assert RIGHTS[Role.PATIENT_APP].audiences == {Audience.PATIENT}
    assert RIGHTS[Role.ADMIN].audiences == set()


@pytest.mark.parametrize("tenant", TENANTS)
@pytest.mark.parametrize("role", GRANTED)
def test_each_role_reaches_what_it_may_and_reads_nothing_else(
    role: Role, tenant: str | None
) -> None:
    world, keys = keyed()
    key = keys.create(NewKey(name="app", role=role, tenant=tenant)).key
    client = world.client(key)
    audiences = RIGHTS[role].audiences
    for audience in Audience:
        for path, body, scope in (
            ("/v1/questions", {"question": "illustrative dose"}, Scope.ASK),
            ("/v1/chat", {"message": "illustrative dose"}, Scope.ASK),
            ("/v1/search", {"query": "illustrative dose"}, Scope.SEARCH),
        ):
            reply = client.post(path, json={**body, "audience": audience})
            allowed = scope in MAY[role] and audience in audiences
            assert reply.status_code == (200 if allowed else 403), (path, audience)
            if not allowed:
                assert "Illustrative" not in reply.text
    summary = client.post("/v1/patient-summaries", json={"patient": BUNDLE})
    allowed = Scope.ASK in MAY[role] and Audience.CLINICIAN in audiences
    assert summary.status_code == (200 if allowed else 403)
    for each in LIBRARY:
        stated = each.document.card.provenance
        held = {f"tenant:{tenant}"} if tenant else set()
        seen = stated.audience in audiences and (
            not stated.access_tags or bool(stated.access_tags & held)
        )
        wanted = (200 if seen else 404) if Scope.READ in MAY[role] else 403
        for path in (f"/v1/documents/{each.document.id}", f"/v1/passages/{each.passages[0].id}"):
            reply = client.get(path)
            assert reply.status_code == wanted, (path, each.document.card.title)
            assert ("Illustrative" in reply.text) is (wanted == 200)
    for of in TENANTS:
        said = client.post("/v1/feedback", json={"trace_id": ANSWERED[of], "verdict": "unsafe"})
        wanted = (200 if of == tenant else 404) if Scope.ASK in MAY[role] else 403
        assert said.status_code == wanted, of
    tasks = client.get("/v1/reviews")
    assert tasks.status_code == (200 if Scope.REVIEW in MAY[role] else 403)
    for number, of in enumerate(TENANTS, start=1):
        seen = Scope.REVIEW in MAY[role] and of == tenant
        task = client.get(f"/v1/reviews/{number}")
        claimed = client.post(f"/v1/reviews/{number}/claim")
        wanted = (200 if of == tenant else 404) if Scope.REVIEW in MAY[role] else 403
        assert (task.status_code, claimed.status_code) == (wanted, wanted), of
        assert (ANSWERED[of] in tasks.text) is seen
    told = [each for each in world.queue.waiting() if Cause.FEEDBACK in each.causes]
    mine = role is not Role.ADMIN
    assert len(world.feedback.newest()) == len(told) == mine
    assert client.get("/openapi.json").status_code == 200


@pytest.mark.parametrize(("method", "path"), [place for place in TABLE if TABLE[place] is not OPEN])
def test_who_is_not_known_reaches_nothing(method: str, path: str) -> None:
    world, _ = keyed()
    for token in (None, "cw_000000000000_" + "A" * 43, "a.b.c"):
        reply = world.client(token).request(method, path, json={"question": "dose"})
        assert reply.status_code == 401
    assert not world.answering.asked


def test_paths_that_are_not_there_tell_nothing_to_who_is_not_known() -> None:
    world, _ = keyed()
    assert world.client(None).get("/v1/nothing").status_code == 401
    assert world.client().get("/v1/nothing").status_code == 404
    assert world.client(None).get("/healthz/../v1/search").status_code == 401


def test_a_broken_store_of_keys_lets_nobody_in_but_the_operator() -> None:
    world, keys = keyed()
    key = keys.create(NewKey(name="app", role=Role.CLINICIAN)).key
    keys.broken = Unavailable("the database is gone")
    assert world.client(key).post("/v1/search", json={"query": "dose"}).status_code == 503
    assert world.client().post("/v1/search", json={"query": "dose"}).status_code == 200


def test_a_revoked_key_is_refused_at_once() -> None:
    world, keys = keyed()
    card, key = keys.create(NewKey(name="app", role=Role.CLINICIAN))
    client = world.client(key)
    assert client.post("/v1/search", json={"query": "dose"}).status_code == 200
    keys.revoke(card.id)
    assert client.post("/v1/search", json={"query": "dose"}).status_code == 401


@pytest.mark.parametrize("sql", ["' OR '1'='1", "x'; DROP TABLE api_keys; --", "%' UNION SELECT 1"])
def test_sql_in_any_field_is_only_text(sql: str) -> None:
    world, _ = keyed()
    client = world.client()
    filters = {"sources": [sql], "jurisdictions": [sql], "document_ids": [sql]}
    found = client.post("/v1/search", json={"query": f"dose {sql}", "filters": filters})
    assert (found.status_code, found.json()["passages"]) == (200, [])
    asked = client.post("/v1/questions", json={"question": f"dose {sql}", "filters": filters})
    assert (asked.status_code, asked.json()["kind"]) == (200, "abstention")
    for path in ("/v1/documents", "/v1/passages"):
        assert client.get(f"{path}/{quote(sql, safe='')}").status_code == 404
    for token in (sql, f"cw_{sql}", f"{sql}.{sql}.{sql}"):
        assert world.client(token).get("/docs").status_code == 401
