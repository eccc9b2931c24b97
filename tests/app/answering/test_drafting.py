"""What becomes of a model's draft: shown, drafted again, put right, or replaced by quotations."""

from collections.abc import Sequence
from typing import Final

import pytest

from app.answering.drafting import FELL_SHORT, NONE_LEFT, TOO_LATE, UNAVAILABLE, Drafted, Drafting
from app.answering.judging import ClaimJudge
from app.answering.timing import Stopwatch
from app.domain.answer import (
    ClaimEvent,
    DraftClaim,
    DraftedBy,
    Evidence,
    Insufficient,
    Verdict,
    VerdictKind,
)
from app.domain.errors import CitewellError, GenerationTimeout, ModelUnavailable, Overloaded
from app.domain.leaving import Left, stays
from app.domain.ports.generation import Drafts
from app.domain.ports.grounding import Verifier
from app.domain.question import Question
from app.domain.subject import Subject
from app.grounding.citation import QuoteVerifier, cite
from app.grounding.quoting import quote
from tests.app.generation.passages import evidence
from tests.fakes import FakeGenerator

EVIDENCE: Final = evidence(
    "Examplol relieves itch. Give examplol 5 mg each evening.",
    "Examplol may make you drowsy. It is taken with food.",
)
ASKED: Final = Question.asked("What is examplol given for?")
SUBJECT: Final = Subject(question=ASKED, evidence=EVIDENCE)
ITCH: Final = DraftClaim(text="Itch is relieved by examplol.", labels=(1,))
FOOD: Final = DraftClaim(text="With food it is taken.", labels=(2,))
TENFOLD: Final = DraftClaim(text="Give examplol 50 mg each evening.", labels=(1,))
FIVE: Final = DraftClaim(text="Each evening give examplol 5 mg.", labels=(1,))


class Scripted:
    """A generator that says what it is told to, and remembers what it was asked again."""

    fingerprint = "scripted"

    def __init__(
        self,
        *said: DraftClaim | Insufficient | CitewellError,
        again: DraftClaim | CitewellError | None = None,
    ) -> None:
        self._said = said
        self._again = again
        self.asked_again: list[tuple[str, str]] = []
        self.closed = False

    def draft(self, question: str, evidence: Sequence[Evidence], left: Left = stays) -> Drafts:
        try:
            for each in self._said:
                if isinstance(each, CitewellError):
                    raise each
                yield each
        finally:
            self.closed = True

    def redraft(
        self,
        question: str,
        evidence: Sequence[Evidence],
        failed: DraftClaim,
        why: str,
        left: Left = stays,
    ) -> DraftClaim | None:
        self.asked_again.append((failed.text, why))
        if isinstance(self._again, CitewellError):
            raise self._again
        return self._again


class Numbers:
    """Refuses a claim with a number that its quotes lack."""

    name = "numbers"
    objection = "a number in it does not stand in the quoted words"

    def __init__(self, kind: VerdictKind = VerdictKind.CONTRADICTED) -> None:
        self._kind = kind

    def verify(
        self,
        claim: DraftClaim,
        question: str,
        cited: Sequence[Evidence],
        admitted: Sequence[Evidence],
    ) -> Verdict:
        said = {word for each in claim.quotes for word in each.text.split() if word.isdigit()}
        wrong = [word for word in claim.text.split() if word.isdigit() and word not in said]
        if wrong:
            return Verdict(kind=self._kind, by=self.name, why=f"it says {wrong[0]}")
        return Verdict(kind=VerdictKind.SUPPORTED, by=self.name)


class Words:
    """Carries a claim whose every longer word its quotes hold."""

    name = "entailment"
    objection = "the quoted words do not carry it"

    def verify(
        self,
        claim: DraftClaim,
        question: str,
        cited: Sequence[Evidence],
        admitted: Sequence[Evidence],
    ) -> Verdict:
        said = " ".join(each.text.lower() for each in claim.quotes)
        held = all(w in said for w in claim.text.lower().rstrip(".").split() if len(w) > 3)
        kind = VerdictKind.SUPPORTED if held else VerdictKind.UNSUPPORTED
        return Verdict(kind=kind, by=self.name, why="illustrative")


