"""The cited words in their place: as data, and as a page that can do no harm."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from app.domain.corpus import Provenance, SplitDocument, Status
from tests.app.http.conftest import DOSE, World
from tests.fakes import split_document

PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def found(client: TestClient) -> dict[str, object]:
    """The first passage that a search for the dose finds."""
    reply = client.post("/v1/search", json={"query": "illustrative drug dose 5 mg once daily"})
    passages: list[dict[str, object]] = reply.json()["passages"]
    return next(each for each in passages if each["text"] == DOSE)


def shown(page: str) -> str:
    """What `main` shows to a reader, without markup."""
    main = page.partition("<main>")[2].partition("</main>")[0]
    return unescape(re.sub(r"</?mark[^>]*>", "", main))


def test_cited_words_are_given_with_what_stands_around_them(client: TestClient) -> None:
    passage = found(client)
    start = passage["span"]["start"] + DOSE.index("5 mg")  # type: ignore[index]
    for path in (f"/v1/passages/{passage['id']}", f"/v1/documents/{passage['document_id']}"):
        body = client.get(path, params={"mark": f"{start}-{start + 4}"}).json()
        assert body["marked"]["quote"] == "5 mg"
        assert body["marked"]["span"] == {"start": start, "end": start + 4}
        around = body["marked"]["before"] + "5 mg" + body["marked"]["after"]
        assert around in body["text"]
        assert client.get(path).json()["marked"] is None


def test_a_person_gets_a_page_with_the_words_marked(client: TestClient) -> None:
    passage = found(client)
    start = passage["span"]["start"] + DOSE.index("5 mg")  # type: ignore[index]
    for path in (f"/v1/passages/{passage['id']}", f"/v1/documents/{passage['document_id']}"):
        reply = client.get(path, params={"mark": f"{start}-{start + 4}"}, headers=PAGE)
        assert reply.headers["content-type"] == "text/html; charset=utf-8"
        assert '<mark id="cited">5 mg</mark>' in reply.text
        assert shown(reply.text) == client.get(path).json()["text"]
        policy = reply.headers.get_list("content-security-policy")
        assert policy == ["default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"]


@pytest.mark.parametrize(
    "accept", ["application/json", "*/*", "", "application/json, text/html", "text/plain"]
)
def test_a_program_gets_data(client: TestClient, accept: str) -> None:
    reply = client.get(f"/v1/passages/{found(client)['id']}", headers={"Accept": accept})
    assert reply.headers["content-type"] == "application/json"


@pytest.mark.parametrize("mark", ["0-99999", "9-3", "5-5"])
def test_words_that_stand_elsewhere_are_not_marked(client: TestClient, mark: str) -> None:
    refused = client.get(f"/v1/passages/{found(client)['id']}", params={"mark": mark})
    assert refused.status_code == 422
    (problem,) = refused.json()["errors"]
    assert "mark" in str(problem)


@pytest.mark.parametrize(
    "mark", ["", "a-b", "1", "1-", "-1-2", "1-2-3", "9" * 11 + "-1", "\u0661-\u0662"]
)
def test_what_is_no_span_is_refused(client: TestClient, mark: str) -> None:
    refused = client.get(f"/v1/passages/{found(client)['id']}", params={"mark": mark})
    assert refused.status_code == 422


HOSTILE = '<script>alert(1)</script> & "quoted" </main> <img src=x onerror=alert(1)>'


def hostile(status: Status = Status.CURRENT) -> SplitDocument:
    stated = Provenance(
        source="<b>source</b>",
        licence="CC0-1.0",
        publisher='"><script>',
        version="<i>",
        language='en"><script>',
        grade="<u>A</u>",
        status=status,
        concern=True,
        recognised_pages=(1,),
    )
    return split_document(f"Title {HOSTILE}", [f"Dose {HOSTILE}."], stated)


def test_a_document_cannot_write_into_the_page() -> None:
    world = World(empty=True)
    document = hostile()
    with world.generations.begin() as building:
        building.add([document])
        building.publish()
    span = document.passages[0].span
    path = f"/v1/passages/{document.passages[0].id}?mark={span.start}-{span.end}"
    page = world.client().get(path, headers=PAGE).text
    assert shown(page) == document.passages[0].text
    for tag in ("<script", "<img", "<b>", "<i>", "<u>"):
        assert tag not in page
    assert page.count("</main>") == 1


def test_a_document_that_may_not_be_relied_on_says_so_first() -> None:
    for status, warning in ((Status.SUPERSEDED, "replaced by"), (Status.RETRACTED, "retracted")):
        world = World(empty=True)
        document = hostile(status)
        with world.generations.begin() as building:
            building.add([document])
            building.publish()
        page = world.client().get(f"/v1/documents/{document.document.id}", headers=PAGE).text
        head, _, _ = page.partition("<main>")
        assert warning in head
        assert "expression of concern" in head
        assert "read off a scan" in head
