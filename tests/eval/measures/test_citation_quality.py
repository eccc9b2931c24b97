"""ALCE's citation recall and precision on outcomes made by hand, with a rule for entailment."""

import pytest

from eval.measures.citation_quality import (
    QuotedSentence,
    citation_precision,
    citation_recall,
)


def entails(premise: str, claim: str) -> bool:
    """The premise has every word of the claim."""
    return set(claim.split()) <= set(premise.split())


def sentence(text: str, *quotes: str) -> QuotedSentence:
    return QuotedSentence(text=text, quotes=quotes)


def both(*sentences: QuotedSentence) -> tuple[float | None, float | None]:
    return citation_recall(sentences, entails), citation_precision(sentences, entails)


def test_one_citation_that_carries_its_sentence() -> None:
    assert both(sentence("a b", "a b c")) == (1.0, 1.0)


def test_citations_that_only_together_carry_it_are_each_needed() -> None:
    assert both(sentence("a b", "a", "b")) == (1.0, 1.0)


def test_a_citation_beside_the_point_costs_precision_and_no_recall() -> None:
    assert both(sentence("a b", "a b", "z")) == (1.0, 0.5)


def test_two_citations_that_each_carry_it_are_both_precise() -> None:
    assert both(sentence("a", "a b", "a c")) == (1.0, 1.0)


def test_a_sentence_that_is_not_carried_makes_its_citations_worthless() -> None:
    assert both(sentence("a b q", "a", "b")) == (0.0, 0.0)


def test_a_sentence_without_a_citation_is_not_carried() -> None:
    assert both(sentence("a"), sentence("b", "b")) == (0.5, 1.0)
    assert both(sentence("a")) == (0.0, 0.0)


def test_recall_is_over_sentences_and_precision_over_citations() -> None:
    recall, precision = both(sentence("a", "a", "z", "y"), sentence("b q", "b"))
    assert recall == pytest.approx(1 / 2)
    assert precision == pytest.approx(1 / 4)


def test_no_sentence_has_neither() -> None:
    assert both() == (None, None)