def run(
    model: Scripted | None,
    verifiers: Sequence[Verifier] = (QuoteVerifier(), Numbers()),
    quotations: FakeGenerator | None = None,
) -> tuple[Drafted, list[str]]:
    """What became of the draft, and the texts of the claims that were sent."""
    judge = ClaimJudge(citer=cite, verifiers=verifiers, checks=(), quoter=quote)
    steps = Drafting(model, quotations or FakeGenerator(), judge).draft(SUBJECT, Stopwatch())
    sent: list[str] = []
    while True:
        try:
            event = next(steps)
        except StopIteration as ended:
            drafted: Drafted = ended.value
            return drafted, sent
        if isinstance(event, ClaimEvent):
            sent.append(event.claim.text)


def test_a_models_sentences_are_shown_with_the_words_they_stand_on() -> None:
    drafted, sent = run(Scripted(ITCH, FIVE))
    assert sent == [ITCH.text, FIVE.text]
    assert [claim.citations[0].quote for claim in drafted.claims] == [
        "Examplol relieves itch.",
        "Give examplol 5 mg each evening.",
    ]
    assert (drafted.drafted_by, drafted.notes) == (DraftedBy.MODEL, ())


def test_a_sentence_that_fails_is_drafted_once_more_with_the_reason() -> None:
    model = Scripted(ITCH, TENFOLD, again=FIVE)
    drafted, sent = run(model)
    assert model.asked_again == [(TENFOLD.text, "it says 50")]
    assert sent == [ITCH.text, FIVE.text]
    assert drafted.withheld == ()
    assert drafted.drafted_by is DraftedBy.MODEL


@pytest.mark.parametrize("again", [None, TENFOLD, DraftClaim(text="Give 500 now.", labels=(1,))])
def test_a_dose_that_fails_twice_is_withheld_and_quotations_take_over(
    again: DraftClaim | None,
) -> None:
    model = Scripted(ITCH, FOOD, TENFOLD, again=again)
    drafted, sent = run(model)
    assert len(model.asked_again) == 1
    assert sent[:2] == [ITCH.text, FOOD.text]
    assert "Examplol may make you drowsy." in sent
    assert not any("50" in text for text in sent)
    assert (drafted.drafted_by, drafted.notes) == (DraftedBy.BOTH, (FELL_SHORT,))
    (withheld,) = drafted.withheld
    assert (withheld.rule, withheld.reason) == ("numbers", Numbers.objection)


def test_a_plain_sentence_that_fails_is_only_withheld_where_most_of_the_answer_stands() -> None:
    stray = DraftClaim(text="There are 7 wonders.", labels=(1,))
    drafted, sent = run(Scripted(ITCH, FOOD, stray))
    assert sent == [ITCH.text, FOOD.text]
    assert (drafted.drafted_by, drafted.notes) == (DraftedBy.MODEL, ())
    assert len(drafted.withheld) == 1


def test_too_few_sentences_left_are_no_answer() -> None:
    strays = [DraftClaim(text=f"There are {n} wonders.", labels=(1,)) for n in (7, 8)]
    drafted, sent = run(Scripted(ITCH, *strays))
    assert sent[0] == ITCH.text
    assert drafted.notes == (FELL_SHORT,)
    assert drafted.drafted_by is DraftedBy.BOTH


def test_where_no_sentence_is_left_the_note_says_that() -> None:
    drafted, sent = run(Scripted(TENFOLD))
    assert sent == ["Examplol relieves itch.", "Examplol may make you drowsy."]
    assert (drafted.drafted_by, drafted.notes) == (DraftedBy.QUOTATIONS, (NONE_LEFT,))


def test_words_that_are_quoted_already_are_not_quoted_twice() -> None:
    _, sent = run(Scripted(ITCH, TENFOLD))
    assert "Examplol relieves itch." not in sent
    assert "Examplol may make you drowsy." in sent


@pytest.mark.parametrize(
    ("broken", "note"),
    [(ModelUnavailable("It ended."), UNAVAILABLE), (GenerationTimeout("It hung."), TOO_LATE)],
)
def test_an_engine_that_gives_out_leaves_quotations_and_a_note(
    broken: CitewellError, note: str
) -> None:
    drafted, sent = run(Scripted(broken))
    assert sent == ["Examplol relieves itch.", "Examplol may make you drowsy."]
    assert (drafted.drafted_by, drafted.notes) == (DraftedBy.QUOTATIONS, (note,))
    drafted, sent = run(Scripted(FIVE, broken))
    assert sent[0] == FIVE.text
    assert (drafted.drafted_by, drafted.notes) == (DraftedBy.BOTH, (note,))
    drafted, sent = run(Scripted(TENFOLD, again=broken))
    assert sent == ["Examplol relieves itch.", "Examplol may make you drowsy."]
    assert drafted.notes == (note,)


