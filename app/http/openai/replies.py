"""What a client of OpenAI's chat protocol is sent: a completion, or chunks of one.

`citewell` is an addition of ours: the whole outcome, as `POST /v1/questions` gives it.
"""

from typing import Literal

from pydantic import BaseModel, Field

from app.domain.answer import Outcome
from app.http.openai.rendering import Mark
from app.http.openai.sources import address


class UrlCitation(BaseModel):
    """`content[start_index:end_index]` is the mark, `[1]`; counted in Unicode code points."""

    start_index: int
    end_index: int
    title: str
    url: str = Field(description="The passage, to be read with the same key; or a URN.")


class Annotation(BaseModel):
    type: Literal["url_citation"] = "url_citation"
    url_citation: UrlCitation


class Usage(BaseModel):
    """Counted in words, as they stand between spaces: nothing here is sold by tokens."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class CompletionReply(BaseModel):
    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = Field(
        default=None, description="Always null: an abstention is in `content`, as all else is."
    )
    annotations: tuple[Annotation, ...]
    citewell: Outcome


class Choice(BaseModel):
    index: Literal[0] = 0
    message: CompletionReply
    finish_reason: Literal["stop"] = "stop"
    logprobs: None = None


class Completion(BaseModel):
    id: str = Field(examples=["chatcmpl-5f0c1d6f8a3b4c0e9d2a7b6c1e4f8a90"])
    object: Literal["chat.completion"] = "chat.completion"
    created: int = Field(description="Seconds since 1970.")
    model: str
    choices: tuple[Choice]
    usage: Usage


class FirstDelta(BaseModel):
    role: Literal["assistant"] = "assistant"
    content: str = ""
    refusal: None = None


class Delta(BaseModel):
    content: str


class LastDelta(BaseModel):
    annotations: tuple[Annotation, ...]
    citewell: Outcome


class ChunkChoice(BaseModel):
    index: Literal[0] = 0
    delta: FirstDelta | Delta | LastDelta
    finish_reason: Literal["stop"] | None = None
    logprobs: None = None


class Chunk(BaseModel):
    id: str
    object: Literal["chat.completion.chunk"] = "chat.completion.chunk"
    created: int
    model: str
    choices: tuple[ChunkChoice, ...]


class CountedChunk(Chunk):
    """Where `stream_options.include_usage` asks for it: null in all but the last."""

    usage: Usage | None = None


def annotations(
    marks: list[Mark], named: dict[int, str], base: str | None
) -> tuple[Annotation, ...]:
    """One a mark.

    Args:
        named: title by label.
        base: where this service was asked; None: passages are named by a URN.
    """
    return tuple(
        Annotation(
            url_citation=UrlCitation(
                start_index=mark.start,
                end_index=mark.end,
                title=named[mark.citation.label],
                url=address(mark.citation, base),
            )
        )
        for mark in marks
    )


def usage(asked: int, written: str) -> Usage:
    words = len(written.split())
    return Usage(prompt_tokens=asked, completion_tokens=words, total_tokens=asked + words)
