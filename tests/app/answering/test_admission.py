"""From a ranking to evidence."""

import pytest

from app.answering.admission import admit
from app.domain.corpus import Audience, Provenance, SplitDocument, Status
from app.domain.ranking import Access, Filters, Hit, Ranking, Selection
from tests.fakes import fake_snapshot, split_document

EVERYTHING = Selection(access=Access(audiences=frozenset(Audience), tags=None))
LONG = (
    "Illustrative guidance for adults with itch: begin with a cream, keep the skin moist, avoid "
    "hot baths, wear loose clothes, and give examplol {dose} mg each evening until the itch has "
    "gone for a week; then {verb} examplol and see the person again within a month."
)


def provenance(**stated: object) -> Provenance:
    return Provenance.model_validate({"source": "fake", "licence": "CC0-1.0", **stated})


def admitted(
    documents: list[SplitDocument], selection: Selection = EVERYTHING, most: int = 8
) -> list[tuple[int, str]]:
    """Labels and document titles; the ranking is the order of the documents."""
    passages = [p for one in documents for p in one.passages]
    ranking = Ranking(
        hits=tuple(
            Hit(passage_id=p.id, document_id=p.document_id, rank=n, score=1 / n)
            for n, p in enumerate(passages, 1)
        )
    )
    evidence = admit(ranking, fake_snapshot(documents), selection, most)
    return [(each.label, each.document.title) for each in evidence]


def test_labels_run_from_one_in_the_order_of_the_ranking() -> None:
    documents = [split_document(name, [f"Illustrative words on {name}."]) for name in "CAB"]
    assert admitted(documents) == [(1, "C"), (2, "A"), (3, "B")]
    assert admitted(documents, most=2) == [(1, "C"), (2, "A")]


def test_the_same_text_in_two_documents_is_admitted_once() -> None:
    text = LONG.format(dose="5", verb="stop")
    documents = [
        split_document("First", [text]),
        split_document("Copy", [text.replace("a cream", "an ointment")]),
        split_document("Other", ["Illustrative words on something else."]),
    ]
    assert admitted(documents) == [(1, "First"), (2, "Other")]


@pytest.mark.parametrize(
    "other",
    [LONG.format(dose="50", verb="stop"), LONG.format(dose="5", verb="never stop")],
    ids=["another dose", "a negation"],
)
def test_a_source_that_disagrees_in_one_word_is_no_duplicate(other: str) -> None:
    documents = [
        split_document("First", [LONG.format(dose="5", verb="stop")]),
        split_document("Second", [other]),
    ]
    assert admitted(documents) == [(1, "First"), (2, "Second")]


@pytest.mark.parametrize("status", [Status.SUPERSEDED, Status.RETRACTED])
def test_a_document_that_may_not_be_relied_upon_is_left_out(status: Status) -> None:
    old = split_document("Old", ["Illustrative old words."], provenance(status=status))
    assert admitted([old]) == []


def test_a_superseded_edition_is_admitted_on_request_and_a_retracted_one_never() -> None:
    documents = [
        split_document("Old", ["Illustrative old."], provenance(status=Status.SUPERSEDED)),
        split_document("Gone", ["Illustrative gone."], provenance(status=Status.RETRACTED)),
    ]
    wide = Selection(access=EVERYTHING.access, filters=Filters(include_superseded=True))
    assert admitted(documents, wide) == [(1, "Old")]


def test_an_engine_that_forgets_to_filter_shows_a_patient_nothing() -> None:
    documents = [
        split_document("Clinical", ["Illustrative words for clinicians."]),
        split_document("Leaflet", ["Illustrative words."], provenance(audience=Audience.PATIENT)),
        split_document(
            "Ward",
            ["Illustrative words of a ward."],
            provenance(audience=Audience.PATIENT, access_tags=frozenset({"ward-a"})),
        ),
    ]
    patient = Selection(access=Access(audiences=frozenset({Audience.PATIENT})))
    assert admitted(documents, patient) == [(1, "Leaflet")]


def test_an_empty_ranking_admits_nothing() -> None:
    snapshot = fake_snapshot([split_document("Any", ["Illustrative words."])])
    assert admit(Ranking(), snapshot, EVERYTHING, 8) == ()
