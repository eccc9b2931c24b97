"""Figures of a claim against those of its quote: what stands, what differs, what is missing."""

import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.answer import DraftClaim, Evidence, Quote, Verdict, VerdictKind
from app.domain.ports.grounding import Verifier
from app.grounding.numbers import LONGEST, MOST, NumberVerifier
from app.terms.wording import listed
from tests.fakes import split_document

REFUSED = (VerdictKind.UNSUPPORTED, VerdictKind.CONTRADICTED)
_KINDS = {
    "S": VerdictKind.SUPPORTED,
    "U": VerdictKind.UNSUPPORTED,
    "C": VerdictKind.CONTRADICTED,
    "N": VerdictKind.NOT_APPLICABLE,
}
CASES = [
    tuple(line.split(" | "))
    for line in (Path(__file__).parent / "number_cases.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def judged(claim: str, *quotes: str, cited: Sequence[Evidence] = ()) -> Verdict:
    quoted = tuple(Quote(label=1, text=quote) for quote in quotes)
    draft = DraftClaim(text=claim, quotes=quoted, labels=(1,))
    verifier: Verifier = NumberVerifier()
    return verifier.verify(draft, "", cited, cited)


def evidence(passage: str) -> tuple[Evidence, ...]:
    document = split_document("Examplol", [passage])
    return (Evidence(label=1, passage=document.passages[0], document=document.document.card),)


def test_the_table_of_cases_is_whole() -> None:
    assert len(CASES) >= 200
    assert {len(case) for case in CASES} == {3}


@pytest.mark.parametrize(("wanted", "claim", "quote"), CASES)
def test_a_claim_is_judged_by_the_figures_of_its_quote(wanted: str, claim: str, quote: str) -> None:
    verdict = judged(claim, quote)
    assert verdict.kind in [_KINDS[letter] for letter in wanted], verdict.why


@pytest.mark.parametrize("quote", [quote for _, _, quote in CASES])
def test_a_quote_said_word_for_word_is_never_refused(quote: str) -> None:
    assert judged(quote, quote).kind not in REFUSED


def test_a_contradiction_is_told_in_the_words_of_both() -> None:
    verdict = judged("Give examplol 50 mg.", "Give examplol 5 mg.")
    assert verdict.why == "the claim says 50 mg; the quoted words say 5 mg"
    assert verdict.by == "numbers"


def test_what_is_missing_is_told_in_the_words_of_the_claim() -> None:
    verdict = judged("Give examplol 50 mg.", "Give examplol.")
    assert verdict.why == "the claim says 50 mg; the quoted words do not"


def test_a_figure_said_of_something_else_is_told_as_such() -> None:
    verdict = judged("Give samplin 5 mg.", "Give examplol 5 mg and samplin 10 mg.")
    assert verdict.kind is VerdictKind.CONTRADICTED
    assert "10 mg" in verdict.why


def test_a_claim_stands_on_all_its_quotes_together() -> None:
    said = "Give examplol 5 mg and samplin 10 mg."
    assert judged(said, "Give examplol 5 mg.", "Give samplin 10 mg.").kind is VerdictKind.SUPPORTED
    assert judged(said, "Give examplol 5 mg.").kind in REFUSED


def test_the_passage_around_a_quote_is_no_support() -> None:
    passage = "Give examplol 5 mg at night. Children take 2 mg."
    verdict = judged("Children take 5 mg.", "Children take 2 mg.", cited=evidence(passage))
    assert verdict.kind is VerdictKind.CONTRADICTED
    missing = judged("Take 2 mg.", "Give examplol 5 mg at night.", cited=evidence(passage))
    assert missing.kind in REFUSED


def test_a_cell_is_read_with_the_unit_that_its_row_tells() -> None:
    row = "Drug: examplol; Dose (mg): 5; Frequency: twice daily."
    assert judged("The dose is 5 mg.", "5", cited=evidence(row)).kind is VerdictKind.SUPPORTED
    assert judged("The dose is 5 mcg.", "5", cited=evidence(row)).kind in REFUSED
    assert judged("The dose is 5 mg.", "5").kind in REFUSED


def test_a_quote_that_cuts_through_a_number_does_not_state_its_rest() -> None:
    cited = evidence("Give examplol 15 mg daily.")
    assert judged("Give 5 mg.", "5 mg daily.", cited=cited).kind in REFUSED


def test_a_quote_that_leaves_out_its_limit_does_not_state_the_bare_figure() -> None:
    cited = evidence("Avoid examplol below 30 mL/min in adults.")
    claim = "Avoid examplol at 30 mL/min."
    assert judged(claim, "30 mL/min in adults.", cited=cited).kind in REFUSED


def test_a_claim_that_names_labels_alone_has_no_words_to_stand_on() -> None:
    assert judged("Give 5 mg.").kind is VerdictKind.UNSUPPORTED
    assert judged("Give with food.").kind is VerdictKind.NOT_APPLICABLE


NUMBERS = st.integers(1, 900)
UNITS = st.sampled_from(["mg", "mcg", "mL", "units", "mg/kg", "hours", "%", "mg/kg/day"])
SENTENCES = st.sampled_from(
    [
        "The usual dose of examplol in adults is {} {} by mouth.",
        "Patients received examplol ({} {}) before the procedure.",
        "No benefit of samplin was seen above {} {} in this study.",
        "Reduce samplin by {} {} where the liver is impaired.",
        "Between doses of examplol at least {} {} was recorded.",
    ]
)


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, ...]:
    """One to four different sentences, each with a figure of its own."""
    frames = draw(st.lists(SENTENCES, min_size=1, max_size=4, unique=True))
    return tuple(frame.format(draw(NUMBERS), draw(UNITS)) for frame in frames)


@settings(max_examples=50)
@given(texts())
def test_words_equal_to_their_quote_are_never_refused(sentences: tuple[str, ...]) -> None:
    text = " ".join(sentences)
    assert judged(text, text).kind is VerdictKind.SUPPORTED
    for sentence in sentences:
        assert judged(sentence, text).kind is VerdictKind.SUPPORTED


@settings(max_examples=50)
@given(sentences=texts(), at=st.integers(0, 3), other=NUMBERS)
def test_one_other_number_is_never_supported(
    sentences: tuple[str, ...], at: int, other: int
) -> None:
    sentence = sentences[at % len(sentences)]
    number = next(word.strip("(") for word in sentence.split() if word.strip("(").isdigit())
    if int(number) == other:
        return
    claim = sentence.replace(number, str(other), 1)
    assert judged(claim, " ".join(sentences)).kind in REFUSED
    assert judged(claim, sentence).kind in REFUSED


@settings(max_examples=30)
@given(st.text(max_size=60), st.text(min_size=1, max_size=60))
def test_any_text_is_judged(claim: str, quote: str) -> None:
    assert judged(claim + "x", quote).kind in VerdictKind


SIGNS = listed("5 10 to - / mg of a the half every twice x ^ % ( ) , . or")


@settings(max_examples=40)
@given(st.lists(st.sampled_from(SIGNS)))
def test_any_row_of_signs_said_word_for_word_is_not_refused(signs: list[str]) -> None:
    text = " ".join(["see", *signs])
    assert judged(text, text).kind not in REFUSED or len(signs) > MOST


HOSTILE = ("1,000,", "1 ", "5-", "1/2", "not less than ", "(", "every ", "\u00bd", "x1")


@pytest.mark.parametrize("pattern", HOSTILE)
def test_a_hostile_text_is_judged_in_bounded_time(pattern: str) -> None:
    endless = pattern * (100_000 // len(pattern))
    judged("Give 5 mg.", "It says: give 5 mg.")  # the units are loaded
    start = time.process_time()
    assert judged("Give examplol 7 mg.", endless).kind in REFUSED
    assert judged(endless[:LONGEST], endless).kind in VerdictKind
    assert judged(endless, "Give 5 mg.").kind is VerdictKind.UNSUPPORTED
    assert time.process_time() - start < 10
