"""Misspelt names of medicines, put right for whoever looks a medicine up by its name."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Final

from app.domain.answer import CitedClaim
from app.domain.patient import Situation, Whom
from app.domain.ports.drugs import DrugResolver
from app.domain.ports.safety import ClaimCheck, QuestionCheck, SituationReader
from app.domain.question import Question
from app.domain.safety import CheckVerdict
from app.domain.subject import Subject

MISSPELT: Final = "misspelling"


class Spelling:
    """Writes a misspelt name as the one medicine that is meant; where two may be meant, or none is
    known, the words stand as they were written.

    Remembers texts, and nothing of who asked.
    """

    def __init__(self, resolver: DrugResolver) -> None:
        self._resolver = resolver
        self._right: Callable[[str], str] = lru_cache(maxsize=256)(self._written_right)

    def question(self, question: Question) -> Question:
        """The question and its conversation; the same where nothing is misspelt."""
        text = self._right(question.text)
        turns = tuple(
            turn.model_copy(update={"text": self._right(turn.text)})
            for turn in question.conversation
        )
        if text == question.text and turns == question.conversation:
            return question
        return question.model_copy(update={"text": text, "conversation": turns})

    def subject(self, subject: Subject) -> Subject:
        question = self.question(subject.question)
        return subject if question is subject.question else replace(subject, question=question)

    def _written_right(self, text: str) -> str:
        for one in reversed(self._resolver.mentions(text)):
            if one.kind == MISSPELT and one.identity is not None:
                meant = " and ".join(sorted(one.identity.ingredients))
                text = text[: one.start] + meant + text[one.end :]
        return text


class SpelledReader:
    """A reader that misspelt names do not escape."""

    def __init__(self, reader: SituationReader, spelling: Spelling) -> None:
        self._reader = reader
        self._spelling = spelling

    def read(self, question: Question) -> Situation:
        return self._reader.read(self._spelling.question(question))

    def whom(self, situation: Situation) -> Whom:
        return self._reader.whom(situation)


class SpelledQuestionCheck:
    """A check on the question that misspelt names do not escape."""

    def __init__(self, check: QuestionCheck, spelling: Spelling) -> None:
        self._check = check
        self._spelling = spelling
        self.name: Final = check.name

    def check(self, subject: Subject) -> tuple[CheckVerdict, ...]:
        return self._check.check(self._spelling.subject(subject))


class SpelledClaimCheck:
    """A check on claims that misspelt names in the question do not escape."""

    def __init__(self, check: ClaimCheck, spelling: Spelling) -> None:
        self._check = check
        self._spelling = spelling
        self.name: Final = check.name

    def check(self, claim: CitedClaim, subject: Subject) -> tuple[CheckVerdict, ...]:
        return self._check.check(claim, self._spelling.subject(subject))
