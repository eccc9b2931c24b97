"""The groups of rules on contraindications and allergies."""

from collections.abc import Callable
from functools import partial

from app.domain.answer import CitedClaim
from app.domain.citation import Citation
from app.domain.corpus import Span
from app.domain.question import Question, Speaker, Turn
from app.domain.safety import CheckVerdict
from app.domain.subject import Subject
from app.safety.checks.allergic import FILE, allergy_rules
from app.safety.checks.allergy import AllergyCheck, AllergyQuestionCheck
from app.safety.checks.contraindication import FILES, Contraindication
from app.safety.checks.contraindications import ContraindicationCheck, ContraindicationQuestionCheck
from app.safety.rule import Example, Rule
from app.safety.rulebook import read_rules
from app.safety.situation.reader import QuestionReader

READER = QuestionReader()


def subject_of(example: Example) -> Subject:
    turns = tuple(Turn(speaker=Speaker.USER, text=text) for text in example.earlier)
    asked = Question.asked(example.ask, example.audience, turns)
    return Subject(question=asked, situation=READER.read(asked))


def claim_of(text: str) -> CitedClaim:
    cited = Citation(
        label=1,
        document_id="d",
        passage_id="p",
        source="s",
        span=Span(start=0, end=len(text)),
        quote=text,
    )
    return CitedClaim(text=text, citations=(cited,))


def contraindication_verdicts(example: Example) -> tuple[CheckVerdict, ...]:
    subject = subject_of(example)
    if example.claim is None:
        return ContraindicationQuestionCheck().check(subject)
    return ContraindicationCheck().check(claim_of(example.claim), subject)


def allergy_verdicts(example: Example) -> tuple[CheckVerdict, ...]:
    subject = subject_of(example)
    if example.claim is None:
        return AllergyQuestionCheck().check(subject)
    return AllergyCheck().check(claim_of(example.claim), subject)


def _rules(file: str) -> tuple[Rule, ...]:
    return tuple(read_rules(file, Contraindication))


Parts = tuple[str, Callable[[], tuple[Rule, ...]], Callable[[Example], tuple[CheckVerdict, ...]]]
PERSON_GROUPS: tuple[Parts, ...] = (
    *((file, partial(_rules, file), contraindication_verdicts) for file in FILES),
    (FILE, allergy_rules, allergy_verdicts),
)
"""File, rules and run of each group."""
