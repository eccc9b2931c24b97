"""What a reply of the service says, in a word, whichever protocol it was asked by."""

import httpx
from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError

from eval.leaks.sent import COMPLETIONS, HOOKS, MCP


class _Outcome(BaseModel):
    model_config = ConfigDict(extra="ignore")
    kind: str


class _Done(BaseModel):
    """The last event of a stream."""

    model_config = ConfigDict(extra="ignore")
    outcome: _Outcome


class _Replied(BaseModel):
    """The last event of a stream of the chat."""

    model_config = ConfigDict(extra="ignore")
    reply: _Done


class _Cards(BaseModel):
    model_config = ConfigDict(extra="ignore")
    cards: tuple[object, ...]


class _ToolResult(BaseModel):
    model_config = ConfigDict(extra="ignore")
    wrong: bool = Field(default=False, alias="isError")
    data: _Done | None = Field(default=None, alias="structuredContent")


class _ToolReply(BaseModel):
    """Of MCP; without a result where the protocol itself was broken."""

    model_config = ConfigDict(extra="ignore")
    result: _ToolResult | None = None


class _Said(BaseModel):
    model_config = ConfigDict(extra="ignore")
    citewell: _Outcome


class _Choice(BaseModel):
    """Of a completion, or of the chunk of one that a stream ends with."""

    model_config = ConfigDict(extra="ignore")
    said: _Said = Field(validation_alias=AliasChoices("message", "delta"))


class _Completion(BaseModel):
    model_config = ConfigDict(extra="ignore")
    choices: tuple[_Choice]


class _Fault(BaseModel):
    model_config = ConfigDict(extra="ignore")
    code: str


class _Refused(BaseModel):
    """As OpenAI's protocol tells an error."""

    model_config = ConfigDict(extra="ignore")
    error: _Fault


class _Problem(BaseModel):
    model_config = ConfigDict(extra="ignore")
    type: str


def word_for(reply: httpx.Response) -> str:
    """`answer`, `abstention` or `referral`; a refusal's status and type; `found` for a search."""
    try:
        if reply.request.url.path == COMPLETIONS:
            return _word_in_completion(reply)
        if reply.request.url.path == MCP:
            return _word_of_tool(reply)
        if not reply.is_success:
            kind = _Problem.model_validate_json(reply.content).type
            return f"{reply.status_code} {kind.rpartition(':')[2]}"
        if reply.headers["content-type"].startswith("text/event-stream"):
            last = reply.text.strip().rpartition("data: ")[2]
            if '"reply"' in last:
                return _Replied.model_validate_json(last).reply.outcome.kind
            return _Done.model_validate_json(last).outcome.kind
        if reply.request.url.path.startswith(HOOKS):
            return f"{len(_Cards.model_validate_json(reply.content).cards)} cards"
        if b'"conversation_id"' in reply.content:
            return _Done.model_validate_json(reply.content).outcome.kind
        return _Outcome.model_validate_json(reply.content).kind
    except ValidationError:
        return "found" if reply.is_success else str(reply.status_code)


def _word_of_tool(reply: httpx.Response) -> str:
    last = reply.text.strip().rpartition("data: ")[2]
    try:
        result = _ToolReply.model_validate_json(last).result
    except ValidationError:
        return "checks" if reply.is_success else str(reply.status_code)
    if result is None:
        return f"{reply.status_code} error of the protocol"
    if result.wrong or result.data is None:
        return "refused by the tool"
    return result.data.outcome.kind


def _word_in_completion(reply: httpx.Response) -> str:
    """The same, of OpenAI's chat protocol."""
    if not reply.is_success:
        return f"{reply.status_code} {_Refused.model_validate_json(reply.content).error.code}"
    if not reply.headers["content-type"].startswith("text/event-stream"):
        return _Completion.model_validate_json(reply.content).choices[0].said.citewell.kind
    *_, last, _ = reply.text.strip().split("\n\n")
    told = _Completion.model_validate_json(last.removeprefix("data: "))
    return told.choices[0].said.citewell.kind
