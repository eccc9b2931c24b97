"""The tools, one value each: what a client is told of it, and what it does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from pydantic import BaseModel, Field

from app.domain.answer import Outcome
from app.domain.corpus import Span
from app.domain.errors import InvalidQuestion
from app.domain.found import Found
from app.domain.frozen import Frozen
from app.domain.leaving import Left
from app.domain.statements import StatementReport
from app.integrations.mcp import wording
from app.integrations.mcp.arguments import Ask, ReadPassageOf, RunChecks, Search
from app.integrations.mcp.doors import Doors, ReadPassage

A = TypeVar("A", bound=BaseModel)


class Asked(Frozen):
    """What `ask` gives: told apart by `outcome.kind`."""

    outcome: Outcome


class Marked(ReadPassage):
    """A passage, and where the cited words stand within the document."""

    marked: Span | None = Field(default=None)


@dataclass(frozen=True)
class Done:
    """What a tool gives: the same as data and as text."""

    data: BaseModel
    text: str


@dataclass(frozen=True)
class Tool(Generic[A]):
    """One tool.

    `work` raises our own errors, which are told to the client in their own words.
    """

    name: str
    title: str
    description: str
    takes: type[A]
    gives: type[BaseModel]
    work: Callable[[Doors, A, Left], Done]


def _ask(doors: Doors, given: Ask, left: Left) -> Done:
    outcome = doors.ask(given.to_question(), left)
    return Done(Asked(outcome=outcome), wording.of_outcome(outcome))


def _search(doors: Doors, given: Search, _left: Left) -> Done:
    found = doors.search(given.to_query(), given.k)
    return Done(found, wording.of_found(found))


def _checked(doors: Doors, given: RunChecks, _left: Left) -> Done:
    report = doors.checked(given.statement, given.to_about())
    return Done(report, wording.of_report(report))


def _read(doors: Doors, given: ReadPassageOf, _left: Left) -> Done:
    read = doors.passage(given.id)
    marked = _span(given, read)
    done = Marked(passage=read.passage, document=read.document, marked=marked)
    return Done(done, wording.of_passage(read, marked))


def _span(given: ReadPassageOf, read: ReadPassage) -> Span | None:
    """Raises InvalidQuestion: it does not lie within the passage."""
    if given.start is None and given.end is None:
        return None
    whole = read.passage.span
    if given.start is None or given.end is None:
        raise InvalidQuestion("start and end go together: the span of a citation.")
    if not whole.start <= given.start < given.end <= whole.end:
        raise InvalidQuestion(
            f"The span does not lie within the passage, which is {whole.start} to {whole.end} of "
            "its document. Give the span of a citation as it stands."
        )
    return Span(start=given.start, end=given.end)


TOOLS: Final[tuple[Tool[Any], ...]] = (
    Tool(
        "ask",
        "Ask a clinical question",
        "Answers from the hospital's own library. Every sentence carries the verbatim words it "
        "stands on; where the library does not answer, it says so; an emergency is referred to "
        "people. Repeat sentences with their [n] and never add to them from memory; pass warnings "
        "and referrals on as they stand.",
        Ask,
        Asked,
        _ask,
    ),
    Tool(
        "search",
        "Search the library",
        "Ranks passages of guidelines, labels and abstracts, verbatim, without an answer and "
        "without any safety check of what is made of them.",
        Search,
        Found,
        _search,
    ),
    Tool(
        "run_checks",
        "Check a statement for a person",
        "Every safety check of a sentence about medicines, held against what is told of a person: "
        "interactions, contraindications, allergy, kidneys, age, maximum dose. It does not look at "
        "whether the sentence is true: that takes evidence, and `ask` is there for it. No finding "
        "is no all-clear; `not_checked` says what is missing.",
        RunChecks,
        StatementReport,
        _checked,
    ),
    Tool(
        "read_passage",
        "Read a passage",
        "One passage in full with its document's title, date and standing; the cited words are "
        "marked where start and end of a citation are given.",
        ReadPassageOf,
        Marked,
        _read,
    ),
)
