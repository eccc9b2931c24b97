"""What a client of MCP meets, over a server in this process: tools, refusals, faults."""

import threading
from collections.abc import Callable
from typing import Any

import anyio
import pytest
from mcp import MCPError
from mcp.client.client import Client
from mcp_types import CallToolResult, EmptyResult, Request, TextContent

from app.domain.answer import Outcome, Trace
from app.domain.corpus import Audience, Provenance
from app.domain.errors import Overloaded
from app.domain.identity import Role
from app.domain.leaving import Left, stays
from app.domain.question import Caller, Question, Speaker
from app.domain.ranking import Access
from app.domain.safety import CheckStatus, CheckVerdict
from app.domain.statements import StatementReport
from app.integrations.mcp.doors import LibraryDoors
from app.integrations.mcp.server import mcp_server
from tests.fakes import FakeAnswering, FakeGenerations, FakeRetriever, split_document

CLINICAL = split_document(
    "Itch guideline", ["Give examplol 5 mg for itch.", "Stop it after a week."]
)
LEAFLET = split_document(
    "Itch leaflet",
    ["Keep your skin cool when you itch."],
    Provenance(source="leaflets", licence="CC0-1.0", audience=Audience.PATIENT),
)
NORTH = split_document(
    "Northern itch",
    ["Northern examplol itch dose."],
    Provenance(source="north", licence="CC0-1.0", access_tags=frozenset({"tenant:north"})),
)