def test_the_operator_is_told_why_an_engine_gave_out(caplog: pytest.LogCaptureFixture) -> None:
    run(Scripted(ModelUnavailable("Its process ended with status -9.")))
    assert caplog.messages == ["The language model gave out: Its process ended with status -9."]
    assert ASKED.text not in caplog.text


def test_a_second_try_learns_that_its_reader_left() -> None:
    gone: list[bool] = []

    class Leaves(Scripted):
        def redraft(
            self,
            question: str,
            evidence: Sequence[Evidence],
            failed: DraftClaim,
            why: str,
            left: Left = stays,
        ) -> DraftClaim | None:
            readers.clear()
            gone.append(left())
            return None

    readers = ["one"]
    judge = ClaimJudge(citer=cite, verifiers=(QuoteVerifier(), Numbers()), checks=(), quoter=quote)
    list(
        Drafting(Leaves(TENFOLD), FakeGenerator(), judge).draft(
            SUBJECT, Stopwatch(), lambda: not readers
        )
    )
    assert gone == [True]


def test_a_queue_that_is_full_is_said_and_not_papered_over() -> None:
    with pytest.raises(Overloaded):
        run(Scripted(Overloaded("Many are waiting.")))


def test_a_model_that_finds_no_answer_is_believed() -> None:
    drafted, sent = run(Scripted(Insufficient(why="illustrative")))
    assert sent == []
    assert drafted.insufficient == Insufficient(why="illustrative")


def test_where_quotations_find_no_answer_the_model_is_not_asked() -> None:
    class Refusing(FakeGenerator):
        def refusal(self, question: str, evidence: Sequence[Evidence]) -> str | None:
            return "Nothing near enough."

    drafted, sent = run(Scripted(ITCH), quotations=Refusing())
    assert sent == []
    assert drafted.insufficient == Insufficient(why="Nothing near enough.")


def test_a_label_that_was_not_admitted_is_never_cited() -> None:
    for label in (3, 99):
        drafted, sent = run(Scripted(ITCH, FOOD, DraftClaim(text=ITCH.text, labels=(label,))))
        assert sent == [ITCH.text, FOOD.text]
        assert [each.rule for each in drafted.withheld] == ["citation"]


def test_a_wrong_label_is_put_right_only_where_other_words_carry_the_sentence_outright() -> None:
    wrong = DraftClaim(text="Examplol relieves itch.", labels=(2,))
    drafted, sent = run(Scripted(wrong), (QuoteVerifier(), Words()))
    assert sent == [wrong.text]
    assert drafted.claims[0].citations[0].label == 1
    drafted, _ = run(Scripted(FOOD, wrong), (QuoteVerifier(), Numbers(VerdictKind.UNSUPPORTED)))
    assert all(c.label == 2 for claim in drafted.claims[:2] for c in claim.citations)


def test_a_contradicted_sentence_is_not_looked_for_elsewhere() -> None:
    class Contradicts(Words):
        def verify(
            self,
            claim: DraftClaim,
            question: str,
            cited: Sequence[Evidence],
            admitted: Sequence[Evidence],
        ) -> Verdict:
            if any(each.label == 2 for each in cited):
                return Verdict(kind=VerdictKind.CONTRADICTED, by=self.name)
            return Verdict(kind=VerdictKind.SUPPORTED, by=self.name)

    wrong = DraftClaim(text="Examplol relieves itch.", labels=(2,))
    drafted, _ = run(Scripted(wrong), (QuoteVerifier(), Contradicts()))
    assert drafted.contradicted
    assert wrong.text not in [
        claim.text for claim in drafted.claims if len(claim.verdicts) and claim.text != wrong.text
    ]
    assert len(drafted.withheld) >= 1


def test_closing_the_steps_closes_the_models_draft() -> None:
    model = Scripted(ITCH, FIVE)
    judge = ClaimJudge(citer=cite, verifiers=(QuoteVerifier(),), checks=(), quoter=quote)
    steps = Drafting(model, FakeGenerator(), judge).draft(SUBJECT, Stopwatch())
    next(steps)
    steps.close()
    assert model.closed
