"""Which editions are linked, and above all which are not."""

from collections.abc import Iterable
from datetime import date

import pytest

from app.domain.corpus import DocumentCard, Provenance, Status
from ingest.lineage import Known, Settled, Succession, likeness, settle, warnings

AF = Succession(
    place="/lib/af-2019.md",
    origin="af-2019.md",
    successor="/lib/af-2024.md",
    declared="af-2024.md",
)
TODAY = date(2024, 6, 1)
WORDS = "Illustrative guidance about itching: examplol cream every evening until itching stops."


def card(origin: str, title: str = "Itching skin", /, **stated: object) -> DocumentCard:
    given = {"source": "s", "licence": "l", "publisher": "Example Trust", **stated}
    return DocumentCard(
        id=f"id of {origin}",
        origin=origin,
        title=title,
        provenance=Provenance.model_validate(given),
    )


def record(origin: str, pmid: int, **stated: object) -> DocumentCard:
    return card(origin, "A trial", identifiers=(f"pmid:{pmid}", f"doi:10.1000/{pmid}"), **stated)


def settled(
    cards: Iterable[DocumentCard], known: Known | None = None, words: dict[str, str] | None = None
) -> Settled:
    held = list(cards)
    texts = {f"id of {origin}": text for origin, text in (words or {}).items()}
    return settle(lambda: held, known or Known(), lambda one: texts.get(one, WORDS), TODAY)


def links(found: Settled) -> dict[str, str | None]:
    """Origins of what is superseded now, and by what."""
    return {
        one.origin: one.provenance.superseded_by
        for one in found.changed
        if one.provenance.status is Status.SUPERSEDED
    }


def statuses(found: Settled) -> dict[str, Status]:
    return {one.origin: one.provenance.status for one in found.changed}


def test_a_successor_that_was_ingested_needs_no_word() -> None:
    assert warnings([AF], lambda place: place == "/lib/af-2024.md") == ()


def test_a_successor_that_is_not_there_is_told_with_both_names() -> None:
    (warning,) = warnings([AF], lambda _: False)
    assert "af-2019.md" in warning
    assert "/lib/af-2024.md" in warning
    assert "stays superseded" in warning


def test_a_document_that_succeeds_itself_is_told() -> None:
    loop = AF.model_copy(update={"successor": AF.place})
    (warning,) = warnings([loop], lambda _: True)
    assert "the document itself" in warning


def test_a_later_edition_of_the_same_publisher_and_title_succeeds_the_others() -> None:
    found = settled(
        [
            card("a", "Itching skin (2014)"),
            card("c", "Itching skin, updated 2023"),
            card("b", "Itching skin", effective=date(2018, 1, 1)),
            card("other", "Dry skin", effective=date(2018, 1, 1)),
        ]
    )
    assert links(found) == {"a": "c", "b": "c"}
    assert all(one.provenance.said is Status.CURRENT for one in found.changed)
    assert found.notes[0] == "a was found to be superseded by c."


@pytest.mark.parametrize(
    "difference",
    [
        {"publisher": "Another Trust"},
        {"publisher": None},
        {"language": "fr"},
        {"jurisdiction": "US"},
        {"audience": "patient"},
        {"access_tags": {"ward"}},
        {"identifiers": ("doi:10.1000/x",)},
        {"identifiers": ("setid:0a0b0c0d-0000-1111-2222-333344445555",)},
        {"status": "retracted"},
        {"status": "superseded"},
        {"effective": None},
        {"effective": date(2014, 1, 1)},
    ],
    ids=lambda difference: next(iter(difference)),
)
def test_what_differs_in_anything_but_a_later_date_succeeds_nothing(
    difference: dict[str, object],
) -> None:
    newer = {"effective": date(2023, 1, 1), **difference}
    found = settled([card("old", effective=date(2014, 1, 1)), card("new", **newer)])
    assert links(found) == {}


def test_where_one_edition_is_undated_the_editions_are_told_and_not_linked() -> None:
    found = settled([card("old"), card("new", effective=date(2023, 1, 1))])
    assert found.changed == ()
    (note,) = found.notes
    assert "new, old have one publisher and title" in note
    assert "superseded_by" in note


def test_where_number_and_date_disagree_nothing_is_linked() -> None:
    found = settled(
        [
            card("first", version="1st edition", effective=date(2023, 1, 1)),
            card("second", version="2nd edition", effective=date(2014, 1, 1)),
        ]
    )
    assert found.changed == ()
    assert len(found.notes) == 1


def test_two_latest_editions_are_told_and_not_linked() -> None:
    dated = {"effective": date(2023, 1, 1)}
    found = settled(
        [card("old (2014)", "Itching skin (2014)"), card("x", **dated), card("y", **dated)]
    )
    assert found.changed == ()
    assert "old (2014), x, y" in found.notes[0]


def test_parts_of_one_edition_need_no_word() -> None:
    dated = {"effective": date(2023, 1, 1)}
    assert settled([card("x", **dated), card("y", **dated)]) == Settled()
    assert settled([card("x"), card("y")]) == Settled()


