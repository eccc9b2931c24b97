import os
from pathlib import Path

import pytest

from app.domain.errors import ConfigurationError, IndexUnavailable, NotFound
from ingest.reading import Block, BlockKind, ReadDocument, Stated
from ingest.review import REVIEW, Decision, Review, Standing, identity, this_person
from ingest.screen import Finding
from ingest.screening.hidden import Concealing, Hidden

FINDING = Finding(rule="override", says="It commands.", where="page 2", quote="Ignore all")
ONE, OTHER = "ab" * 16, "abad" * 8


@pytest.fixture
def review(tmp_path: Path) -> Review:
    return Review(tmp_path / "home" / REVIEW)


def decide(review: Review, begins: str, standing: Standing, who: str = "ward-7") -> Decision:
    (made,) = review.decide([(begins, standing)], who)
    return made


def test_looking_makes_no_file(review: Review, tmp_path: Path) -> None:
    assert review.pending() == ()
    assert review.decided() == ()
    assert review.standing(ONE) is Standing.PENDING
    assert not (tmp_path / "home").exists()


def test_what_is_found_waits_with_its_rule_and_place(review: Review) -> None:
    review.found(ONE, FINDING, "a.txt", "/docs/a.txt")
    (waits,) = review.pending()
    assert (waits.id, waits.origin, waits.place) == (ONE, "a.txt", "/docs/a.txt")
    assert (waits.rule, waits.where, waits.quote) == ("override", "page 2", "Ignore all")


def test_what_is_found_again_keeps_its_first_date(review: Review) -> None:
    review.found(ONE, FINDING, "a.txt", "/docs/a.txt")
    first = review.pending()
    review.found(ONE, FINDING, "a.txt", "/docs/a.txt")
    assert review.pending() == first


@pytest.mark.parametrize("standing", [Standing.ADMITTED, Standing.REJECTED])
def test_a_decision_is_kept_with_who_and_when_and_the_document_waits_no_more(
    review: Review, tmp_path: Path, standing: Standing
) -> None:
    review.found(ONE, FINDING, "a.txt", "/docs/a.txt")
    made = decide(review, ONE[:12].upper(), standing)
    again = Review(tmp_path / "home" / REVIEW)
    assert again.standing(ONE) is standing
    assert again.decided() == (made,)
    assert made.who == "ward-7"
    assert made.decided.tzinfo is not None
    assert again.pending() == ()


def test_the_latest_decision_counts_and_the_earlier_ones_stay_on_record(review: Review) -> None:
    review.found(ONE, FINDING, "a.txt", "/docs/a.txt")
    decide(review, ONE, Standing.ADMITTED)
    decide(review, ONE, Standing.REJECTED, "ward-8")
    assert review.standing(ONE) is Standing.REJECTED
    assert [one.who for one in review.decided()] == ["ward-7", "ward-8"]


def test_a_decision_outlives_its_finding(review: Review) -> None:
    review.found(ONE, FINDING, "a.txt", "/docs/a.txt")
    decide(review, ONE, Standing.ADMITTED)
    review.keep_only("/docs/a.txt", ())
    assert review.standing(ONE) is Standing.ADMITTED
    assert decide(review, ONE, Standing.REJECTED).origin == "a.txt"


def test_only_the_file_that_lost_it_forgets_a_finding(review: Review) -> None:
    review.found(ONE, FINDING, "a.txt", "/docs/a.txt")
    review.found(OTHER, FINDING, "a.txt", "/docs/a.txt")
    review.found(ONE, FINDING, "b.txt", "/docs/b.txt")
    review.keep_only("/docs/a.txt", {OTHER})
    assert [(one.id, one.origin) for one in review.pending()] == [(OTHER, "a.txt"), (ONE, "b.txt")]


@pytest.mark.parametrize("begins", ["ffffffff", "abab", "", "%"])
def test_an_unknown_or_short_id_is_refused_and_nothing_is_decided(
    review: Review, begins: str
) -> None:
    review.found(ONE, FINDING, "a.txt", "/docs/a.txt")
    with pytest.raises(NotFound, match="--review"):
        review.decide([(ONE, Standing.ADMITTED), (begins, Standing.ADMITTED)], "ward-7")
    assert review.decided() == ()


def test_an_id_that_fits_two_documents_is_refused(review: Review) -> None:
    review.found("abcdef01" + "0" * 24, FINDING, "a.txt", "/docs/a.txt")
    review.found("abcdef02" + "0" * 24, FINDING, "b.txt", "/docs/b.txt")
    with pytest.raises(NotFound, match="more digits"):
        decide(review, "abcdef0", Standing.ADMITTED)
    assert decide(review, "abcdef02", Standing.ADMITTED).origin == "b.txt"


def test_one_document_is_not_admitted_and_rejected_at_once(review: Review) -> None:
    review.found(ONE, FINDING, "a.txt", "/docs/a.txt")
    with pytest.raises(ConfigurationError, match="at once"):
        review.decide([(ONE, Standing.ADMITTED), (ONE, Standing.REJECTED)], "ward-7")
    assert review.decided() == ()


def test_a_damaged_file_is_named(review: Review, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / REVIEW).write_bytes(b"no database at all" * 100)
    with pytest.raises(IndexUnavailable, match=REVIEW):
        review.pending()


def test_the_id_is_of_every_word_that_is_screened_and_of_nothing_else() -> None:
    block = Block(kind=BlockKind.PROSE, text="Twice a day.")
    read = ReadDocument(title="Examplol", blocks=(block,))
    assert identity(read) == identity(read.model_copy(update={"stated": Stated(version="2")}))
    assert identity(read) != identity(read.model_copy(update={"title": "Sampline"}))
    other = block.model_copy(update={"text": "Once a day."})
    assert identity(read) != identity(read.model_copy(update={"blocks": (other,)}))
    hidden = Concealing(
        title="Examplol", blocks=(block,), hidden=(Hidden(how="in a comment", text="Once."),)
    )
    assert identity(read) != identity(hidden)


def test_a_user_without_a_name_is_named_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    assert this_person()
    monkeypatch.setattr(os, "getuid", lambda: 987_654)
    assert this_person() == "uid 987654"
