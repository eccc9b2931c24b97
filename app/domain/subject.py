"""All that a check may look at beside the claim."""

from dataclasses import dataclass, field, replace
from typing import Protocol

from app.domain.answer import Evidence
from app.domain.citation import Origin
from app.domain.facts import F
from app.domain.patient import Situation, Whom
from app.domain.question import Question


class Stated(Protocol):
    """What the documents that this caller may see state about drugs, as typed facts."""

    def facts(self, ingredient: str | frozenset[str], kind: type[F]) -> tuple[F, ...]:
        """As `FactStore.facts`, remembered for the length of one question."""
        ...

    def title(self, document_id: str) -> str:
        """Empty where the document is not there."""
        ...


class NothingStated:
    """A library without drug facts."""

    def facts(self, ingredient: str | frozenset[str], kind: type[F]) -> tuple[F, ...]:
        del ingredient, kind
        return ()

    def title(self, document_id: str) -> str:
        del document_id
        return ""


_ENDS = "?.! "


@dataclass(frozen=True)
class Subject:
    """One question and the person it is about; the same for every claim of its answer."""

    question: Question
    situation: Situation = field(default_factory=Situation)
    whom: Whom = field(default_factory=Whom)
    """The person in words, as far as the question itself does not tell."""
    evidence: tuple[Evidence, ...] = ()
    stated: Stated = field(default_factory=NothingStated)
    trace_id: str = ""
    beyond_record: str = ""
    """What is asked of the library, where the patient's record answers the rest."""

    @property
    def asked(self) -> str:
        """What is searched for and drafted from: the question, with what documents have sections
        of their own for (`in pregnancy`) where a record or an earlier turn told it."""
        text = self.beyond_record or self.question.text
        return f"{text.rstrip(_ENDS)} {self.whom.group}?" if self.whom.group else text

    @property
    def compared(self) -> str:
        """What quotations are held against: the question, and whom it is about."""
        text = self.beyond_record or self.question.text
        return f"{text} {self.whom.words}" if self.whom.words else text

    @property
    def library(self) -> tuple[Evidence, ...]:
        """The evidence without that of the patient's record."""
        return tuple(one for one in self.evidence if one.origin is Origin.LIBRARY)

    def about(
        self, question: Question, evidence: tuple[Evidence, ...], beyond_record: str = ""
    ) -> "Subject":
        """The same person and library once the question was made plain and evidence admitted."""
        return replace(self, question=question, evidence=evidence, beyond_record=beyond_record)
