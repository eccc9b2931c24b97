"""What speaks for an answer, on hits and claims made by hand."""

import math

import pytest

from app.domain.signs import Signs
from app.grounding.support import after, before
from tests.app.grounding.found import claim, found, piece, worded

ITCH = piece(1, "A", "Give examplol for itch.", dense=(1, 0.9), lexical=(2, 8.0), reranked=5.0)
RASH = piece(2, "B", "Examplol may cause a rash.", dense=(3, 0.7), lexical=(1, 10.0), reranked=3.0)
FOOD = piece(3, "C", "Take it with food.", dense=(40, 0.3))
FOUND = found("Which examplol for itch?", ITCH, RASH, FOOD, signs=Signs(sentence=0.8, passage=0.9))


def test_margins_are_those_to_another_document() -> None:
    measured = before(FOUND)
    assert measured.nearest == 0.9
    assert measured.sentence == 0.8
    assert measured.margin == pytest.approx(0.2)
    assert measured.lexical_margin == pytest.approx(0.2)
    assert measured.reranked_margin == pytest.approx(2.0)
    twin = ITCH.model_copy(update={"label": 2})
    assert before(found("Itch?", ITCH, twin)).margin == 0.0


def test_both_legs_agree_where_they_rank_a_passage_among_their_first() -> None:
    measured = before(FOUND)
    assert measured.legs_first == pytest.approx((1 / 1 + 1 / 2) / 2)
    assert measured.legs_shared == pytest.approx(2 / 3)
    alone = before(found("Itch?", piece(1, "A", "Itch.", dense=(1, 0.9))))
    assert (alone.legs_first, alone.legs_shared) == (0.5, 0.0)


def test_words_of_the_question_are_looked_for_in_the_first_passage_and_in_all() -> None:
    measured = before(found("Does examplol for itch cause food trouble?", ITCH, RASH, FOOD))
    assert measured.words_first == pytest.approx(2 / 5)  # examplol, itch of five content words
    assert measured.words == pytest.approx(4 / 5)  # cause and food too; trouble nowhere


def test_evidence_that_was_not_retrieved_has_no_margin() -> None:
    record = ITCH.model_copy(update={"hit": None})
    measured = before(found("Which examplol for itch?", record))
    assert (measured.nearest, measured.margin, measured.lexical_margin) == (0.0, 0.0, 0.0)
    assert measured.words_first == 1.0


def test_a_question_of_function_words_has_finite_features() -> None:
    assert all(math.isfinite(value) for value in before(found("What is it?", FOOD)))


def test_claims_speak_for_an_answer_by_what_they_cite_and_how_surely() -> None:
    own_words = worded("Examplol relieves itch.", ITCH, carried=0.6)
    measured = after(FOUND, [claim(ITCH), own_words, claim(RASH, carried=0.9)], withheld=1)
    assert measured.carried == pytest.approx((1.0 + 0.6 + 0.9) / 3)
    assert measured.carried_least == pytest.approx(0.6)
    assert measured.verified == pytest.approx(0.5)
    assert measured.kept == pytest.approx(3 / 4)
    assert measured.verbatim == pytest.approx(2 / 3)
    assert measured.first_document == measured.one_document == pytest.approx(2 / 3)
    assert measured.cited_nearness == pytest.approx((0.9 + 0.9 + 0.7) / 3)
    assert measured.answered == 1.0


def test_a_second_document_that_says_the_same_seconds_a_claim_and_its_own_does_not() -> None:
    twin = piece(2, "D", "Give examplol for itch, says another house.", dense=(2, 0.8))
    assert after(found("Itch?", ITCH, twin), [claim(ITCH)], 0).seconded == 1.0
    assert after(found("Itch?", ITCH), [claim(ITCH)], 0).seconded == 0.0
    assert after(found("Itch?", ITCH, RASH), [claim(ITCH)], 0).seconded == pytest.approx(1 / 3)
