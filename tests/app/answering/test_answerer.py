"""The trip of a question, over fakes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from app.answering.answerer import Answerer
from app.answering.checking import Checking
from app.answering.deciding import REVIEW, TOO_UNSURE
from app.answering.drafting import Drafting
from app.answering.judging import ClaimJudge
from app.domain.abstention import AbstentionReason
from app.domain.answer import (
    Abstention,
    Answer,
    CitedClaim,
    ClaimEvent,
    DoneEvent,
    DraftClaim,
    Event,
    Evidence,
    EvidenceEvent,
    Insufficient,
    Outcome,
    Quote,
    Referral,
    Verdict,
    VerdictKind,
)
from app.domain.confidence import Chance, Found, MadeWith, Measured
from app.domain.corpus import Audience, Provenance
from app.domain.errors import IndexUnavailable
from app.domain.manifest import AnalyzerCard
from app.domain.ports.generation import Generator, Quoting
from app.domain.ports.grounding import Verifier
from app.domain.ports.safety import AnswerCheck, ClaimCheck, Screen
from app.domain.question import Caller, Question, Speaker, Turn
from app.domain.ranking import Access
from app.domain.safety import CheckStatus, CheckVerdict, Decline, Finding, Screening
from app.domain.subject import Subject
from app.grounding.citation import QuoteVerifier, cite
from app.grounding.quoting import quote
from app.retrieval.hybrid import HybridRetriever
from tests.fakes import (
    FakeEmbedder,
    FakeFollowUps,
    FakeGenerations,
    FakeGenerator,
    FakeSnapshot,
    split_document,
)

CLINICAL = split_document(
    "Itch guideline",
    ["Give examplol 5 mg for itch. This is illustrative.", "Stop examplol if a rash appears."],
)
LEAFLET = split_document(
    "Itch leaflet",
    ["Keep your skin cool when you itch. This is illustrative."],
    Provenance(source="leaflets", licence="CC0-1.0", audience=Audience.PATIENT),
)
OPERATOR = Caller(name="operator", access=Access(audiences=frozenset(Audience), tags=None))
QUESTION = Question.asked("What dose of examplol for itch?")


class Watched(FakeGenerations):
    """Counts leases, and how many are open."""

    def __init__(self) -> None:
        super().__init__(FakeEmbedder())
        self.open = 0
        self.leases = 0

    @contextmanager
    def lease(self) -> Iterator[FakeSnapshot]:
        with super().lease() as snapshot:
            self.open += 1
            self.leases += 1
            try:
                yield snapshot
            finally:
                self.open -= 1


@pytest.fixture
def generations() -> Watched:
    found = Watched()
    with found.begin() as building:
        building.add([CLINICAL, LEAFLET])
        building.publish()
    return found


class Refuses:
    """A verifier that refuses claims with this word."""

    name = "refuses"
    objection = "an illustrative objection"

    def __init__(self, word: str, kind: VerdictKind) -> None:
        self._word = word
        self._kind = kind

    def verify(
        self,
        claim: DraftClaim,
        question: str,
        cited: Sequence[Evidence],
        admitted: Sequence[Evidence],
    ) -> Verdict:
        if self._word in claim.text:
            return Verdict(kind=self._kind, by=self.name, why="an illustrative reason")
        return Verdict(kind=VerdictKind.SUPPORTED, by=self.name)


class Says:
    """A check, of a claim or of the whole, that always says the same."""

    name = "says"

    def __init__(self, status: CheckStatus) -> None:
        self._status = status

    def check(self, claim: object, subject: Subject) -> tuple[CheckVerdict, ...]:
        said = CheckVerdict(name=self.name, status=self._status, rule="rule-1", why="because")
        return (said,)


UNKNOWN = Chance()
MEASURED = Measured(
    found={"nearest": 0.5},
    judged={},
    made_with=MadeWith(
        embedder="e",
        weights_sha256="w",
        analyzer=AnalyzerCard(engine="x", language="en", k=1.0, b=0.5, average_length=9.0),
        generator="g",
        arrangement="a",
    ),
)
NO_QUESTION = Decline(
    reason=AbstentionReason.OUT_OF_SCOPE, explanation="illustrative: out of scope"
)


class Calibrates:
    """Foresees and states what it was told to, and remembers what it was asked about."""

    def __init__(self, foreseen: Chance, stated: Chance = UNKNOWN) -> None:
        self._foreseen = foreseen
        self._stated = stated
        self.found: list[Found] = []
        self.withheld: list[int] = []
        self.measures = 0

    def foreseen(self, found: Found) -> Chance:
        self.found.append(found)
        return self._foreseen

    def stated(self, found: Found, claims: Sequence[CitedClaim], withheld: int) -> Chance:
        self.withheld.append(withheld)
        return self._stated

    def measured(self, found: Found, claims: Sequence[CitedClaim], withheld: int) -> Measured:
        self.measures += 1
        return MEASURED.model_copy(update={"judged": {"claims": float(len(claims))}})


class Screens:
    name = "screens"

    def __init__(self, screening: Screening) -> None:
        self._screening = screening

    def screen(self, question: Question) -> Screening:
        return self._screening


def answerer(
    generations: FakeGenerations,
    *,
    model: Generator | None = None,
    quotations: Quoting | None = None,
    verifiers: Sequence[Verifier] = (QuoteVerifier(),),
    claim_checks: Sequence[ClaimCheck] = (),
    screens: Sequence[Screen] = (),
    answer_checks: Sequence[AnswerCheck] = (),
    **parts: object,
) -> Answerer:
    drafting = Drafting(
        generator=model,
        quotations=quotations or FakeGenerator(),
        judge=ClaimJudge(citer=cite, verifiers=verifiers, checks=claim_checks, quoter=quote),
    )
    given: dict[str, object] = {
        "retriever": HybridRetriever(FakeEmbedder()),
        "drafting": drafting,
        "settings": "settings-1",
        "rules": "rules-1",
        "checking": Checking(screens=screens, answer_checks=answer_checks),
        **parts,
    }
    return Answerer(generations=generations, **given)  # type: ignore[arg-type]


def outcome_of(events: list[Event]) -> Outcome:
    last = events[-1]
    assert isinstance(last, DoneEvent)
    assert sum(isinstance(event, DoneEvent) for event in events) == 1
    return last.outcome


def test_every_claim_of_an_answer_stands_word_for_word_in_its_document(
    generations: Watched,
) -> None:
    outcome = answerer(generations).answer(QUESTION, OPERATOR)
    assert isinstance(outcome, Answer)
    texts = {one.document.id: one.document.text for one in (CLINICAL, LEAFLET)}
    for claim in outcome.claims:
        for citation in claim.citations:
            assert citation.span.of(texts[citation.document_id]) == citation.quote
    cited = {c.label for claim in outcome.claims for c in claim.citations}
    assert {each.label for each in outcome.evidence} == cited


def test_evidence_is_sent_first_then_claims_then_done(generations: Watched) -> None:
    events = list(answerer(generations).stream(QUESTION, OPERATOR))
    assert isinstance(events[0], EvidenceEvent)
    outcome = outcome_of(events)
    assert isinstance(outcome, Answer)
    sent = tuple(event.claim for event in events if isinstance(event, ClaimEvent))
    assert sent == outcome.claims


def test_the_trace_names_everything_that_made_the_outcome(generations: Watched) -> None:
    trace = answerer(generations).answer(QUESTION, OPERATOR).trace
    assert trace.generation == "fake-1"
    assert trace.generator == "fake-first-sentences"
    assert (trace.settings, trace.rules) == ("settings-1", "rules-1")
    assert trace.embedder.startswith("fake-bag-of-words@")
    stages = [timing.stage for timing in trace.timings]
    assert stages == [
        "screen",
        "read",
        "retrieve",
        "admit",
        "foresee",
        "draft",
        "judge",
        "check",
        "decide",
    ]
    again = answerer(generations).answer(QUESTION, OPERATOR).trace
    assert again.trace_id != trace.trace_id


def test_one_lease_serves_a_question_and_is_given_back(generations: Watched) -> None:
    events = answerer(generations).stream(QUESTION, OPERATOR)
    next(events)
    assert generations.open == 1
    list(events)
    assert (generations.leases, generations.open) == (1, 0)


def test_a_caller_who_hangs_up_gives_the_lease_back(generations: Watched) -> None:
    events = answerer(generations).stream(QUESTION, OPERATOR)
    next(events)
    events.close()  # type: ignore[attr-defined]
    assert generations.open == 0


def test_a_question_in_flight_keeps_the_generation_it_began_with(generations: Watched) -> None:
    events = answerer(generations).stream(QUESTION, OPERATOR)
    next(events)
    with generations.begin(fresh=True) as building:
        building.add([LEAFLET])
        building.publish()
    outcome = outcome_of(list(events))
    assert isinstance(outcome, Answer)
    assert outcome.trace.generation == "fake-1"


def test_a_patient_is_answered_from_patient_documents_alone(generations: Watched) -> None:
    question = Question.asked("What dose of examplol for itch?", Audience.PATIENT)
    events = list(answerer(generations).stream(question, OPERATOR))
    shown = [
        each for event in events if isinstance(event, EvidenceEvent) for each in event.evidence
    ]
    assert {each.document.id for each in shown} == {LEAFLET.document.id}


def test_a_clinician_is_shown_what_patients_are_told_too(generations: Watched) -> None:
    events = list(answerer(generations).stream(QUESTION, OPERATOR))
    shown = [
        each for event in events if isinstance(event, EvidenceEvent) for each in event.evidence
    ]
    assert {each.document.id for each in shown} == {CLINICAL.document.id, LEAFLET.document.id}


def test_a_question_never_widens_what_its_caller_may_see(generations: Watched) -> None:
    patient = Caller(name="portal", access=Access(audiences=frozenset({Audience.PATIENT})))
    shown = [
        each
        for event in answerer(generations).stream(QUESTION, patient)
        if isinstance(event, EvidenceEvent)
        for each in event.evidence
    ]
    assert {each.document.id for each in shown} == {LEAFLET.document.id}


def test_a_caller_with_no_matching_audience_gets_an_honest_nothing(generations: Watched) -> None:
    clinician = Caller(name="ward", access=Access(audiences=frozenset({Audience.CLINICIAN})))
    question = Question.asked("What helps against itch?", Audience.PATIENT)
    outcome = answerer(generations).answer(question, clinician)
    assert isinstance(outcome, Abstention)
    assert outcome.reason is AbstentionReason.NO_EVIDENCE


@pytest.mark.parametrize("kind", [VerdictKind.UNSUPPORTED, VerdictKind.CONTRADICTED])
def test_a_refused_claim_is_withheld_and_its_words_go_nowhere(
    generations: Watched, kind: VerdictKind
) -> None:
    verifiers = (QuoteVerifier(), Refuses("5 mg", kind))
    events = list(answerer(generations, verifiers=verifiers).stream(QUESTION, OPERATOR))
    outcome = outcome_of(events)
    assert isinstance(outcome, Answer)
    assert all("5 mg" not in claim.text for claim in outcome.claims)
    (withheld,) = outcome.withheld
    assert (withheld.rule, withheld.reason) == ("refuses", "an illustrative objection")
    assert "5 mg" not in withheld.model_dump_json()


def test_a_made_up_quotation_never_reaches_anyone(generations: Watched) -> None:
    drafts = [DraftClaim(text="Give 50 mg.", quotes=(Quote(label=1, text="Give examplol 50 mg."),))]
    for verifiers in ((QuoteVerifier(),), ()):
        parts = answerer(generations, quotations=FakeGenerator(drafts), verifiers=verifiers)
        events = list(parts.stream(QUESTION, OPERATOR))
        outcome = outcome_of(events)
        assert isinstance(outcome, Abstention)
        assert outcome.reason is AbstentionReason.WEAK_EVIDENCE
        assert not any(isinstance(event, ClaimEvent) for event in events)
        assert outcome.nearest


def test_a_check_that_blocks_withholds_and_one_that_warns_does_not(generations: Watched) -> None:
    blocked = answerer(generations, claim_checks=(Says(CheckStatus.BLOCK),))
    outcome = blocked.answer(QUESTION, OPERATOR)
    assert isinstance(outcome, Abstention)
    assert {each.rule for each in outcome.withheld} == {"rule-1"}
    assert [check.status for check in outcome.checks if check.name == "says"] == [CheckStatus.BLOCK]
    warned = answerer(generations, claim_checks=(Says(CheckStatus.WARN),))
    outcome = warned.answer(QUESTION, OPERATOR)
    assert isinstance(outcome, Answer)
    assert [(check.name, check.status) for check in outcome.checks] == [
        ("quote", CheckStatus.PASS),
        ("says", CheckStatus.WARN),
    ]


def test_checks_of_the_whole_only_add(generations: Watched) -> None:
    parts = answerer(generations, answer_checks=(Says(CheckStatus.BLOCK),))
    events = list(parts.stream(QUESTION, OPERATOR))
    outcome = outcome_of(events)
    assert isinstance(outcome, Answer)
    assert [event.event for event in events[-2:]] == ["check", "done"]
    assert outcome.checks[-1].status is CheckStatus.BLOCK


def test_a_finding_refers_before_anything_is_retrieved(generations: Watched) -> None:
    finding = Finding(name="red flag", message="illustrative", next_step="call for help")
    screens = (Screens(Screening(decline=NO_QUESTION)), Screens(Screening(findings=(finding,))))
    events = list(answerer(generations, screens=screens).stream(QUESTION, OPERATOR))
    outcome = outcome_of(events)
    assert isinstance(outcome, Referral)
    assert outcome.findings == (finding,)
    assert [timing.stage for timing in outcome.trace.timings] == ["screen"]
    assert len(events) == 1


def test_a_screen_can_abstain(generations: Watched) -> None:
    screens = (Screens(Screening(decline=NO_QUESTION)),)
    outcome = answerer(generations, screens=screens).answer(QUESTION, OPERATOR)
    assert isinstance(outcome, Abstention)
    assert outcome.reason is AbstentionReason.OUT_OF_SCOPE
    assert outcome.explanation == "illustrative: out of scope"


def test_a_generator_that_finds_no_answer_leads_to_an_abstention(generations: Watched) -> None:
    generator = FakeGenerator([Insufficient(why="illustrative: not in the evidence")])
    outcome = answerer(generations, quotations=generator).answer(QUESTION, OPERATOR)
    assert isinstance(outcome, Abstention)
    assert outcome.reason is AbstentionReason.WEAK_EVIDENCE
    assert outcome.explanation == "illustrative: not in the evidence"
    assert [card.id for card in outcome.nearest] == list(
        dict.fromkeys(c.id for c in outcome.nearest)
    )


def test_a_silent_generator_is_an_abstention_too(generations: Watched) -> None:
    outcome = answerer(generations, quotations=FakeGenerator([])).answer(QUESTION, OPERATOR)
    assert isinstance(outcome, Abstention)
    assert outcome.explanation


def test_without_an_index_the_error_says_so() -> None:
    with pytest.raises(IndexUnavailable):
        answerer(FakeGenerations()).answer(QUESTION, OPERATOR)


def test_a_claim_that_passed_carries_its_verdicts(generations: Watched) -> None:
    outcome = answerer(generations).answer(QUESTION, OPERATOR)
    assert isinstance(outcome, Answer)
    claim: CitedClaim = outcome.claims[0]
    assert [(verdict.by, verdict.kind) for verdict in claim.verdicts] == [
        ("quote", VerdictKind.SUPPORTED)
    ]


def test_an_answer_too_unlikely_to_be_right_is_never_begun(generations: Watched) -> None:
    calibrator = Calibrates(Chance(probability=0.1, enough=False))
    events = list(answerer(generations, calibrator=calibrator).stream(QUESTION, OPERATOR))
    assert [event.event for event in events] == ["evidence", "done"]
    outcome = outcome_of(events)
    assert isinstance(outcome, Abstention)
    assert outcome.reason is AbstentionReason.WEAK_EVIDENCE
    assert outcome.explanation == TOO_UNSURE
    assert outcome.nearest
    assert calibrator.withheld == []


def test_where_drafting_knows_why_the_evidence_is_weak_that_is_told(generations: Watched) -> None:
    class Refusing(FakeGenerator):
        def refusal(self, question: str, evidence: Sequence[Evidence]) -> str | None:
            return "illustrative: it names what nothing mentions"

    parts = answerer(
        generations, quotations=Refusing(), calibrator=Calibrates(Chance(enough=False))
    )
    outcome = parts.answer(QUESTION, OPERATOR)
    assert isinstance(outcome, Abstention)
    assert outcome.explanation == "illustrative: it names what nothing mentions"


def test_an_unknown_chance_is_no_reason_to_abstain_and_no_all_clear(generations: Watched) -> None:
    for parts in (answerer(generations), answerer(generations, calibrator=Calibrates(Chance()))):
        outcome = parts.answer(QUESTION, OPERATOR)
        assert isinstance(outcome, Answer)
        assert (outcome.confidence, outcome.review, outcome.notes) == (None, None, ())


@pytest.mark.parametrize(("enough", "review"), [(True, False), (False, True), (None, None)])
def test_the_confidence_is_stated_and_a_low_one_asks_for_a_second_look(
    generations: Watched, enough: bool | None, review: bool | None
) -> None:
    stated = Chance(probability=0.4, enough=enough)
    calibrator = Calibrates(Chance(probability=0.9, enough=True), stated)
    verifiers = (QuoteVerifier(), Refuses("5 mg", VerdictKind.UNSUPPORTED))
    parts = answerer(generations, calibrator=calibrator, verifiers=verifiers)
    outcome = parts.answer(QUESTION, OPERATOR)
    assert isinstance(outcome, Answer)
    assert (outcome.confidence, outcome.review) == (0.4, review)
    assert outcome.notes == ((REVIEW,) if review else ())
    assert calibrator.withheld == [1]
    (found,) = calibrator.found
    assert (found.question, found.generator) == (QUESTION.text, "fake-first-sentences")
    assert found.embedder == FakeEmbedder().card


FOLLOW_UP = Question.asked(
    "and for itch?",
    conversation=(Turn(speaker=Speaker.USER, text="What dose of examplol?"),),
)
WHOLE = "What dose of examplol for itch?"


class Heard:
    """A screen that remembers what it was shown, and finds something in one of the two texts."""

    name = "heard"

    def __init__(self, finds_in: str = "") -> None:
        self.texts: list[str] = []
        self._finds_in = finds_in

    def screen(self, question: Question) -> Screening:
        self.texts.append(question.text)
        finding = Finding(name="danger", message="illustrative", next_step="call")
        return Screening(findings=(finding,) if question.text == self._finds_in else ())


def test_a_follow_up_is_answered_as_the_whole_question_and_the_outcome_says_so(
    generations: Watched,
) -> None:
    heard = Heard()
    calibrator = Calibrates(UNKNOWN)
    made = answerer(generations, screens=[heard], follow_ups=FakeFollowUps(), calibrator=calibrator)
    outcome = made.answer(FOLLOW_UP, OPERATOR)
    assert isinstance(outcome, Answer)
    assert outcome.read_as == WHOLE
    assert heard.texts == [FOLLOW_UP.text, WHOLE]
    whole = answerer(generations).answer(QUESTION, OPERATOR)
    assert isinstance(whole, Answer)
    assert outcome.claims == whole.claims
    assert [found.question for found in calibrator.found] == [WHOLE]


@pytest.mark.parametrize("text", [FOLLOW_UP.text, WHOLE])
def test_danger_in_either_reading_is_referred(generations: Watched, text: str) -> None:
    made = answerer(generations, screens=[Heard(text)], follow_ups=FakeFollowUps())
    outcome = made.answer(FOLLOW_UP, OPERATOR)
    assert isinstance(outcome, Referral)
    assert outcome.read_as == WHOLE
    assert generations.leases == 0


def test_an_abstention_tells_how_the_question_was_read(generations: Watched) -> None:
    made = answerer(
        generations,
        quotations=FakeGenerator([Insufficient(why="illustrative")]),
        follow_ups=FakeFollowUps(),
    )
    outcome = made.answer(FOLLOW_UP, OPERATOR)
    assert isinstance(outcome, Abstention)
    assert outcome.read_as == WHOLE


@pytest.mark.parametrize("question", [QUESTION, FOLLOW_UP.model_copy(update={"text": "itch?"})])
def test_what_leans_on_nothing_is_screened_once_and_read_as_it_stands(
    generations: Watched, question: Question
) -> None:
    heard = Heard()
    made = answerer(generations, screens=[heard], follow_ups=FakeFollowUps())
    assert made.answer(question, OPERATOR).read_as is None
    assert heard.texts == [question.text]
