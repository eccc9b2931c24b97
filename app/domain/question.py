"""A question and who asks it."""

import unicodedata
from enum import StrEnum
from typing import Final

from pydantic import Field

from app.domain.corpus import Audience
from app.domain.errors import InvalidQuestion
from app.domain.frozen import Frozen
from app.domain.governance import Override
from app.domain.identity import Limits, Role
from app.domain.ranking import Access, Filters
from app.domain.record import PatientRecord

LONGEST_QUESTION: Final = 4_000
"""Characters. The embedder reads 256 tokens; what is longer is a document, not a question."""
MOST_TURNS: Final = 500
"""Earlier turns that may come with a question."""


LOCALE: Final = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$"
EASIEST: Final = 6
HARDEST: Final = 14
"""US school grades of what a patient may be shown: our own words are below 8 (readability)."""


class Speaker(StrEnum):
    USER = "user"
    ASSISTANT = "assistant"


class Turn(Frozen):
    """An earlier turn of the conversation."""

    speaker: Speaker
    text: str = Field(max_length=LONGEST_QUESTION)


class Question(Frozen):
    """A question as it was asked; `asked` builds one and says what is wrong with bad input."""

    text: str
    audience: Audience = Audience.CLINICIAN
    conversation: tuple[Turn, ...] = ()
    filters: Filters = Filters()
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    """Where the asker is, ISO 3166-1 alpha-2: whose emergency numbers are given. None: where the
    service stands."""
    locale: str | None = Field(default=None, pattern=LOCALE)
    """The language that the asker reads (BCP 47). A patient who reads no English is referred."""
    reading_level: int | None = Field(default=None, ge=EASIEST, le=HARDEST)
    """US school grade above which a quotation is not shown to a patient; None: `HARDEST`."""
    overrides: tuple[Override, ...] = ()
    """Rules that a named clinician lets pass for this question; never for a patient."""
    record: PatientRecord | None = Field(default=None, repr=False)
    """The patient's own record, where it was handed over with the question."""

    @classmethod
    def asked(
        cls,
        text: str,
        audience: Audience = Audience.CLINICIAN,
        conversation: tuple[Turn, ...] = (),
        filters: Filters | None = None,
        country: str | None = None,
        overrides: tuple[Override, ...] = (),
        record: PatientRecord | None = None,
        locale: str | None = None,
        reading_level: int | None = None,
    ) -> "Question":
        """A checked question.

        Raises:
            InvalidQuestion: it is empty, longer than `LONGEST_QUESTION`, or not text; or it
                overrides rules on behalf of a patient.
        """
        stripped = text.strip()
        if not stripped:
            raise InvalidQuestion("The question is empty. Write a sentence or a few keywords.")
        if len(text) > LONGEST_QUESTION:
            raise InvalidQuestion(
                f"The question has {len(text):,} characters; at most {LONGEST_QUESTION:,} are "
                "read. Ask a shorter question, or ingest the long text as a document."
            )
        if any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\t\n\r" for c in stripped):
            raise InvalidQuestion(
                "The question holds control characters: it is not text. Send it as UTF-8."
            )
        if not any(c.isalnum() for c in stripped):
            raise InvalidQuestion("The question holds no letter and no digit. Write it in words.")
        if overrides and audience is not Audience.CLINICIAN:
            raise InvalidQuestion(
                "Rules can be overridden by a clinician alone: ask with audience clinician."
            )
        return cls(
            text=stripped,
            audience=audience,
            conversation=conversation,
            filters=filters or Filters(),
            country=country,
            overrides=overrides,
            record=record,
            locale=locale,
            reading_level=reading_level,
        )


class Caller(Frozen):
    """On whose behalf a question is answered. `name` is an account, never a patient."""

    name: str
    access: Access
    role: Role = Role.OPERATOR
    tenant: str | None = None
    key_id: str | None = None
    """Of the API key it was known by."""
    limits: Limits | None = None
    """None: it is not counted, as the operator is not."""
