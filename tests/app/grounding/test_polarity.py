"""Claims told from their quotes by negation, permission, direction, scope and certainty."""

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.answer import DraftClaim, Evidence, Quote, Verdict, VerdictKind
from app.domain.ports.grounding import Verifier
from app.grounding.polarity import PolarityVerifier
from app.terms.polarity_words import AXES
from tests.fakes import split_document

CASES = tomllib.loads(Path(__file__).with_name("polarity_cases.toml").read_text("utf-8"))
REFUSED = {VerdictKind.CONTRADICTED, VerdictKind.UNSUPPORTED}


def judged(quote: str, claim: str, question: str = "") -> Verdict:
    draft = DraftClaim(text=claim, quotes=(Quote(label=1, text=quote),))
    verifier: Verifier = PolarityVerifier()
    return verifier.verify(draft, question, (), ())


def cases(table: str) -> list[object]:
    return [
        pytest.param(quote, claim, id=f"{group} {number}")
        for group, rows in CASES[table].items()
        for number, (quote, claim) in enumerate(rows)
    ]


@pytest.mark.parametrize(("quote", "claim"), cases("turned"))
def test_a_claim_that_says_the_opposite_is_contradicted(quote: str, claim: str) -> None:
    verdict = judged(quote, claim)
    assert verdict.kind is VerdictKind.CONTRADICTED
    assert verdict.why


@pytest.mark.parametrize(("quote", "claim"), cases("open"))
def test_what_the_source_leaves_open_is_not_taken_for_settled(quote: str, claim: str) -> None:
    verdict = judged(quote, claim)
    assert verdict.kind is VerdictKind.UNSUPPORTED
    assert verdict.why


@pytest.mark.parametrize(("quote", "claim"), cases("kept"))
def test_a_paraphrase_a_part_or_another_matter_is_not_refused(quote: str, claim: str) -> None:
    assert judged(quote, claim).kind not in REFUSED


@pytest.mark.parametrize("table", ["turned", "open", "kept"])
def test_every_source_and_every_claim_supports_itself(table: str) -> None:
    texts = {text for rows in CASES[table].values() for row in rows for text in row}
    refused = [each for each in texts if judged(each, each).kind in REFUSED]
    assert refused == []


@pytest.mark.parametrize("table", ["turned", "kept"])
def test_a_sentence_among_others_is_told_from_them(table: str) -> None:
    """The rest of a quoted paragraph speaks of other matters and changes no verdict."""
    before = "Sunscreen is worn outdoors. The clinic opens at nine. "
    after = " Bandages are changed daily. Water is drunk freely."
    other = [
        (quote, claim)
        for rows in CASES[table].values()
        for quote, claim in rows
        if judged(before + quote + after, claim).kind is not judged(quote, claim).kind
    ]
    assert other == []


VOCABULARY = """not no never unless except examplol should avoid is contraindicated increases
decreases the risk of pain may must and but , . ; which patients without only if more less effective
than nor neither cannot n't unknown whether"""
words = st.sampled_from(VOCABULARY.split())


@given(st.lists(words, min_size=1, max_size=40).map(" ".join))
def test_a_claim_equal_to_its_quote_is_never_refused(text: str) -> None:
    assert judged(text, text).kind not in REFUSED


@given(st.text(min_size=1, max_size=60))
def test_any_text_supports_itself(text: str) -> None:
    assert judged(text, text).kind not in REFUSED


@given(
    quote=st.lists(words, min_size=1, max_size=40).map(" ".join),
    claim=st.lists(words, min_size=1, max_size=40).map(" ".join),
)
def test_any_two_texts_get_a_verdict_with_a_reason_where_it_refuses(quote: str, claim: str) -> None:
    verdict = judged(quote, claim)
    assert bool(verdict.why) is (verdict.kind in REFUSED)


def test_a_sentence_of_a_quoted_paragraph_is_never_refused() -> None:
    paragraph = (
        "Examplol should be used in adults. It should not be used in children, unless a "
        "specialist agrees. Do not stop it abruptly."
    )
    for part in (
        "Examplol should be used in adults.",
        "It should not be used in children, unless a specialist agrees.",
        "It should not be used in children",
        "Do not stop it abruptly.",
    ):
        assert judged(paragraph, part).kind is VerdictKind.SUPPORTED