def test_one_title_over_two_different_texts_is_told_and_not_linked() -> None:
    found = settled(
        [card("old", "Itching skin (2014)"), card("new", "Itching skin (2023)")],
        words={"old": "Entirely unrelated sentences concerning broken bones."},
    )
    assert found.changed == ()
    assert "their words are not alike" in found.notes[0]


def test_an_edition_that_is_not_yet_in_force_succeeds_nothing() -> None:
    found = settled(
        [card("old", effective=date(2014, 1, 1)), card("new", effective=date(2024, 7, 1))]
    )
    assert found.changed == ()
    assert found.notes == ("new takes effect on 2024-07-01 and supersedes nothing yet.",)


def test_a_label_is_succeeded_by_a_higher_version_of_its_set_id_alone() -> None:
    one, other = (f"setid:{n}a0b0c0d-0000-1111-2222-333344445555" for n in (1, 2))
    found = settled(
        [
            card(
                "v9",
                "Examplol tablets",
                identifiers=(one,),
                version="9",
                effective=date(2014, 1, 1),
            ),
            card("v10", "Renamed", identifiers=(one,), version="10", effective=date(2015, 1, 1)),
            card("repacked", "Examplol tablets", identifiers=(other,), version="2"),
        ],
        words={"v10": "Nothing in common."},
    )
    assert links(found) == {"v9": "v10"}


def test_of_two_versions_of_one_pmid_the_later_revised_counts() -> None:
    found = settled(
        [
            record("base.xml#1", 1, revised=date(2020, 1, 1)),
            record("update.xml#1", 1, revised=date(2023, 1, 1)),
            record("base.xml#2", 2, revised=date(2020, 1, 1)),
        ]
    )
    assert links(found) == {"base.xml#1": "update.xml#1"}
    assert found.notes == ("1 PubMed records were replaced by later versions.",)


def test_undated_versions_of_one_pmid_go_by_the_number_of_the_file() -> None:
    found = settled([record("n9.xml#1", 1), record("n10.xml#1", 1)])
    assert links(found) == {"n9.xml#1": "n10.xml#1"}
    apart = [record("n9.xml#1", 1), record("n10.xml#1", 1, source="other")]
    assert settled(apart).changed == ()


def test_a_retraction_in_the_later_version_takes_the_earlier_with_it() -> None:
    retracted = record("u.xml#1", 1, revised=date(2023, 1, 1), status="retracted")
    found = settled([record("b.xml#1", 1, revised=date(2020, 1, 1)), retracted])
    assert statuses(found) == {"b.xml#1": Status.RETRACTED}


def test_a_retraction_that_the_later_version_lacks_does_not_reach_it() -> None:
    old = record("b.xml#1", 1, revised=date(2020, 1, 1), status="retracted")
    assert settled([old, record("u.xml#1", 1, revised=date(2023, 1, 1))]).changed == ()


def test_the_full_text_of_a_retracted_record_is_retracted_too() -> None:
    found = settled(
        [
            record("r.xml#1", 1, status="retracted"),
            card("full.nxml", identifiers=("doi:10.1000/1",)),
        ]
    )
    assert statuses(found) == {"full.nxml": Status.RETRACTED}


def test_a_review_is_succeeded_by_the_update_it_names_where_that_is_held() -> None:
    old = record("r.xml#1", 1, updated_in="pmid:2")
    assert settled([old]).changed == ()
    assert links(settled([old, record("r.xml#2", 2)])) == {"r.xml#1": "r.xml#2"}


def test_what_a_list_names_is_retracted_and_what_it_names_no_more_is_current_again() -> None:
    one = record("r.xml#1", 1)
    (gone,) = settled([one], Known(retracted=frozenset({"doi:10.1000/1"}))).changed
    assert gone.provenance.status is Status.RETRACTED
    (back,) = settled([gone]).changed
    assert back == one


def test_a_link_goes_with_the_edition_it_rested_on() -> None:
    old, new = card("old", "Itching skin (2014)"), card("new", "Itching skin (2023)")
    (linked,) = settled([old, new]).changed
    assert settled([linked, new]).changed == ()
    (back,) = settled([linked]).changed
    assert back == old


def test_a_declared_succession_outlives_what_is_found_and_lost() -> None:
    declared = record("r.xml#1", 1, status="superseded", superseded_by="x.md")
    (gone,) = settled([declared], Known(retracted=frozenset({"pmid:1"}))).changed
    (back,) = settled([gone]).changed
    assert back == declared


def test_a_deleted_record_is_to_be_removed() -> None:
    one = record("r.xml#1", 1)
    found = settled([one, record("r.xml#2", 2)], Known(deleted=frozenset({"pmid:1"})))
    assert found.deleted == (one,)


def test_likeness_is_of_words_and_not_of_their_order() -> None:
    assert likeness("Evening cream", "cream, EVENING") == 1.0
    assert likeness("evening cream", "morning tablet") == 0.0
    assert likeness("", "") == 0.0
