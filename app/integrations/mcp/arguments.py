"""What each tool takes. Unknown arguments are refused, so that a misspelt filter is not ignored."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.domain.corpus import Audience
from app.domain.found import MOST_FOUND
from app.domain.question import LONGEST_QUESTION, Question, Speaker, Turn
from app.domain.ranking import Filters

MOST_TURNS = 200
"""Earlier turns of a conversation that one call may bring."""

Name = Annotated[str, StringConstraints(max_length=500)]
Names = Annotated[tuple[Name, ...], Field(max_length=100)]
Words = Annotated[str, Field(max_length=LONGEST_QUESTION)]


class _Arguments(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Narrowing(_Arguments):
    """What narrows the search; an empty list does not narrow."""

    sources: Names = ()
    jurisdictions: Names = ()
    document_ids: Names = ()
    grades: Names = Field(
        default=(), description="Of evidence, in the words of the documents: B, GRADE: moderate."
    )
    published_from: date | None = None
    published_to: date | None = Field(default=None, description="Inclusive.")
    include_superseded: bool = False

    def to_filters(self) -> Filters:
        return Filters(
            sources=frozenset(self.sources),
            jurisdictions=frozenset(self.jurisdictions),
            document_ids=frozenset(self.document_ids),
            grades=frozenset(self.grades),
            published_from=self.published_from,
            published_to=self.published_to,
            include_superseded=self.include_superseded,
        )


class EarlierTurn(_Arguments):
    speaker: Speaker
    text: Words

    def to_turn(self) -> Turn:
        return Turn(speaker=self.speaker, text=self.text)


class Ask(_Arguments):
    question: Words = Field(
        description="In the person's own words; what they told of themselves belongs in it.",
        examples=["What dose of apixaban with an eGFR of 22?"],
    )
    audience: Audience = Field(
        default=Audience.CLINICIAN, description="On whose behalf: patient where one asks."
    )
    conversation: tuple[EarlierTurn, ...] = Field(
        default=(),
        max_length=MOST_TURNS,
        description="Earlier turns, oldest first: every safety check reads them, too.",
    )
    country: str | None = Field(
        default=None,
        pattern="^[A-Z]{2}$",
        description="Where the asker is (ISO 3166-1): whose emergency numbers a referral gives.",
    )
    filters: Narrowing = Narrowing()

    def to_question(self) -> Question:
        """Raises InvalidQuestion."""
        return Question.asked(
            self.question,
            self.audience,
            conversation=tuple(
                Turn(speaker=one.speaker, text=one.text) for one in self.conversation
            ),
            filters=self.filters.to_filters(),
            country=self.country,
        )


class RunChecks(_Arguments):
    statement: Words = Field(
        description="What is about to be said or done, as a sentence.",
        examples=["Give doxycycline 100 mg twice daily for seven days."],
    )
    person: Words = Field(
        description="All that is told of the person: age, pregnancy, kidneys with their measure, "
        "allergies, every medicine.",
        examples=["She is 20 weeks pregnant and takes warfarin."],
    )
    audience: Audience = Field(
        default=Audience.CLINICIAN, description="Who reads what the checks say."
    )
    conversation: tuple[EarlierTurn, ...] = Field(default=(), max_length=MOST_TURNS)
    country: str | None = Field(default=None, pattern="^[A-Z]{2}$")

    def to_about(self) -> Question:
        """Raises InvalidQuestion."""
        return Question.asked(
            self.person,
            self.audience,
            conversation=tuple(each.to_turn() for each in self.conversation),
            country=self.country,
        )


class Search(_Arguments):
    query: Words = Field(description="Words to look for.")
    k: int = Field(default=10, ge=1, le=MOST_FOUND, description="At most this many passages.")
    audience: Audience = Audience.CLINICIAN
    filters: Narrowing = Narrowing()

    def to_query(self) -> Question:
        """Raises InvalidQuestion."""
        return Question.asked(self.query, self.audience, filters=self.filters.to_filters())


class ReadPassageOf(_Arguments):
    id: str = Field(
        min_length=1, max_length=64, description="`passage_id` of a citation, `id` of a search."
    )
    start: int | None = Field(
        default=None, ge=0, description="With `end`: the cited span within the document, to mark."
    )
    end: int | None = Field(default=None, ge=0)
