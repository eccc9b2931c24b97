"""What a person reads on a terminal: every quotation verbatim, every source named."""

import io
from datetime import date

import pytest
from rich.console import Console

from app.console import answers, rankings
from app.console.words import printable
from app.domain.abstention import AbstentionReason
from app.domain.answer import (
    Abstention,
    Answer,
    CitedClaim,
    Evidence,
    Referral,
    StageTiming,
    Trace,
    Withheld,
)
from app.domain.citation import Citation, Origin
from app.domain.conflict import About, Conflict, Preference, Side
from app.domain.corpus import Audience, DocumentCard, Passage, Provenance, Span, Status
from app.domain.found import Found, FoundPassage
from app.domain.ranking import Place
from app.domain.record import Unusable
from app.domain.safety import CheckStatus, CheckVerdict, Finding

SENTENCE = "Illustrative drug B is given as 2.5 mg twice daily when the eGFR is 15 to 29."
TRACE = Trace(
    trace_id="t",
    generation="g-7",
    embedder="e",
    generator="x",
    rules="none",
    settings="s",
    timings=(StageTiming(stage="retrieve", seconds=0.02), StageTiming(stage="draft", seconds=0.1)),
)
CARD = DocumentCard(
    id="d",
    origin="guidelines/b.pdf",
    title="Drug B [illustrative]",
    provenance=Provenance(
        source="s",
        licence="CC0-1.0",
        publisher="Illustrative House",
        version="2",
        effective=date(2025, 3, 1),
    ),
)
PASSAGE = Passage(
    id="p",
    document_id="d",
    source="s",
    path=("Drug B [illustrative]", "Dose", "Renal impairment"),
    span=Span(start=10, end=10 + len(SENTENCE)),
    text=SENTENCE,
    pages=(3, 4),
)
CITATION = Citation(
    label=1, document_id="d", passage_id="p", source="s", span=PASSAGE.span, quote=SENTENCE
)
ANSWER = Answer(
    claims=(CitedClaim(text=SENTENCE, citations=(CITATION,)),),
    evidence=(Evidence(label=1, passage=PASSAGE, document=CARD),),
    trace=TRACE,
)


def shown(
    outcome: Answer | Abstention | Referral,
    audience: Audience = Audience.CLINICIAN,
    asked: str = "",
) -> str:
    file = io.StringIO()
    answers.show(outcome, audience, Console(file=file, width=10_000, highlight=False), asked)
    return file.getvalue()


def test_an_answer_shows_the_sentence_verbatim_and_where_it_stands() -> None:
    text = shown(ANSWER)
    assert f"\u201c{SENTENCE}\u201d [1]\n" in text
    assert (
        "[1] Drug B [illustrative]. Illustrative House, version 2, effective 2025-03-01, current\n"
        in text
    )
    assert "Dose > Renal impairment, pp. 3-4\n" in text
    assert "guidelines/b.pdf" in text
    assert "generation g-7, 120 ms" in text
    assert "Confidence" not in text
    assert "\x1b" not in text


def test_a_follow_up_is_shown_as_it_was_read() -> None:
    text = shown(ANSWER.model_copy(update={"read_as": "Dose of drug B in children?"}))
    assert text.startswith("Read as: Dose of drug B in children?\n")
    assert "Read as" not in shown(ANSWER)


def test_a_confidence_is_shown_only_where_one_was_calibrated() -> None:
    text = shown(ANSWER.model_copy(update={"confidence": 0.83}))
    assert "Confidence: 83% (that most of this rests on documents about the question)" in text


@pytest.mark.parametrize(
    ("confidence", "told"),
    [(0.9999, "above 99%"), (0.994, "99%"), (0.0001, "below 1%"), (0.006, "1%")],
)
def test_no_confidence_is_rounded_to_certainty(confidence: float, told: str) -> None:
    text = shown(ANSWER.model_copy(update={"confidence": confidence}))
    assert f"Confidence: {told} (that" in text


def test_a_claim_in_other_words_shows_the_words_it_stands_on() -> None:
    claim = CitedClaim(text="Halve the dose.", citations=(CITATION,))
    text = shown(ANSWER.model_copy(update={"claims": (claim,)}))
    assert "  Halve the dose. [1]\n" in text
    assert f"      [1] \u201c{SENTENCE}\u201d" in text


