"""A question that comes with a patient's record: both are answered from, and told apart."""

from collections.abc import Sequence
from datetime import date

import pytest

from app.answering.checking import Checking
from app.answering.on_record import BEYOND
from app.domain.answer import (
    Abstention,
    Answer,
    DraftClaim,
    Evidence,
    EvidenceEvent,
    Insufficient,
    Quote,
    Verdict,
    VerdictKind,
)
from app.domain.citation import Origin
from app.domain.corpus import DocumentCard, Passage, Provenance, Span
from app.domain.leaving import Left, stays
from app.domain.patient import Situation, Whom
from app.domain.ports.generation import Drafts
from app.domain.ports.record import RecordFound
from app.domain.question import Question
from app.domain.record import PatientRecord
from app.domain.safety import CheckStatus
from app.grounding.citation import QuoteVerifier
from tests.app.answering.test_answerer import (
    CLINICAL,
    LEAFLET,
    OPERATOR,
    Refuses,
    Says,
    Watched,
    answerer,
    outcome_of,
)
from tests.fakes import FakeGenerator

LINE = "Examplol level 5 mg/L on 2026-03-03."
RECORD = PatientRecord(patient="Patient/1", as_of=date(2026, 11, 28))
ASKED = "What was her last level?"
LIBRARY = "What dose of examplol for itch?"


def line(text: str = LINE) -> Evidence:
    return Evidence(
        label=1,
        passage=Passage(
            id="p1",
            document_id="record:Observation/1",
            source="Observation/1",
            path=("Patient record",),
            span=Span(start=0, end=len(text)),
            text=text,
        ),
        document=DocumentCard(
            id="record:Observation/1",
            origin="record",
            title="Patient record, Observation/1",
            provenance=Provenance(
                source="patient record", licence="own", published=date(2026, 3, 3)
            ),
        ),
        origin=Origin.RECORD,
    )


class Finds:
    """Quotes one line where the level is asked for, and leaves the other sentence."""

    def __init__(self, quoted: str = LINE) -> None:
        self._quoted = quoted

    def find(self, text: str, record: PatientRecord, first_label: int) -> RecordFound:
        assert record is RECORD
        assert first_label == 1
        if ASKED not in text:
            return RecordFound(rest=text)
        said = DraftClaim(text=self._quoted, quotes=(Quote(label=1, text=self._quoted),))
        rest = text.replace(ASKED, "").strip()
        return RecordFound(evidence=(line(),), said=(said,), rest=rest)


@pytest.fixture
def generations() -> Watched:
    found = Watched()
    with found.begin() as building:
        building.add([CLINICAL, LEAFLET])
        building.publish()
    return found


def asked(text: str) -> Question:
    return Question.asked(text, record=RECORD)


def test_record_and_library_are_both_cited_and_told_apart(generations: Watched) -> None:
    outcome = answerer(generations, records=Finds()).answer(asked(f"{ASKED} {LIBRARY}"), OPERATOR)
    assert isinstance(outcome, Answer)
    first, *rest = (claim.citations[0] for claim in outcome.claims)
    assert (first.origin, first.on, first.quote) == (Origin.RECORD, date(2026, 3, 3), LINE)
    assert rest
    assert {one.origin for one in rest} == {Origin.LIBRARY}
    assert len({one.label for one in outcome.evidence}) == len(outcome.evidence)
    assert BEYOND not in outcome.notes


def test_a_question_of_the_record_alone_retrieves_nothing(generations: Watched) -> None:
    events = list(answerer(generations, records=Finds()).stream(asked(ASKED), OPERATOR))
    (shown,) = (event for event in events if isinstance(event, EvidenceEvent))
    assert [each.origin for each in shown.evidence] == [Origin.RECORD]
    outcome = outcome_of(events)
    assert isinstance(outcome, Answer)
    assert [claim.text for claim in outcome.claims] == [LINE]
    assert "retrieve" not in {one.stage for one in outcome.trace.timings}
    assert outcome.confidence is None


def test_where_the_library_fails_the_record_still_answers_and_a_note_says_so(
    generations: Watched,
) -> None:
    silent = FakeGenerator([Insufficient(why="illustrative")])
    outcome = answerer(generations, quotations=silent, records=Finds()).answer(
        asked(f"{ASKED} {LIBRARY}"), OPERATOR
    )
    assert isinstance(outcome, Answer)
    assert [claim.text for claim in outcome.claims] == [LINE]
    assert BEYOND in outcome.notes


def test_a_rule_on_recommendations_holds_no_fact_of_the_record_back(generations: Watched) -> None:
    outcome = answerer(generations, records=Finds(), claim_checks=[Says(CheckStatus.BLOCK)]).answer(
        asked(f"{ASKED} {LIBRARY}"), OPERATOR
    )
    assert isinstance(outcome, Answer)
    assert [claim.text for claim in outcome.claims] == [LINE]
    assert outcome.withheld


