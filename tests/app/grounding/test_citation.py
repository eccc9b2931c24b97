"""A quote becomes a place in a document, or nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.answer import DraftClaim, Evidence, Quote, VerdictKind
from app.grounding.citation import QuoteVerifier, cite, locate
from tests.fakes import split_document

DOCUMENT = split_document(
    "Examplol",
    [
        "Examplol is an illustrative drug. Give 5 mg twice daily.",
        "Stop examplol when a rash appears. Give 5 mg twice daily.",
    ],
)
EVIDENCE = tuple(
    Evidence(label=label, passage=passage, document=DOCUMENT.document.card)
    for label, passage in enumerate(DOCUMENT.passages, 1)
)


def claim(*quotes: tuple[int, str]) -> DraftClaim:
    return DraftClaim(text="Examplol.", quotes=tuple(Quote(label=n, text=t) for n, t in quotes))


@pytest.mark.parametrize("label", [1, 2])
def test_the_words_stand_in_the_document_where_the_citation_points(label: int) -> None:
    (citation,) = cite(claim((label, "Give 5 mg twice daily.")), EVIDENCE)
    text = DOCUMENT.document.text
    assert citation.span.of(text) == citation.quote == "Give 5 mg twice daily."
    assert citation.passage_id == DOCUMENT.passages[label - 1].id
    inside = DOCUMENT.passages[label - 1].span
    assert inside.start <= citation.span.start < citation.span.end <= inside.end


@given(at=st.integers(0, 1), start=st.integers(0, 55), length=st.integers(1, 55))
def test_any_run_of_a_passage_is_cited_by_its_very_words(at: int, start: int, length: int) -> None:
    words = DOCUMENT.passages[at].text[start : start + length]
    if not words:
        return
    (citation,) = cite(claim((at + 1, words)), EVIDENCE)
    assert citation.span.of(DOCUMENT.document.text) == words


@pytest.mark.parametrize(
    "words",
    [
        "Give 50 mg twice daily.",
        "give 5 mg twice daily.",
        "Give 5 mg  twice daily.",
        "Give 5\u00a0mg twice daily.",
    ],
    ids=["tenfold", "case", "two spaces", "no-break space"],
)
def test_words_that_nearly_match_are_not_a_quotation(words: str) -> None:
    verdict = QuoteVerifier().verify(claim((1, words)), "", EVIDENCE[:1], EVIDENCE)
    assert verdict.kind is VerdictKind.UNSUPPORTED
    assert "[1]" in verdict.why
    assert cite(claim((1, words)), EVIDENCE) == ()


def test_words_of_another_passage_do_not_count() -> None:
    stray = claim((1, "Stop examplol when a rash appears."))
    assert QuoteVerifier().verify(stray, "", EVIDENCE[:1], EVIDENCE).kind is VerdictKind.UNSUPPORTED
    assert cite(stray, EVIDENCE) == ()


def test_a_label_that_was_never_given_is_unsupported() -> None:
    verdict = QuoteVerifier().verify(claim((7, "Give 5 mg")), "", (), EVIDENCE)
    assert verdict.kind is VerdictKind.UNSUPPORTED
    assert "[7]" in verdict.why
    assert cite(claim((7, "Give 5 mg")), EVIDENCE) == ()


def test_one_bad_quote_among_good_ones_leaves_nothing_to_cite() -> None:
    mixed = claim((1, "Give 5 mg twice daily."), (2, "Give 500 mg."))
    assert cite(mixed, EVIDENCE) == ()
    assert QuoteVerifier().verify(mixed, "", EVIDENCE, EVIDENCE).kind is VerdictKind.UNSUPPORTED


def test_a_quote_that_stands_twice_is_cited_where_it_stands_first() -> None:
    twice = split_document("Twice", ["Give it. Then wait. Give it."])
    one = Evidence(label=1, passage=twice.passages[0], document=twice.document.card)
    citation = locate(Quote(label=1, text="Give it."), one)
    assert citation is not None
    assert citation.span.start == 0