class FakeStatements:
    """Says that the statement was looked at for the person."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Question, Caller]] = []

    def check(self, statement: str, about: Question, caller: Caller) -> StatementReport:
        self.asked.append((statement, about, caller))
        warned = CheckVerdict(
            name="pregnancy", status=CheckStatus.WARN, why="It harms the child.", next_step="Ask."
        )
        missing = CheckVerdict(name="renal", status=CheckStatus.NOT_CHECKED, supply=("eGFR",))
        passed = CheckVerdict(name="age", status=CheckStatus.PASS)
        trace = Trace(
            trace_id="fake", generation="g", embedder="e", generator="g", rules="r", settings="s"
        )
        checks = (passed, missing, warned)
        return StatementReport(checks=checks, to_supply=("eGFR",), trace=trace)


def caller(role: Role = Role.CLINICIAN, *tags: str) -> Caller:
    audiences = frozenset({Audience.PATIENT}) if role is Role.PATIENT_APP else frozenset(Audience)
    return Caller(name="ward", access=Access(audiences=audiences, tags=frozenset(tags)), role=role)


class Site:
    """Fakes behind a server."""

    def __init__(self, who: Caller | None = None) -> None:
        self.generations = FakeGenerations()
        with self.generations.begin() as building:
            building.add([CLINICAL, LEAFLET, NORTH])
            building.publish()
        retriever = FakeRetriever(self.generations.embedder)
        self.answering = FakeAnswering(self.generations, retriever)
        self.statements = FakeStatements()
        doors = LibraryDoors(
            self.answering, retriever, self.generations, self.statements, who or caller()
        )
        self.noted: list[Outcome] = []
        self.server = mcp_server(
            lambda _context: doors, "0.0.0", lambda _context, outcome: self.noted.append(outcome)
        )

    def calls(self, *wanted: tuple[str, dict[str, Any]]) -> list[CallToolResult]:
        async def talk() -> list[CallToolResult]:
            async with Client(self.server) as client:
                return [await client.call_tool(name, given) for name, given in wanted]

        return anyio.run(talk)

    def call(self, name: str, **given: Any) -> CallToolResult:
        return self.calls((name, given))[0]


def text(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


def test_each_tool_says_what_it_takes_and_gives_and_changes_nothing() -> None:
    async def listed() -> list[Any]:
        async with Client(Site().server) as client:
            return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in anyio.run(listed)}
    assert set(tools) == {"ask", "search", "run_checks", "read_passage"}
    for tool in tools.values():
        assert tool.annotations.read_only_hint is True
        assert tool.input_schema["additionalProperties"] is False
        assert tool.output_schema["type"] == "object"
    assert tools["ask"].input_schema["required"] == ["question"]


def test_an_answer_comes_as_data_and_as_text_with_its_source() -> None:
    site = Site()
    given = site.call("ask", question="Which dose of examplol for itch?")
    assert given.structured_content is not None
    outcome = given.structured_content["outcome"]
    assert outcome["kind"] == "answer"
    told = text(given)
    assert told.startswith("ANSWER")
    citation = outcome["claims"][0]["citations"][0]
    assert f"\u201c{citation['quote']}\u201d [1]" in told
    assert "[1] Itch guideline" in told
    assert [each.kind for each in site.noted] == ["answer"]


def test_an_unknown_method_and_an_unknown_passage_are_refused_without_what_was_written() -> None:
    site = Site()
    words = "tell/Examplo"

    async def called() -> str:
        async with Client(site.server) as client:
            asked = Request[None, str](method=words, params=None)
            with pytest.raises(MCPError) as refused:
                await client.session.send_request(asked, EmptyResult)
            return refused.value.error.model_dump_json()

    told = anyio.run(called)
    assert "Method not found" in told
    assert words not in told
    unknown = site.call("read_passage", id=words)
    assert unknown.is_error is True
    assert words not in text(unknown)


def test_an_abstention_reads_as_one() -> None:
    assert text(Site().call("ask", question="Zanamivir?")).startswith("NO ANSWER")


def test_earlier_turns_filters_and_country_reach_the_question() -> None:
    site = Site()
    site.call(
        "ask",
        question="And for itch?",
        audience="patient",
        conversation=[
            {"speaker": "user", "text": "I am pregnant."},
            {"speaker": "assistant", "text": "Noted."},
        ],
        country="GB",
        filters={"sources": ["leaflets"], "published_from": "2024-01-01"},
    )
    ((question, who),) = site.answering.asked
    assert [turn.speaker for turn in question.conversation] == [Speaker.USER, Speaker.ASSISTANT]
    assert question.audience is Audience.PATIENT
    assert question.country == "GB"
    assert question.filters.sources == {"leaflets"}
    assert str(question.filters.published_from) == "2024-01-01"
    assert who.role is Role.CLINICIAN


def test_a_statement_is_checked_for_the_person_who_is_told_of() -> None:
    site = Site()
    given = site.call(
        "run_checks",
        statement="Give doxycycline.",
        person="She is pregnant.",
        conversation=[{"speaker": "user", "text": "She takes warfarin."}],
        country="GB",
    )
    ((statement, about, who),) = site.statements.asked
    assert (statement, about.text, about.country) == ("Give doxycycline.", "She is pregnant.", "GB")
    assert [turn.text for turn in about.conversation] == ["She takes warfarin."]
    assert who.role is Role.CLINICIAN
    lines = text(given).splitlines()
    assert lines[0].startswith("CHECKS: 0 against it, 1 warnings, 1 not checked.")
    assert lines[1] == "Warning (pregnancy): It harms the child. Ask."
    assert "eGFR" in text(given)
    assert given.structured_content is not None
    assert [one["status"] for one in given.structured_content["checks"]] == [
        "pass",
        "not_checked",
        "warn",
    ]


def test_a_passage_is_read_with_the_cited_words_marked() -> None:
    passage = CLINICAL.passages[0]
    start = passage.span.start + 5
    plain, marked, beside, half = Site().calls(
        ("read_passage", {"id": passage.id}),
        ("read_passage", {"id": passage.id, "start": start, "end": start + 8}),
        ("read_passage", {"id": passage.id, "start": start, "end": passage.span.end + 1}),
        ("read_passage", {"id": passage.id, "start": start}),
    )
    assert text(plain).startswith(passage.text)
    assert text(marked).startswith("Give **examplol** 5 mg")
    assert marked.structured_content is not None
    assert marked.structured_content["marked"] == {"start": start, "end": start + 8}
    assert beside.is_error
    assert "does not lie within the passage" in text(beside)
    assert half.is_error


def test_another_tenants_documents_are_neither_found_nor_read() -> None:
    other = Site(caller(Role.CLINICIAN, "tenant:south"))
    found, read = other.calls(
        ("search", {"query": "examplol itch dose", "k": 100}),
        ("read_passage", {"id": NORTH.passages[0].id}),
    )
    assert "Northern" not in text(found)
    assert read.is_error
    assert "Northern" not in text(read)
    own = Site(caller(Role.CLINICIAN, "tenant:north"))
    assert "Northern" in text(own.call("search", query="examplol itch dose", k=100))


@pytest.mark.parametrize(
    ("role", "tool", "given"),
    [
        (Role.ADMIN, "ask", {"question": "itch"}),
        (Role.ADMIN, "search", {"query": "itch"}),
        (Role.ADMIN, "run_checks", {"statement": "Give it.", "person": "She is 30."}),
        (Role.ADMIN, "read_passage", {"id": CLINICAL.passages[0].id}),
        (Role.PATIENT_APP, "ask", {"question": "itch", "audience": "clinician"}),
        (Role.PATIENT_APP, "search", {"query": "itch", "audience": "patient"}),
    ],
)
def test_what_a_role_may_not_do_is_refused(role: Role, tool: str, given: dict[str, Any]) -> None:
    site = Site(caller(role))
    refused = site.call(tool, **given)
    assert refused.is_error
    assert f"The role {role} may not" in text(refused)
    assert not site.answering.asked


SECRET = "Wilhelmina Secretperson"


@pytest.mark.parametrize(
    ("tool", "given", "told"),
    [
        ("ask", {}, "question: Field required"),
        ("ask", {"question": 5}, "question: Input should be a valid string"),
        ("ask", {"question": "dose", "audience": SECRET}, "audience: "),
        ("ask", {"question": "dose", SECRET: 1}, "Extra inputs are not permitted"),
        ("ask", {"question": "dose", "conversation": SECRET}, "conversation: "),
        (
            "ask",
            {"question": "dose", "conversation": [{"speaker": SECRET, "text": "a"}]},
            "speaker",
        ),
        ("ask", {"question": "dose", "country": SECRET}, "country: "),
        ("ask", {"question": f"{SECRET} " * 1000}, "question: String should have at most 4000"),
        ("ask", {"question": "   "}, "The question is empty"),
        ("ask", {"question": f"{SECRET}\x00"}, "control characters"),
        ("ask", {"question": f"{SECRET}\ud800"}, "do not fit"),
        ("search", {"query": "dose", "k": 0}, "k: "),
        ("search", {"query": "dose", "k": SECRET}, "k: "),
        ("search", {"query": "dose", "filters": {"published_from": SECRET}}, "published_from"),
        ("read_passage", {"id": "x" * 65}, "id: "),
        (SECRET, {}, "There is no such tool. There are: ask, search, run_checks, read_passage."),
    ],
)
def test_what_does_not_fit_is_refused_without_repeating_it_and_the_server_lives_on(
    tool: str, given: dict[str, Any], told: str
) -> None:
    site = Site()

    async def talk() -> tuple[CallToolResult, CallToolResult]:
        async with Client(site.server) as client:
            # past the client's own check of the schema
            refused = await client.session.call_tool(tool, given)
            return refused, await client.call_tool("search", {"query": "itch"})

    refused, after = anyio.run(talk)
    assert refused.is_error
    assert told in text(refused)
    assert SECRET not in text(refused)
    assert not after.is_error


def test_a_tool_that_breaks_says_so_without_a_word_of_what_broke(
    caplog: pytest.LogCaptureFixture,
) -> None:
    site = Site()
    site.answering.broken = RuntimeError(SECRET)
    broken = site.call("ask", question="Which dose of examplol?")
    assert broken.is_error
    assert text(broken).startswith("The tool broke.")
    assert SECRET not in caplog.text
    site.answering.broken = Overloaded("Too many questions wait. Ask again in 5 s.")
    assert text(site.call("ask", question="Which dose?")).startswith("Too many questions wait.")


class Slow(LibraryDoors):
    """Works until nobody waits any more."""

    def __init__(self, give_up: Callable[[], object]) -> None:
        self.begun = threading.Event()
        self.ended = threading.Event()
        self._give_up = give_up

    def ask(self, question: Question, left: Left = stays) -> Outcome:
        self.begun.set()
        while not left():
            self._give_up()
        self.ended.set()
        raise Overloaded(question.text)


def test_a_client_that_cancels_ends_the_work() -> None:
    pause = threading.Event()
    doors = Slow(lambda: pause.wait(0.01))
    server = mcp_server(lambda _context: doors, "0.0.0")

    async def talk() -> None:
        async with Client(server) as client, anyio.create_task_group() as tasks:
            tasks.start_soon(client.call_tool, "ask", {"question": "Which dose?"})
            await anyio.to_thread.run_sync(doors.begun.wait)
            tasks.cancel_scope.cancel()

    anyio.run(talk)
    assert doors.ended.wait(30)
