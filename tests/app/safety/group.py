"""A group of rules: its file, what a rule of it looks like, and how an example is run."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.answer import CitedClaim
from app.domain.citation import Citation
from app.domain.corpus import Span
from app.domain.ports.safety import ClaimCheck, QuestionCheck
from app.domain.question import Question, Speaker, Turn
from app.domain.safety import CheckVerdict
from app.domain.subject import Subject
from app.safety.rule import Example, Rule
from app.safety.situation.reader import QuestionReader

Run = Callable[[Example], tuple[CheckVerdict, ...]]


@dataclass(frozen=True)
class Group:
    """`run` gives what the installed screen or check says of an example."""

    file: str
    rules: Callable[[], tuple[Rule, ...]]
    run: Run


def question(example: Example) -> Question:
    """The example's question, asked after what was said earlier."""
    turns = tuple(Turn(speaker=Speaker.USER, text=text) for text in example.earlier)
    return Question.asked(example.ask, example.audience, turns)


def subject_of(example: Example) -> Subject:
    """The example's question with the person read from it; a library that states nothing."""
    asked = question(example)
    return Subject(question=asked, situation=QuestionReader().read(asked))


def claim_of(text: str) -> CitedClaim:
    """A claim that quotes itself."""
    span = Span(start=0, end=len(text))
    citation = Citation(
        label=1, document_id="d", passage_id="p", source="illustrative", span=span, quote=text
    )
    return CitedClaim(text=text, citations=(citation,))


def checked(of_question: QuestionCheck, of_claim: ClaimCheck) -> Run:
    """An example with a claim is put to the check of claims, any other to that of questions."""

    def run(example: Example) -> tuple[CheckVerdict, ...]:
        subject = subject_of(example)
        if example.claim is None:
            return of_question.check(subject)
        return of_claim.check(claim_of(example.claim), subject)

    return run