def test_a_document_that_no_longer_holds_says_so() -> None:
    old = CARD.model_copy(
        update={"provenance": CARD.provenance.model_copy(update={"status": Status.SUPERSEDED})}
    )
    evidence = Evidence(label=1, passage=PASSAGE, document=old)
    assert "superseded" in shown(ANSWER.model_copy(update={"evidence": (evidence,)}))


@pytest.mark.parametrize(("page", "told"), [(4, True), (5, False)])
def test_a_passage_read_from_a_scan_bids_to_compare_it(page: int, told: bool) -> None:
    stated = CARD.provenance.model_copy(update={"recognised_pages": (page,)})
    scan = CARD.model_copy(update={"provenance": stated})
    evidence = Evidence(label=1, passage=PASSAGE, document=scan)
    text = shown(ANSWER.model_copy(update={"evidence": (evidence,)}))
    assert ("pp. 3-4 (read from a scan: compare with the original)" in text) is told


def test_what_was_held_back_and_what_warned_is_told() -> None:
    text = shown(
        ANSWER.model_copy(
            update={
                "withheld": (Withheld(reason="The dose is not in the source.", rule="numbers"),),
                "checks": (
                    CheckVerdict(name="a", status=CheckStatus.PASS),
                    CheckVerdict(
                        name="renal",
                        status=CheckStatus.NOT_CHECKED,
                        why="No eGFR was given.",
                        next_step="Give one.",
                    ),
                ),
            }
        )
    )
    assert "1 statement was held back" in text
    assert "numbers: The dose is not in the source." in text
    assert "Checks passed: 1 of 2" in text
    assert "renal, not checked: No eGFR was given. Give one." in text


def test_an_abstention_says_so_and_what_came_nearest() -> None:
    outcome = Abstention(
        reason=AbstentionReason.WEAK_EVIDENCE,
        explanation="Nothing is near enough.",
        nearest=(CARD,),
        trace=TRACE,
    )
    text = shown(outcome)
    assert text.startswith("The library does not answer this question.\nNothing is near enough.")
    assert "without answering it" in text
    assert "Drug B [illustrative]" in text
    patient = shown(outcome, Audience.PATIENT)
    assert "I did not find an answer to this." in patient
    assert "doctor, nurse or pharmacist" in patient


def test_a_referral_says_what_to_do() -> None:
    finding = Finding(name="f", message="This may be an emergency.", next_step="Call 999.")
    text = shown(Referral(findings=(finding,), trace=TRACE))
    assert "This may be an emergency.\nCall 999.\n" in text


def test_an_escape_sequence_in_a_document_is_not_obeyed() -> None:
    evil = "Give 5 mg.\x1b[2K\x1b]0;owned\x07 \u202egm 05"
    claim = CitedClaim(text=evil, citations=(CITATION.model_copy(update={"quote": evil}),))
    card = CARD.model_copy(update={"title": "T\x1b[31m"})
    evidence = Evidence(label=1, passage=PASSAGE, document=card)
    text = shown(ANSWER.model_copy(update={"claims": (claim,), "evidence": (evidence,)}))
    assert not set(text) & {"\x1b", "\x07", "\u202e"}
    assert "Give 5 mg." in text


def test_ordinary_text_is_printed_as_it_is() -> None:
    assert printable("Naïve 5 µg/mL ≥ 2 — 薬\nnext") == "Naïve 5 µg/mL ≥ 2 — 薬 next"


def test_a_ranking_shows_each_legs_place() -> None:
    passage = FoundPassage(
        id="p",
        document_id="d",
        rank=1,
        score=0.9,
        dense=Place(rank=1, score=0.71),
        source="s",
        title="Drug B",
        path=("Drug B", "Dose"),
        span=PASSAGE.span,
        text=SENTENCE,
    )
    file = io.StringIO()
    console = Console(file=file, width=10_000, highlight=False)
    rankings.show(Found(generation="g", seconds=0.01, passages=(passage,)), console)
    assert "1. Drug B  0.900\n" in file.getvalue()
    assert "Dose, meaning #1 (0.710), words -, p\n" in file.getvalue()
    assert SENTENCE in file.getvalue()
    rankings.show(Found(generation="g", seconds=0.01), console)
    assert "Nothing was found." in file.getvalue()