@pytest.mark.parametrize(
    ("quote", "claim"),
    [
        ("Examplol is not recommended in gout.", "recommended in gout."),
        ("Examplol is contraindicated in gout.", "indicated in gout."),
        ("It is not known whether examplol helps in gout.", "examplol helps in gout."),
    ],
)
def test_words_cut_from_their_negation_are_refused(quote: str, claim: str) -> None:
    assert judged(quote, claim).kind in REFUSED


def test_a_condition_that_the_question_names_may_be_left_out() -> None:
    quote = "Examplol may be given to children only if an intensivist is present."
    claim = "Children may be given examplol."
    assert judged(quote, claim).kind is VerdictKind.UNSUPPORTED
    asked = "May children have examplol with an intensivist present?"
    assert judged(quote, claim, asked).kind not in REFUSED


def test_a_claim_of_blanks_is_no_matter_of_polarity() -> None:
    assert judged("Examplol lowers fever.", "  ").kind is VerdictKind.NOT_APPLICABLE


def test_sentences_without_a_word_that_turns_are_no_matter_of_polarity() -> None:
    verdict = judged("Examplol is a tablet.", "Examplol is a tablet.")
    assert verdict.kind is VerdictKind.NOT_APPLICABLE


def test_of_two_quotes_the_one_that_agrees_as_closely_decides() -> None:
    texts = ("Examplol is recommended in gout.", "Examplol is not recommended in gout.")
    quotes = tuple(Quote(label=label, text=text) for label, text in enumerate(texts, 1))
    draft = DraftClaim(text="In gout, examplol is recommended.", quotes=quotes)
    assert PolarityVerifier().verify(draft, "", (), ()).kind not in REFUSED


def test_a_claim_that_names_labels_alone_is_held_against_the_passages() -> None:
    document = split_document("Examplol", ["Examplol should not be given to children."])
    evidence = Evidence(label=1, passage=document.passages[0], document=document.document.card)
    draft = DraftClaim(text="Examplol should be given to children.", labels=(1,))
    verdict = PolarityVerifier().verify(draft, "", (evidence,), (evidence,))
    assert verdict.kind is VerdictKind.CONTRADICTED


def test_a_reason_is_told_in_plain_words_and_without_the_claims() -> None:
    verdict = judged("Examplol is contraindicated in gout.", "Examplol is indicated in gout.")
    assert verdict.why == (
        "the source says that it should not be used; the claim says that it may or should be used"
    )
    verdict = judged("Examplol increases the risk of gout.", "Examplol reduces the risk of gout.")
    assert verdict.why == (
        "the source says that it is more or rises; the claim says that it is less or falls"
    )
    for rows in CASES["turned"].values():
        for quote, claim in rows:
            assert "examplol" not in judged(quote, claim).why


def test_every_axis_says_two_things_in_words() -> None:
    for axis in AXES:
        assert len(set(axis.says)) == len(axis.says)
        assert all(each.startswith("that ") for each in axis.says)


HOSTILE = {
    "nothing but negations": "not " * 25_000,
    "one endless word": "a" * 100_000,
    "full stops": ". " * 50_000,
    "brackets": "(" * 100_000,
    "apostrophes": "n't'" * 25_000,
    "line ends": "\n" * 100_000,
    "abbreviations": "e.g. " * 20_000,
    "one sentence again and again": "Examplol does not raise the risk of pain. " * 2_400,
    "sentences that share a word": " ".join(f"x{n} is not a risk." for n in range(6_000)),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_take_seconds_at_most(text: str) -> None:
    begun = time.process_time()
    judged(text, "Examplol does not raise the risk.")
    judged("Examplol does not raise the risk.", text)
    assert time.process_time() - begun < 10


def test_a_claim_longer_than_any_claim_is_refused_with_its_reason() -> None:
    verdict = judged(
        "Examplol lowers fever.", "Examplol raises fever, too. It does so daily. " * 99
    )
    assert verdict.kind is VerdictKind.UNSUPPORTED or verdict.kind is VerdictKind.CONTRADICTED
    long = judged("Examplol lowers fever.", " ".join(f"Sentence {n} is not." for n in range(999)))
    assert long.kind is VerdictKind.UNSUPPORTED
    assert "too long" in long.why
