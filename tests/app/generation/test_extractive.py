"""The extractive generator on illustrative evidence."""

from collections.abc import Sequence

import pytest

from app.domain.answer import DraftClaim, Evidence, Insufficient
from app.generation.extractive import ExtractiveGenerator
from tests.app.generation.passages import evidence
from tests.fakes import FakeEmbedder, FakeVocabulary


def always(_: object) -> str | None:
    return None


def drafted(question: str, given: Sequence[Evidence], sentences: int = 3) -> list[str]:
    generator = ExtractiveGenerator(
        FakeEmbedder(), FakeVocabulary(), sentences=sentences, floor=always
    )
    claims = [each for each in generator.draft(question, given) if isinstance(each, DraftClaim)]
    return [claim.text for claim in claims]


DOSES = evidence(
    "Examplol is a tablet for itch. Examplol was first sold long ago. "
    "Examplol is stored below 25 degrees.",
    "The dose of examplol is 5 mg twice daily. Swallow the tablet whole.",
)


def test_every_claim_is_a_sentence_of_its_own_evidence_word_for_word() -> None:
    generator = ExtractiveGenerator(FakeEmbedder(), FakeVocabulary(), floor=always)
    claims = [c for c in generator.draft("examplol dose", DOSES) if isinstance(c, DraftClaim)]
    by_label = {each.label: each.passage for each in DOSES}
    assert claims
    for claim in claims:
        (quote,) = claim.quotes
        assert quote.text == claim.text
        assert quote.text in by_label[quote.label].sentence_texts()


def test_a_question_for_a_dose_is_answered_by_the_dose() -> None:
    assert drafted("What dose of examplol?", DOSES, 1) == [
        "The dose of examplol is 5 mg twice daily."
    ]


def test_the_band_that_holds_the_stated_kidney_function_comes_first() -> None:
    rows = evidence(
        "Examplol 5 mg twice daily when the eGFR is 30 or more. "
        "Examplol 2 mg twice daily when the eGFR is 15-29. "
        "Examplol is not recommended when the eGFR is below 15."
    )
    question = "What dose of examplol with an eGFR of 22?"
    assert drafted(question, rows, 1) == ["Examplol 2 mg twice daily when the eGFR is 15-29."]


def test_claims_come_in_the_order_of_the_evidence() -> None:
    given = evidence(
        "Itch returns after examplol is stopped. Rash follows examplol in some adults.",
        "Examplol relieves itch and rash in adults.",
    )
    texts = drafted("Does examplol relieve itch and rash in adults?", given)
    order = [s for each in given for s in each.passage.sentence_texts()]
    assert len(texts) > 1
    assert texts == sorted(texts, key=order.index)


def test_evidence_without_a_sentence_to_quote_is_insufficient() -> None:
    generator = ExtractiveGenerator(FakeEmbedder(), FakeVocabulary())
    (only,) = generator.draft("examplol dose", evidence("Contraindications", "DOSE"))
    assert isinstance(only, Insufficient)
    (only,) = generator.draft("examplol dose", ())
    assert isinstance(only, Insufficient)


def test_a_drug_that_no_evidence_names_is_not_answered() -> None:
    generator = ExtractiveGenerator(FakeEmbedder(), FakeVocabulary())
    (only,) = generator.draft("What is the starting dose of zorvimab?", DOSES)
    assert isinstance(only, Insufficient)
    assert "zorvimab" in only.why


@pytest.mark.parametrize("read", [1, 2, 4])
def test_no_more_sentences_are_embedded_than_allowed(read: int) -> None:
    embedder = FakeEmbedder()
    list(
        ExtractiveGenerator(embedder, FakeVocabulary(), read=read, floor=always).draft(
            "examplol dose", DOSES
        )
    )
    assert embedder.embedded <= read


def test_a_persons_name_is_no_reason_to_say_nothing_and_is_not_repeated() -> None:
    question = "Zorvol has itch. What dose of examplol?"
    plain = ExtractiveGenerator(FakeEmbedder(), FakeVocabulary())
    refusal = plain.refusal(question, DOSES)
    assert refusal is not None
    assert "Zorvol" in refusal
    redacting = ExtractiveGenerator(
        FakeEmbedder(), FakeVocabulary(), redact=lambda text: text.replace("Zorvol", "[NAME]")
    )
    assert "Zorvol" not in (redacting.refusal(question, DOSES) or "")
    unknown = redacting.refusal("Zorvol has itch. What dose of examplazine?", DOSES)
    assert unknown is not None
    assert "examplazine" in unknown
    assert "Zorvol" not in unknown