def test_both_sides_are_shown_with_date_and_grade_and_the_preferred_one_marked() -> None:
    def side(label: int, says: str, **stated: object) -> Side:
        card = CARD.model_copy(
            update={"provenance": CARD.provenance.model_copy(update=dict(stated))}
        )
        citation = CITATION.model_copy(update={"label": label})
        return Side(citation=citation, document=card, says=says)

    conflict = Conflict(
        about=About.DOSE,
        subject="drug b",
        sides=(
            side(1, "2.5 mg", grade="GRADE low", effective=None),
            side(2, "5 mg", jurisdiction="NG"),
        ),
        preference=Preference(side=1, rule="local", why="Local guidance is preferred."),
    )
    text = shown(ANSWER.model_copy(update={"conflicts": (conflict,)}))
    assert "Sources disagree on the dose of drug b\n" in text
    assert "[1] 2.5 mg - Illustrative House, undated, GRADE low\n" in text
    assert "[2] 5 mg (preferred) - Illustrative House, NG, 2025-03-01\n" in text
    assert text.count(f"\u201c{SENTENCE}\u201d\n") == 2
    assert "Local guidance is preferred." in text


def of_record(text: str, resource: str, label: int, on: date | None) -> tuple[CitedClaim, Evidence]:
    """A claim that quotes a line of a patient's record, and the line."""
    passage = Passage(
        id=f"p{label}",
        document_id=f"record:{resource}",
        source=resource,
        path=("Patient record",),
        span=Span(start=0, end=len(text)),
        text=text,
    )
    card = DocumentCard(
        id=passage.document_id,
        origin="record",
        title=f"Patient record, {resource}",
        provenance=Provenance(source="patient record", licence="own", published=on),
    )
    citation = Citation(
        label=label,
        document_id=passage.document_id,
        passage_id=passage.id,
        source=resource,
        span=passage.span,
        quote=text,
        origin=Origin.RECORD,
        on=on,
    )
    evidence = Evidence(label=label, passage=passage, document=card, origin=Origin.RECORD)
    return CitedClaim(text=text, citations=(citation,)), evidence


@pytest.mark.parametrize("audience", list(Audience))
def test_what_the_record_says_is_told_apart_from_the_library(audience: Audience) -> None:
    dated, line = of_record("HbA1c 7.4 % on 2026-03-03.", "Observation/7", 2, date(2026, 3, 3))
    undated, other = of_record("Aspirin: active (undated).", "MedicationRequest/3", 3, None)
    told = shown(
        ANSWER.model_copy(
            update={
                "claims": (*ANSWER.claims, dated, undated),
                "evidence": (*ANSWER.evidence, line, other),
            }
        ),
        audience,
    )
    record, _, library = told.partition(
        "What the leaflets say" if audience is Audience.PATIENT else "What the library says"
    )
    assert record.startswith("What the patient's record says\n")
    assert "\u201cHbA1c 7.4 % on 2026-03-03.\u201d [2 Observation/7, 2026-03-03]\n" in record
    assert "\u201cAspirin: active (undated).\u201d [3 MedicationRequest/3, undated]\n" in record
    assert f"\u201c{SENTENCE}\u201d [1]\n" in library
    assert "[2] The patient's record. Observation/7, 2026-03-03\n" in library
    assert "HbA1c" not in library


def test_an_answer_from_the_record_alone_says_nothing_of_the_library() -> None:
    claim, line = of_record("HbA1c 7.4 %.", "Observation/7", 1, date(2026, 3, 3))
    text = shown(ANSWER.model_copy(update={"claims": (claim,), "evidence": (line,)}))
    assert "What the library says" not in text


@pytest.mark.parametrize(("many", "told"), [(0, ""), (1, "1 part of"), (3, "3 parts of")])
def test_parts_of_the_record_that_could_not_be_used_are_counted(many: int, told: str) -> None:
    unusable = tuple(
        Unusable(at=f"Bundle.entry[{n}]", why="It is of no type.") for n in range(many)
    )
    abstention = Abstention(
        reason=AbstentionReason.NO_EVIDENCE, explanation="Nothing matches.", trace=TRACE
    )
    for outcome in (ANSWER, abstention):
        text = shown(outcome.model_copy(update={"record_unusable": unusable}))
        assert (f"{told} the record could not be used; --json lists them." in text) is bool(many)
