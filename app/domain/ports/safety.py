"""Screens before retrieval, checks on claims and on whole answers.

What a check reports: a verdict for each rule that fired, or exactly one that says `pass` or
`not_checked`. Never nothing.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol, runtime_checkable

from app.domain.answer import CitedClaim
from app.domain.patient import Situation, Whom
from app.domain.question import Question
from app.domain.safety import CheckVerdict, Finding, Screening
from app.domain.subject import Subject


class Screen(Protocol):
    """Looks at question, conversation and audience, before anything is retrieved."""

    @property
    def name(self) -> str: ...

    def screen(self, question: Question) -> Screening: ...


class SituationReader(Protocol):
    def read(self, question: Question) -> Situation:
        """What question, conversation and record tell of the person they are about."""
        ...

    def whom(self, situation: Situation) -> Whom:
        """The same in words, without what the question itself tells."""
        ...


class QuestionCheck(Protocol):
    """On the question alone: it speaks also where the library answers nothing. Never blocks."""

    @property
    def name(self) -> str: ...

    def check(self, subject: Subject) -> tuple[CheckVerdict, ...]: ...


class ClaimCheck(Protocol):
    """On each claim that passed every verifier; a verdict that blocks withholds it."""

    @property
    def name(self) -> str: ...

    def check(self, claim: CitedClaim, subject: Subject) -> tuple[CheckVerdict, ...]: ...


class PatientWords(Protocol):
    """What a patient is told beside a quotation, and in place of a check's own words."""

    def lead(self, text: str) -> str | None: ...
    def ask_first(self, text: str) -> str | None: ...
    def care_team(self) -> Finding: ...
    def verdict(self, check: CheckVerdict) -> CheckVerdict: ...


class AnswerCheck(Protocol):
    """On what is shown of an answer; it may add to it and takes nothing back."""

    @property
    def name(self) -> str: ...

    def check(self, claims: Sequence[CitedClaim], subject: Subject) -> tuple[CheckVerdict, ...]: ...


class ReadForHarm(NamedTuple):
    """What the rules make of a text, beside which a likeness is fitted."""

    fired: bool
    """Whether a rule declines it."""
    firm: bool
    """Whether one does of the gravest severity: it is not taken back."""
    sayings: frozenset[str]
    """Those of the rules that are found in it, wrong as they stand or not."""


@runtime_checkable
class Preparing(Protocol):
    """A screen some of whose data is made when first needed."""

    def prepare(self) -> None:
        """All of it now, so that no question waits for it."""
        ...


@runtime_checkable
class HarmReader(Protocol):
    """A screen for harm whose likeness can be fitted."""

    def read_for_harm(self, text: str, without: frozenset[str] = frozenset()) -> ReadForHarm:
        """
        Args:
            without: sayings that do not count.
        """
        ...

    def examples(self) -> Mapping[str, bool]:
        """What each rule was written to find and to leave alone; whether it is harmful."""
        ...