def test_words_that_do_not_stand_in_the_record_are_not_shown(generations: Watched) -> None:
    outcome = answerer(generations, records=Finds("Examplol level 50 mg/L.")).answer(
        asked(ASKED), OPERATOR
    )
    assert isinstance(outcome, Abstention)


def test_a_draft_does_not_rest_on_the_record_alone(generations: Watched) -> None:
    """Free text of a record may be anybody's: it recommends nothing."""
    advice = "Examplol level 5 mg/L"
    quoted = DraftClaim(text=advice, quotes=(Quote(label=1, text=advice),))
    named = DraftClaim(text=advice, labels=frozenset({1}))
    outcome = answerer(generations, records=Finds(), model=FakeGenerator([quoted, named])).answer(
        asked(f"{ASKED} {LIBRARY}"), OPERATOR
    )
    assert isinstance(outcome, Answer)
    assert advice not in {claim.text for claim in outcome.claims}
    assert "citation" in {one.rule for one in outcome.withheld}


def test_a_part_of_a_line_is_no_statement_of_the_record(generations: Watched) -> None:
    part = LINE.removeprefix("Examplol ")
    outcome = answerer(generations, records=Finds(part)).answer(asked(ASKED), OPERATOR)
    assert isinstance(outcome, Abstention)


def test_what_was_remembered_is_forgotten_after_a_record_alone(generations: Watched) -> None:
    forgotten: list[str] = []
    parts = answerer(generations, records=Finds(), forget=lambda: forgotten.append("all"))
    parts.answer(Question.asked(LIBRARY), OPERATOR)
    assert forgotten == []
    parts.answer(asked(ASKED), OPERATOR)
    assert forgotten == ["all"]
    events = parts.stream(asked(ASKED), OPERATOR)
    next(events)
    events.close()  # type: ignore[attr-defined]
    assert forgotten == ["all", "all"]


def test_without_a_record_the_finder_is_not_asked(generations: Watched) -> None:
    outcome = answerer(generations, records=Finds()).answer(Question.asked(LIBRARY), OPERATOR)
    assert isinstance(outcome, Answer)
    assert "record" not in {one.stage for one in outcome.trace.timings}


def test_a_record_does_not_show_itself_where_a_question_is_printed() -> None:
    assert "Patient/1" not in repr(asked(ASKED))
    assert "Patient/1" not in repr(RECORD)


class AboutAChild:
    """A reader that knows a child from the record."""

    def read(self, question: Question) -> Situation:
        return Situation()

    def whom(self, situation: Situation) -> Whom:
        return Whom(words="The patient is a boy of 4 years.", group="in a child")


class Compares:
    """Refuses everything, and remembers what it held it against."""

    name = "compares"
    objection = "an illustrative objection"

    def __init__(self) -> None:
        self.against: set[str] = set()

    def verify(
        self,
        claim: DraftClaim,
        question: str,
        cited: Sequence[Evidence],
        admitted: Sequence[Evidence],
    ) -> Verdict:
        self.against.add(question)
        return Verdict(kind=VerdictKind.UNSUPPORTED, by=self.name)


def test_quotations_are_held_against_the_person_of_the_record_too(generations: Watched) -> None:
    compares = Compares()
    outcome = answerer(
        generations,
        verifiers=[compares],
        checking=Checking(reader=AboutAChild()),
    ).answer(asked(LIBRARY), OPERATOR)
    assert isinstance(outcome, Abstention)
    assert compares.against == {f"{LIBRARY} The patient is a boy of 4 years."}


def test_where_all_quotations_are_refused_the_next_ones_are_tried_once(
    generations: Watched,
) -> None:
    outcome = answerer(
        generations,
        verifiers=[QuoteVerifier(), Refuses("Give", VerdictKind.UNSUPPORTED)],
        quotations=TwoSentences(),
    ).answer(asked(LIBRARY), OPERATOR)
    assert isinstance(outcome, Answer)
    assert [claim.text for claim in outcome.claims] == ["This is illustrative."]
    assert outcome.withheld


class TwoSentences(FakeGenerator):
    """Quotes the first sentence, and the second where the first was refused."""

    def draft(self, question: str, evidence: Sequence[Evidence], left: Left = stays) -> Drafts:
        yield from self._quoted("Give examplol 5 mg for itch.", evidence)

    def again(self, question: str, evidence: Sequence[Evidence], refused: frozenset[str]) -> Drafts:
        assert refused == {"Give examplol 5 mg for itch."}
        yield from self._quoted("This is illustrative.", evidence)

    def _quoted(self, text: str, evidence: Sequence[Evidence]) -> Drafts:
        label = next(each.label for each in evidence if text in each.passage.text)
        yield DraftClaim(text=text, quotes=(Quote(label=label, text=text),))
