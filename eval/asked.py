"""Questions with what their outcomes should be.

Either of two files:

    questions.toml    [[question]] tables with text, audience, expect (answer, abstention or
                      referral), must_cite, must_quote, nuggets; see corpora/README.md
    NAME.jsonl[.gz]   {"id": ..., "question": ..., "audience": clinician|patient, "expected":
                      answer|abstain|refer, "nuggets": [text or list of alternatives],
                      "must_cite": [origin], "must_quote": text or list of texts}

All but the question (and the id) may be left out. A folder of documents that holds questions.toml
or questions.jsonl brings its library along; with a file the library is `--set library=DIR`, or else
the index in force.
"""

import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationError,
    model_validator,
)

from app.domain.answer import Outcome
from app.domain.corpus import Audience
from app.domain.errors import InvalidQuestion
from app.domain.frozen import Frozen
from app.domain.question import Question
from eval.jsonl import Id, first_fault, read_jsonl, sha256_of
from eval.measures.nugget_coverage import nugget_words
from eval.suite import UnusableSet

TOML: Final = "questions.toml"
JSONL: Final = "questions.jsonl"


class OutcomeKind(StrEnum):
    ANSWER = "answer"
    ABSTAIN = "abstain"
    REFER = "refer"


KINDS: Final = {
    "answer": OutcomeKind.ANSWER,
    "abstention": OutcomeKind.ABSTAIN,
    "referral": OutcomeKind.REFER,
}
"""The product's word for an outcome -> the one that sets use."""


def kind_of(outcome: Outcome) -> OutcomeKind:
    return KINDS[outcome.kind]


def _worded(text: str) -> str:
    if not nugget_words(text):
        raise ValueError("there is no word in it")
    return text


def _askable(text: str) -> str:
    try:
        return Question.asked(text).text
    except InvalidQuestion as error:
        raise ValueError(str(error)) from None


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Askable = Annotated[str, AfterValidator(_askable)]
Words = Annotated[str, AfterValidator(_worded)]
Origin = Annotated[str, Field(min_length=1)]
Alternatives = Annotated[tuple[Words, ...], Field(min_length=1), BeforeValidator(_listed)]
Texts = Annotated[tuple[Words, ...], BeforeValidator(_listed)]


class AskedQuestion(Frozen):
    """One question; what is empty or None is not judged."""

    id: Id
    question: Askable
    audience: Audience = Audience.CLINICIAN
    expected: OutcomeKind | None = None
    nuggets: tuple[Alternatives, ...] = ()
    must_cite: tuple[Origin, ...] = ()
    """Each is the end of an origin: `guidelines/x.md` is cited where `/any/guidelines/x.md` is."""
    must_quote: Texts = ()

    @model_validator(mode="after")
    def _answerable(self) -> Self:
        wanted = self.nuggets or self.must_cite or self.must_quote
        if wanted and self.expected not in (None, OutcomeKind.ANSWER):
            raise ValueError(f"nothing is cited or said where {self.expected} is expected")
        return self


class _Table(Frozen):
    """A [[question]] of the TOML file."""

    text: Askable
    audience: Audience = Audience.CLINICIAN
    expect: Literal["answer", "abstention", "referral"] | None = None
    nuggets: tuple[Alternatives, ...] = ()
    must_cite: tuple[Origin, ...] = ()
    must_quote: Texts = ()


class QuestionSet(Frozen):
    name: str
    questions: tuple[AskedQuestion, ...] = Field(min_length=1)
    documents: Path | None
    """The folder of documents that the questions came with."""
    sha256: str
    """Of the file of questions."""

    def library(self, options: dict[str, str]) -> Path | None:
        """The folder of documents to ask; None for the index in force. `library=DIR` outranks the
        folder that the questions came with."""
        return Path(options["library"]) if "library" in options else self.documents


def read_questions(data: Path) -> QuestionSet:
    """The questions of a file, or of a folder of documents that holds such a file.

    Raises:
        UnusableSet: there is no such file, it is empty, or a question in it is malformed; the
            message names the line.
    """
    path = _in_folder(data) if data.is_dir() else data
    questions = _read_toml(path) if path.suffix == ".toml" else read_jsonl(path, AskedQuestion)
    return QuestionSet(
        name=data.resolve().name,
        questions=questions,
        documents=data if data.is_dir() else None,
        sha256=sha256_of(path),
    )


def cites(origin: str, wanted: str) -> bool:
    """Whether `origin` is the document that `wanted` names; a record's `#...` may be left out."""
    return any(
        f"/{one}".endswith(f"/{wanted.lstrip('/')}") for one in (origin, origin.partition("#")[0])
    )


def _in_folder(folder: Path) -> Path:
    there = [folder / name for name in (TOML, JSONL) if (folder / name).is_file()]
    if len(there) != 1:
        held = "both" if there else "neither"
        raise UnusableSet(f"{folder} holds {held} of {TOML} and {JSONL}: one of them is needed.")
    return there[0]


def _read_toml(path: Path) -> tuple[AskedQuestion, ...]:
    try:
        text = path.read_text(encoding="utf-8")
        tables = tomllib.loads(text).get("question")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnusableSet(f"{path} cannot be read ({error}).") from None
    if not isinstance(tables, list) or not tables:
        raise UnusableSet(f"{path} holds no [[question]].")
    starts = [at for at, line in enumerate(text.splitlines(), 1) if line.startswith("[[question]]")]
    found = []
    for number, table in enumerate(tables, start=1):
        try:
            found.append(_of_table(number, _Table.model_validate(table)))
        except ValidationError as error:
            line = starts[number - 1] if len(starts) == len(tables) else f"question {number}"
            raise UnusableSet(f"{path}:{line}: {first_fault(error)}") from None
    return tuple(found)


def _of_table(number: int, table: _Table) -> AskedQuestion:
    return AskedQuestion(
        id=f"question-{number:02}",
        question=table.text,
        audience=table.audience,
        expected=KINDS[table.expect] if table.expect else None,
        nuggets=table.nuggets,
        must_cite=table.must_cite,
        must_quote=table.must_quote,
    )
