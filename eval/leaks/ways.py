"""How something is asked, and what is sent then."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final

from app.domain.corpus import Audience
from eval.leaks.canary import Canary, Kind
from eval.leaks.hooks import order_signed, written
from eval.leaks.mcp_calls import ask_called, checks_called
from eval.leaks.search import Channel
from eval.leaks.sent import (
    CHAT,
    COMPLETIONS,
    KEY,
    QUESTIONS,
    REPORTS,
    SEARCH,
    STREAMED,
    SUMMARIES,
    USER,
    Headers,
    Sent,
    post,
)


class Way(StrEnum):
    """How something is asked."""

    JSON = "json"
    STREAM = "stream"
    COMPLETION = "completion"
    """By OpenAI's chat protocol."""
    COMPLETION_STREAM = "completion_stream"
    CHAT = "chat"
    """In a conversation, which goes on, is handed to a person and read back."""
    CHAT_STREAM = "chat_stream"
    """In one that is deleted."""
    HOOK = "hook"
    """An order with the record, by CDS Hooks; its cards are overridden with a comment."""
    MCP = "mcp"
    """The tool `ask`, over HTTP."""
    MCP_CHECKS = "mcp_checks"
    """The tool `run_checks`, over HTTP: the text is what is told of the person."""
    MCP_STDIO = "mcp_stdio"
    """Both tools of `citewell mcp`, beside a running service."""
    SEARCH = "search"
    SUMMARY = "summary"
    """The record alone, on one page; no question is asked."""
    REPORT = "report"
    """Told as a report of harm."""
    COMMAND_LINE = "command_line"
    """`citewell ask` beside a running service."""
    ALONE = "alone"
    """`citewell ask` without one."""
    MALFORMED = "malformed"
    REFUSED = "refused"
    """`citewell ask` with what cannot be a question."""

    @property
    def channel(self) -> Channel:
        """Where its reply comes out."""
        match self:
            case Way.COMMAND_LINE | Way.ALONE | Way.REFUSED | Way.MCP_STDIO:
                return Channel.COMMAND_LINE
            case Way.MALFORMED:
                return Channel.ERROR
            case _:
                return Channel.ANSWER


ASKED: Final = tuple(way for way in Way if way not in {Way.MALFORMED, Way.REFUSED})
USUAL: Final = (Way.JSON, Way.STREAM, Way.SEARCH)
RECORD_ALONE: Final = (Way.SUMMARY, Way.HOOK)
NO_RECORD: Final = (Way.SEARCH, Way.REPORT, Way.MCP, Way.MCP_CHECKS, Way.MCP_STDIO)


def sent_by(
    way: Way,
    text: str,
    audience: Audience,
    record: Mapping[str, Any] | None,
    canaries: tuple[Canary, ...],
) -> Sent | None:
    """The request; None where it is none, but typed. `canaries` are those of text and record."""
    with_record = {} if record is None else {"patient": record}
    body: dict[str, object] = {"question": text, "audience": audience, **with_record}
    message = {"role": "user", "content": text}
    completing = {"model": f"citewell-{audience}", "messages": [message], **with_record}
    talk = {"message": text, "audience": audience, **with_record}
    report = {"what_happened": text, "seriousness": "near_miss", "reporter": {"role": "doctor"}}
    keyed, user = _named(KEY, canaries), _named(USER, canaries)
    requests: dict[Way, Callable[[], Sent]] = {
        Way.JSON: lambda: post(QUESTIONS, body, keyed),
        Way.STREAM: lambda: post(QUESTIONS, body, (*STREAMED, *keyed)),
        Way.COMPLETION: lambda: post(COMPLETIONS, completing),
        Way.COMPLETION_STREAM: lambda: post(COMPLETIONS, {**completing, "stream": True}),
        Way.CHAT: lambda: post(CHAT, talk, (*keyed, *user)),
        Way.CHAT_STREAM: lambda: post(CHAT, talk, (*STREAMED, *keyed, *user)),
        Way.HOOK: lambda: order_signed(record or {}, written(canaries)),
        Way.MCP: lambda: ask_called(text, audience),
        Way.MCP_CHECKS: lambda: checks_called(text, audience),
        Way.SEARCH: lambda: post(SEARCH, {"query": text, "audience": audience}),
        Way.SUMMARY: lambda: post(SUMMARIES, {"patient": record}, keyed),
        Way.REPORT: lambda: post(REPORTS, {**report, "remarks": text}, keyed),
    }
    return requests[way]() if way in requests else None


def _named(header: str, canaries: tuple[Canary, ...]) -> Headers:
    """An app that calls its user, or a request, by the number of the record, against advice."""
    numbers = (each.text.encode() for each in canaries if each.kind is Kind.MRN)
    return tuple((header, number) for number in numbers)
